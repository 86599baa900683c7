import { expect, test } from 'vitest';
import { bytes, count, decimal, interval, percent, segments, signed } from '../../../src/ui/plots/format.ts';

test('writes decimals without the leading nought and with a true minus', () => {
  expect(decimal(0.9071)).toBe('.907');
  expect(decimal(1)).toBe('1.000');
  expect(decimal(-0.022)).toBe('−.022');
  expect(decimal(12.5, 1)).toBe('12.5');
});

test('says undefined, never 0, where there is no number', () => {
  expect(decimal(null)).toBe('undefined');
  expect(decimal(undefined)).toBe('undefined');
  expect(percent(null)).toBe('undefined');
  expect(decimal(NaN)).toBe('undefined');
});

test('gives no minus to what rounds to nothing', () => {
  expect(decimal(-0.0001)).toBe('.000');
  expect(signed(-0.0001)).toBe('.000');
  expect(signed(0.0001)).toBe('.000');
  expect(signed(0.021)).toBe('+.021');
  expect(signed(-0.021)).toBe('−.021');
});

test('writes shares with no false nought or hundred', () => {
  expect(percent(0.641)).toBe('64 %');
  expect(percent(0.082)).toBe('8.2 %');
  expect(percent(0.917)).toBe('91.7 %');
  expect(percent(0)).toBe('0 %');
  expect(percent(1)).toBe('100 %');
  expect(percent(0.0001)).toBe('<0.1 %');
  expect(percent(0.9999)).toBe('>99.9 %');
});

test('writes counts, intervals and sizes', () => {
  expect(count(48842)).toBe('48,842');
  expect(interval({ low: 0.901, high: 0.912 })).toBe('.901 to .912');
  expect(interval({ low: null, high: null, reason: 'no positive rows' })).toBe('no positive rows');
  expect(bytes(999)).toBe('999 B');
  expect(bytes(2_100_000)).toBe('2.1 MB');
  expect(bytes(999_700)).toBe('1.0 MB');
});

test('marks what stands between double stars', () => {
  expect(segments('It finds **64 %** of them.')).toEqual([
    { text: 'It finds ' },
    { text: '64 %', strong: true },
    { text: ' of them.' },
  ]);
});
