/** @file A calibration in a graph. */
import type { Calibration } from '../../models/calibration/index.ts';
import type { Isotonic } from '../../models/calibration/isotonic.ts';
import type { Sigmoid } from '../../models/calibration/platt.ts';
import { arithmeticIn, type Arithmetic } from './arithmetic.ts';
import type { Graph, Tensor } from './graph.ts';
import { beside, columnOf, normalised, softmax, twoClasses } from './scores.ts';

const least = 1e-15;

/** scores: rows x classes, double; gives the same. */
export function calibrationGraph(graph: Graph, scores: Tensor, calibration: Calibration): Tensor {
  const math = arithmeticIn(graph);
  const classes = scores.shape[1] as number;
  if (calibration.kind === 'temperature') {
    const raised = math.where(math.less(scores, least), least, scores);
    return softmax(graph, math.divide(math.log(raised), calibration.temperature));
  }
  const { kind, curves } = calibration;
  const read = (curve: Sigmoid | Isotonic, k: number) => {
    const own = columnOf(graph, scores, k);
    return kind === 'platt' ? platt(own, curve as Sigmoid, math) : isotonic(own, curve as Isotonic, math);
  };
  if (classes === 2) return twoClasses(graph, math.column(read(curves[0]!, 1)), math);
  const own = beside(graph, curves.map(read));
  return normalised(graph, own, math);
}

function platt(score: Tensor, { slope, offset }: Sigmoid, math: Arithmetic): Tensor {
  const { add, subtract, multiply, divide, log, less, where, negate, sigmoid } = math;
  const raised = where(less(score, least), least, score);
  const p = where(less(1 - least, raised), 1 - least, raised);
  const logit = log(divide(p, subtract(1, p)));
  return sigmoid(negate(add(multiply(logit, slope), offset)));
}

/** Straight lines between the knots; beyond the ends, the end's value. */
function isotonic(score: Tensor, { at, values }: Isotonic, math: Arithmetic): Tensor {
  const { add, subtract, multiply, divide, less, where, countBelow, lookUp } = math;
  const last = at.length - 1;
  if (last === 0) return add(multiply(score, 0), values[0]!);
  const count = subtract(countBelow(score, at, true), 1);
  const low = where(less(count, 0), 0, count);
  const i = where(less(last - 1, low), last - 1, low);
  const [from, to] = [lookUp(at, i), lookUp(at, add(i, 1))];
  const share = divide(subtract(score, from), subtract(to, from));
  const raised = where(less(share, 0), 0, share);
  const inside = where(less(1, raised), 1, raised);
  const [below, above] = [lookUp(values, i), lookUp(values, add(i, 1))];
  return add(below, multiply(inside, subtract(above, below)));
}
