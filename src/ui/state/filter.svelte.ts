/** @file The part of the table that is being looked at, shared by every panel of Explore. */
import { withCondition } from '../../core/data/cohort.ts';
import type { Condition } from '../../core/data/cohort.ts';
import type { TableSummary } from '../../core/data/profile-types.ts';

export interface Filter {
  /** All hold; none: every row. */
  readonly where: Condition[];
  /** Adds a condition; another of the same column gives way to it. */
  add(condition: Condition): void;
  remove(column: string): void;
  replace(where: readonly Condition[]): void;
}

export class FilterPart implements Filter {
  #told = $state.raw<{ sha256: string; where: Condition[] }>({ sha256: '', where: [] });
  #table: () => TableSummary | null;

  constructor(table: () => TableSummary | null) {
    this.#table = table;
  }

  /** Conditions of another table, or of columns that are read otherwise by now, are none. */
  get where(): Condition[] {
    const table = this.#table();
    if (table?.sha256 !== this.#told.sha256) return [];
    return this.#told.where.filter((condition) => {
      const column = table.columns.find(({ name }) => name === condition.column);
      return column !== undefined && (!('low' in condition) || column.type === 'number' || column.type === 'date');
    });
  }

  add(condition: Condition): void {
    this.replace(withCondition(this.where, $state.snapshot(condition) as Condition));
  }

  remove(column: string): void {
    this.replace(this.where.filter((condition) => condition.column !== column));
  }

  replace(where: readonly Condition[]): void {
    this.#told = { sha256: this.#table()?.sha256 ?? '', where: [...($state.snapshot(where) as Condition[])] };
  }
}
