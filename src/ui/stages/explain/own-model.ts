/** @file The model itself in one sentence. */
import type { ReadModel } from '../../../core/study/explain-model.ts';
import { count, decimal, segments, signed, type Segment } from '../../plots/format.ts';

/** Families with something to read. */
export const readable = ['logistic', 'decision-tree', 'explainable-boosting'];

export function modelFinding(model: ReadModel): Segment[] {
  if (model.kind === 'tree') {
    const first = model.nodes[0]!;
    if (first.question === null) return segments('The tree asks **nothing**: every row gets the same answer.');
    return segments(
      `The tree asks **${first.question}** first, at most ${count(model.depth)} questions one after the other, and has **${count(model.leaves)}** answers.`,
    );
  }
  if (model.kind === 'coefficients') {
    const [first, second] = model.columns;
    if (!first || first.value === 0) return segments('No column has a coefficient: **every row gets the same score**.');
    const words = (c: typeof first) => `${c.name}, ${signed(c.value * c.deviation)}`;
    return segments(
      `A deviation of **${words(first)}** log-odds for ${model.class}, moves the score most${second && second.value !== 0 ? `; next ${words(second)}` : ''}.`,
    );
  }
  const [first] = model.curves;
  if (!first || first.size < 1e-9) return segments('No curve moves the score.');
  const joint = model.surfaces.find(({ size }) => size > 1e-9);
  const together = joint
    ? `; the strongest pair is ${joint.columns.join(' with ')}, ${decimal(joint.size)}`
    : '; no pair adds anything beyond its curves';
  return segments(
    `The curve of **${first.column}** moves the log-odds for ${model.class} most, by **${decimal(first.size)}** in the mean${together}.`,
  );
}
