/** @file The question in the words of the person who asks it. Pure. */
import type { FrameNotes } from '../../../core/study/verdicts.ts';
import { targetsOf } from '../../../core/framing/index.ts';
import type { Growth } from '../../../core/study/run.ts';
import type { StudyInput } from '../../../core/study/schema.ts';

export interface Segment {
  text: string;
  strong?: boolean;
}

/** Rows of a class below which little can be learned of it. */
export const fewRows = 100;

/** `Predict whether **income** is **>50K** from 12 columns.` */
export function question(framing: StudyInput['framing'] | undefined, features: number | null): Segment[] {
  if (!framing) return [{ text: 'What should be predicted? Choose the column that holds the answer.' }];
  const from = features === null ? '' : ` from ${features} ${features === 1 ? 'column' : 'columns'}`;
  if (framing.kind === 'binary')
    return [
      { text: 'Predict whether ' },
      { text: framing.target, strong: true },
      { text: ' is ' },
      { text: framing.positive, strong: true },
      { text: `${from}.` },
    ];
  if ('query' in framing)
    return [
      { text: 'Rank the candidates of each ' },
      { text: framing.query, strong: true },
      {
        text:
          framing.kind === 'decoupled'
            ? ` by whether ${framing.target} is ${framing.positive} and by `
            : ' by whether ',
      },
      { text: framing.kind === 'decoupled' ? framing.value : `${framing.target} is ${framing.positive}`, strong: true },
      { text: `${from}.` },
    ];
  const target = targetsOf(framing);
  if (framing.kind === 'score')
    return [
      { text: 'Predict ' },
      { text: framing.target, strong: true },
      { text: `${from} as a number, cut at ${framing.edges.join(', ')}.` },
    ];
  if (framing.kind === 'threshold')
    return [
      { text: 'Predict whether ' },
      { text: framing.target, strong: true },
      { text: ' is ' },
      { text: `${framing.from} or more`, strong: true },
      { text: `${from}.` },
    ];
  if (framing.kind === 'one-vs-rest')
    return [{ text: 'Say yes or no to each ' }, { text: framing.target, strong: true }, { text: ` by itself${from}.` }];
  const within = target.slice(0, -1).reverse();
  return [
    { text: 'Predict which ' },
    { text: target.at(-1)!, strong: true },
    { text: ` it is${within.map((name) => ` within its ${name}`).join('')}${from}.` },
  ];
}

/** Classes with too few rows, in a sentence; null where there are none. */
export function fewSentence(classes: FrameNotes['classes']): string | null {
  const few = classes.filter(({ n }) => n < fewRows);
  if (few.length === 0) return null;
  const names = few.slice(0, 5).map(({ label, n }) => `${label} (${n})`);
  const more = few.length > 5 ? ` and ${few.length - 5} more` : '';
  return `${few.length === 1 ? 'One class has' : `${few.length} classes have`} fewer than ${fewRows} rows: ${names.join(', ')}${more}. Little can be learned or said of so few; collect more, or merge classes and say so.`;
}

/** `60 % to learn from, 20 % to tune on, 20 % to judge by`, in the rows that these are. */
export function splitSentence(rows: FrameNotes['rows']): string {
  const said = (n: number) => n.toLocaleString('en');
  return `${said(rows.train)} rows to learn from, ${said(rows.validation)} to tune on, ${said(rows.test)} to judge by.`;
}

/** The texts that lead to a node; none: the root. */
export function nodeName(path: readonly string[]): string {
  return path.length === 0 ? 'the root' : path.join(' / ');
}

/** How much of the tree learned again for a new class, and how long that took beside all of it. */
export function growthFinding({ added, retrained, kept, before }: Growth): Segment[] {
  const took = (milliseconds: number) =>
    milliseconds < 9950
      ? `${Math.round(milliseconds).toLocaleString('en')} ms`
      : `${(milliseconds / 1000).toFixed(1)} s`;
  const nodes = retrained.length + kept.length;
  const spent = retrained.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    { text: 'Adding ' },
    { text: added.join(', '), strong: true },
    { text: ' trained ' },
    { text: `${retrained.length} of ${nodes} nodes`, strong: true },
    { text: ' again, in ' },
    { text: took(spent), strong: true },
    { text: `; fitting them all without it took ${took(before)}.` },
  ];
}
