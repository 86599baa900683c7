import { describe, expect, test } from 'vitest';
import { orangeHeader } from '../../../src/core/data/orange.ts';
import { previewTable } from '../../../src/core/data/preview.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { bytesOf, columnOf, read, tableOf, textsOf } from './csv.ts';

const records = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
const header = (text: string) => orangeHeader(records(text));
const told = (table: Awaited<ReturnType<typeof tableOf>>) =>
  table.columns.map(({ name, type, role }) => [name, type, role]);

describe('one row', () => {
  test('a letter each for role and type, either first', () => {
    const found = header('mS#name,Dc#kind,i#extra,C#age,D#zone,S#note,T#day,w#share,plain\nx,1,2,3,4,5,6,7,8\n');
    expect(found).toEqual({
      rows: 1,
      names: ['name', 'kind', 'extra', 'age', 'zone', 'note', 'day', 'share', 'plain'],
      columns: {
        name: { type: 'text', role: 'meta' },
        kind: { type: 'category', role: 'target' },
        extra: { role: 'ignore' },
        age: { type: 'number', role: 'feature' },
        zone: { type: 'category', role: 'feature' },
        note: { type: 'text', role: 'meta' },
        day: {},
        share: { role: 'weight' },
        plain: {},
      },
    });
  });

  test.each([
    ['no prefix', 'a,b\n1,2\n'],
    ['a language', 'C#skill,Java\n1,2\n'],
    ['a language and a number', 'C#skill,item #\n1,2\n'],
    ['a number of its own', 'S#,name\n1,x\n'],
    ['notes', 'C#4,D#4,F#4\n1,2,3\n'],
    ['nothing but a sign', '#,C#\n1,2\n'],
    ['texts below what should be numbers', 'cD#class,C#age\na,old\nb,young\na,old\n'],
    ['no rows', 'cD#class,C#age\n'],
  ])('%s is an ordinary header', (_, text) => expect(header(text)).toBeNull());
});

describe('three rows', () => {
  test('words or letters, values of a category, several flags', () => {
    const found = header(
      'name,kind,zone,age,day,share,odd\n' +
        'string,no yes,d,c,time,n,\n' +
        'meta,class,,color=red,,weight unit=kg,i\n' +
        'x,no,n,3,1,.5,7\ny,yes,s,?,2,.5,7\n',
    );
    expect(found).toEqual({
      rows: 3,
      names: ['name', 'kind', 'zone', 'age', 'day', 'share', 'odd'],
      columns: {
        name: { type: 'text', role: 'meta' },
        kind: { type: 'category', role: 'target' },
        zone: { type: 'category', role: 'feature' },
        age: { type: 'number', role: 'feature' },
        day: {},
        share: { type: 'number', role: 'weight' },
        odd: { role: 'ignore' },
      },
    });
  });

  test('a blank in a value is written with a backslash', () => {
    const text = 'a,b\nNew\\ York Rome,c\nclass,\nNew York,1\nRome,2\nRome,2\n';
    expect(header(text)?.columns.a).toEqual({ type: 'category', role: 'target' });
  });

  test.each([
    ['letters over letters', 'a,b\nd,c\n,c\nd,s\n'],
    ['letters without a flag that is a word', 'a,b\nd,s\n,\nx,y\n'],
    ['a word that is no type', 'a,b\ncontinuous,real\n,\n1,2\n'],
    ['a flag that is none', 'a,b\ncontinuous,discrete\n,target\n1,2\n'],
    ['two roles', 'a,b\ncontinuous,discrete\n,class meta\n1,2\n'],
    ['a value outside of the list', 'a,b\nx y,c\nclass,\nz,1\nx,2\nx,2\n'],
    ['texts below continuous', 'a,b\ncontinuous,discrete\nclass,\nhigh,1\nlow,2\nlow,2\n'],
    ['a name of objects’ own for a type', 'a,b\nconstructor,c\nclass,\nx,1\n'],
    ['one column', 'a\ncontinuous\nclass\n1\n2\n'],
    ['no rows', 'a,b\ncontinuous,discrete\nclass,\n'],
  ])('%s: an ordinary header', (_, text) => expect(header(text)).toBeNull());
});

const three = 'size\thue\ncontinuous\tdiscrete\n\tclass\n1\t0\n2\t1\n1\t0\n';

test('the table starts below, with the types and roles declared', async () => {
  const table = await tableOf(three);
  expect(told(table)).toEqual([
    ['size', 'number', 'feature'],
    ['hue', 'category', 'target'],
  ]);
  expect([table.rows, [...table.sourceRows]]).toEqual([3, [0, 1, 2]]);
  expect(textsOf(columnOf(table, 'hue'))).toEqual(['0', '1', '0']);
});

test('the preview shows names and the rows below', async () =>
  expect(await previewTable(bytesOf(three), 'f.tab', {})).toMatchObject({
    header: true,
    columns: ['size', 'hue'],
    rows: [
      ['1', '0'],
      ['2', '1'],
      ['1', '0'],
    ],
  }));

test('what a person says stands over it', async () => {
  const { table } = await read(three, { columns: { hue: { role: 'meta' } } });
  expect(told(table)[1]).toEqual(['hue', 'category', 'meta']);
  // Told that there is no header, every line is data.
  expect((await read(three, { header: false })).table.rows).toBe(6);
});

test('names that are the same without their prefixes are refused', () =>
  expect(readTable(bytesOf('cD#a,C#a\nx,1\ny,2\n'), 'f.csv', {})).rejects.toThrow(
    /these come twice: a \(columns 1, 2\)$/,
  ));

test('a block that ends inside a value of the list is no hindrance', async () => {
  const rows = `${'pad '.repeat(2000)}\tversicolor\n`.repeat(60);
  const table = await tableOf(`note\tkind\nstring\tsetosa versicolor\nmeta\tclass\n${rows}`);
  expect(told(table)[1]).toEqual(['kind', 'category', 'target']);
});
