/** @file How far a model can get at all: the rule that made the answers, held beside it on the same rows. Pure. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { targetsOf } from '../../../core/framing/index.ts';
import { separator } from '../../../core/framing/hierarchical.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import { rankQueries } from '../../../core/metrics/ranking.ts';
import type { Framing } from '../../../core/study/schema.ts';
import { decimal, percent, segments, type Segment } from '../../plots/format.ts';
import type { Truth } from '../../state/contract.ts';

/** The chance of each class of the run, rows x classes; null where the run asks for something else than what was drawn. */
export function chancesOf(
  { target, classes: drawn, chances }: Pick<Truth, 'target' | 'classes' | 'chances'>,
  framing: Framing,
  classes: readonly string[],
  rows: Uint32Array,
): Float64Array | null {
  if (targetsOf(framing).at(-1) !== target || framing.kind === 'score') return null;
  const finest = (label: string) => (framing.kind === 'hierarchical' ? label.split(separator).at(-1)! : label);
  const places =
    'positive' in framing
      ? drawn.map((label) => (label === framing.positive ? 1 : 0))
      : drawn.map((label) => classes.findIndex((own) => finest(own) === label));
  const width = classes.length;
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const own = chances[row];
    if (!own) return null;
    for (const [k, place] of places.entries()) if (place >= 0) out[i * width + place]! += own[k]!;
  }
  return out;
}

export interface Limit {
  /** What the rule is right on in the long run, over rows such as these. */
  expected: number;
  /** What it is right on of these rows. */
  rule: Estimate;
  model: Estimate;
}

/** actual, predicted: classes of the rows. */
export function limitOf(
  chances: Float64Array,
  classes: number,
  actual: Int32Array,
  predicted: Int32Array,
): Limit | null {
  const n = actual.length;
  if (n === 0) return null;
  let [expected, rule, model] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (chances[i * classes + k]! > chances[i * classes + best]!) best = k;
    expected += chances[i * classes + best]! / n;
    if (best === actual[i]) rule++;
    if (predicted[i] === actual[i]) model++;
  }
  return { expected, rule: wilson(rule, n), model: wilson(model, n) };
}

/** Of candidates: the one with the highest chance of each query, and the one with the highest score. actual: 1 the right one. */
export function limitOfQueries(
  chances: Float64Array,
  score: Float64Array,
  actual: Int32Array,
  queries: Int32Array,
): Limit | null {
  const bests = (of: (row: number) => number) =>
    rankQueries(
      queries,
      Float64Array.from(actual, (_, i) => of(i)),
    );
  const [byRule, byModel] = [bests((i) => chances[2 * i + 1]!), bests((i) => score[i]!)];
  const n = byRule.length;
  if (n === 0) return null;
  const hits = (ranked: typeof byRule) => ranked.filter(({ order }) => actual[order[0]!] === 1).length;
  const expected = byRule.reduce((sum, { order }) => sum + chances[2 * order[0]! + 1]! / n, 0);
  return { expected, rule: wilson(hits(byRule), n), model: wilson(hits(byModel), n) };
}

/** What is left to learn, and what is chance. `on`: what they are right on, such as `test rows`. */
export function limitFinding({ expected, rule, model }: Limit, on: string): Segment[] {
  const left = rule.value! - model.value!;
  const rest =
    left <= 0
      ? 'There is **nothing left** for it to learn here.'
      : `**${decimal(100 * left, 1)}** of 100 could still be learned.`;
  return segments(
    `Whoever knew the rule would be right on **${percent(expected)}** of such ${on}, and is on ${percent(rule.value!)} of these; the model is on **${percent(model.value!)}**. ${rest}`,
  );
}

/** The paragraph of a card that states the rule, as HTML; null where there is none. */
export function ruleOf(card: string): string | null {
  return /<p><strong>The true rule\.<\/strong>[\s\S]*?<\/p>/.exec(card)?.[0] ?? null;
}
