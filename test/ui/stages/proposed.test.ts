import { describe, expect, test } from 'vitest';
import { chanceSentence, helps, proposedFinding, rowsSentence } from '../../../src/ui/stages/features/proposed.ts';

const said = (segments: { text: string }[]) => segments.map(({ text }) => text).join('');
const of = (...lows: (number | null)[]) => ({
  proposals: lows.map((low) => ({
    step: { step: 'log', columns: ['x'] },
    says: '',
    why: '',
    gain:
      low === null ? { value: null, low, high: null, n: 9, reason: 'r' } : { value: low + 1, low, high: low + 2, n: 9 },
  })),
});

describe('proposed steps', () => {
  test('a step helps where the whole interval is above 0', () => {
    expect(of(0.1, 0, -1, null).proposals.map(helps)).toEqual([true, false, false, false]);
    expect(helps({ gain: { value: 0.00003, low: 0.00002, high: 0.00004, n: 9 } })).toBe(false);
  });

  test('the finding counts them', () => {
    expect(said(proposedFinding(of(0.1, 0.2, -1, null)))).toBe('2 of 4 proposed steps help beyond chance.');
    expect(said(proposedFinding(of(0.1)))).toBe('1 of 1 proposed step helps beyond chance.');
    expect(said(proposedFinding(of(-1, -1)))).toBe('None of 2 proposed steps helps beyond chance.');
    expect(said(proposedFinding(of()))).toContain('Nothing in this table suggests a step');
  });

  test('what chance alone would show is said: one in 40 of those measured', () => {
    expect(chanceSentence(of(...Array.from({ length: 20 }, () => 1), null))).toContain(
      'of 20 steps that do nothing, about 0.5 would look helpful by chance alone',
    );
    expect(chanceSentence(of(null))).toBe('');
  });

  test('a sample is announced', () => {
    expect(rowsSentence({ rows: 5000, of: 9769, folds: 5, loss: 0.35214 })).toBe(
      '5,000 of 9,769 training rows, drawn by the seed, in 5 folds; log loss 0.352 without them',
    );
    expect(rowsSentence({ rows: 90, of: 90, folds: 5, loss: 0.5 })).toMatch(/^90 training rows, in 5 folds/);
  });
});
