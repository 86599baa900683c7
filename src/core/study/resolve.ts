/** @file The door of a study: from JSON to a study checked against its table, with every default written out. */
import type { Table } from '../data/table.ts';
import { parseStudy } from './parse.ts';
import { prepare } from './prepare.ts';
import type { Study, StudyInput } from './schema.ts';
import type { FrameNotes } from './verdicts.ts';

export { parseStudy };

/** The study as a run stores it, and what it means in words. Throws InputError where it does not fit the table. */
export function resolveStudy(study: StudyInput, table: Table): { study: Study; notes: FrameNotes } {
  const { study: resolved, notes } = prepare(parseStudy(study), table);
  return { study: resolved, notes };
}
