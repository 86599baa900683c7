/** @file Tables that come inside npm packages pinned in package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { writeCsv } from '../src/core/data/write.ts';

/** The text of a file in a package. */
export function packageText(name: string, file: string): string {
  // By path: the packages export neither their data files nor their package.json.
  return readFileSync(join(import.meta.dirname, '../node_modules', name, file), 'utf8');
}

/** The records of a CSV file in a package, header first, cells as they stand. */
export function packageRecords(name: string, file: string): string[][] {
  return Papa.parse<string[]>(packageText(name, file).trimEnd()).data;
}

/** CSV text of a table, with the columns named and made by `pick` from each record by column name. */
export function shape(
  records: readonly string[][],
  pick: Record<string, (cell: (name: string) => string) => string>,
): string {
  const [header = [], ...rows] = records;
  const place = new Map(header.map((name, j) => [name, j]));
  const makers = Object.values(pick);
  return writeCsv([
    Object.keys(pick),
    ...rows.map((row) => makers.map((make) => make((name) => row[place.get(name)!]!))),
  ]);
}

/** A maker that takes the cell as it is. */
export function keep(name: string): (cell: (name: string) => string) => string {
  return (cell) => cell(name);
}
