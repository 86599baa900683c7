/** @file ARFF, the format of Weka: attributes with their types, then rows. */
import { InputError } from '../base/errors.ts';
import { detectEncoding } from './encoding.ts';
import type { Grid } from './grid-types.ts';
import type { ReadOptions } from './profile-types.ts';

/** Nominal attributes are categories and strings text to read; of numbers and dates the cells decide. Throws InputError. */
export function readArff(bytes: Uint8Array, name: string, limit = Infinity): Grid {
  const { encoding, bom } = detectEncoding(bytes);
  const lines = new TextDecoder(encoding).decode(bytes.subarray(bom)).split(/\r\n|\n|\r/);
  const names: string[] = [];
  const columns: [string, NonNullable<ReadOptions['columns']>[string]][] = [];
  const records: string[][] = [];
  let inData = false;
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('%')) continue;
    const fail = (what: string) => new InputError(`data: ${what} in line ${i + 1} of ${name}: ${text.slice(0, 80)}`);
    if (inData) {
      if (text.startsWith('{'))
        throw fail('a sparse row cannot be read; save the file with all values written out, found');
      if (records.length < limit) records.push(cellsOf(text));
    } else if (/^@relation\b/i.test(text)) continue;
    else if (/^@data\b/i.test(text)) inData = true;
    else {
      const m = /^@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s{]+)\s*(.+)$/i.exec(text);
      if (m === null) throw fail('not an attribute with a name and a type');
      const column = cellsOf(m[1]!)[0]!;
      const type = m[2]!.startsWith('{') ? 'nominal' : m[2]!.split(/\s/)[0]!.toLowerCase();
      names.push(column);
      if (type === 'nominal') columns.push([column, { type: 'category' }]);
      else if (type === 'string') columns.push([column, { type: 'text', role: 'meta' }]);
      else if (!['numeric', 'real', 'integer', 'date'].includes(type))
        throw fail('a type other than numeric, real, integer, string, date and {a, b}');
    }
  }
  if (!inData || names.length === 0)
    throw new InputError(`data: an ARFF file has @attribute lines and then @data; one is missing: ${name}`);
  return { records: [names, ...records], named: true, columns: Object.fromEntries(columns) };
}

/** Cells between commas, in single or double quotes where they hold one; a backslash keeps the next character. */
function cellsOf(text: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\\') cell += text[++i] ?? '';
    else if (quote !== '') {
      if (character === quote) quote = '';
      else cell += character;
    } else if ((character === "'" || character === '"') && cell.trim() === '') quote = character;
    else if (character === ',') {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
