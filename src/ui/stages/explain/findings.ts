/** @file What the curves say in one sentence. */
import type { PartialDependence } from '../../../core/study/run.ts';
import { count, decimal, segments, type Segment } from '../../plots/format.ts';

/** The column whose mean score moves the most, of the curves for one class. Null without curves. */
export function explainFinding(curves: PartialDependence[], of: string): Segment[] | null {
  const spread = (curve: PartialDependence) => Math.max(...curve.mean) - Math.min(...curve.mean);
  const widest = curves.filter((curve) => curve.class === of).sort((a, b) => spread(b) - spread(a))[0];
  if (!widest) return null;
  const lowest = widest.mean.indexOf(Math.min(...widest.mean));
  const highest = widest.mean.indexOf(Math.max(...widest.mean));
  if (lowest === highest || spread(widest) < 0.0005) {
    return segments(`The mean score for ${of} **does not move** with any column asked for.`);
  }
  const at = (g: number) => {
    const value = widest.grid[g]!;
    return typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value;
  };
  return segments(
    `With ${widest.column} at ${at(highest)} the mean score for ${of} is **${decimal(widest.mean[highest], 2)}**, at ${at(lowest)} **${decimal(widest.mean[lowest], 2)}**, all else as it is.`,
  );
}

/** How many rows the curves rest on. */
export function rowsUsed(used: number, total: number): string {
  return used < total
    ? `${count(used)} of ${count(total)} test rows, a seeded sample. What the model says, not what the world does.`
    : `All ${count(used)} test rows. What the model says, not what the world does.`;
}
