import { expect, test } from 'vitest';
import { fileName, tableCsv } from '../../../src/ui/plots/save.ts';

test('writes RFC 4180 with full precision and empty fields for what is undefined', () => {
  const table = {
    columns: ['group', 'rate, share'],
    rows: [
      ['a "b"', 0.1 + 0.2],
      ['c', null],
    ],
  };
  expect(tableCsv(table as never)).toBe('group,"rate, share"\n"a ""b""",0.30000000000000004\nc,\n');
});

test('names a file after its title', () => {
  expect(fileName('Every threshold, and what it costs')).toBe('every-threshold-and-what-it-costs');
  expect(fileName('…')).toBe('plot');
});
