import { writeCsv } from '../../src/core/data/write.ts';
import { packageText } from '../packages.ts';
import type { SampleSource } from '../sample.ts';

interface Emoji {
  emoji: string;
  label: string;
  tags?: string[];
  /** Numbers that meta/groups.json names; absent for the letters that flags are spelled with. */
  group?: number;
  subgroup?: number;
}
interface Names {
  groups: Record<string, string>;
  subgroups: Record<string, string>;
}

const read = (file: string): unknown => JSON.parse(packageText('emojibase-data', file));

export const sample: SampleSource = {
  id: 'emoji',
  title: 'Emoji by their words',
  describes: 'Which of 100 kinds an emoji is, from its name and keywords: 1,923 short texts, 100 classes in 10 groups.',
  csv: () => {
    const { groups, subgroups } = read('meta/groups.json') as Names;
    const placed = (read('en/data.json') as Emoji[]).filter(({ group }) => group !== undefined);
    return writeCsv([
      ['emoji', 'text', 'subgroup', 'group'],
      ...placed.map(({ emoji, label, tags = [], group, subgroup }) => [
        emoji,
        [label, ...tags].join(', '),
        subgroups[subgroup!]!,
        groups[group!]!,
      ]),
    ]);
  },
};
