import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a real data set kept beside the checkout, or null where it is not there (its tests are then skipped). */
export function sharedFile(name: string): string | null {
  const path = join(import.meta.dirname, '../../shared/data', name);
  return existsSync(path) ? path : null;
}
