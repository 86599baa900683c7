/** @file Fitted models as graphs: the matrix in, probabilities out. */
import { InputError } from '../../base/errors.ts';
import { unpack } from '../../models/composed/parts.ts';
import type { ModelState } from '../../models/contract.ts';
import { createNetwork, type Network } from '../../models/network.ts';
import { networkOf } from '../../models/wide-and-deep.ts';
import { arithmeticIn, type Arithmetic } from './arithmetic.ts';
import { additiveSums } from './additive.ts';
import type { Graph, Tensor } from './graph.ts';
import {
  beside,
  columnOf,
  double,
  fromSums,
  linear,
  normalised,
  rowsBy,
  softmax,
  summed,
  tableRows,
  twoClasses,
} from './scores.ts';
import { treeSums } from './trees.ts';

/** x: rows x columns, float. Gives rows x classes, double. */
type Translate = (graph: Graph, x: Tensor, state: ModelState, math: Arithmetic) => Tensor;

const classesOf = ({ json }: ModelState) => json['classes'] as number;
const widthOf = ({ json }: ModelState) => json['columns'] as number;

const translations: Record<string, Translate> = {
  baseline(graph, x, state) {
    const classes = classesOf(state);
    const shares = graph.constant('double', [1, classes], [...state.arrays['shares']!]);
    return graph.node('Expand', [shares, rowsBy(graph, x, classes)], { type: 'double', shape: ['rows', classes] });
  },
  'one-rule'(graph, x, state, math) {
    const classes = classesOf(state);
    const column = state.json['column'] as number;
    const value = column < 0 ? math.multiply(columnOf(graph, x, 0), 0) : columnOf(graph, x, column);
    return tableRows(graph, state.arrays['shares']!, classes, math.countBelow(value, [...state.arrays['cuts']!], true));
  },
  logistic(graph, x, state, math) {
    const { coefficients, intercepts } = state.arrays;
    const sums = linear(graph, x, coefficients!, intercepts!, widthOf(state), math);
    return fromSums(graph, sums, math);
  },
  'linear-svm'(graph, x, state, math) {
    const { coefficients, intercepts, slopes, offsets } = state.arrays;
    const vectors = intercepts!.length;
    const margins = linear(graph, x, coefficients!, intercepts!, widthOf(state), math);
    const row = (values: ArrayLike<number>) => graph.constant('double', [1, vectors], Array.from(values));
    // Platt's curve falls with slope f + offset.
    const own = math.sigmoid(math.negate(math.add(math.multiply(margins, row(slopes!)), row(offsets!))));
    return vectors === 1 ? twoClasses(graph, own, math) : normalised(graph, own, math);
  },
  'naive-bayes'(graph, x, state, math) {
    const classes = classesOf(state);
    const d = widthOf(state);
    if (state.json['distribution'] !== 'gaussian')
      throw new InputError(
        `model: naive Bayes of counts cannot be exported to ONNX yet: ${state.json['distribution'] as string}`,
      );
    const { means, variances, logPriors } = state.arrays as Record<string, Float64Array>;
    const logs = Array.from({ length: classes }, (_, k) => {
      const columns = Array.from({ length: d }, (_, c) => c).filter((c) => variances![k * d + c]! > 0);
      const of = (values: Float64Array) => columns.map((c) => values[k * d + c]!);
      const offset = of(variances!).reduce((sum, v) => sum - Math.log(2 * Math.PI * v) / 2, logPriors![k]!);
      const own = graph.node(
        'Gather',
        [double(graph, x), graph.constant('int64', [columns.length], columns)],
        { type: 'double', shape: ['rows', columns.length] },
        { axis: { int: 1 } },
      );
      const row = (values: number[]) => graph.constant('double', [1, values.length], values);
      const apart = math.subtract(own, row(of(means!)));
      const terms = math.divide(math.multiply(apart, apart), row(of(variances!)));
      return math.add(math.multiply(summed(graph, terms), -0.5), offset);
    });
    return softmax(graph, beside(graph, logs));
  },
  mlp(graph, x, state) {
    const { classes, columns, hiddenLayerSizes, activation } = state.json as {
      classes: number;
      columns: number;
      hiddenLayerSizes: number[];
      activation: Network['activation'];
    };
    const network = createNetwork(columns, hiddenLayerSizes, classes, activation);
    return softmax(graph, double(graph, layersGraph(graph, x, network, state.arrays['weights']!)));
  },
  'wide-and-deep'(graph, x, state) {
    const network = networkOf(state);
    const { columns, classes, numbers, embeddings, deep, deepAt } = network;
    const weights = state.arrays['weights']!;
    const inputs = deep.layers[0]!.inputs;
    // A number goes in as it is, a level as its point: one product does both.
    const into = new Array<number>(columns * inputs).fill(0);
    for (const [to, column] of numbers.entries()) into[column * inputs + to] = 1;
    let to = numbers.length;
    for (const { first, width, size, at } of embeddings) {
      for (let level = 0; level < width; level++)
        for (let k = 0; k < size; k++) into[(first + level) * inputs + to + k] = weights[at + level * size + k]!;
      to += size;
    }
    const product = (rows: number[], width: number) =>
      graph.node('MatMul', [x, graph.constant('float', [columns, width], rows)], {
        type: 'float',
        shape: ['rows', width],
      });
    const sums = layersGraph(graph, product(into, inputs), deep, weights.subarray(deepAt));
    const wide = product(Array.from(weights.subarray(0, columns * classes)), classes);
    return softmax(graph, double(graph, graph.node('Add', [sums, wide], { type: 'float', shape: sums.shape })));
  },
  'decision-tree': (graph, x, state) =>
    double(graph, treeSums(graph, x, state, { width: classesOf(state), mean: true })),
  'random-forest': (graph, x, state) =>
    double(graph, treeSums(graph, x, state, { width: classesOf(state), mean: true })),
  'extra-trees': (graph, x, state) => double(graph, treeSums(graph, x, state, { width: classesOf(state), mean: true })),
  'gradient-boosting'(graph, x, state, math) {
    const sums = double(graph, treeSums(graph, x, state, { width: 1, mean: false }));
    const start = [...state.arrays['start']!];
    return fromSums(graph, math.add(sums, graph.constant('double', [1, start.length], start)), math);
  },
  'explainable-boosting': (graph, x, state, math) => fromSums(graph, additiveSums(graph, x, state, math), math),
  blend(graph, x, state, math) {
    const { classes, members, how } = state.json as { classes: number; members: number; how: 'mean' | 'stacking' };
    const parts = unpack(state);
    const said = parts.slice(0, members).map((part) => modelGraph(graph, x, part));
    if (how === 'mean') return math.divide(said.reduce(math.add), members);
    const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
    const over = beside(
      graph,
      said.flatMap((scores) => asked.map((k) => columnOf(graph, scores, k))),
    );
    // The page's matrix is in single precision.
    const single = graph.node('Cast', [over], { type: 'float', shape: over.shape }, { to: { int: 1 } });
    return modelGraph(graph, single, parts[members]!);
  },
};

/** The layers of a network; the last without its bend. */
function layersGraph(graph: Graph, x: Tensor, { layers, activation }: Network, weights: ArrayLike<number>): Tensor {
  let at = x;
  for (const [l, { inputs, outputs, at: from }] of layers.entries()) {
    const made = { type: 'float' as const, shape: ['rows' as const, outputs] };
    const own = Array.from({ length: (inputs + 1) * outputs }, (_, i) => weights[from + i]!);
    const matrix = graph.constant('float', [inputs, outputs], own.slice(0, inputs * outputs));
    const bias = graph.constant('float', [1, outputs], own.slice(inputs * outputs));
    at = graph.node('Add', [graph.node('MatMul', [at, matrix], made), bias], made);
    if (l < layers.length - 1) at = graph.node(activation === 'relu' ? 'Relu' : 'Tanh', [at], made);
  }
  return at;
}

/** Kinds of model that can be exported. */
export const exportable: readonly string[] = Object.keys(translations);

/** Throws InputError for a kind that has no translation. */
export function modelGraph(graph: Graph, x: Tensor, state: ModelState): Tensor {
  const translate = translations[state.kind];
  if (!translate)
    throw new InputError(`model: cannot be exported to ONNX (${exportable.join(', ')} can): ${state.kind}`);
  return translate(graph, x, state, arithmeticIn(graph));
}
