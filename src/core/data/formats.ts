/** @file The files that are read as a whole into a grid of cell texts, each by a reader that is loaded when first needed. */
import type { Control } from '../base/progress.ts';
import { wholeFile } from './bytes.ts';
import type { FileBytes } from './bytes.ts';
import type { Grid } from './grid-types.ts';
import type { Preview } from './profile-types.ts';

export type GridFormat = Exclude<Preview['format'], 'csv'>;

/** `limit`: at most about so many rows, where the format allows. Throws InputError. */
type GridReader = (file: FileBytes, name: string, control: Partial<Control>, limit?: number) => Promise<Grid>;

const named = (records: string[][]): Grid => ({ records, named: true });

const readers: Record<GridFormat, GridReader> = {
  json: async (file, name) => named((await import('./grid.ts')).readJson(await wholeFile(file, name), name)),
  jsonl: async (file, name, control, limit) => (await import('./lines.ts')).readJsonLines(file, name, control, limit),
  parquet: async (file, name, control, limit) => (await import('./parquet.ts')).readParquet(file, name, control, limit),
  arrow: async (file, name, _, limit) =>
    (await import('./arrow.ts')).readArrow(await wholeFile(file, name), name, limit),
  arff: async (file, name, _, limit) => (await import('./arff.ts')).readArff(await wholeFile(file, name), name, limit),
  xlsx: async (file, name) => ({
    records: await (await import('./grid.ts')).readExcel(await wholeFile(file, name), name),
    named: false,
  }),
};

export function gridOf(
  format: GridFormat,
  file: FileBytes,
  name: string,
  control: Partial<Control> = {},
  limit?: number,
): Promise<Grid> {
  return readers[format](file, name, control, limit);
}
