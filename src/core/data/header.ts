/** @file The names of columns, from a header or made up. */
import { InputError } from '../base/errors.ts';
import type { TableNotice } from './profile-types.ts';

/** Names as the header has them; an empty one becomes `column 3`, and without a header all are `column_3`. */
export function namesOf(header: readonly string[] | null, fields: number): string[] {
  if (header === null) return Array.from({ length: fields }, (_, j) => `column_${j + 1}`);
  const given = Array.from({ length: fields }, (_, j) => header[j]?.trim() ?? '');
  return given.map((name, j) => {
    let made = name === '' ? `column ${j + 1}` : name;
    if (name === '') while (given.includes(made)) made += "'";
    return made;
  });
}

/** Names that differ, and a notice of those that were empty. Throws InputError for a name that comes twice. */
export function columnNames(
  header: readonly string[] | null,
  fields: number,
  file: string,
): { names: string[]; notices: TableNotice[] } {
  const names = namesOf(header, fields);
  const places = new Map<string, number[]>();
  for (const [j, name] of names.entries()) places.set(name, [...(places.get(name) ?? []), j + 1]);
  const twice = [...places].filter(([, at]) => at.length > 1).map(([name, at]) => `${name} (columns ${at.join(', ')})`);
  if (twice.length > 0)
    throw new InputError(
      `data: each column needs a name of its own in the header of ${file}; these come twice: ${twice.join('; ')}`,
    );
  const made = header === null ? [] : names.filter((_, j) => (header[j]?.trim() ?? '') === '');
  const several = made.length > 1;
  const text = `${several ? `${made.length} columns have` : 'a column has'} no name in the header and ${several ? 'are' : 'is'} called by ${several ? 'their places' : 'its place'}: ${made.join(', ')}`;
  return {
    names,
    notices: made.length === 0 ? [] : [{ kind: 'empty-header', column: null, text, choice: null, lines: [] }],
  };
}
