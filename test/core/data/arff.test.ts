import { expect, test } from 'vitest';
import { previewTable } from '../../../src/core/data/preview.ts';
import { bytesOf, columnOf, read, textsOf } from './csv.ts';

const text = `% made up
@RELATION weather
@attribute 'wind speed' real
@ATTRIBUTE outlook {sunny, 'light rain'}
@attribute windy {0,1}
@attribute note string
@attribute day date "yyyy-MM-dd"
@data
1.5, sunny, 0, 'it\\'s fine, now', 2020-03-31
% between
?, 'light rain', 1, "b", 1970-01-01
2, sunny, 1, ?, ?
`;

test('attributes and rows', async () => {
  const { table } = await read(text, {}, 'f.arff');
  expect(table.columns.map(({ name, type, role }) => [name, type, role])).toEqual([
    ['wind speed', 'number', 'feature'],
    ['outlook', 'category', 'feature'],
    ['windy', 'category', 'feature'],
    ['note', 'text', 'meta'],
    ['day', 'date', 'feature'],
  ]);
  const wind = columnOf(table, 'wind speed');
  expect(wind.type === 'number' && Array.from(wind.values)).toEqual([1.5, NaN, 2]);
  expect(textsOf(columnOf(table, 'outlook'))).toEqual(['sunny', 'light rain', 'sunny']);
  expect(textsOf(columnOf(table, 'note'))).toEqual(["it's fine, now", 'b', null]);
});

test('what is told stands over what the file says', async () => {
  const { table } = await read(text, { columns: { windy: { type: 'number' } } }, 'f.arff');
  expect(columnOf(table, 'windy').type).toBe('number');
});

test('the preview names the format, whatever the name of the file', async () =>
  expect(await previewTable(bytesOf(text), 'f.txt', {})).toMatchObject({
    format: 'arff',
    columns: ['wind speed', 'outlook', 'windy', 'note', 'day'],
  }));

test.each([
  [
    '@relation r\n@attribute a real\n@data\n{0 1}\n',
    /^data: a sparse row cannot be read; .* in line 4 of f\.arff: \{0 1\}$/,
  ],
  ['@relation r\n@attribute a relational\n@data\n1\n', /a type other than numeric.* in line 2 of f\.arff/],
  ['@relation r\n@attribute a real\n1\n', /not an attribute with a name and a type in line 3/],
  [
    '@relation r\n@attribute a real\n',
    /^data: an ARFF file has @attribute lines and then @data; one is missing: f\.arff$/,
  ],
  ['@relation r\n@attribute a real\n@data\n1,2\n', /1 line has not the 1 fields of the header/],
])('%j is refused', (bad, sentence) => expect(read(bad, {}, 'f.arff')).rejects.toThrow(sentence));
