import { expect, test } from 'vitest';
import { previewTable } from '../../../src/core/data/preview.ts';
import { bytesOf, read } from './csv.ts';

test('an empty name becomes the column’s place, with a notice', async () => {
  const text = 'a,,c,\n1,x,2,\n3,y,4,\n';
  const { table, notices } = await read(text);
  expect(table.columns.map(({ name }) => name)).toEqual(['a', 'column 2', 'c', 'column 4']);
  expect(notices.find(({ kind }) => kind === 'empty-header')!.text).toBe(
    '2 columns have no name in the header and are called by their places: column 2, column 4',
  );
  expect((await previewTable(bytesOf(text), 'f.csv', {})).columns).toEqual(['a', 'column 2', 'c', 'column 4']);
});

test('a made name gives way to one that is there', async () => {
  const { table } = await read('column 2,\n1,x\n3,y\n');
  expect(table.columns.map(({ name }) => name)).toEqual(['column 2', "column 2'"]);
});

test('without a header no notice is due', async () => {
  const { notices } = await read('1,x\n3,y\n', { header: false });
  expect(notices.map(({ kind }) => kind)).toEqual(['small']);
});
