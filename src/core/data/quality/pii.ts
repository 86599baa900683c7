import type { Column } from '../table.ts';
import { isNumeric } from '../table.ts';
import { finding, leaveOut, percent } from './contract.ts';
import type { QualityTest } from './contract.ts';
import { holdsEmail, isPhone, particularsNamed, thaiIds } from './personal.ts';

const fails = 0.05;
/** By chance one in ten of thirteen digits passes the checksum, one in two of a column hardly ever. */
const leastValid = 0.5;
/** A few texts in a column of other texts may look like phone numbers. */
const leastPhones = 0.2;

export const pii: QualityTest = {
  kind: 'pii',
  label: 'Personal data',
  describes:
    'Fails a column with e-mail addresses, phone numbers or Thai national IDs in more than 5 % of its cells; warns of fewer, and of names of columns that promise such.',
  run(context) {
    const { table } = context;
    const found = table.columns.flatMap((column) => {
      const held = heldBy(column, table.rows);
      const named = particularsNamed(column.name);
      if (held === null && named === null) return [];
      const out = column.role === 'ignore';
      const value = held && held.rows.length / held.present;
      const over = value !== null && value > fails;
      const what =
        held === null
          ? `is named like ${named}`
          : `${percent(value!)} of its cells hold ${held.what}, ${over ? 'over' : 'at most'} ${percent(fails)}`;
      return finding(context, {
        test: 'pii',
        status: out ? 'pass' : over ? 'fail' : 'warn',
        column: column.name,
        text: `${column.name}: ${what}${out ? '; the column is left out' : ''}`,
        value,
        threshold: fails,
        rows: held?.rows ?? [],
        ...(out ? {} : leaveOut(column.name)),
      });
    });
    if (found.length > 0) return found;
    const text =
      'no e-mail address, phone number or Thai national ID is found, and no column is named like personal data';
    return [finding(context, { test: 'pii', status: 'pass', text, threshold: fails })];
  },
};

/** The kind of personal data most cells hold. rows: of the table. Each different text is looked at once. */
function heldBy(column: Column, rows: number): { what: string; rows: number[]; present: number } | null {
  const { codes, levels } = column.coded ?? uncoded(column, rows);
  const ids = levels.map(thaiIds);
  const trusted =
    ids.filter(({ valid }) => valid).length >= leastValid * ids.filter(({ candidate }) => candidate).length;
  const kinds: { what: string; least: number; holds: boolean[] }[] = [
    { what: 'Thai national IDs', least: 0, holds: ids.map(({ valid }) => valid && trusted) },
    { what: 'e-mail addresses', least: 0, holds: levels.map(holdsEmail) },
    { what: 'phone numbers', least: leastPhones, holds: isNumeric(column) ? [] : levels.map(isPhone) },
  ];
  const present = codes.reduce((n, code) => n + (code >= 0 ? 1 : 0), 0);
  let most: { what: string; rows: number[]; present: number } | null = null;
  for (const { what, least, holds } of kinds) {
    if (!holds.includes(true)) continue;
    const at: number[] = [];
    for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0 && holds[codes[row]!]) at.push(row);
    if (at.length > least * present && at.length > (most?.rows.length ?? 0)) most = { what, rows: at, present };
  }
  return most;
}

/** Numbers without texts: those with the thirteen digits of a Thai national ID as texts, all others as one. */
function uncoded(column: Column, rows: number): { codes: Int32Array; levels: string[] } {
  const codes = new Int32Array(rows).fill(-1);
  const levels = [''];
  if (!isNumeric(column) || column.type === 'date') return { codes, levels };
  for (let row = 0; row < rows; row++) {
    const value = column.values[row]!;
    if (Number.isNaN(value)) continue;
    codes[row] = Number.isInteger(value) && value >= 1e12 && value < 9e12 ? levels.push(String(value)) - 1 : 0;
  }
  return { codes, levels };
}
