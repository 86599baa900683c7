/** @file How far it is, and how long the rest will take. */
import type { Progress } from '../../core/base/progress.ts';

/** Remaining milliseconds at the mean pace since `since`, when `begun` was done; null until 1 % or 300 ms have passed. */
export function remaining(progress: Progress, since: number, now: number, begun = 0): number | null {
  const { done, total } = progress;
  const elapsed = now - since;
  const own = done - begun;
  if (!(total > 0) || own <= 0 || done > total || (elapsed < 300 && own / total < 0.01)) return null;
  return (elapsed / own) * (total - done);
}

/** `model 3 of 14`, where several are fitted for one; null where one is. */
export function partOf({ what, done, total }: Progress): string | null {
  if (what !== 'classes' && what !== 'nodes') return null;
  return `model ${Math.min(total, Math.floor(done) + 1)} of ${total}`;
}
