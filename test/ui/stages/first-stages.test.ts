/** @file What the first four stages say, by sentences written down here. */
import { describe, expect, test } from 'vitest';
import type { ColumnProfile, TableSummary } from '../../../src/core/data/profile-types.ts';
import type { Run } from '../../../src/core/study/run.ts';
import type { Finding } from '../../../src/core/data/quality/index.ts';
import {
  byUrgency,
  histogramLabel,
  qualitySentence,
  share,
  short,
  tableFinding,
} from '../../../src/ui/stages/data/findings.ts';
import { readShares, sharesText } from '../../../src/ui/stages/data/shares.ts';
import {
  changeSentence,
  featuresFinding,
  isAsked,
  madeOf,
  whyOut,
  withStep,
} from '../../../src/ui/stages/features/findings.ts';
import { fewSentence, question, splitSentence } from '../../../src/ui/stages/frame/findings.ts';
import { duration, endedFinding, memory, trainingFinding } from '../../../src/ui/stages/train/findings.ts';
import { rateFinding, ratesOf } from '../../../src/ui/stages/train/rate.ts';

const said = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');
const column = (change: Partial<ColumnProfile>): ColumnProfile => ({
  name: 'age',
  type: 'number',
  role: 'feature',
  sensitive: false,
  reason: '',
  rows: 10,
  missing: 0,
  distinct: 5,
  numbers: null,
  histogram: { edges: null, labels: null, counts: [], other: 0 },
  levels: null,
  ...change,
});

describe('Frame', () => {
  test('the question names target, positive class and columns', () => {
    const framing = { kind: 'binary', target: 'income', positive: '>50K' } as const;
    expect(said(question(framing, 12))).toBe('Predict whether income is >50K from 12 columns.');
    expect(said(question({ kind: 'multiclass', target: 'species' }, 1))).toBe(
      'Predict which species it is from 1 column.',
    );
    expect(said(question(undefined, null))).toContain('Choose the column');
  });

  test('under 100 rows a class is too few, 100 is not', () => {
    const of = (n: number) => [{ label: 'a', n, share: 0.5 }];
    expect(fewSentence(of(100))).toBeNull();
    expect(fewSentence(of(99))).toContain('a (99)');
  });

  test('the split is said in rows', () => {
    expect(splitSentence({ train: 6000, validation: 2000, test: 2000 })).toBe(
      '6,000 rows to learn from, 2,000 to tune on, 2,000 to judge by.',
    );
  });
});

describe('Data', () => {
  test('rows, columns, gaps and what is left out', () => {
    const table = {
      rows: 1200,
      columns: [column({ missing: 3 }), column({ name: 'id', role: 'ignore' }), column({ name: 'sex' })],
    } as TableSummary;
    expect(said(tableFinding(table))).toBe('1,200 rows and 3 columns; 1 has missing cells; 1 is left out.');
  });

  test('a share is never rounded to nothing', () => {
    expect(share(1, 100_000)).toBe('< 0.1 %');
    expect(share(57, 1000)).toBe('5.7 %');
    expect(share(0, 10)).toBe('0.0 %');
  });

  test('numbers are short, levels are the most frequent', () => {
    expect(short(1234567)).toBe('1.2e+6');
    expect(short(0.00001)).toBe('1.0e-5');
    expect(short(2.5)).toBe('2.5');
    const histogram = { edges: null, labels: ['a', 'b'], counts: [7, 3], other: 0 };
    expect(histogramLabel(column({ name: 'sex', histogram }))).toBe('sex: most frequent a 7, b 3');
    expect(histogramLabel(column({}))).toBe('age: no values');
  });
});

describe('Data quality', () => {
  const finding = (status: 'pass' | 'warn' | 'fail') => ({ status, test: 't', text: '' }) as unknown as Finding;

  test('what fails comes first, and all are counted', () => {
    const findings = (['pass', 'warn', 'fail', 'pass'] as const).map(finding);
    expect(byUrgency(findings).map(({ status }) => status)).toEqual(['fail', 'warn', 'pass', 'pass']);
    expect(qualitySentence(findings)).toMatch(/^1 fails, 1 to mind, 2 pass\./);
    expect(qualitySentence([finding('pass')])).toMatch(/^1 passes\./);
  });

  test('shares are read as typed, and a part without a number is refused', () => {
    expect(readShares('f 50.5, m=49.5')).toEqual({ f: 50.5, m: 49.5 });
    expect(readShares('Asian-Pac-Islander: 6 %; White 75%')).toEqual({ 'Asian-Pac-Islander': 6, White: 75 });
    expect(readShares('')).toEqual({});
    expect(readShares('f, m 3')).toBeNull();
    expect(sharesText({ f: 50.5, m: 49.5 })).toBe('f 50.5, m 49.5');
  });
});

describe('Features', () => {
  test('what goes in and what it becomes', () => {
    expect(said(featuresFinding(12, 3, 104))).toBe('12 columns go in; 3 steps made 104 numbers a row of them.');
    expect(said(featuresFinding(1, 1, null))).toBe('1 column goes in; 1 step prepares it for the model.');
    expect(said(featuresFinding(2, 0, null))).toBe('2 columns go in; no step changes them.');
    expect(said(featuresFinding(0, 3, null))).toContain('No column goes in');
  });

  test('why a column is out', () => {
    expect(whyOut(column({}), ['age'], 'income')).toBe('');
    expect(whyOut(column({ name: 'income' }), [], 'income')).toContain('the target');
    expect(whyOut(column({ role: 'ignore', reason: 'every value is another' }), [], 'y')).toBe(
      'every value is another',
    );
    expect(whyOut(column({ role: 'group' }), [], 'y')).toBe('its role is group');
    expect(whyOut(column({ type: 'id' }), [], 'y')).toContain('an id says nothing');
  });

  test('a step for categories comes before they are encoded, any other last; two columns are two', () => {
    const recipe = [{ step: 'impute' }, { step: 'one-hot' }, { step: 'standardize' }];
    const kinds = (added: { step: string }[]) => added.map(({ step }) => step);
    expect(kinds(withStep(recipe, 'rare', 'category, or names', []))).toEqual([
      'impute',
      'rare',
      'one-hot',
      'standardize',
    ]);
    expect(kinds(withStep(recipe, 'aggregate', 'number, or names', []))[1]).toBe('aggregate');
    expect(kinds(withStep(recipe, 'log', 'number, or names', []))).toEqual(['impute', 'one-hot', 'standardize', 'log']);
    // Dates first of all; another reader of texts before the one that is there, else last.
    expect(withStep(recipe, 'date-parts', 'date, or names', [])[0]).toEqual({ step: 'date-parts', columns: 'date' });
    expect(withStep(recipe, 'tf-idf', 'text, or names', [])[3]).toEqual({ step: 'tf-idf', columns: 'text' });
    expect(kinds(withStep([...recipe, { step: 'tf-idf' }], 'hashing', 'text, category', [])).at(3)).toBe('hashing');
    expect(withStep([], 'ratio', 'names of two columns', ['a', 'b', 'c'])).toEqual([
      { step: 'ratio', columns: ['a', 'b'] },
    ]);
  });

  test('an option is asked for only where it does something', () => {
    expect(isAsked({ step: 'impute' }, 'value')).toBe(false);
    expect(isAsked({ step: 'impute', strategy: 'constant' }, 'value')).toBe(true);
    expect(isAsked({ step: 'bin', strategy: 'tree' }, 'minRows')).toBe(true);
    expect(isAsked({ step: 'bin' }, 'minRows')).toBe(false);
    expect(isAsked({ step: 'bin' }, 'bins')).toBe(true);
    expect(isAsked({ step: 'select' }, 'keep')).toBe(true);
    expect(isAsked({ step: 'select', method: 'l1' }, 'keep')).toBe(false);
    expect(isAsked({ step: 'aggregate', statistic: 'count' }, 'columns')).toBe(false);
    expect(isAsked({ step: 'aggregate' }, 'difference')).toBe(true);
  });

  test('what a step does is counted in columns and rows', () => {
    const nothing = {
      step: 's',
      columns: 3,
      added: [],
      removed: [],
      changed: [],
      examples: [],
      off: false,
      problem: null,
    };
    expect(changeSentence(nothing, 8)).toBe('Changes nothing in the training rows; 3 columns then.');
    expect(changeSentence({ ...nothing, changed: [{ column: 'x', rows: 1 }] }, 3000)).toBe(
      'Changes 1 column (x in 1 of 3,000 training rows); 3 columns then.',
    );
    expect(changeSentence({ ...nothing, added: ['a', 'b', 'c', 'd'], removed: ['e'] }, 8)).toBe(
      'Takes away 1 column (e), adds 4 columns (a, b, c …); 3 columns then.',
    );
  });

  test('model columns are gathered by what they came from', () => {
    const made = madeOf({ names: ['age', 'sex=f', 'sex=m'], sources: ['age', 'sex', 'sex'] });
    expect(made).toEqual([
      { source: 'age', names: ['age'] },
      { source: 'sex', names: ['sex=f', 'sex=m'] },
    ]);
  });
});

describe('Train', () => {
  test('as it goes', () => {
    const progress = { stage: 'fit', done: 1, total: 2, values: { epoch: 12, loss: 0.4, validationLoss: 0.3125 } };
    expect(said(trainingFinding(progress, false))).toBe('Training: step 12, validation loss .313.');
    expect(said(trainingFinding(progress, true))).toMatch(/^Paused/);
    expect(said(trainingFinding({ stage: 'recipe', done: 0, total: 1 }, false))).toBe('Training: recipe.');
    const third = { stage: 'fit', done: 2.4, total: 5, what: 'classes', values: { epoch: 12 } };
    expect(said(trainingFinding(third, false))).toBe('Training model 3 of 5: step 12.');
  });

  test('which memory is meant, and nothing where a family does not tell', () => {
    expect(memory({ loss: 1, hostBytes: 1_234_567 })).toEqual([['Memory, processor', '1.2 MB']]);
    expect(memory({ deviceBytes: 2000 })).toEqual([['Memory, GPU', '2.0 kB']]);
    expect(memory({ loss: 1 })).toEqual([]);
  });

  test('which learning rate', () => {
    const point = (rate: number) => ({ rate, loss: 1, smooth: 1 });
    const range = {
      points: [point(1e-6), point(0.5)],
      ...{ steepest: 0.00912, tenth: 0.0307, around: 4, ended: 'loss rose' as const, batchSize: 256, rows: 3000 },
    };
    expect(rateFinding(range)).toBe(
      'A rate of 0.0091 is where the loss falls fastest. It is lowest at 0.31, of which a tenth is 0.031. The trial ended at 0.5, where the loss was four times its least.',
    );
    expect(ratesOf(range)).toEqual([0.0091, 0.031]);
    expect(ratesOf({ ...range, tenth: 0.00911 })).toEqual([0.0091]);
    expect(rateFinding({ ...range, steepest: null, tenth: null })).toContain('falls at no rate from 0.000001 to 0.5');
    expect(ratesOf({ ...range, steepest: null, tenth: null })).toEqual([]);
  });

  test('how it ended', () => {
    const run = { curves: { step: [1, 2], loss: [], validationLoss: [] }, ended: 'converged', timings: { fit: 1234 } };
    expect(said(endedFinding(run as unknown as Run, 'Logistic regression'))).toBe(
      'Logistic regression converged after 2 steps in 1.2 s.',
    );
    expect(duration(840)).toBe('840 ms');
    expect(duration(185_000)).toBe('3 min 5 s');
  });
});
