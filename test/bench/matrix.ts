/** @file What the bench trains on: adult.csv where it is kept beside the checkout, else made-up rows, announced. */
import { readFileSync } from 'node:fs';
import { createRng } from '../../src/core/base/random.ts';
import { readTable } from '../../src/core/data/reader.ts';
import type { Column } from '../../src/core/data/table.ts';
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
  const study = parseStudy({
    version: 1,
    data: { source: 'adult.csv' },
    framing: { kind: 'binary', target: 'income', positive: '>50K' },
  });
  const { features, train, test, codes, study: resolved } = prepare(study, table);
  const recipe = fitRecipe(resolved.recipe as never, features, train);
  const x = applyRecipe(recipe, features, train);
  const y = Int32Array.from(train, (row) => codes[row]!);
  return { name: 'adult.csv', x, y, raw: { features, recipe, train, test, codes } };
}

function madeUp(): Subject {
  const rng = createRng(1);
  const [rows, columns] = [20_000, 50];
  const values = Float32Array.from({ length: rows * columns }, () => rng.normal());
  const y = Int32Array.from({ length: rows }, (_, r) => {
    const at = r * columns;
    return values[at]! + values[at + 1]! * values[at + 2]! + 0.5 * rng.normal() > 0 ? 1 : 0;
  });
  const names = Array.from({ length: columns }, (_, c) => `x${c}`);
  return { name: 'made-up rows (adult.csv is not here)', x: { rows, names, values }, y, raw: null };
}
