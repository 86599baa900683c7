import { describe, expect, test } from 'vitest';
import { searchSchema } from '../../../src/core/study/search-plan.ts';
import type { SearchResult, Trial } from '../../../src/core/study/search.ts';
import { boardOf, spaceOf, wordsOf } from '../../../src/ui/stages/train/leaderboard.ts';
import { names } from '../../../src/ui/stages/train/names.ts';
import { trialFigure } from '../../../src/ui/stages/train/trial-axes.ts';
import { verdictSentences } from '../../../src/ui/stages/train/verdict.ts';

const plan = searchSchema.parse({});
const estimate = (value: number | null) => ({
  value,
  low: value,
  high: value,
  n: 5,
  ...(value === null && { reason: 'none' }),
});
const fold = { logLoss: 0, rocAuc: 0.5, fitMilliseconds: 120, predictMilliseconds: 4, rows: 200, bytes: 1500 };
const trial = (id: string, loss: number | null, more: Partial<Trial> = {}): Trial => ({
  id,
  kind: 'logistic',
  options: { l2: 10, l1: 0 },
  complexity: 0.5,
  share: 1,
  // Two folds, .1 apart: the mean is the loss.
  folds: [-0.05, 0.05].map((off) => ({ ...fold, logLoss: (loss ?? 0) + off })),
  logLoss: estimate(loss),
  rocAuc: estimate(0.5),
  failure: null,
  pruned: false,
  ...more,
});

describe('the leaderboard', () => {
  test('stands the best of all rows first, then fewer rows, and says why a trial failed', () => {
    const failed = trial('f', null, { folds: [], failure: 'no value may be under 0' });
    const trials = [trial('a', 0.5), failed, trial('s', 0.1, { share: 1 / 3 }), trial('b', 0.4)];
    const board = boardOf(trials, plan, { best: 'b', ratio: 0.25 }, names);
    expect(board.map(({ id }) => id)).toEqual(['b', 'a', 'f', 's']);
    // 4 ms for 200 rows are 20 ms for 1,000.
    expect(board[0]).toMatchObject({
      mean: '.4000',
      beaten: 'the best',
      fit: '120 ms',
      predict: '20 ms',
      size: '1.5 kB',
      share: '100 %',
      family: 'Logistic regression',
      words: 'L2 penalty 10, L1 penalty 0',
    });
    expect(board[2]).toMatchObject({ mean: 'failed', interval: 'no value may be under 0', fit: '', beaten: '' });
    // On other rows it cannot be compared.
    expect(board[3]!.beaten).toBe('');
  });

  test('tells the chance that the best is better, and what was given up', () => {
    // Differences of the two folds -.1 and -.2: mean -.15, s^2 = .005, spread sqrt((1/2 + 1/4) .005) = .061237.
    // One degree of freedom: P(T < t) = 1/2 + atan(t) / pi, at (-.01 + .15) / .061237 = 2.2862: .8690.
    const losing = trial('l', 0.55, { folds: [0.45, 0.65].map((logLoss) => ({ ...fold, logLoss })) });
    const best = trial('b', 0.4, { folds: [0.35, 0.45].map((logLoss) => ({ ...fold, logLoss })) });
    const gone = trial('g', null, { pruned: true });
    const board = boardOf([losing, best, gone], plan, { best: 'b', ratio: 0.25 }, names);
    expect(board.map(({ beaten }) => beaten)).toEqual(['the best', '87 %', '']);
    expect(board[2]!.mean).toBe('given up');
  });

  test('says the space in the words of the form', () => {
    expect(spaceOf('logistic', names)).toEqual(['L2 penalty: 1000 to 0.001', 'L1 penalty: 0, 1, 10']);
    expect(wordsOf({ kind: 'baseline', options: {} }, names)).toBe('no options to search');
  });
});

describe('the verdict', () => {
  const chances = { under: 0.61, inside: 0.38, over: 0.01 };
  const tested = { difference: { value: -0.1, low: -0.2, high: 0, n: 5 }, p: 0.3, chances };
  const result = (more: Partial<SearchResult>): SearchResult => ({
    kinds: ['logistic'],
    plan,
    trials: [trial('a', 0.5, { options: { l2: 1000, l1: 10 } }), trial('b', 0.4)],
    ratio: 0.25,
    best: 'b',
    simplest: 'a',
    enough: 'b',
    test: tested,
    enoughTest: null,
    cut: false,
    nested: null,
    ...more,
  });

  test('does not call chance a win', () => {
    const [best, really, near] = verdictSentences(result({}), names);
    expect(best).toContain('Best log loss **.4000** (.4000 to .4000) over 2 folds: **L2 penalty 10, L1 penalty 0**.');
    expect(really).toContain('L2 penalty 1000, L1 penalty 10 (.5000)? **It may be chance**: .1000 better (p = .300');
    expect(really).toContain('better by more than 0.01 is **61 %**, that they are within it 38 %');
    expect(near).toBe('No simpler one comes within 0.01 of it.');
    expect(verdictSentences(result({ test: { ...tested, p: 0.0001 } }), names)[1]).toContain(
      '**Yes**: .1000 better (p < .001',
    );
  });

  test('prefers the simplest that is near enough', () => {
    expect(verdictSentences(result({ enough: 'a', enoughTest: tested }), names)[2]).toContain(
      '**the simplest is the safer choice**',
    );
    const between = trial('m', 0.405, { options: { l2: 100, l1: 0 } });
    const trials = [...result({}).trials, between];
    expect(verdictSentences(result({ trials, enough: 'm', enoughTest: tested }), names)[2]).toContain(
      'The simplest within 0.01 of it is **L2 penalty 100, L1 penalty 0** (.4050); the chance',
    );
  });

  test('names families where there are several', () => {
    const kinds = ['logistic', 'mlp'];
    expect(verdictSentences(result({ kinds }), names)[0]).toContain('**logistic regression (L2 penalty 10');
  });

  test('has words where there is no test, and for a search cut short or nested', () => {
    const one = result({ simplest: 'b', test: null });
    expect(verdictSentences(one, names)[1]).toBe('It is the simplest of those tried as well.');
    const none = { best: null, simplest: null, enough: null, test: null };
    expect(verdictSentences(result({ ...none, cut: true }), names)).toEqual([
      'No trial could be fitted; the table says why.',
      expect.stringContaining('The time limit ended it after 2 trials'),
    ]);
    const nested = { folds: [fold, fold] as never, logLoss: estimate(0.45), rocAuc: estimate(0.5) };
    expect(verdictSentences(result({ nested }), names).at(-1)).toContain('comes to **.4500** (.4500 to .4500) on rows');
  });
});

describe('parallel coordinates', () => {
  test('one line a trial, the best first, the best measure at the head', () => {
    const trials = [
      trial('a', 0.5, { options: { l2: 1000, l1: 10 } }),
      trial('b', 0.4, { options: { l2: 0.001, l1: 0 } }),
    ];
    const figure = trialFigure(trials, plan, names)!;
    expect(figure.table.rows.map((row) => row.slice(0, 2))).toEqual([
      ['L2 penalty 0.001, L1 penalty 0', 0.4],
      ['L2 penalty 1000, L1 penalty 10', 0.5],
    ]);
    const best = figure.data.find(({ name }) => name === 'the best') as { y: number[] };
    // L2 from the simplest, 1000, at the foot to .001 at the head; L1 0 at the foot; equal times and sizes in the middle.
    expect(best.y).toEqual([1, 0, 0.5, 0.5, 0.5, 1, null]);
    expect(figure.rows).toBe('2 trials, each judged on 400 rows in 2 folds');
    expect(trialFigure([trial('a', 0.5)], plan, names)).toBeNull();
  });

  test('several families stand on an axis of their own', () => {
    const figure = trialFigure([trial('a', 0.5), trial('t', 0.3, { kind: 'mlp', options: {} })], plan, names)!;
    expect(figure.layout.xaxis?.ticktext?.[0]).toBe('family');
    expect(figure.table.rows[0]![0]).toBe('Neural network');
  });
});
