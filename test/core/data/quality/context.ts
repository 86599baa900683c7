import type { ReadOptions } from '../../../../src/core/data/profile-types.ts';
import type { QualityContext } from '../../../../src/core/data/quality/contract.ts';
import { codedOf } from '../../../../src/core/data/select.ts';
import { columnOf, tableOf } from '../csv.ts';

export interface Told {
  columns?: NonNullable<ReadOptions['columns']>;
  target?: string;
  /** One letter a row: t train, v validation, e test, - none. */
  parts?: string;
  groups?: string[];
  references?: QualityContext['references'];
}

/** Levels of the target in order of first appearance are its classes. */
export async function contextOf(text: string, told: Told = {}): Promise<QualityContext> {
  const table = await tableOf(text, { columns: told.columns ?? {} });
  const coded = told.target === undefined ? null : codedOf(columnOf(table, told.target), 'target');
  return {
    table,
    target: coded && { name: told.target!, classes: coded.levels, codes: coded.codes },
    parts: told.parts === undefined ? null : Uint8Array.from(told.parts, (p) => ({ t: 0, v: 1, e: 2 })[p] ?? 255),
    groups: told.groups ?? [],
    references: told.references ?? [],
  };
}

export const category = { type: 'category', role: 'feature' } as const;
export const number = { type: 'number', role: 'feature' } as const;

/** A CSV of `n` rows. */
export function csv(header: string, n: number, row: (i: number) => string): string {
  return `${header}\n${Array.from({ length: n }, (_, i) => `${row(i)}\n`).join('')}`;
}
