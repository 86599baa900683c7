import { expect, test } from 'vitest';
import { detectEncoding, scanEncoding } from '../../../src/core/data/encoding.ts';
import { bytesOf, columnOf, read, textsOf } from './csv.ts';

/** TIS-620: U+0E01 to U+0E5B stand at 0xA1 to 0xFB in the same order. */
const thai = (text: string) =>
  Uint8Array.from(text, (letter) =>
    letter.charCodeAt(0) < 0x80 ? letter.charCodeAt(0) : letter.charCodeAt(0) - 0x0e00 + 0xa0,
  );
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const wide = (text: string, little: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
};

const text = 'เพศ,n\nชาย,1\nหญิง,2\nไม่ระบุ,3\n';

test.each([
  ['windows-874', thai(text), 'windows-874'],
  ['UTF-8', bytesOf(text), 'utf-8'],
  ['UTF-16 LE with a mark', wide('\ufeff' + text, true), 'utf-16le'],
  ['UTF-16 BE with a mark', wide('\ufeff' + text, false), 'utf-16be'],
  ['UTF-16 LE without', wide(text, true), 'utf-16le'],
  ['UTF-16 BE without', wide(text, false), 'utf-16be'],
])('Thai in %s', async (_, bytes, encoding) => {
  expect(detectEncoding(bytes).encoding).toBe(encoding);
  const { table, notices } = await read(bytes);
  expect(textsOf(columnOf(table, 'เพศ'))).toEqual(['ชาย', 'หญิง', 'ไม่ระบุ']);
  expect(notices.some(({ kind }) => kind === 'encoding')).toBe(encoding === 'windows-874');
});

test.each([
  ['accents alone', 'name\nJosé\nZoë\nÅsa\n'],
  ['two accents together, here and there', 'name\nCréée\nnaïveté\ngarçon\nélève\nfête\nmaïs\nvoilà\n'],
  // 0xFC and 0xDC are no letters in windows-874.
  ['u umlaut', 'name\nMüller\nÜüü\n'],
])('windows-1252: %s', (_, names) => expect(detectEncoding(latin(names)).encoding).toBe('windows-1252'));

test('what is told wins', async () => {
  const { table, notices } = await read(thai(text), { encoding: 'tis-620' });
  expect(table.columns[0]!.name).toBe('เพศ');
  expect(notices.map(({ kind }) => kind)).not.toContain('encoding');
});

test.each([thai(text), latin('name\nJosé\nZoë\n'), bytesOf(text)])('parts of any size tell the same', (bytes) => {
  for (const size of [1, 2, 7]) {
    const scan = scanEncoding();
    for (let at = 0; at < bytes.length; at += size) scan.push(bytes.subarray(at, at + size));
    expect(scan.encoding()).toEqual(detectEncoding(bytes));
  }
});

test('a letter cut at the end of a part that is not the last is no fault', () => {
  const cut = bytesOf('ก').subarray(0, 2);
  expect(detectEncoding(cut, false).encoding).toBe('utf-8');
  expect(detectEncoding(cut).encoding).not.toBe('utf-8');
});
