import { createRng } from '../../src/core/base/random.ts';
import { writeCsv } from '../../src/core/data/write.ts';
import type { SampleSource } from '../sample.ts';
import { readNouns } from './wordnet.ts';
import type { Noun } from './wordnet.ts';

const rows = 6000;
/** Artifacts, and food as a substance and as something solid. */
const roots = ['00022119', '00021445', '07571428'];
/** A class is the highest noun with so many below it; a section the highest with at most so many. */
const classSize = { least: 25, most: 160 };
const sectionSize = 2000;

/** [text, class, section] of every noun in a class whose section has two classes at least. */
export function goods(): [text: string, kind: string, section: string][] {
  const nouns = readNouns();
  const classes: { noun: Noun; section: string }[] = [];
  const cut = (noun: Noun, section: string | null) => {
    const under = section ?? (noun.size <= sectionSize ? noun.words[0]! : null);
    if (noun.size > classSize.most) for (const child of noun.children) cut(nouns.get(child)!, under);
    else if (noun.size >= classSize.least) classes.push({ noun, section: under! });
  };
  for (const root of roots) cut(nouns.get(root)!, null);
  const kept = classes.filter(({ section }) => classes.filter((other) => other.section === section).length > 1);
  const nameOf = ({ words, parent }: Noun) => {
    const twice = kept.filter(({ noun }) => noun.words[0] === words[0]).length > 1;
    return twice ? `${words[0]} (${nouns.get(parent!)!.words[0]})` : words[0]!;
  };
  return kept.flatMap(({ noun, section }) =>
    below(noun, nouns).map(({ words, gloss }): [string, string, string] => [
      `${words.join(', ')}: ${gloss}`,
      nameOf(noun),
      section,
    ]),
  );
}

function below(noun: Noun, nouns: Map<string, Noun>): Noun[] {
  return [noun, ...noun.children.flatMap((child) => below(nouns.get(child)!, nouns))];
}

export const sample: SampleSource = {
  id: 'goods',
  title: 'Goods by their description',
  describes: 'Which kind of goods a dictionary entry describes: 6,000 short texts, 106 classes in 18 sections.',
  csv: () => {
    const all = goods();
    const chosen = createRng(2011).split('goods').permutation(all.length).slice(0, rows).sort();
    return writeCsv([['text', 'class', 'section'], ...Array.from(chosen, (i) => all[i]!)]);
  },
  also: [
    {
      title: 'As several yes or no',
      study: { name: 'Kind of goods, each yes or no', framing: { kind: 'one-vs-rest', target: 'class' } },
    },
    {
      title: 'Coarse to fine',
      study: {
        name: 'Kind of goods, coarse to fine',
        framing: { kind: 'hierarchical', target: ['section', 'class'] },
        groups: [],
      },
    },
  ],
};
