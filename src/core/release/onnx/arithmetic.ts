/** @file Arithmetic in a graph, element by element in double precision, as the page computes it. */
import type { Graph, Made, Tensor } from './graph.ts';

type Operand = Tensor | number;

export interface Arithmetic {
  add(a: Operand, b: Operand): Tensor;
  subtract(a: Operand, b: Operand): Tensor;
  multiply(a: Operand, b: Operand): Tensor;
  divide(a: Operand, b: Operand): Tensor;
  /** Rounded down. */
  floorDivide(a: Operand, b: number): Tensor;
  negate(a: Tensor): Tensor;
  absolute(a: Tensor): Tensor;
  log(a: Tensor): Tensor;
  exp(a: Tensor): Tensor;
  sine(a: Tensor): Tensor;
  less(a: Operand, b: Operand): Tensor;
  isMissing(a: Tensor): Tensor;
  /** then where the condition holds, else otherwise. */
  where(condition: Tensor, then: Operand, otherwise: Operand): Tensor;
  /** 0 or 1. */
  toNumber(condition: Tensor): Tensor;
  /** [rows] becomes [rows, 1]. */
  column(a: Tensor): Tensor;
  /** How many of the marks hold; NaN counts none. inclusive: marks at the value count. */
  countBelow(a: Tensor, marks: readonly number[], inclusive: boolean): Tensor;
  /** values at whole-numbered places. */
  lookUp(values: readonly number[], places: Tensor): Tensor;
  /** 1 / (1 + exp(-a)). */
  sigmoid(a: Tensor): Tensor;
}

export function arithmeticIn(graph: Graph): Arithmetic {
  const scalar = (value: number) => graph.constant('double', [], [value]);
  const tensorOf = (value: Operand) => (typeof value === 'number' ? scalar(value) : value);
  const shapeOf = (...values: Operand[]) =>
    values.map((value) => (typeof value === 'number' ? [] : value.shape)).reduce(broadcast);
  const binary =
    (operator: string, type: Made['type'] = 'double') =>
    (a: Operand, b: Operand) =>
      graph.node(operator, [tensorOf(a), tensorOf(b)], { type, shape: shapeOf(a, b) });
  const unary =
    (operator: string, type: Made['type'] = 'double') =>
    (a: Tensor) =>
      graph.node(operator, [a], { type, shape: a.shape });
  const [add, multiply, divide] = [binary('Add'), binary('Mul'), binary('Div')];
  const floor = unary('Floor');
  const [negate, exp] = [unary('Neg'), unary('Exp')];
  const column = (a: Tensor) =>
    graph.node('Unsqueeze', [a, graph.constant('int64', [1], [1])], { type: a.type, shape: ['rows', 1] });
  const toNumber = (a: Tensor) => graph.node('Cast', [a], { type: 'double', shape: a.shape }, { to: { int: 11 } });
  return {
    add,
    multiply,
    divide,
    negate,
    exp,
    column,
    toNumber,
    subtract: binary('Sub'),
    floorDivide: (a, b) => floor(divide(a, b)),
    absolute: unary('Abs'),
    log: unary('Log'),
    sine: unary('Sin'),
    less: binary('Less', 'bool'),
    isMissing: unary('IsNaN', 'bool'),
    where: (condition, then, otherwise) =>
      graph.node('Where', [condition, tensorOf(then), tensorOf(otherwise)], {
        type: 'double',
        shape: shapeOf(condition, then, otherwise),
      }),
    countBelow(a, marks, inclusive) {
      if (marks.length === 0) return multiply(toNumber(unary('IsNaN', 'bool')(a)), 0);
      const all = graph.constant('double', [marks.length], marks);
      const holds = graph.node(inclusive ? 'LessOrEqual' : 'Less', [all, column(a)], {
        type: 'bool',
        shape: ['rows', marks.length],
      });
      const axes = graph.constant('int64', [1], [1]);
      return graph.node(
        'ReduceSum',
        [toNumber(holds), axes],
        { type: 'double', shape: ['rows'] },
        { keepdims: { int: 0 } },
      );
    },
    lookUp(values, places) {
      const whole =
        places.type === 'int64'
          ? places
          : graph.node('Cast', [places], { type: 'int64', shape: places.shape }, { to: { int: 7 } });
      const table = graph.constant('double', [values.length], values);
      return graph.node('Gather', [table, whole], { type: 'double', shape: places.shape }, { axis: { int: 0 } });
    },
    sigmoid: (a) => divide(1, add(exp(negate(a)), 1)),
  };
}

/** The shape of two operands together: a size of 1 stretches to the other's. */
function broadcast(a: Made['shape'], b: Made['shape']): Made['shape'] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const ahead = long.length - short.length;
  return long.map((size, i) => (size === 1 && i >= ahead ? short[i - ahead]! : size));
}
