import { describe, expect, test } from 'vitest';
import { searchSchema } from '../../../src/core/study/search-plan.ts';
import type { SearchResult, Trial } from '../../../src/core/study/search.ts';
import { boardOf, searchSentence, spaceOf, wordsOf } from '../../../src/ui/stages/train/leaderboard.ts';

const plan = searchSchema.parse({});
const estimate = (value: number | null) => ({
  value,
  low: value,
  high: value,
  n: 5,
  ...(value === null && { reason: 'none' }),
});
const trial = (id: string, loss: number | null, more: Partial<Trial> = {}): Trial => ({
  id,
  options: { l2: 10, l1: 0 },
  complexity: 0.5,
  share: 1,
  folds: [{ logLoss: loss ?? 0, rocAuc: 0.5, fitMilliseconds: 120 }],
  logLoss: estimate(loss),
  rocAuc: estimate(0.5),
  failure: null,
  ...more,
});
const labels = { l2: 'L2 penalty', l1: 'L1 penalty' };

describe('the leaderboard', () => {
  test('stands the best of all rows first, then fewer rows, and says why a trial failed', () => {
    const failed = trial('f', null, { folds: [], failure: 'no value may be under 0' });
    const board = boardOf(
      [trial('a', 0.5), failed, trial('s', 0.1, { share: 1 / 3 }), trial('b', 0.4)],
      plan,
      'logistic',
      labels,
    );
    expect(board.map(({ id }) => id)).toEqual(['b', 'a', 'f', 's']);
    expect(board[0]).toMatchObject({
      mean: '.4000',
      fit: '120 ms',
      share: '100 %',
      words: 'L2 penalty 10, L1 penalty 0',
    });
    expect(board[2]).toMatchObject({ mean: 'failed', interval: 'no value may be under 0', fit: '' });
  });

  test('says the space in the words of the form', () => {
    expect(spaceOf('logistic', labels)).toEqual(['L2 penalty: 1000 to 0.001', 'L1 penalty: 0, 1, 10']);
    expect(wordsOf({}, 'baseline', {})).toBe('no options to search');
  });
});

describe('the sentence', () => {
  const result = (more: Partial<SearchResult>): SearchResult => ({
    kind: 'logistic',
    plan,
    trials: [trial('a', 0.5), trial('b', 0.4)],
    best: 'b',
    simplest: 'a',
    test: { difference: { value: -0.1, low: -0.2, high: 0, n: 5 }, p: 0.3 },
    ...more,
  });

  test('does not call chance a win', () => {
    expect(searchSentence(result({}))).toContain(
      '**.1000** better than the simplest (p = .300, corrected t test: may be chance',
    );
    expect(searchSentence(result({ test: { ...result({}).test!, p: 0.0001 } }))).toContain(
      '(p < .001, corrected t test).',
    );
  });

  test('has words where there is no test', () => {
    expect(searchSentence(result({ simplest: 'b', test: null }))).toContain(
      'it is the simplest of those tried as well',
    );
    expect(searchSentence(result({ best: null, simplest: null, test: null }))).toContain('No trial could be fitted');
  });
});
