import { expect, test } from 'vitest';
import { wilson } from '../../../src/core/metrics/intervals.ts';
import { abilitiesOf } from '../../../src/ui/stages/evaluate/abilities.ts';
import { classCosts, classCostsFinding } from '../../../src/ui/stages/evaluate/class-costs.ts';
import type { Run } from '../../../src/core/study/run.ts';

const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');
const accuracy = wilson(60, 100);
const run = (classes: string[]) => ({ classes, baseline: { test: { accuracy } }, groups: {} }) as unknown as Run;

test('what a run of two classes can and cannot do, each with its n and interval', () => {
  // 100 positives of which 80 found, 100 negatives of which 10 named: Wilson(80, 100) = .711 to .867, (10, 100) = .055 to .174.
  const { can, cannot } = abilitiesOf(run(['no', 'yes']), [[90, 10], [20, 80]], {
    rocAuc: { value: 0.55, low: 0.47, high: 0.63, n: 200 },
  }); // prettier-ignore
  const [said, denied] = [can.map(text), cannot.map(text)];
  expect(said).toContain('It finds 80 % (71 to 87 %) of 100 rows that are yes.');
  expect(said.some((line) => /^Of 90 rows it names, 89 % .* are yes\.$/.test(line))).toBe(true);
  expect(denied).toContain('It misses 20 % (13 to 29 %) of them, 20 rows.');
  expect(denied.some((line) => /no better than chance/.test(line))).toBe(true);
  // 170 of 200 right, .793 at least, is more than the baseline's .6.
  expect(said.some((line) => /right about 85 % .* always naming the commonest class is about 60 %\.$/.test(line))).toBe(
    true,
  );
});

test('of few rows nothing is said', () => {
  const { cannot } = abilitiesOf(run(['no', 'yes']), [[90, 10], [4, 8]], {}); // prettier-ignore
  expect(cannot.map(text)).toContain('With 12 test rows that are yes there are too few to say anything of them.');
});

test('the weakest of several classes is told with what it is taken for', () => {
  const counts = [[50, 0, 0], [5, 30, 15], [1, 1, 3]]; // prettier-ignore
  const { can, cannot } = abilitiesOf(run(['a', 'b', 'c']), counts, {});
  expect(can.map(text).some((line) => /^It is best at a: it finds 100 %.* of 50\.$/.test(line))).toBe(true);
  expect(cannot.map(text).some((line) => /^It is weakest at b: .* of 50, and calls 15 of them c\.$/.test(line))).toBe(
    true,
  );
  expect(cannot.map(text)).toContain('Nothing can be said of c: under 30 test rows each.');
});

test('deciding by least expected cost changes the rows where a mistake is dear', () => {
  // Two rows. Missing a b costs 10: (.7, .3) costs 3 named a and .7 named b, (.95, .05) .5 and .95.
  const cost = [[0, 1], [10, 0]]; // prettier-ignore
  const found = classCosts([1, 0], [0, 0], [0.7, 0.3, 0.95, 0.05], cost);
  expect([...found.named]).toEqual([1, 0]);
  expect([found.now.value, found.cheapest.value, found.difference.value, found.changed]).toEqual([5, 0, -5, 1]);
  expect(text(classCostsFinding(found))).toMatch(/cost 5000 per 1,000.*least expected cost 0, .* 1 of 2 rows/);
});
