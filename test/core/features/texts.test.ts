/** @file Steps that read texts, by hand; what scikit-learn makes of the same is in test/parity. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createRng } from '../../../src/core/base/random.ts';
import type { Column } from '../../../src/core/data/table.ts';
import { murmurHash } from '../../../src/core/features/murmur.ts';
import {
  applyRecipe,
  defaultRecipe,
  fitRecipe,
  fitTransform,
  type RecipeStep,
} from '../../../src/core/features/recipe.ts';
import { createTermReader } from '../../../src/core/features/terms.ts';

const base = { name: 't', role: 'feature', sensitive: false, reason: '' } as const;
function texts(cells: (string | null)[], type: 'text' | 'category' = 'text'): Column {
  const levels = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    ...base,
    type,
    coded: { levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell))) },
  };
}
const every = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const settings = { analyzer: 'word', ngrams: [1, 1], locale: '', lowercase: true } as const;
const read = (changes: object) => createTermReader({ ...settings, ngrams: [1, 1], ...changes }, 'study.recipe[0]');

describe('terms', () => {
  test('words of a Thai sentence without spaces: I love Thailand', () => {
    expect(read({ locale: 'th' })('ผมรักประเทศไทย')).toEqual(['ผม', 'รัก', 'ประเทศไทย']);
  });

  test.for([
    ['Burmese, I go to school', 'my', 'ကျွန်တော်ကျောင်းသွားတယ်'],
    ['Khmer, I go to school', 'km', 'ខ្ញុំទៅសាលារៀន'],
    ['Lao, I go to school', 'lo', 'ຂ້ອຍໄປໂຮງຮຽນ'],
  ] as const)('a text without spaces is cut into words that make it up again: %s', ([, locale, text]) => {
    const words = read({ locale })(text);
    expect(words.length).toBeGreaterThan(1);
    expect(words.join('')).toBe(text);
  });

  test.for([
    ['Tamil, I go to school', 'ta', 'நான் பள்ளிக்கு செல்கிறேன்'],
    ['Sinhala, I go to school', 'si', 'මම පාසල් යනවා'],
  ] as const)('signs stay with their letters where spaces part the words: %s', ([, locale, text]) => {
    expect(read({ locale })(text)).toEqual(text.split(' '));
  });

  test('words keep their apostrophes and decimals; punctuation is none', () => {
    expect(read({})('Don’t pay 3.14, now!')).toEqual(['don’t', 'pay', '3.14', 'now']);
  });

  test('runs of words stand behind single ones; characters stay inside words', () => {
    expect(read({ ngrams: [1, 2] })('to be or')).toEqual(['to', 'be', 'or', 'to be', 'be or']);
    // ` a ` is three long: it is one run of three, and no second one of four.
    expect(read({ analyzer: 'character', ngrams: [3, 4] })('a be')).toEqual([' a ', ' be', 'be ', ' be ']);
    expect(read({ analyzer: 'character-free', ngrams: [2, 2] })('a  b')).toEqual(['a ', ' b']);
  });

  test('a letter beyond 16 bits is one character', () => {
    expect(read({ analyzer: 'character-free', ngrams: [2, 2] })('a𝒳b')).toEqual(['a𝒳', '𝒳b']);
  });

  test('the language decides on small letters where it is told', () => {
    expect(read({ locale: 'tr' })('I')).toEqual(['ı']);
    expect(read({})('I')).toEqual(['i']);
  });

  test.for([
    [{ locale: 'no such' }, 'study.recipe[0].locale: must be a language tag such as th or pt-BR, or empty: no such'],
    [{ ngrams: [3, 2] }, 'study.recipe[0].ngrams: the shortest must not be over the longest: 3, 2'],
  ] as const)('%o is refused', ([changes, message]) => {
    expect(() => read(changes)).toThrow(new InputError(message));
  });
});

describe('tf-idf', () => {
  const column = texts(['red red sun', 'sun', null, 'moon', 'zebra red sun']);
  const train = every(4);
  const fit = (told: object) => fitRecipe([{ step: 'tf-idf', columns: 'text', ...told }], [column], train);

  test('weights by hand; a missing text and an unknown word are nothing', () => {
    const state = fit({ minDocuments: 1, norm: 'none' });
    expect(state.names).toEqual(['t: moon', 't: red', 't: sun']);
    expect(state.sources).toEqual(['t', 't', 't']);
    // 4 training rows: red and moon are in 1, ln(5/2) + 1; sun in 2, ln(5/3) + 1.
    const [rare, sun] = [Math.log(5 / 2) + 1, Math.log(5 / 3) + 1];
    const expected = [0, 2 * rare, sun, 0, 0, sun, 0, 0, 0, rare, 0, 0, 0, rare, sun];
    const { values } = applyRecipe(state, [column], every(5));
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 6);
  });

  test('the most frequent by count are kept, ties in code-point order', () => {
    // red is said twice, sun twice, moon once.
    expect(fit({ minDocuments: 1, maxFeatures: 1 }).names).toEqual(['t: red']);
    // Two of four rows is a share of 0.5.
    expect(fit({ minDocuments: 1, maxDocuments: 0.25 }).names).toEqual(['t: moon', 't: red']);
    expect(fit({}).names).toEqual(['t: sun']);
  });

  test('no term left is refused; so is a text that no step reads', () => {
    expect(() => fit({ minDocuments: 3 })).toThrow(/^study\.recipe\[0\]\.minDocuments: no term of t is in so many/);
    expect(() => fitRecipe([], [column], train)).toThrow(
      'study.recipe: a text is still no number; add a tf-idf step for it, or ignore it: t',
    );
  });
});

describe('hashing', () => {
  test('the hash is that of the reference: smhasher test vectors of seed 0', () => {
    // The empty text, `hello` and `The quick brown fox jumps over the lazy dog`: 0, 248bfa47 and 2e4ff723 (x86_32, seed 0).
    expect(murmurHash('')).toBe(0);
    expect(murmurHash('hello')).toBe(0x248bfa47);
    expect(murmurHash('The quick brown fox jumps over the lazy dog')).toBe(0x2e4ff723);
  });

  test('a category is one count a row, a missing one none', () => {
    const column = texts(['u', null, 'v'], 'category');
    const state = fitRecipe([{ step: 'hashing', columns: ['t'], features: 8 }], [column], every(3));
    expect(state.names[7]).toBe('t#7');
    const { values } = applyRecipe(state, [column], every(3));
    const rows = [0, 1, 2].map((i) => [...values.subarray(8 * i, 8 * i + 8)].reduce((sum, v) => sum + Math.abs(v), 0));
    expect(rows).toEqual([1, 0, 1]);
  });
});

describe('sparse', () => {
  const sentence = fc
    .array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 })
    .map((words) => words.map((word) => `w${word}`).join(' '));
  const recipes = fc.constantFrom<RecipeStep>(
    { step: 'tf-idf', minDocuments: 1, ngrams: [1, 2] },
    { step: 'tf-idf', minDocuments: 1, analyzer: 'character', ngrams: [2, 4] },
    { step: 'hashing', features: 256 },
  );
  const columnsOf = (rows: (string | null)[]): Column[] => [
    texts(rows),
    { ...base, name: 'n', type: 'number', values: Float64Array.from(rows, (_, i) => i % 5), coded: null },
  ];
  const dense = ({ starts, columns, values, rows, names }: ReturnType<typeof sparseOf>) => {
    const all = new Float32Array(rows * names.length);
    for (let r = 0; r < rows; r++)
      for (let i = starts[r]!; i < starts[r + 1]!; i++) all[r * names.length + columns[i]!] = values[i]!;
    return all;
  };
  function sparseOf(state: Parameters<typeof applyRecipe>[0], columns: Column[], rows: Uint32Array) {
    const x = applyRecipe({ ...state, sparse: true }, columns, rows, { sparse: true });
    if (!('starts' in x)) throw new Error('dense');
    return x;
  }

  test('rows without zeros hold the same as dense ones, in any order and company', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(sentence, { nil: null }), { minLength: 12, maxLength: 30 }),
        recipes,
        fc.nat(1000),
        (rows, step, seed) => {
          const columns = columnsOf(['w1 w2', ...rows]);
          const state = fitRecipe([step], columns, every(10));
          const width = state.names.length;
          const order = createRng(seed).permutation(rows.length + 1);
          const all = applyRecipe(state, columns, every(rows.length + 1)).values;
          const mixed = sparseOf(state, columns, order);
          expect(dense(mixed)).toEqual(applyRecipe(state, columns, order).values);
          for (const [place, i] of order.entries()) {
            const own = all.slice(i * width, (i + 1) * width);
            expect(dense(mixed).slice(place * width, (place + 1) * width)).toEqual(own);
            expect(dense(sparseOf(state, columns, Uint32Array.of(i)))).toEqual(own);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('more rows than are worked on at once come out the same', () => {
    const columns = columnsOf(Array.from({ length: 9000 }, (_, i) => `w${i % 300} w${(i * 7) % 11}`));
    const state = fitRecipe([{ step: 'tf-idf' }], columns, every(900));
    const x = sparseOf(state, columns, every(9000));
    const whole = applyRecipe(state, columns, every(9000)).values;
    expect(dense(x).findIndex((value, i) => value !== whole[i])).toBe(-1);
  });

  test('only a wide matrix of mostly zeros, for a model that takes it', () => {
    const columns = columnsOf(Array.from({ length: 300 }, (_, i) => `w${i} w${(i + 1) % 300}`));
    const form = (recipe: RecipeStep[], sparse: boolean) =>
      'starts' in fitTransform(recipe, columns, every(300), null, { sparse }).x;
    expect(form([{ step: 'tf-idf' }], true)).toBe(true);
    expect(form([{ step: 'tf-idf' }], false)).toBe(false);
    expect(form([{ step: 'tf-idf', maxFeatures: 150 }], true)).toBe(false);
  });

  test('a dense matrix over 1 GiB is refused with its width, its size and who could take it', () => {
    // 600 rows of 524,288 + 1 columns of 4 bytes: 1,258,293,600 bytes, 1200.002 MiB.
    const columns = columnsOf(Array.from({ length: 600 }, (_, i) => `w${i}`));
    const told = { sparse: false, families: ['logistic'] };
    expect(() => fitTransform([{ step: 'hashing', features: 2 ** 19 }], columns, every(600), null, told)).toThrow(
      'study.recipe: 600 rows of 524289 columns take 1201 MB, over the limit of 1024 MB; make fewer columns, or choose a model that takes rows without zeros (logistic): 524289',
    );
  });
});

test('the default recipe of a text, a date and a number reads them all', () => {
  const time: Column = { ...base, name: 'd', type: 'date', values: Float64Array.of(0, NaN, 864e5, 0), coded: null };
  const columns = [texts(['a b', 'a', 'b', null]), time];
  const recipe = defaultRecipe(columns);
  expect(recipe.map(({ step }) => step)).toEqual(['date-parts', 'impute', 'tf-idf', 'standardize']);
  const state = fitRecipe(recipe, columns, every(4));
  expect(state.names.slice(0, 3)).toEqual(['t: a', 't: b', 'd: year']);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
