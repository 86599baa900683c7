/** @file The terms of a text: its words or pieces of them, and the runs of words that stand together. */
import { z } from 'zod';
import { InputError } from '../base/errors.ts';
import type { FrameColumn } from './contract.ts';

/** Options of every step that reads texts. */
export const termOptions = {
  analyzer: z.enum(['word', 'character', 'character-free']).default('word').meta({
    label: 'Cut into',
    describes: 'Words; runs of characters inside words; or runs of characters across words',
  }),
  ngrams: z.array(z.number().int().min(1).max(10)).length(2).default([1, 1]).meta({
    label: 'Shortest and longest run',
    describes: 'How many words, or characters, one term is long: 1, 2 takes single words and pairs',
  }),
  locale: z.string().default('').meta({
    label: 'Language',
    describes: 'A language tag such as th or my, for finding words; empty: the rules that hold for all languages',
  }),
  lowercase: z.boolean().default(true).meta({
    label: 'Lower case',
    describes: 'Capital and small letters count as the same',
  }),
};

export interface TermSettings {
  analyzer: 'word' | 'character' | 'character-free';
  ngrams: number[];
  locale: string;
  lowercase: boolean;
}

/** The tailored rules of a host's own language must not decide: those of English are the ones for all languages. */
const everyLanguage = 'en';

/**
 * Cuts texts as scikit-learn's analyzers word, char_wb and char do, but for what a word is: where scikit-learn's pattern takes
 * runs of two or more word characters, words here are those of Intl.Segmenter (Unicode Standard Annex 29, with dictionaries for
 * Thai, Lao, Khmer, Burmese, Chinese and Japanese): a single letter counts, and so do don't and 3.14 as one word each. The
 * dictionaries differ between versions of ICU, so what is learned keeps its terms. Throws InputError for no language tag.
 */
export function createTermReader(settings: TermSettings, path: string): (text: string) => string[] {
  const { analyzer, ngrams, locale, lowercase } = settings;
  const [least, most] = ngrams as [number, number];
  if (least > most)
    throw new InputError(`${path}.ngrams: the shortest must not be over the longest: ${least}, ${most}`);
  const language = languageOf(locale, path);
  const lowered = (text: string) => {
    if (!lowercase) return text;
    return locale === '' ? text.toLowerCase() : text.toLocaleLowerCase(language);
  };
  if (analyzer === 'character-free')
    return (text) => runsOf([...lowered(text).replace(/\s\s+/g, ' ')], least, most, '');
  if (analyzer === 'character')
    return (text) =>
      lowered(text)
        .split(/\s+/)
        .filter(Boolean)
        .flatMap((word) => runsInside([...` ${word} `], least, most));
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return (text) => {
    const words: string[] = [];
    for (const { segment, isWordLike } of segmenter.segment(lowered(text))) if (isWordLike) words.push(segment);
    return runsOf(words, least, most, ' ');
  };
}

function languageOf(locale: string, path: string): string {
  if (locale === '') return everyLanguage;
  try {
    return Intl.getCanonicalLocales(locale)[0]!;
  } catch {
    throw new InputError(`${path}.locale: must be a language tag such as th or pt-BR, or empty: ${locale}`);
  }
}

function runsOf(parts: string[], least: number, most: number, between: string): string[] {
  if (most === 1) return parts;
  const runs: string[] = [];
  for (let n = least; n <= most; n++)
    for (let i = 0; i + n <= parts.length; i++) runs.push(parts.slice(i, i + n).join(between));
  return runs;
}

/** A word shorter than the run is one run, counted once. */
function runsInside(padded: string[], least: number, most: number): string[] {
  const runs: string[] = [];
  for (let n = least; n <= most; n++) {
    if (n >= padded.length) {
      runs.push(padded.join(''));
      break;
    }
    for (let i = 0; i + n <= padded.length; i++) runs.push(padded.slice(i, i + n).join(''));
  }
  return runs;
}

/** How often each term stands in the text of each row; a missing text has none. */
export function termCounts({ codes, levels }: FrameColumn, read: (text: string) => string[]): Map<string, number>[] {
  const none = new Map<string, number>();
  const known = new Map<number, Map<string, number>>();
  return Array.from(codes!, (code) => {
    if (code < 0) return none;
    let counts = known.get(code);
    if (counts === undefined) {
      counts = new Map();
      for (const term of read(levels![code]!)) counts.set(term, (counts.get(term) ?? 0) + 1);
      known.set(code, counts);
    }
    return counts;
  });
}
