/** @file How long the rest will take. */
import type { Progress } from '../../core/base/progress.ts';

/** Remaining milliseconds at the mean pace since `since`; null until 1 % or 300 ms have passed. */
export function remaining(progress: Progress, since: number, now: number): number | null {
  const { done, total } = progress;
  const elapsed = now - since;
  if (!(total > 0) || done <= 0 || done > total || (elapsed < 300 && done / total < 0.01)) return null;
  return (elapsed / done) * (total - done);
}
