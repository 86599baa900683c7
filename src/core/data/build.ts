/** @file Column builders side by side under one header: records in, a Table out. */
import { InputError, hint } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import { createBuilder, grown } from './builder.ts';
import type { ColumnBuilder } from './builder.ts';
import { isNamedLikeId } from './infer.ts';
import type { ReadOptions, TableNotice } from './profile-types.ts';
import type { Table } from './table.ts';
import { needsTexts, treatedColumn } from './treat.ts';

export interface TableBuilder {
  readonly fields: number;
  /** Takes a record of `fields` cells, or counts a ragged one. `line`: where it starts in the file, from 1. */
  push(record: readonly string[], line: number): void;
  /** Columns whose texts were let go too early: parse again with them in keepText. */
  lost(): string[];
  finish(sha256: string): { table: Table; notices: TableNotice[] };
}

export interface TablePlan {
  name: string;
  names: readonly string[];
  options: ReadOptions;
  keepText: ReadonlySet<string>;
}

/** Throws InputError where the options name a column that is not there. */
export function createTableBuilder({ name, names, options, keepText }: TablePlan): TableBuilder {
  const told = options.columns ?? {};
  for (const column of Object.keys(told))
    if (!names.includes(column))
      throw new InputError(`study.data.columns: not a column of ${name}${hint(column, names)}: ${column}`);
  const markers = new Set((options.missing ?? []).map((marker) => marker.trim()));
  const builders: ColumnBuilder[] = names.map((column) => {
    const { type, treat } = Object.hasOwn(told, column) ? told[column]! : {};
    const asText =
      needsTexts(treat) || (type !== undefined && type !== 'number') || (type === undefined && isNamedLikeId(column));
    return createBuilder({ keepText: keepText.has(column) || asText, asNumber: type === 'number', markers });
  });
  const fields = names.length;
  const raggedLines: number[] = [];
  const { sample } = options;
  const rng = createRng(0).split('sample');
  let sourceRows = new Uint32Array(1024);
  let rows = 0;
  let ragged = 0;
  let records = 0;

  const raggedList = () => {
    const more = ragged > raggedLines.length ? ` and ${ragged - raggedLines.length} more` : '';
    return `${raggedLines.join(', ')}${more}`;
  };
  const refuse = () => {
    throw new InputError(
      `data: ${ragged} ${ragged === 1 ? 'line has' : 'lines have'} not the ${fields} fields of the header in ${name}; mend them, or leave them out with ragged: "drop": lines ${raggedList()}`,
    );
  };

  return {
    fields,
    push(record, line) {
      const source = records++;
      if (sample !== undefined && rng.uniform() >= sample) return;
      if (record.length !== fields) {
        if (raggedLines.length < 50) raggedLines.push(line);
        ragged++;
        return;
      }
      for (let j = 0; j < fields; j++) builders[j]!.push(record[j]!);
      if (rows === sourceRows.length) sourceRows = grown(sourceRows, new Uint32Array(2 * rows));
      sourceRows[rows++] = source;
    },
    lost() {
      const raw = builders.map((builder) => builder.finish());
      return names.filter((_, j) => raw[j]!.coded === null && raw[j]!.texts > 0);
    },
    finish(sha256) {
      if (ragged > 0 && options.ragged !== 'drop') refuse();
      if (rows === 0 && sample !== undefined && records > 0)
        throw new InputError(
          `study.data.reading.sample: none of ${records} rows was drawn; read a larger share of ${name}: ${sample}`,
        );
      if (rows === 0) throw new InputError(`data: only a header and no rows; at least one row is needed: ${name}`);
      const notices: TableNotice[] = [];
      if (ragged > 0) {
        const text = `${ragged} of ${rows + ragged} rows were left out because they have not the ${fields} fields of the header: lines ${raggedList()}`;
        notices.push({ kind: 'ragged', column: null, text, choice: null, lines: raggedLines });
      }
      const columns = names.map((column, j) => {
        const typed = treatedColumn(
          column,
          builders[j]!.finish(),
          Object.hasOwn(told, column) ? told[column]! : {},
          options.salt,
        );
        notices.push(...typed.notices);
        return typed.column;
      });
      if (sample !== undefined)
        notices.push({
          kind: 'sample',
          column: null,
          text: `a random sample was read, the same rows each time: ${rows} of ${records} rows`,
          choice: null,
          lines: [],
        });
      if (rows < 100)
        notices.push({
          kind: 'small',
          column: null,
          text: `only ${rows} rows: every number will be uncertain`,
          choice: null,
          lines: [],
        });
      const table = { name, sha256, rows, columns: Object.freeze(columns), sourceRows: sourceRows.slice(0, rows) };
      return { table: Object.freeze(table), notices };
    },
  };
}
