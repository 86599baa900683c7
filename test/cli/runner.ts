import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** The headless runner in a process of its own, on the CPU backend unless told. */
export function plumb(...words: string[]): { code: number | null; stdout: string; stderr: string } {
  const backend = words.includes('--backend') ? [] : ['--backend', 'cpu'];
  const tsx = join(repository, 'node_modules/tsx/dist/cli.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, join(repository, 'src/cli/study.ts'), ...words, ...backend],
    { encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
}

/** A folder that is new, with these files in it (text, or JSON). */
export function folderOf(files: Record<string, unknown>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, name), isRaw ? content : JSON.stringify(content));
  }
  return (name) => join(folder, name);
}

export const exists = existsSync;
