import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { hashBytes } from '../../../src/core/base/hash.ts';
import { checkSize } from '../../../src/core/data/bytes.ts';
import { previewTable } from '../../../src/core/data/preview.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { bytesOf, columnOf, read, tableOf, textsOf } from './csv.ts';

describe('what is detected', () => {
  test.each([
    ['comma', 'a,b\n1,x\n2,y\n', ','],
    ['semicolon, decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['tab, commas in cells', 'a\tb\nx, y, z\t1\np, q, r\t2\n', '\t'],
    ['bar', 'a|b|c\n1|2|3\n4|5|6\n', '|'],
    ['one column', 'a\n1\n2\n', ','],
    ['one column of sentences with commas', 'text\nno, never\nyes, of course, always\n', ';'],
    ['comma, with other delimiters quoted', 'a,b\n"x;y;z",1\n"p;q",2\n', ','],
  ])('delimiter: %s', async (_, text, delimiter) => {
    expect((await previewTable(bytesOf(text), 'f.csv', {})).delimiter).toBe(delimiter);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('newline %s, inside and outside quotes', async (_, newline) => {
    const text = ['a,b', `"x${newline}y",1`, '"p ""q""",2', ''].join(newline);
    const table = await tableOf(text);
    expect(textsOf(columnOf(table, 'a'))).toEqual([`x${newline}y`, 'p "q"']);
    expect(columnOf(table, 'b')).toMatchObject({ type: 'number', values: Float64Array.of(1, 2) });
  });

  test('LF and CRLF mixed in one file', async () => {
    const table = await tableOf('a,b\r\n1,"x"\r\n2,y\n3,"z"\n');
    expect(textsOf(columnOf(table, 'b'))).toEqual(['x', 'y', 'z']);
  });

  test('header: texts over numbers, none over data, told otherwise', async () => {
    const preview = async (text: string, header?: boolean) =>
      previewTable(bytesOf(text), 'f.csv', header === undefined ? {} : { header });
    expect(await preview('age,sex\n31,F\n45,M\n')).toMatchObject({ header: true, columns: ['age', 'sex'] });
    expect(await preview('31,F\n45,M\n27,F\n')).toMatchObject({ header: false, columns: ['column_1', 'column_2'] });
    expect(await preview('no,yes\nyes,no\nno,yes\n')).toMatchObject({ header: false });
    expect(await preview('31,F\n45,M\n', true)).toMatchObject({
      header: true,
      columns: ['31', 'F'],
      rows: [['45', 'M']],
    });
  });

  test('encodings: UTF-8 with a mark, UTF-16 with and without, windows-1252 with a notice', async () => {
    const text = 'name,n\nZoë,1\nÅsa,2\n';
    const wide = (mark: boolean, little: boolean) => {
      const units = (mark ? '\ufeff' : '') + text;
      const view = new DataView(new ArrayBuffer(2 * units.length));
      for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), little);
      return new Uint8Array(view.buffer);
    };
    const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
    for (const bytes of [
      bytesOf('\ufeff' + text),
      wide(true, true),
      wide(true, false),
      wide(false, true),
      wide(false, false),
      latin,
    ]) {
      const { table } = await read(bytes);
      expect(table.columns.map((column) => column.name)).toEqual(['name', 'n']);
      expect(textsOf(columnOf(table, 'name'))).toEqual(['Zoë', 'Åsa']);
    }
    const kinds = async (bytes: Uint8Array) => (await read(bytes)).notices.map((notice) => notice.kind);
    expect(await kinds(latin)).toContain('encoding');
    expect(await kinds(bytesOf(text))).not.toContain('encoding');
    expect(await previewTable(wide(true, true), 'f.csv', {})).toMatchObject({ encoding: 'utf-16le', bom: true });
  });
});

describe('rows', () => {
  test('blank lines are not counted, rows of missing cells are', async () => {
    const table = await tableOf('a,b\n1,x\n\n,\n  \n2,y\n');
    expect(table.rows).toBe(3);
    expect(Array.from(table.sourceRows)).toEqual([0, 1, 2]);
    expect(textsOf(columnOf(table, 'b'))).toEqual(['x', null, 'y']);
  });

  test('the hash is that of the bytes', async () => {
    const bytes = bytesOf('\ufeffa,b\n1,x\n2,y\n');
    expect((await read(bytes)).table.sha256).toBe(hashBytes(bytes));
  });

  test('a table longer than many blocks is the same as its lines', async () => {
    const n = 60_000;
    const lines = Array.from({ length: n }, (_, i) => `${i * 0.5},"level ${i % 7}, quoted"`);
    const { table } = await read(`x,y\n${lines.join('\n')}\n`);
    expect(table.rows).toBe(n);
    const x = columnOf(table, 'x');
    expect(x.coded).toBeNull();
    expect(x.type === 'number' && x.values.every((value, i) => value === i * 0.5)).toBe(true);
    expect(textsOf(columnOf(table, 'y')).every((text, i) => text === `level ${i % 7}, quoted`)).toBe(true);
  });
});

describe('bad input is one clear sentence', () => {
  const refused = async (text: string | Uint8Array, sentence: RegExp, options = {}) => {
    const failure = await read(text, options).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InputError);
    expect((failure as Error).message).toMatch(sentence);
  };

  test('empty file', () => refused('', /^data: the file is empty; .*: test\.csv$/));
  test('blank file', () => refused('\n \n', /the file is empty/));
  test('header only', () => refused('a,b\n', /^data: only a header and no rows/));
  test('binary file', () =>
    refused(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0), /not a table of text but a PNG/));
  test('zero bytes', () => refused(Uint8Array.of(97, 44, 98, 10, 0, 1, 2, 3, 97, 98, 99, 10), /not a table of text/));
  test('duplicate names', () =>
    refused('a,b,a,c,b\n1,2,3,4,5\n', /a name of its own .*: a \(columns 1, 3\); b \(columns 2, 5\)$/));
  test('unclosed quote', () => refused('a,b\n1,x\n2,"y\n3,z\n', /a quote \("\) that is not closed.* line 3/));
  test('unknown column told', () =>
    refused('age,b\n1,2\n', /not a column of test\.csv \(did you mean age\?\): agee/, { columns: { agee: {} } }));
  test('unknown encoding', () => refused('a,b\n1,2\n', /not an encoding .*: klingon/, { encoding: 'klingon' }));

  // Line 2 is a record of two lines, so the ragged records stand on lines 4 and 6.
  const ragged = 'a,b\n"x\ny",1\nz\nw,2\nq,3,4\nr,5\n';
  test('ragged lines, with their numbers', () =>
    refused(ragged, /^data: 2 lines have not the 2 fields .* ragged: "drop": lines 4, 6$/));
  test('ragged lines left out keep the numbers of the others', async () => {
    const { table, notices } = await read(ragged, { ragged: 'drop' });
    expect(table.rows).toBe(3);
    expect(Array.from(table.sourceRows)).toEqual([0, 2, 4]);
    expect(textsOf(columnOf(table, 'a'))).toEqual(['x\ny', 'w', 'r']);
    expect(notices.find((notice) => notice.kind === 'ragged')).toMatchObject({ lines: [4, 6], choice: null });
  });

  test('a size over the budget', () => {
    expect(() => checkSize(1_000_000_000, 'big.csv')).not.toThrow();
    expect(() => checkSize(2_500_000_000, 'big.csv')).toThrow(/2\.50 GB is over the budget of 1\.00 GB .*: big\.csv/);
  });

  test('an estimate over the memory budget, before parsing', async () => {
    // 340 million commas are as many cells, less the lines: at 12 bytes a cell, 4.08 GB.
    const bytes = new Uint8Array(340_000_000).fill(44);
    for (let i = 999; i < bytes.length; i += 1000) bytes[i] = 10;
    await refused(bytes, /about 33\d{4} rows would take 4\.08 GB of memory, over the budget of 4\.00 GB/);
  });
});

describe('while parsing', () => {
  const long = bytesOf(`a,b\n${'1.5,some text\n'.repeat(300_000)}`);

  test('progress in bytes reaches the end', async () => {
    const seen: number[] = [];
    await readTable(long, 'long.csv', {}, { progress: ({ done }) => void seen.push(done) });
    expect(seen.at(-1)).toBe(long.length);
    expect(seen.every((done, i) => i === 0 || done > seen[i - 1]!)).toBe(true);
  });

  test('a cancel is heard within 200 ms', async () => {
    const controller = new AbortController();
    let asked = 0;
    setTimeout(() => ((asked = performance.now()), controller.abort()), 5);
    const parsing = readTable(long, 'long.csv', {}, { signal: controller.signal, now: () => performance.now() });
    await expect(parsing).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - asked).toBeLessThan(200);
  });

  test('a pause stops between blocks until resumed', async () => {
    let resume = () => {};
    const running = new Promise<void>((resolve) => (resume = resolve));
    let finished = false;
    const parsing = readTable(long, 'long.csv', {}, { whenRunning: () => running }).then(() => (finished = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(finished).toBe(false);
    resume();
    expect(await parsing).toBe(true);
  });
});
