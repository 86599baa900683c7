import { writeCsv } from '../../src/core/data/write.ts';
import { packageText } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

const sources = ['amazon', 'imdb', 'yelp'] as const;

interface Sentence {
  text: string;
  /** 1 positive, 0 negative; null in the empty record that ends each file. */
  class: 0 | 1 | null;
}

export const sample: SampleSource = {
  id: 'sentences',
  title: 'Sentences from reviews',
  describes: 'Whether a sentence of a review is positive or negative: 3,000 sentences from three sites.',
  csv: () =>
    writeCsv([
      ['text', 'source', 'sentiment'],
      ...sources.flatMap((source) =>
        (JSON.parse(packageText('sentiment', `test/fixtures/${source}.json`)) as Sentence[])
          .filter((sentence) => sentence.class !== null)
          .map(({ text, class: mark }) => [
            text.replace(/\s+/g, ' ').trim(),
            source,
            mark === 1 ? 'positive' : 'negative',
          ]),
      ),
    ]),
};
