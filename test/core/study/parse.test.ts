import { expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { differences } from '../../../src/core/study/differences.ts';
import { readPredictions, writePredictions } from '../../../src/core/study/predictions.ts';
import { packArrays, unpackArrays } from '../../../src/core/study/weights.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';

const least = { version: 1, data: { source: 'a.csv' }, framing: { kind: 'binary', target: 'y', positive: '1' } };

test('the least study gets every default written out, and 0 is its seed', () => {
  expect(parseStudy(least)).toEqual({
    version: 1,
    name: 'Untitled study',
    data: { source: 'a.csv', columns: {}, ragged: 'refuse' },
    framing: { kind: 'binary', target: 'y', positive: '1' },
    split: { kind: 'stratified', test: 0.2, validation: 0.2 },
    model: { kind: 'logistic', options: {} },
    decision: { kind: 'threshold', value: 0.5 },
    groups: [],
    explain: { partialDependence: [], ice: [] },
    seed: 0,
  });
});

test.for([
  [[], 'study: must be an object: []'],
  [{ ...least, version: 2 }, 'study.version: must be 1: 2'],
  [{ ...least, framing: undefined }, 'study.framing: is missing; must be an object'],
  [{ ...least, seeds: 1 }, 'study.seeds: not a known key (did you mean seed?): seeds'],
  [
    { ...least, zzzzzz: 1 },
    'study.zzzzzz: not a known key; known are version, name, data, framing, split, recipe, model, backup, latencyBudget, calibration, decision, groups, bands, mitigation, explain, seed, gate, purpose: zzzzzz',
  ],
  [
    { ...least, data: { source: 'a', sha: 'x' } },
    'study.data.sha: not a known key; known are source, sha256, columns, salt, ragged, reading: sha',
  ],
  [
    { ...least, data: { source: 'a', columns: { 'my age': { typ: 'x' } } } },
    'study.data.columns["my age"].typ: not a known key (did you mean type?): typ',
  ],
  [
    { ...least, data: { source: 'a', columns: { age: { role: 'weights' } } } },
    'study.data.columns.age.role: must be one of feature, target, meta, ignore, weight, group, time, split (did you mean weight?): weights',
  ],
  [
    { ...least, data: { source: 'a', sha256: 'abc' } },
    'study.data.sha256: must be 64 lower-case hexadecimal digits: abc',
  ],
  [
    { ...least, framing: { kind: 'binary', target: 'y', positiv: '1' } },
    'study.framing.positive: is missing; must be a text',
  ],
  [
    { ...least, framing: { kind: 'binary', target: 'y', positive: '1', classes: [] } },
    'study.framing.classes: not a known key; known are kind, target, positive: classes',
  ],
  [
    { ...least, framing: { kind: 'multi', target: 'y' } },
    'study.framing.kind: must be one of binary, multiclass, one-vs-rest, hierarchical, score, threshold, per-item, decoupled: multi',
  ],
  [{ ...least, split: { kind: 'random', test: 1 } }, 'study.split.test: must be under 1: 1'],
  [{ ...least, recipe: [{ columns: 'number' }] }, 'study.recipe[0].step: is missing; must be a text'],
  [
    { ...least, decision: { kind: 'cost', falsePositive: -1, falseNegative: 1 } },
    'study.decision.falsePositive: must be at least 0: -1',
  ],
  [{ ...least, seed: 1.5 }, 'study.seed: must be a whole number: 1.5'],
  [{ ...least, groups: ['a', 3] }, 'study.groups[1]: must be a text: 3'],
] as const)('%o is refused', ([study, message]) => {
  expect(() => parseStudy(study)).toThrow(new InputError(message));
});

test('differences are told by path, and what is absent is undefined', () => {
  const a = { model: { kind: 'logistic', options: { l2: 1 } }, groups: ['sex', 'race'], seed: 0 };
  const b = { model: { kind: 'logistic', options: { l2: 2, x: 3 } }, groups: ['sex'], seed: 0 };
  expect(differences(a, b, 'study')).toEqual([
    { path: 'study.model.options.l2', a: 1, b: 2 },
    { path: 'study.model.options.x', a: undefined, b: 3 },
    { path: 'study.groups[1]', a: 'race', b: undefined },
  ]);
});

test('predictions.csv keeps 9 digits, quotes by RFC 4180, and reads back to the same bytes', () => {
  const classes = ['<=50K', 'a "b",\nc'];
  const predictions = {
    rows: Uint32Array.of(3, 70000),
    split: Uint8Array.of(1, 2),
    actual: Int32Array.of(0, 1),
    predicted: Int32Array.of(1, 1),
    scores: Float64Array.of(2 / 3, 1 / 3, 1e-12 / 3, 1),
  };
  const text = writePredictions(predictions, classes);
  expect(text).toBe(
    [
      'row,split,actual,predicted,p:<=50K,"p:a ""b"",\nc"',
      '3,validation,<=50K,"a ""b"",\nc",0.666666667,0.333333333',
      '70000,test,"a ""b"",\nc","a ""b"",\nc",3.33333333e-13,1',
      '',
    ].join('\n'),
  );
  const back = readPredictions(text, classes);
  expect({ ...back, scores: null }).toEqual({ ...predictions, scores: null });
  expect(writePredictions(back, classes)).toBe(text);
});

test.for([
  ['row,split\n', 'predictions.csv: the header must be row,split,actual,predicted,p:a,p:b: row,split'],
  [
    'row,split,actual,predicted,p:a,p:b\n1,test,a,c,1,0\n',
    'predictions.csv: line 2 is not a prediction: 1,test,a,c,1,0',
  ],
  ['row,split,actual,predicted,p:a,p:b\n1,test,a,b,1\n', 'predictions.csv: line 2 is not a prediction: 1,test,a,b,1'],
  ['row,split,actual,predicted,p:a,p:b\n1,te"st,a,b,1,0\n', 'predictions.csv: a stray quote in record 2'],
] as const)('%o is no predictions.csv', ([text, message]) => {
  expect(() => readPredictions(text, ['a', 'b'])).toThrow(new InputError(message));
});

test('arrays come back from one file as they were', () => {
  const arrays = { w: Float32Array.of(1, 2, 3), b: Float64Array.of(Math.PI), empty: new Float32Array(0) };
  const { bytes, entries } = packArrays(arrays);
  // 3 floats take 12 bytes, padded to 16, so that the double stands at a multiple of 8.
  expect(entries.map(({ offset }) => offset)).toEqual([0, 16, 24]);
  expect(unpackArrays(bytes, entries)).toEqual(arrays);
  expect(() => unpackArrays(bytes.subarray(0, 20), entries)).toThrow(InputError);
});
