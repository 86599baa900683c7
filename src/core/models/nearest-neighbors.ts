import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { Compute } from '../compute/types.ts';
import { checkFit, checkPredict } from './check.ts';
import type { Classifier, Fitted, ModelState, SparseMatrix } from './contract.ts';
import { boundsOf } from './neighbors/bounds.ts';
import type { Bounds } from './neighbors/bounds.ts';
import { isWorthADevice, searchOnDevice } from './neighbors/device-search.ts';
import type { Found, Metric } from './neighbors/measure.ts';
import { createSearch, searchAll } from './neighbors/search.ts';
import type { Search } from './neighbors/search.ts';
import { createPace } from './pace.ts';
import { compress, takeRows } from './sparse.ts';

const options = z.strictObject({
  neighbors: z.number().int().min(1).max(1000).default(5).meta({
    label: 'Neighbours',
    unit: 'rows',
    description: 'How many of the nearest training rows vote; k of KNeighborsClassifier.',
  }),
  weights: z.enum(['uniform', 'distance']).default('uniform').meta({
    label: 'Votes',
    description: 'Uniform: each counts once. Distance: by one over its distance; rows at no distance decide alone.',
  }),
  metric: z.enum(['euclidean', 'manhattan', 'cosine']).default('euclidean').meta({
    label: 'Distance',
    description: 'Of two rows: straight, the sum of the differences, or one less the cosine of their angle.',
  }),
});

type Options = z.infer<typeof options>;

/** Values that are not zero which may be kept: 12 bytes each in the model, and as much again while it searches. */
const mostValues = 30_000_000;

/** Every training row is kept and searched, exactly. A vote counts by its row's weight; rows of weight 0 are not kept. */
export const nearestNeighbors: Classifier<Options> = {
  kind: 'nearest-neighbors',
  label: 'Nearest neighbours',
  describes: 'Asks the training rows that are most alike; keeps them all, learns nothing, and is slow to predict.',
  options,
  rowsAtOnce: 256,

  async fit(input, given, context): Promise<Fitted> {
    checkFit(input);
    const count = input.x.values.reduce((n, value) => n + Number(value !== 0), 0);
    checkRoom(count);
    return this.fitSparse!({ ...input, x: compress(input.x), validation: null }, given, context);
  },

  async fitSparse(input, { neighbors, weights: votes, metric }, context) {
    checkFit(input);
    await createPace(context)();
    const { y, classes, weights } = input;
    const rows = Uint32Array.from(y.keys()).filter((row) => !weights || weights[row]! > 0);
    if (rows.length < neighbors)
      throw new InputError(
        `study.model.options.neighbors: must be at most the number of training rows, ${rows.length}: ${neighbors}`,
      );
    const x = takeRows(input.x, rows);
    checkRoom(x.values.length);
    context.progress({ stage: 'fit', done: 1, total: 1, what: 'passes' });
    const json = { classes, columns: x.names.length, neighbors, weights: votes, metric, rows: x.rows };
    const arrays = {
      starts: Float64Array.from(x.starts),
      columns: Float64Array.from(x.columns),
      values: x.values,
      codes: Float64Array.from(rows, (row) => y[row]!),
      weights: Float64Array.from(rows, (row) => weights?.[row] ?? 1),
    };
    const state = { kind: 'nearest-neighbors', json, arrays };
    return { state, curves: { step: [], loss: [], validationLoss: [] }, ended: 'converged' };
  },

  async predict(state, x, compute) {
    checkPredict(state, x);
    return vote(state, compress(x), compute);
  },

  async predictSparse(state, x, compute) {
    checkPredict(state, x);
    return vote(state, x, compute);
  },
};

function checkRoom(values: number): void {
  if (values > mostValues)
    throw new InputError(
      `training matrix: nearest neighbors keeps every value that is not zero, at most ${mostValues}; train on fewer rows or columns, or choose another model: ${values}`,
    );
}

interface Asked {
  readonly bounds: Bounds;
  readonly search: Search;
}

const made = new WeakMap<ModelState['arrays'], Asked>();

/** Made once a state. */
function searchOf({ json, arrays }: ModelState, names: readonly string[]): Asked {
  const known = made.get(arrays);
  if (known) return known;
  const { neighbors, metric } = json as unknown as Stored;
  const { starts, columns, values, codes } = arrays as Record<string, Float64Array>;
  const stored: SparseMatrix = {
    rows: codes!.length,
    names,
    starts: Uint32Array.from(starts!),
    columns: Uint32Array.from(columns!),
    values: values! as Float64Array | Float32Array as Float32Array,
  };
  const bounds = boundsOf(stored, metric);
  const asked = { bounds, search: createSearch(bounds, neighbors) };
  made.set(arrays, asked);
  return asked;
}

/** The share of each class among the votes. */
async function vote(state: ModelState, x: SparseMatrix, compute: Compute): Promise<Float64Array> {
  const { classes, neighbors, weights: votes } = state.json as unknown as Stored;
  const { codes, weights } = state.arrays as Record<string, Float64Array>;
  const scores = new Float64Array(x.rows * classes);

  function count(row: number, { places, distances }: Found): void {
    const at = row * classes;
    const least = distances[0]!;
    let total = 0;
    for (let i = 0; i < neighbors; i++) {
      const far = distances[i]!;
      const counts = votes === 'uniform' || far === least ? 1 : least / far;
      const weight = weights![places[i]!]! * counts;
      scores[at + codes![places[i]!]!]! += weight;
      total += weight;
    }
    for (let c = 0; c < classes; c++) scores[at + c]! /= total;
  }

  const { bounds, search } = searchOf(state, x.names);
  if (isWorthADevice(compute, bounds, x, neighbors)) await searchOnDevice(compute, bounds, neighbors, x, search, count);
  else searchAll(x, search, count);
  return scores;
}

interface Stored {
  classes: number;
  neighbors: number;
  weights: Options['weights'];
  metric: Metric;
}
