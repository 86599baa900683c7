/** @file A small finished run, as the store gets it. */
import type { Run, RunResult } from '../../src/core/study/run.ts';
import type { StoredRun } from '../../src/store/types.ts';

const estimate = { value: 0.75, low: 0.3, high: 0.95, n: 4 };
const sha256 = 'a'.repeat(64);

export function someRun(id = 'run-1', name = 'Small'): Run {
  return {
    version: 1,
    id,
    study: {
      version: 1,
      name,
      data: { source: 'small.csv', sha256, columns: {}, ragged: 'refuse' },
      framing: { kind: 'binary', target: 'y', positive: 'yes' },
      split: { kind: 'stratified', test: 0.2, validation: 0.2 },
      recipe: [],
      model: { kind: 'logistic', options: { l2: 1 } },
      decision: { kind: 'threshold', value: 0.4 },
      groups: [],
      explain: { partialDependence: [], ice: [] },
      seed: 0,
    },
    classes: ['no', 'yes'],
    rows: { train: 12, validation: 4, test: 4, dropped: 0 },
    metrics: { test: { accuracy: estimate }, validation: { accuracy: estimate } },
    confusion: {
      test: [
        [2, 0],
        [1, 1],
      ],
      validation: [
        [2, 0],
        [1, 1],
      ],
    },
    baseline: { test: { accuracy: estimate }, validation: { accuracy: estimate } },
    groups: {},
    perClass: {},
    curves: { step: [1, 2], loss: [0.7, 0.5], validationLoss: [] },
    ended: 'converged',
    features: ['x'],
    warnings: [],
    stages: [{ stage: 'data', hash: sha256 }],
    environment: {
      plumb: '0.1.0',
      userAgent: 'test',
      backend: 'cpu',
      adapter: 'JavaScript',
      tfjs: '4.22.0',
      advice: '',
      maxBufferBytes: null,
      flags: {},
    },
    timings: { fit: 1 },
    startedAt: '2026-01-01T00:00:00.000Z',
  };
}

export function someResult(run = someRun()): RunResult {
  return {
    run,
    predictions: {
      rows: Uint32Array.of(3, 5, 16777217, 9),
      split: Uint8Array.of(1, 1, 2, 2),
      actual: Int32Array.of(0, 1, 0, 1),
      predicted: Int32Array.of(0, 1, 0, 0),
      scores: Float64Array.of(0.9, 0.1, 0.25, 0.75, 0.8, 0.2, 0.7, 0.3),
    },
    bundle: {
      recipe: { steps: [] },
      model: { kind: 'logistic', json: { classes: 2 }, arrays: { weights: Float64Array.of(0.1, 0.2) } },
    },
    partialDependence: [{ column: 'x', class: 'yes', grid: [0, 1], mean: [0.25, 0.5], rows: 4 }],
  };
}

export function someStored(id = 'run-1', savedAt = '2026-01-01T00:00:00.000Z'): StoredRun {
  const result = someResult(someRun(id));
  return { id, label: `Label of ${id}`, note: '', savedAt, deletedAt: null, result };
}

export const table = {
  sha256,
  name: 'small.csv',
  options: {},
  openedAt: '2026-01-01T00:00:00.000Z',
};
