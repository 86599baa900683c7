import { readTable } from '../../../src/core/data/reader.ts';
import type { ReadOptions } from '../../../src/core/data/profile-types.ts';
import type { Column, Table } from '../../../src/core/data/table.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function read(text: string | Uint8Array, options: ReadOptions = {}, name = 'test.csv') {
  return readTable(typeof text === 'string' ? bytesOf(text) : text, name, options);
}

export async function tableOf(text: string, options: ReadOptions = {}): Promise<Table> {
  return (await read(text, options)).table;
}

export function columnOf(table: Table, name: string): Column {
  return table.columns.find((column) => column.name === name)!;
}

/** Cell texts by column, as coded; for columns that keep their texts. */
export function textsOf(column: Column): (string | null)[] {
  return Array.from(column.coded!.codes, (code) => (code < 0 ? null : column.coded!.levels[code]!));
}
