/** @file The data worker's answers: it owns the opened file and the tables read from it. */
import { InputError } from '../core/base/errors.ts';
import { hashText, stableJson } from '../core/base/hash.ts';
import type { Control } from '../core/base/progress.ts';
import { createRng } from '../core/base/random.ts';
import type { ReadOptions, TableSummary } from '../core/data/profile-types.ts';
import { profileTable } from '../core/data/profile.ts';
import { rowsWhere } from '../core/data/cohort.ts';
import type { FileBytes } from '../core/data/bytes.ts';
import { previewTable } from '../core/data/preview.ts';
import { readTable } from '../core/data/reader.ts';
import { cellText, findColumn } from '../core/data/select.ts';
import { isNumeric } from '../core/data/table.ts';
import type { Table } from '../core/data/table.ts';
import { exportOnnx } from '../core/release/onnx/index.ts';
import { compareRuns } from '../core/study/compare.ts';
import { distributionOf, exploreTable, pairOf, qualityOf } from '../core/study/explore.ts';
import { calibrationOf, pricedCutoffs, rowGroups } from '../core/study/judging.ts';
import { suspectsOf, weakSpots } from '../core/study/mistakes.ts';
import { besideOf } from '../core/study/beside.ts';
import { evaluateFormula, parseFormula } from '../core/study/formula.ts';
import { previewRecipe } from '../core/study/recipe-preview.ts';
import { readingOf } from '../core/study/reading.ts';
import type { StudyInput } from '../core/study/schema.ts';
import { resolveStudy } from '../core/study/resolve.ts';
import type { DataCalls, TableCalls } from './protocol.ts';
import type { Handlers } from './rpc.ts';

interface Opened {
  name: string;
  bytes: Blob;
  options: ReadOptions;
  key: string;
  table: Table;
  parseMilliseconds: number;
}
type Read = Pick<Opened, 'key' | 'table' | 'parseMilliseconds'>;

export function createDataHandlers(): Handlers<DataCalls> & Handlers<TableCalls> {
  let current: Opened | null = null;
  /** The same file read as another study says, so that alternating between two studies parses once each. */
  let other: Read | null = null;

  function opened(): Opened {
    if (!current) throw new InputError('table: none is open');
    return current;
  }

  async function tableFor(data: Partial<StudyInput['data']> | undefined, control: Control): Promise<Read> {
    const file = opened();
    const options = readingOf(data);
    const key = keyOf(file.table.sha256, options);
    if (key === file.key) return file;
    if (other?.key !== key) {
      const from = control.now();
      const { table } = await readTable(bytesOf(file.bytes), file.name, options, control);
      other = { key, table, parseMilliseconds: control.now() - from };
    }
    return other;
  }

  return {
    preview: async ({ name, bytes, options }) => previewTable(bytesOf(bytes), name, options),

    async read({ name, bytes, options }, control): Promise<TableSummary> {
      const from = control.now();
      const { table, notices } = await readTable(bytesOf(bytes), name, options, control);
      const parseMilliseconds = control.now() - from;
      const summary = profileTable(table, notices, bytes.size);
      control.signal.throwIfAborted();
      current = { name, bytes, options, key: keyOf(table.sha256, options), table, parseMilliseconds };
      other = null;
      return summary;
    },

    async combine({ name, bytes, how }, control) {
      const { combineTables } = await import('../core/data/frame.ts');
      const { table } = await readTable(bytesOf(bytes), name, {}, control);
      const combined = await combineTables(opened().table, table, how);
      const csv = new Blob([combined.csv as Uint8Array<ArrayBuffer>], { type: 'text/csv' });
      return { name: combined.name, csv, rows: combined.rows };
    },

    async rows({ rows, columns }) {
      const { table } = opened();
      const shown = columns ? columns.map((name) => findColumn(table, name, 'rows.columns')) : table.columns;
      const cells = rows.map((source) => {
        const row = indexOf(table.sourceRows, source);
        return shown.map((column) => (row < 0 ? null : cellText(column, row)));
      });
      return { columns: shown.map((column) => column.name), cells };
    },

    async resolve({ study }, control) {
      const { table } = await tableFor(study?.data, control);
      return resolveStudy(study, table);
    },

    async explore({ study, where }, control) {
      const { table } = await tableFor(study?.data, control);
      return exploreTable(table, study, where, control);
    },

    async distribution({ column, by, study, where }, control) {
      const { table } = await tableFor(study?.data, control);
      return distributionOf(table, column, by, study, where);
    },

    async cross({ columns, study, where }, control) {
      const { table } = await tableFor(study?.data, control);
      return pairOf(table, columns, study, where);
    },

    async part({ where, from, count }) {
      const { table } = opened();
      const rows = rowsWhere(table, where);
      return {
        total: rows.length,
        rows: Array.from(rows.subarray(from, from + count), (row) => table.sourceRows[row]!),
      };
    },

    async numbers({ column: name }) {
      const column = findColumn(opened().table, name, 'numbers.column');
      if (!isNumeric(column)) throw new InputError(`numbers.column: must be numbers, not ${column.type}: ${name}`);
      return column.values.slice();
    },

    async quality({ study, references }, control) {
      const { table } = await tableFor(study?.data, control);
      return qualityOf(table, study, references, control);
    },

    async recipe({ study }, control) {
      const { table } = await tableFor(study?.data, control);
      return previewRecipe(table, study);
    },

    compare: async ({ a, b }) => compareRuns(a, b),

    async suspects({ of }, control) {
      const { table } = await tableFor(of.run.study.data, control);
      return suspectsOf(of, table, control);
    },

    async weakSpots({ of, threshold, conditions }, control) {
      const { table } = await tableFor(of.run.study.data, control);
      return weakSpots(of, table, { threshold, conditions }, control);
    },

    async calibration({ of, by }, control) {
      const { table } = await tableFor(of.run.study.data, control);
      return calibrationOf(of, table, by, control);
    },

    async prices({ of, column, threshold }, control) {
      const { table } = await tableFor(of.run.study.data, control);
      return pricedCutoffs(of, table, { column, threshold });
    },

    async groups({ study, rows, columns }, control) {
      const { table } = await tableFor(study.data, control);
      return rowGroups(study, table, rows, columns);
    },
    onnx: async (result) => exportOnnx(result),

    async business({ formula, matrices }) {
      const parsed = parseFormula(formula, 'study.purpose.formula');
      return matrices.map((matrix) => evaluateFormula(parsed, matrix, createRng(0)));
    },

    async beside({ all, formula }, control) {
      const { table } = await tableFor(all[0]?.run.study.data, control);
      return besideOf(all, table, formula);
    },

    async table({ data, have }, control) {
      const { key, table, parseMilliseconds } = await tableFor(data, control);
      return { key, table: key === have ? null : table, parseMilliseconds };
    },
  };
}

function keyOf(sha256: string, options: ReadOptions): string {
  const { columns = {}, ragged = 'refuse', ...format } = options;
  return hashText(stableJson([sha256, columns, ragged, format]));
}

/** Read from the disk part by part, as they are needed. */
function bytesOf(blob: Blob): FileBytes {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/** Position of `value` in ascending `values`, or -1. */
function indexOf(values: Uint32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return values[low] === value ? low : -1;
}
