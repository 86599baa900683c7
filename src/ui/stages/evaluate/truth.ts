/** @file How far a model can get at all: the rule that made the answers, held beside it on the same rows. Pure. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { targetsOf } from '../../../core/framing/index.ts';
import { separator } from '../../../core/framing/hierarchical.ts';
import { wilson, z95 } from '../../../core/metrics/intervals.ts';
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
  /** rule minus model, paired on the same rows. */
  left: Estimate;
}

/**
 * The difference of two shares of the same rows, by the normal approximation (Agresti 2013, 11.1.1): only the rows count that
 * one has right and the other has not. both: [right by the rule, right by the model] of each row.
 */
function limit(expected: number, both: readonly (readonly [boolean, boolean])[]): Limit | null {
  const n = both.length;
  if (n === 0) return null;
  const counted = (passes: (own: readonly [boolean, boolean]) => boolean) => both.filter(passes).length;
  const [more, fewer] = [counted(([a, b]) => a && !b), counted(([a, b]) => b && !a)];
  const value = (more - fewer) / n;
  const half = (z95 * Math.sqrt(Math.max(0, more + fewer - (more - fewer) ** 2 / n))) / n;
  const left = { value, low: value - half, high: value + half, n };
  return {
    expected,
    rule: wilson(
      counted(([a]) => a),
      n,
    ),
    model: wilson(
      counted(([, b]) => b),
      n,
    ),
    left,
  };
}

/** actual, predicted: classes of the rows. */
export function limitOf(
  chances: Float64Array,
  classes: number,
  actual: Int32Array,
  predicted: Int32Array,
): Limit | null {
  let expected = 0;
  const both = Array.from(actual, (code, i): [boolean, boolean] => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (chances[i * classes + k]! > chances[i * classes + best]!) best = k;
    expected += chances[i * classes + best]! / actual.length;
    return [best === code, predicted[i] === code];
  });
  return limit(expected, both);
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
  const firsts = byRule.map(({ order }, q): [number, number] => [order[0]!, byModel[q]!.order[0]!]);
  const expected = firsts.reduce((sum, [row]) => sum + chances[2 * row + 1]! / firsts.length, 0);
  return limit(
    expected,
    firsts.map(([rule, model]) => [actual[rule] === 1, actual[model] === 1]),
  );
}

/** What is left to learn, and what is chance. `on`: what they are right on, such as `test rows`. */
export function limitFinding({ expected, rule, model, left }: Limit, on: string): Segment[] {
  const range = `${decimal(100 * left.low!, 1)} to ${decimal(100 * left.high!, 1)}`;
  const rest =
    left.low! <= 0
      ? `What is left to learn **cannot be told from nothing** (${range} of 100).`
      : `**${decimal(100 * left.value!, 1)}** of 100 could still be learned (${range}).`;
  return segments(
    `Whoever knew the rule would be right on **${percent(expected)}** of such ${on}, and is on ${percent(rule.value!)} of these; the model is on **${percent(model.value!)}**. ${rest}`,
  );
}

/** The paragraph of a card that states the rule, as HTML; null where there is none. */
export function ruleOf(card: string): string | null {
  return /<p><strong>The true rule\.<\/strong>[\s\S]*?<\/p>/.exec(card)?.[0] ?? null;
}
