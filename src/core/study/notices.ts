/** @file What was odd about a file and must be decided in the study before anyone trains on it unwatched. */
import { InputError } from '../base/errors.ts';
import type { TableNotice } from '../data/profile-types.ts';
import type { Study } from './schema.ts';

/** Throws InputError for a number column with a few texts in it, unless the study tells its type, or does not use it. */
export function refuseNotices(study: Study, notices: readonly TableNotice[]): void {
  for (const { kind, column, text } of notices) {
    if (kind !== 'mixed-number' || column === null) continue;
    const told = Object.hasOwn(study.data.columns, column) ? study.data.columns[column] : undefined;
    if (told?.type === undefined && told?.role !== 'ignore' && told?.role !== 'meta')
      throw new InputError(`study.data.columns.${column}.type: ${text}`);
  }
}
