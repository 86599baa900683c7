/** @file The one contract of all quality tests: a look at the data with a threshold, not prose. */
import type { Classes } from '../explore/types.ts';
import type { Column, ColumnType, Role, Table } from '../table.ts';

/** Shares of a population by level of a column, in any unit: they are divided by their sum. */
export interface Reference {
  readonly column: string;
  readonly shares: Readonly<Record<string, number>>;
}

export interface QualityContext {
  readonly table: Table;
  /** Null: none chosen yet. */
  readonly target: Classes | null;
  /** 0 train, 1 validation, 2 test, 255 none, for each row of the table. Null: not split yet. */
  readonly parts: Uint8Array | null;
  /** Names of the columns whose groups are compared. */
  readonly groups: readonly string[];
  readonly references: readonly Reference[];
}

export type Status = 'pass' | 'warn' | 'fail';

/** One click: an override of the column, or a step for the recipe. */
export type Repair =
  | { kind: 'column'; name: string; change: { type?: ColumnType; role?: Role; sensitive?: boolean } }
  | { kind: 'step'; step: { step: string; [option: string]: unknown } };

export interface Finding {
  /** `kind` of the test. */
  test: string;
  status: Status;
  /** Null: of the whole table. */
  column: string | null;
  /** One sentence with the value and the threshold. */
  text: string;
  value: number | null;
  threshold: number | null;
  /** Of the source, at most 50. */
  rows: number[];
  /** Levels or columns at fault, at most 50. */
  levels: string[];
  repair: Repair | null;
  /** What the repair does, in two to six words; empty without one. */
  repairLabel: string;
}

export interface QualityTest {
  readonly kind: string;
  readonly label: string;
  /** One plain sentence, thresholds included. */
  readonly describes: string;
  /** One finding a fault; where there is none, one with the status pass. Empty where the test has nothing to look at. */
  run(context: QualityContext): Finding[];
}

const most = 50;

/** A finding with what most have not. rows: of the table; they come out as rows of the source. */
export function finding(
  { table }: QualityContext,
  fields: Pick<Finding, 'test' | 'status' | 'text'> & Partial<Omit<Finding, 'rows'>> & { rows?: ArrayLike<number> },
): Finding {
  const { rows = [], levels = [], ...told } = fields;
  return {
    column: null,
    value: null,
    threshold: null,
    repair: null,
    repairLabel: '',
    ...told,
    rows: Array.from({ length: Math.min(most, rows.length) }, (_, i) => table.sourceRows[rows[i]!]!),
    levels: levels.slice(0, most),
  };
}

export const leaveOut = (name: string): Pick<Finding, 'repair' | 'repairLabel'> => ({
  repair: { kind: 'column', name, change: { role: 'ignore' } },
  repairLabel: 'Leave the column out',
});

/** Columns that somebody still means to use: all but those with the role ignore. */
export function usedColumns({ table }: QualityContext): Column[] {
  return table.columns.filter(({ role }) => role !== 'ignore');
}

/** Columns a model would learn from: the role feature, and not the target. */
export function featureColumns({ table, target }: QualityContext): Column[] {
  return table.columns.filter(({ role, name }) => role === 'feature' && name !== target?.name);
}

/** 5.2 %, 0.04 %, 100 %: three digits at most. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** 106,216.5: three digits behind the point at most. */
export function digits(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 }).replace(/^-0$/, '0');
}

/** 1 row, 2,000 rows. */
export function counted(n: number, one: string): string {
  return `${digits(n)} ${one}${n === 1 ? '' : 's'}`;
}
