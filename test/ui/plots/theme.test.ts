import { expect, test } from 'vitest';
import { meaning, thin, token, type Figure } from '../../../src/ui/plots/figure.ts';
import { fill, narrow, themed } from '../../../src/ui/plots/theme.ts';

const theme = (name: string) => ({ g1: '#0072b2', accent: '#9a4f10', soft: '#555' })[name] ?? '#000000';

test('fills tokens in, however deep, and with their opacity', () => {
  // #0072b2 is (0, 114, 178); #555 is #555555 is (85, 85, 85)
  expect(fill({ line: { color: meaning.model }, shapes: [{ fillcolor: token('g1', 0.25) }] }, theme)).toEqual({
    line: { color: '#0072b2' },
    shapes: [{ fillcolor: 'rgba(0,114,178,0.25)' }],
  });
  expect(fill(token('soft', 0.5), theme)).toBe('rgba(85,85,85,0.5)');
});

test('leaves numbers, texts and typed arrays as they are', () => {
  const numbers = [1, 2, 3];
  const typed = Float64Array.of(1, 2);
  const filled = fill({ x: numbers, y: typed, name: 'var is a word' }, theme) as Record<string, unknown>;
  expect(filled['x']).toBe(numbers);
  expect(filled['y']).toBe(typed);
  expect(filled['name']).toBe('var is a word');
});

test('draws larger labels when narrow and keeps what the figure asks for', () => {
  const figure: Figure = {
    label: '',
    data: [],
    layout: { xaxis: { title: { text: 'threshold' }, range: [0, 1] } },
    table: { columns: [], rows: [] },
    rows: '',
  };
  const wide = themed(figure, theme, 800).layout;
  const small = themed(figure, theme, narrow - 1).layout;
  expect(small.xaxis!.tickfont!.size!).toBeGreaterThan(wide.xaxis!.tickfont!.size!);
  expect(small.width).toBe(narrow - 1);
  expect(wide.xaxis!.range).toEqual([0, 1]);
  expect(wide.xaxis!.title).toMatchObject({ text: 'threshold', font: { color: '#555' } });
});

test('thins to at most 2,000 points and keeps both ends', () => {
  const drawn = thin(48_842);
  expect(drawn).toHaveLength(2000);
  expect(drawn[0]).toBe(0);
  expect(drawn.at(-1)).toBe(48_841);
  expect(new Set(drawn).size).toBe(2000);
  expect(thin(3)).toEqual([0, 1, 2]);
  expect(thin(0)).toEqual([]);
});
