/** @file Writing a run into a folder: all of it or nothing, no file ever half written. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../core/base/errors.ts';

type Files = Record<string, Uint8Array>;

/** Files a run may have left here before that a new one need not write. */
const optional = ['ice.json'];

/** Throws InputError where `out` cannot become the folder of a run. */
export function checkFolder(out: string): void {
  const found = statSync(out, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new InputError(`--out: must be a folder, and is a file: ${out}`);
}

/** Writes beside `out` first, then renames: the whole folder where it is new, else file by file. */
export function writeFolder(out: string, files: Files): void {
  const target = resolve(out);
  mkdirSync(dirname(target), { recursive: true });
  const made = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  const fresh = join(made, 'run');
  try {
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(fresh, name)), { recursive: true });
      writeFileSync(join(fresh, name), bytes);
    }
    if (statSync(target, { throwIfNoEntry: false }) === undefined) renameSync(fresh, target);
    else {
      for (const name of Object.keys(files)) {
        mkdirSync(dirname(join(target, name)), { recursive: true });
        renameSync(join(fresh, name), join(target, name));
      }
      for (const name of optional) if (!(name in files)) rmSync(join(target, name), { force: true });
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
