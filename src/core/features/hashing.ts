import { z } from 'zod';
import type { FrameColumn, Step } from './contract.ts';
import { murmurHash } from './murmur.ts';
import { changeColumns, selectTexts, selectorSchema } from './select.ts';
import { sparseColumns, unitLength, type RowCells } from './sparse-columns.ts';
import { createTermReader, termCounts, termOptions, type TermSettings } from './terms.ts';

const options = z.object({
  columns: selectorSchema.default('text').meta({
    label: 'Columns',
    describes: 'text, category, or names of columns of texts or categories',
  }),
  features: z
    .number()
    .int()
    .min(1)
    .max(2 ** 20)
    .default(1024)
    .meta({
      label: 'Columns made',
      describes: 'More of them: fewer words share one',
      unit: 'columns',
    }),
  signed: z.boolean().default(true).meta({
    label: 'Signs',
    describes: 'Half of the words count below 0, so that words sharing a column cancel out on average',
  }),
  ...termOptions,
});

interface State extends TermSettings {
  features: number;
  signed: boolean;
  columns: string[];
}

/**
 * Each term is counted in the column that its hash names (Weinberger et al. 2009): nothing is learned, and words never seen in
 * training count too. Texts as scikit-learn's HashingVectorizer, rows of length 1; categories as its FeatureHasher, which hashes
 * `column=level`. What a word is: see createTermReader.
 */
export const hashing: Step<z.output<typeof options>, State> = {
  step: 'hashing',
  label: 'Words in a fixed number of columns',
  describes: 'Counts words, or levels of a category, in columns chosen by a hash: however many words, as many columns.',
  options,
  fit(frame, told, path) {
    const { features, signed, analyzer, ngrams, locale, lowercase } = told;
    createTermReader(told, path);
    const columns = selectTexts(frame, told.columns, path).map(({ name }) => name);
    return { columns, features, signed, analyzer, ngrams, locale, lowercase };
  },
  apply(state, frame) {
    const own = new Set(state.columns);
    const read = createTermReader(state, 'recipe');
    return changeColumns(frame, (column) => (own.has(column.name) ? hashed(column, state, read) : column));
  },
};

function hashed(column: FrameColumn, { features, signed }: State, read: (text: string) => string[]): FrameColumn[] {
  const isText = column.type === 'text';
  const places = new Map<string, number>();
  const hashOf = (term: string) => {
    let hash = places.get(term);
    if (hash === undefined) places.set(term, (hash = murmurHash(term)));
    return hash;
  };
  const terms = isText ? read : (level: string) => [`${column.name}=${level}`];
  const rows = termCounts(column, terms).map((counts): RowCells => {
    const sums = new Map<number, number>();
    for (const [term, n] of counts) {
      const hash = hashOf(term);
      const place = Math.abs(hash) % features;
      sums.set(place, (sums.get(place) ?? 0) + (signed && hash < 0 ? -n : n));
    }
    const cells = [...sums].sort(([a], [b]) => a - b);
    return isText ? unitLength(cells) : cells;
  });
  const names = Array.from({ length: features }, (_, j) => `${column.name}#${j}`);
  return sparseColumns(column.source, names, rows);
}
