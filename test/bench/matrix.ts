/** @file What the bench trains on: adult.csv where it is kept beside the checkout, else made-up rows, announced. */
import { readFileSync } from 'node:fs';
import { createRng } from '../../src/core/base/random.ts';
import { readTable } from '../../src/core/data/reader.ts';
import type { Column, Table } from '../../src/core/data/table.ts';
import { applyRecipe, fitRecipe } from '../../src/core/features/recipe.ts';
import type { RecipeState } from '../../src/core/features/recipe.ts';
import type { Matrix } from '../../src/core/models/contract.ts';
import { prepare } from '../../src/core/study/prepare.ts';
import { parseStudy } from '../../src/core/study/resolve.ts';
import { sharedFile } from '../shared.ts';

export interface Subject {
  name: string;
  x: Matrix;
  y: Int32Array;
  /** Rows held out. */
  test: { x: Matrix; y: Int32Array };
  /** For explanations: the raw columns, the recipe, the rows to average over, all rows' classes. Null for made-up rows. */
  raw: {
    features: readonly Column[];
    recipe: RecipeState;
    train: Uint32Array;
    test: Uint32Array;
    codes: Int32Array;
  } | null;
}

export async function subject(): Promise<Subject> {
  const path = sharedFile('adult.csv');
  return path ? adult(path) : madeUp();
}

async function adult(path: string): Promise<Subject> {
  const { table } = await readTable(new Uint8Array(readFileSync(path)), 'adult.csv', {});
  return { name: 'adult.csv', ...laidOut(table, { target: 'income', positive: '>50K', ignored: 'split', seed: 0 }) };
}

/** The matrix that the recipe proposed first makes of a table, less one column. */
export function laidOut(
  table: Table,
  { target, positive, ignored, seed }: { target: string; positive: string; ignored: string; seed: number },
): Omit<Subject, 'name'> {
  const study = parseStudy({
    version: 1,
    seed,
    data: { source: table.name, columns: { [ignored]: { role: 'ignore' } } },
    framing: { kind: 'binary', target, positive },
  });
  const { features, train, test, codes, study: resolved } = prepare(study, table);
  const recipe = fitRecipe(resolved.recipe as never, features, train);
  const rowsOf = (rows: Uint32Array) => ({
    x: applyRecipe(recipe, features, rows),
    y: Int32Array.from(rows, (row) => codes[row]!),
  });
  return { ...rowsOf(train), test: rowsOf(test), raw: { features, recipe, train, test, codes } };
}

function madeUp(): Subject {
  const { x, y, test } = generated(20_000, 50);
  return { name: 'made-up rows (adult.csv is not here)', x, y, test, raw: null };
}

/** Standard normal columns, of which the first three tell of the class; a quarter as many rows are held out. */
export function generated(rows: number, columns: number): Pick<Subject, 'x' | 'y' | 'test'> {
  const names = Array.from({ length: columns }, (_, c) => `x${c}`);
  const make = (count: number, seed: number) => {
    const rng = createRng(seed);
    const values = Float32Array.from({ length: count * columns }, () => rng.normal());
    const y = Int32Array.from({ length: count }, (_, r) => {
      const at = r * columns;
      return values[at]! + values[at + 1]! * values[at + 2]! + 0.5 * rng.normal() > 0 ? 1 : 0;
    });
    return { x: { rows: count, names, values }, y };
  };
  return { ...make(rows, 1), test: make(Math.ceil(rows / 4), 2) };
}
