import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import { byCodePoint } from '../base/order.ts';
import type { FrameColumn, Step } from './contract.ts';
import { changeColumns, selectTexts, selectorSchema } from './select.ts';
import { sparseColumns, unitLength, type RowCells } from './sparse-columns.ts';
import { createTermReader, termCounts, termOptions, type TermSettings } from './terms.ts';

const options = z.object({
  columns: selectorSchema.default('text').meta({ label: 'Columns', describes: 'text, or names of columns of texts' }),
  ...termOptions,
  minDocuments: z.number().int().min(1).default(2).meta({
    label: 'Least rows a term',
    describes: 'A term in fewer training rows is left out',
    unit: 'rows',
  }),
  maxDocuments: z.number().gt(0).max(1).default(1).meta({
    label: 'Greatest share of rows',
    describes: 'A term in a greater share of the training rows is left out; 1 leaves none out',
  }),
  maxFeatures: z.number().int().min(1).max(200_000).default(2000).meta({
    label: 'Most terms',
    describes: 'The most frequent terms of the training rows are kept, up to this many a column',
    unit: 'terms',
  }),
  sublinear: z.boolean().default(false).meta({
    label: 'Dampen repetition',
    describes: 'A term said n times in a row counts 1 + ln n instead of n',
  }),
  norm: z.enum(['l2', 'none']).default('l2').meta({
    label: 'Length',
    describes: 'l2: a long text weighs as much as a short one; none: weights as they are',
  }),
});
type Options = z.output<typeof options>;

interface State extends TermSettings {
  sublinear: boolean;
  norm: 'l2' | 'none';
  /** terms: in code-point order, one column each. idf: the weight of each. */
  columns: { name: string; terms: string[]; idf: number[] }[];
}

/**
 * One column a term: its count in the text times ln((1 + rows) / (1 + rows with the term)) + 1, rows of length 1, as
 * scikit-learn's TfidfVectorizer with smooth idf (Salton and Buckley 1988); what a word is: see createTermReader. Most frequent
 * terms by count over all training rows, ties in code-point order. A missing text is an empty one.
 */
export const tfIdf: Step<Options, State> = {
  step: 'tf-idf',
  label: 'Words and their weight',
  describes: 'Turns each text into one number a word: how often it is said, more for words that few rows have.',
  options,
  fit(frame, told, path) {
    const { analyzer, ngrams, locale, lowercase, sublinear, norm } = told;
    const read = createTermReader(told, path);
    const columns = selectTexts(frame, told.columns, path).map((column) => learnTerms(column, read, told, path));
    return { analyzer, ngrams, locale, lowercase, sublinear, norm, columns };
  },
  apply(state, frame) {
    const byName = new Map(state.columns.map((column) => [column.name, column]));
    const read = createTermReader(state, 'recipe');
    return changeColumns(frame, (column) => {
      const learned = byName.get(column.name);
      if (learned === undefined) return column;
      const { terms, idf } = learned;
      const place = new Map(terms.map((term, j) => [term, j]));
      const rows = termCounts(column, read).map((counts): RowCells => {
        const cells: [number, number][] = [];
        for (const [term, n] of counts) {
          const j = place.get(term);
          if (j !== undefined) cells.push([j, (state.sublinear ? 1 + Math.log(n) : n) * idf[j]!]);
        }
        cells.sort((a, b) => a[0] - b[0]);
        return state.norm === 'l2' ? unitLength(cells) : cells;
      });
      const names = terms.map((term) => `${column.name}: ${term}`);
      return sparseColumns(column.source, names, rows);
    });
  },
};

function learnTerms(
  column: FrameColumn,
  read: (text: string) => string[],
  { minDocuments, maxDocuments, maxFeatures }: Options,
  path: string,
): State['columns'][number] {
  const documents = termCounts(column, read);
  const seen = new Map<string, { rows: number; count: number }>();
  for (const counts of documents)
    for (const [term, n] of counts) {
      const of = seen.get(term);
      if (of === undefined) seen.set(term, { rows: 1, count: n });
      else {
        of.rows++;
        of.count += n;
      }
    }
  const limit = maxDocuments * documents.length;
  const kept = [...seen].filter(([, { rows }]) => rows >= minDocuments && rows <= limit);
  if (kept.length === 0)
    throw new InputError(
      `${path}.minDocuments: no term of ${column.name} is in so many training rows; lower it, or ignore the column: ${minDocuments}`,
    );
  const chosen = kept
    .sort(([a, of], [b, other]) => other.count - of.count || byCodePoint(a, b))
    .slice(0, maxFeatures)
    .sort(([a], [b]) => byCodePoint(a, b));
  return {
    name: column.name,
    terms: chosen.map(([term]) => term),
    idf: chosen.map(([, { rows }]) => Math.log((1 + documents.length) / (1 + rows)) + 1),
  };
}
