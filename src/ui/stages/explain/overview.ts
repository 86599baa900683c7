/** @file How a score is best shared out among the columns of a run, and what the shares say in one sentence. */
import type { Overview } from '../../../core/explain/overview.ts';
import type { Scale } from '../../../core/explain/shapley.ts';
import type { ShapleyPairs } from '../../../core/explain/shapley-pairs.ts';
import type { ModelBundle, Run } from '../../../core/study/run.ts';
import { decimal, segments, signed, type Segment } from '../../plots/format.ts';
import { strongestOf } from '../../plots/shapley-pairs.ts';
import { unitOf } from '../../plots/unit.ts';

const averaged = ['decision-tree', 'random-forest', 'extra-trees'];

/** The unit in which the family has a closed form, if it has one, and that in words. */
export function quickest(
  run: Run,
  { model, calibration }: ModelBundle,
): { output: Scale; isTree: boolean; says: string } {
  const binary = run.classes.length === 2;
  if (!calibration) {
    if (averaged.includes(model.kind))
      return {
        output: 'probability',
        isTree: true,
        says: 'Shares of trees are worked out leaf by leaf, without trying rows.',
      };
    if (model.kind === 'gradient-boosting' && binary)
      return { output: 'logit', isTree: true, says: 'Shares of boosted trees are worked out leaf by leaf, in log-odds; in probability rows are tried.' }; // prettier-ignore
    if ((model.kind === 'logistic' || model.kind === 'explainable-boosting') && binary)
      return { output: 'logit', isTree: false, says: 'This model’s log-odds are a sum, so that in log-odds its shares are exact; in probability rows are tried.' }; // prettier-ignore
  }
  if (hasMargin(run, { model, calibration } as ModelBundle) && (isTrees(model.kind) || binary))
    return { output: 'margin', isTree: isTrees(model.kind), says: `In closed form ${binary ? 'before calibration' : 'before the softmax'}; in probability rows are tried.` }; // prettier-ignore
  return { output: 'probability', isTree: false, says: 'Rows are tried with others in their place; with many columns in sampled orders.' }; // prettier-ignore
}

const isTrees = (kind: string) => averaged.includes(kind) || kind === 'gradient-boosting';

/** Whether the model has a score of its own that is neither its probability nor its log-odds. */
function hasMargin(run: Run, { model, calibration }: ModelBundle): boolean {
  if (run.classes.length > 2) return model.kind === 'gradient-boosting' || (isTrees(model.kind) && !!calibration);
  return !!calibration;
}

/** What shares can be counted in. */
export function scalesOf(run: Run, bundle: ModelBundle): { value: string; label: string }[] {
  const before = averaged.includes(bundle.model.kind) ? 'score before calibration' : 'log-odds before calibration';
  const margin =
    run.classes.length === 2 || averaged.includes(bundle.model.kind) ? before : 'margin before the softmax';
  return [
    { value: 'probability', label: 'probability' },
    { value: 'logit', label: 'log-odds' },
    ...(hasMargin(run, bundle) ? [{ value: 'margin', label: margin }] : []),
  ];
}

/** The pair that does most together, on average; a question where none was looked for. */
export function togetherFinding(found: ShapleyPairs | null | undefined): Segment[] {
  if (!found) return segments('Which columns work together? What is shared out can be told by pairs as well.');
  const told = strongestOf(found);
  if (!told) return segments(`**No two columns** do anything together to the ${unitOf(found)} for ${found.class}.`);
  const { first, second, value } = told;
  const size = found.rows === 1 ? signed(2 * value) : decimal(2 * value);
  return segments(
    `**${first}** and **${second}** do most together: **${size}** of the ${unitOf(found)} for ${found.class}${found.rows === 1 ? '' : ', in the mean'}.`,
  );
}

export function overviewFinding({ columns, class: label, output, rows }: Overview): Segment[] {
  const unit = `the ${unitOf({ output })}`;
  const [first, second] = columns;
  if (!first || first.mean < 1e-9) return segments(`No column moves the score for ${label} of any of these rows.`);
  const next = second && second.mean > 1e-9 ? `, next ${second.column} by ${decimal(second.mean)}` : '';
  const direction = wayOf(first);
  return segments(
    `**${first.column}** moves ${unit} for ${label} most, by **${decimal(first.mean)}** in the mean${next}${direction}; ${rows.length} rows.`,
  );
}

/** Whether higher cells come with higher shares, by the sign of rank correlation where it is strong. */
function wayOf({ column, values, cells }: Overview['columns'][number]): string {
  const places = [...cells.keys()].filter((i) => typeof cells[i] === 'number');
  if (places.length < 10 || places.length < cells.length / 2) return '';
  const ranks = (of: (i: number) => number) => {
    const sorted = [...places].sort((a, b) => of(a) - of(b));
    const rank = new Map(sorted.map((i, r) => [of(i), r]));
    return places.map((i) => rank.get(of(i))!);
  };
  const [a, b] = [ranks((i) => cells[i] as number), ranks((i) => values[i]!)];
  const mean = (x: number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: number[], mx: number, y: number[], my: number) => x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0); // prettier-ignore
  const r = product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
  if (!(Math.abs(r) > 0.6)) return '';
  return r > 0 ? `; the higher ${column}, the higher` : `; the higher ${column}, the lower`;
}
