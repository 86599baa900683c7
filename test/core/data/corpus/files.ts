/** @file The golden corpus: small nasty files, and what a careful person would read in each. */

export type Cells = (string | null)[];
export interface Golden {
  name: string;
  bytes: Uint8Array;
  /** File name, where its ending matters. */
  file?: string;
  /** Column, type and cell texts; or the sentence of the refusal. */
  expected: [column: string, type: string, cells: Cells][] | RegExp;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** Windows-874: Thai letters stand at 0xA1 and on in the order of Unicode. */
const thai = (text: string) =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0) - (letter.charCodeAt(0) > 0xe00 ? 0xe00 - 0xa0 : 0));
const wide = (text: string, little: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
};
const good = (name: string, text: string | Uint8Array, expected: Golden['expected'], file = 'f.csv'): Golden => ({
  name,
  bytes: typeof text === 'string' ? utf8(text) : text,
  file,
  expected,
});
const ab: Golden['expected'] = [
  ['a', 'number', ['1', '2', '1']],
  ['b', 'category', ['x', 'y', 'x']],
];
const long = 'word '.repeat(20_000).trim();

export const corpus: Golden[] = [
  good('plain', 'a,b\n1,x\n2,y\n1,x\n', ab),
  good('no last line end', 'a,b\n1,x\n2,y\n1,x', ab),
  good('CRLF', 'a,b\r\n1,x\r\n2,y\r\n1,x\r\n', ab),
  good('CR only', 'a,b\r1,x\r2,y\r1,x\r', ab),
  good('mixed line ends', 'a,b\r\n1,x\n2,y\r\n1,x\n', ab),
  good('blank lines', '\n\na,b\n\n1,x\n  \n2,y\n1,x\n\n', ab),
  good('spaces around', ' a , b \n 1 ,x \n2, y\n 1,x\n', ab),
  good('UTF-8 mark', '\ufeffa,b\n1,x\n2,y\n1,x\n', ab),
  good('UTF-16 LE with a mark', wide('\ufeffa,b\n1,x\n2,y\n1,x\n', true), ab),
  good('UTF-16 BE with a mark', wide('\ufeffa,b\n1,x\n2,y\n1,x\n', false), ab),
  good('UTF-16 LE without', wide('a,b\n1,x\n2,y\n1,x\n', true), ab),
  good('0x1A at the end', 'a,b\n1,x\n2,y\n1,x\n\x1a', ab),
  // U+0E1A is 0E 1A: no end of a file.
  good('UTF-16 BE that ends in 0x1A', wide('\ufeffn,a\n1,x\n2,บ\n2,x\n1,บ', false), [
    ['n', 'number', ['1', '2', '2', '1']],
    ['a', 'category', ['x', 'บ', 'x', 'บ']],
  ]),
  good('tabs', 'a\tb\n1\tx\n2\ty\n1\tx\n', ab, 'f.tsv'),
  good('bars', 'a|b\n1|x\n2|y\n1|x\n', ab),
  good('every cell quoted', '"a","b"\n"1","x"\n"2","y"\n"1","x"\n', ab),
  good('single quotes', "'a','b'\n'1','x'\n'2','y'\n'1','x'\n", ab),
  good('quotes in quotes', 'a,b\n"say ""hi""",1\n"""",2\n"""",2\n', [
    ['a', 'category', ['say "hi"', '"', '"']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('line ends and delimiters in quotes', 'a,b\n"x\ny, z",1\n"x\ny, z",2\np,2\n', [
    ['a', 'category', ['x\ny, z', 'x\ny, z', 'p']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('tabs inside quotes', 'a\tb\n"x\ty"\t1\nz\t2\nz\t2\n', [
    ['a', 'category', ['x\ty', 'z', 'z']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('trailing delimiter', 'a,b,\n1,x,\n2,y,\n1,x,\n', [...ab, ['column 3', 'text', [null, null, null]]]),
  good('single column', 'a\n1\n2\n1\n', [['a', 'number', ['1', '2', '1']]]),
  good('semicolons with decimal commas', 'a;b\n1,5;x\n2,25;y\n1,5;x\n', [
    ['a', 'number', ['1,5', '2,25', '1,5']],
    ['b', 'category', ['x', 'y', 'x']],
  ]),
  good('quoted thousands', 'a,b\n"1,234.5",x\n7,y\n7,x\n', [
    ['a', 'number', ['1,234.5', '7', '7']],
    ['b', 'category', ['x', 'y', 'x']],
  ]),
  good('1,234 alone is ambiguous', 'a;b\n1,234;1\n2,345;2\n2,345;2\n', [
    ['a', 'category', ['1,234', '2,345', '2,345']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('percent', 'a,b\n5%,x\n7.5%,y\n5%,x\n', [
    ['a', 'number', ['5%', '7.5%', '5%']],
    ['b', 'category', ['x', 'y', 'x']],
  ]),
  good('baht', 'a,b\n฿5,x\n฿7.50,y\n฿5,x\n', [
    ['a', 'number', ['฿5', '฿7.50', '฿5']],
    ['b', 'category', ['x', 'y', 'x']],
  ]),
  good('two currencies', 'a,b\n$5,1\n€7,2\n$5,2\n', [
    ['a', 'category', ['$5', '€7', '$5']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('numbers in every dress', 'a\n1e5\n+1\n.5\n-2.\n1E-3\n', [['a', 'number', ['1e5', '+1', '.5', '-2.', '1E-3']]]),
  good('leading zeros', 'a,b\n00123,1\n00456,2\n00123,2\n', [
    ['a', 'category', ['00123', '00456', '00123']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('integers beyond 2^53', 'a,b\n9007199254740993,1\n9007199254740992,2\n9007199254740993,2\n', [
    ['a', 'category', ['9007199254740993', '9007199254740992', '9007199254740993']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('hexadecimal and Infinity are texts', 'a,b\n0x1f,1\nInfinity,2\n0x1f,2\n', [
    ['a', 'category', ['0x1f', 'Infinity', '0x1f']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('booleans', 'a,b\nTRUE,yes\nFALSE,no\nTRUE,no\n', [
    ['a', 'boolean', ['TRUE', 'FALSE', 'TRUE']],
    ['b', 'boolean', ['yes', 'no', 'no']],
  ]),
  good('missing markers', 'a,b\nNA,1\n?,2\nn/a,\n-,N/A\nNone,null\n', [
    ['a', 'category', [null, null, null, null, 'None']],
    ['b', 'number', ['1', '2', null, null, null]],
  ]),
  good('plus and minus are classes', 'a,b\n+,1\n-,2\n-,2\n', [
    ['a', 'category', ['+', '-', '-']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('ISO dates', 'a,b\n2020-03-31,1\n1999-12-31T23:59:59Z,2\n,2\n', [
    ['a', 'date', ['2020-03-31', '1999-12-31T23:59:59Z', null]],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('day-first dates', 'a,b\n01/03/2020,1\n31/12/2020,2\n01/03/2020,2\n', [
    ['a', 'date', ['01/03/2020', '31/12/2020', '01/03/2020']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('ambiguous dates', 'a,b\n01/03/2020,1\n02/04/2020,2\n01/03/2020,2\n', [
    ['a', 'category', ['01/03/2020', '02/04/2020', '01/03/2020']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('Buddhist-era dates', 'a,b\n29/02/2563,1\n1/1/2564,2\n1/1/2564,2\n', [
    ['a', 'date', ['29/02/2563', '1/1/2564', '1/1/2564']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('no such day', 'a,b\n2021-02-29,1\n2021-02-28,2\n2021-02-28,2\n', [
    ['a', 'category', ['2021-02-29', '2021-02-28', '2021-02-28']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('Thai in windows-874', thai('ชื่อ,n\nกข,1\nคง,2\nกข,2\n'), [
    ['ชื่อ', 'category', ['กข', 'คง', 'กข']],
    ['n', 'number', ['1', '2', '2']],
  ]),
  good('windows-1252', latin('n,a\n1,Zoë\n2,Åsa\n2,Zoë\n'), [
    ['n', 'number', ['1', '2', '2']],
    ['a', 'category', ['Zoë', 'Åsa', 'Zoë']],
  ]),
  // Composed and decomposed é look alike and stay two values: the cell's own text is kept.
  good('NFC and NFD', 'n,a\n1,\u00e9\n2,e\u0301\n2,\u00e9\n', [
    ['n', 'number', ['1', '2', '2']],
    ['a', 'category', ['\u00e9', 'e\u0301', '\u00e9']],
  ]),
  good('a very long cell', `a,b\n"${long}",1\nx,2\nx,2\n`, [
    ['a', 'category', [long, 'x', 'x']],
    ['b', 'number', ['1', '2', '2']],
  ]),
  good('names of objects’ own', '__proto__,constructor\n1,x\n2,y\n1,x\n', [
    ['__proto__', 'number', ['1', '2', '1']],
    ['constructor', 'category', ['x', 'y', 'x']],
  ]),
  good('empty name', 'a,\n1,x\n2,y\n1,x\n', [
    ['a', 'number', ['1', '2', '1']],
    ['column 2', 'category', ['x', 'y', 'x']],
  ]),
  good('Orange, one row', 'mS#name\tcD#kind\ti#extra\tC#age\nann\t0\tp\t1\nbob\t1\tq\t2\nann\t0\tp\t1\n', [
    ['name', 'text', ['ann', 'bob', 'ann']],
    ['kind', 'category', ['0', '1', '0']],
    ['extra', 'category', ['p', 'q', 'p']],
    ['age', 'number', ['1', '2', '1']],
  ]),
  good(
    'Orange, three rows',
    'size,hue,day\ncontinuous,red blue,time\nclass,,meta\n1,red,2020-03-31\n2,blue,1999-12-31\n',
    [
      ['size', 'number', ['1', '2']],
      ['hue', 'category', ['red', 'blue']],
      ['day', 'date', ['2020-03-31', '1999-12-31']],
    ],
  ),
  good('C# is a language', 'C#score,Java\n1,2\n2,3\n2,2\n', [
    ['C#score', 'number', ['1', '2', '2']],
    ['Java', 'number', ['2', '3', '2']],
  ]),
  good('answers to a quiz are no types', 'q1,q2\nd,c\n,c\nd,s\nd,c\n', [
    ['q1', 'category', ['d', null, 'd', 'd']],
    ['q2', 'category', ['c', 'c', 's', 'c']],
  ]),
  good('JSON Lines', '{"a":1,"b":"x"}\n{"b":"y","a":2}\n{"a":1,"b":"x"}\n', ab, 'f.jsonl'),
  good('JSON records', '[{"a":1,"b":"x"},{"b":"y","a":2},{"a":1,"b":"x"}]', ab, 'f.json'),
  good('empty', '', /^data: the file is empty; a header line and data rows are needed: f\.csv$/),
  good('blank', ' \r\n\n', /^data: the file is empty; a header line and data rows are needed: f\.csv$/),
  good('header only', 'a,b\n', /^data: only a header and no rows; at least one row is needed: f\.csv$/),
  good('duplicate names', 'a,b,a\n1,2,3\n', /^data: each column needs a name of its own .*: a \(columns 1, 3\)$/),
  good('NUL bytes', 'a,b\n1,\0\n', /^data: not a table of text; .*: f\.csv$/),
  good('unclosed quote', 'a,b\n1,x\n2,"y\n', /^data: a quote \("\) that is not closed.* line 3/),
  good(
    'ragged',
    'a,b\n1,x\n2\n1,x,y\n',
    /^data: 2 lines have not the 2 fields of the header in f\.csv; .*: lines 3, 4$/,
  ),
  good('broken JSON line', '{"a":1}\n{"a"\n', /^data: line 2 is not valid JSON/, 'f.ndjson'),
  good('gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /^data: not a table of text but a gzip archive/),
];
