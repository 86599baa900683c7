/** @file From sums to probabilities in a graph, as the page does it, and reading columns and tables. */
import { arithmeticIn, type Arithmetic } from './arithmetic.ts';
import type { Graph, Tensor } from './graph.ts';

/** In double precision. */
export function double(graph: Graph, x: Tensor): Tensor {
  return graph.node('Cast', [x], { type: 'double', shape: x.shape }, { to: { int: 11 } });
}

/** One column as double, [rows]. */
export function columnOf(graph: Graph, x: Tensor, column: number): Tensor {
  const own = graph.node(
    'Gather',
    [x, graph.constant('int64', [], [column])],
    { type: x.type, shape: ['rows'] },
    { axis: { int: 1 } },
  );
  return x.type === 'double' ? own : double(graph, own);
}

/** Rows of a table (row-major) at whole-numbered places. */
export function tableRows(graph: Graph, table: ArrayLike<number>, width: number, places: Tensor): Tensor {
  const whole = graph.node('Cast', [places], { type: 'int64', shape: ['rows'] }, { to: { int: 7 } });
  const values = graph.constant('double', [table.length / width, width], Array.from(table));
  return graph.node('Gather', [values, whole], { type: 'double', shape: ['rows', width] }, { axis: { int: 0 } });
}

/** Columns [rows] side by side. */
export function beside(graph: Graph, columns: readonly Tensor[]): Tensor {
  const { column } = arithmeticIn(graph);
  return graph.node(
    'Concat',
    columns.map(column),
    { type: 'double', shape: ['rows', columns.length] },
    { axis: { int: 1 } },
  );
}

/** The shape [rows, width]. */
export function rowsBy(graph: Graph, x: Tensor, width: number): Tensor {
  const shape = graph.node('Shape', [x], { type: 'int64', shape: [2] });
  const rows = graph.node(
    'Gather',
    [shape, graph.constant('int64', [1], [0])],
    { type: 'int64', shape: [1] },
    { axis: { int: 0 } },
  );
  return graph.node(
    'Concat',
    [rows, graph.constant('int64', [1], [width])],
    { type: 'int64', shape: [2] },
    { axis: { int: 0 } },
  );
}

/** x by the coefficients (vectors x columns), plus the intercepts. */
export function linear(
  graph: Graph,
  x: Tensor,
  coefficients: ArrayLike<number>,
  intercepts: ArrayLike<number>,
  columns: number,
  math: Arithmetic,
): Tensor {
  const vectors = intercepts.length;
  const turned = Array.from(
    { length: columns * vectors },
    (_, i) => coefficients[(i % vectors) * columns + Math.floor(i / vectors)]!,
  );
  const product = graph.node('MatMul', [double(graph, x), graph.constant('double', [columns, vectors], turned)], {
    type: 'double',
    shape: ['rows', vectors],
  });
  return math.add(product, graph.constant('double', [1, vectors], Array.from(intercepts)));
}

/** Sums of one vector are log odds of the second class; of more, logits of each. */
export function fromSums(graph: Graph, sums: Tensor, math: Arithmetic): Tensor {
  return sums.shape[1] === 1 ? twoClasses(graph, math.sigmoid(sums), math) : softmax(graph, sums);
}

/** [rows, 1] of the second class becomes [rows, 2]. */
export function twoClasses(graph: Graph, second: Tensor, math: Arithmetic): Tensor {
  return graph.node(
    'Concat',
    [math.subtract(1, second), second],
    { type: 'double', shape: ['rows', 2] },
    { axis: { int: 1 } },
  );
}

export function softmax(graph: Graph, logits: Tensor): Tensor {
  return graph.node('Softmax', [logits], { type: 'double', shape: logits.shape }, { axis: { int: 1 } });
}

/** The sum of each row, [rows]. */
export function summed(graph: Graph, x: Tensor): Tensor {
  return graph.node(
    'ReduceSum',
    [x, graph.constant('int64', [1], [1])],
    { type: 'double', shape: ['rows'] },
    { keepdims: { int: 0 } },
  );
}

/** Each row divided by its sum; all 0 become equal shares. */
export function normalised(graph: Graph, own: Tensor, math: Arithmetic): Tensor {
  const sum = math.column(summed(graph, own));
  return math.where(math.less(0, sum), math.divide(own, sum), 1 / (own.shape[1] as number));
}
