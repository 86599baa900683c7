/** @file A small tree that imitates the scores of a model (Craven and Shavlik 1996), and how well it does on rows held out. */
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';

/** A question about one raw column; a missing cell answers no. */
export type Question = { column: string; upTo: number } | { column: string; is: string };

/** question null: a leaf. Children are places in the list of nodes. */
export interface SurrogateNode {
  question: Question | null;
  yes: number;
  no: number;
  /** Mean score of the rows that come here. */
  score: number;
  rows: number;
}

export interface Surrogate {
  class: string;
  /** The root is the first. */
  nodes: SurrogateNode[];
  /** On rows held out: 1 - the squared error over that of the mean. Null where the scores do not vary. */
  fidelity: number | null;
  /** Share of the rows held out that it puts on the same side of `threshold`. */
  agreement: number;
  /** Rows it was grown on, and rows held out. */
  rows: { grown: number; held: number };
}

export interface SurrogateOptions {
  columns: readonly Column[];
  /** Rows to grow on and rows to judge on, with the model's score for the class. */
  grow: { rows: Uint32Array; scores: Float64Array };
  held: { rows: Uint32Array; scores: Float64Array };
  class: string;
  threshold: number;
  depth?: number;
  /** Rows a leaf has at least. */
  least?: number;
}

/** Cuts tried in a column of numbers, at its quantiles. */
const cuts = 64;

/** Splits where the squared error of the score falls most, `depth` questions deep; ties go to the earlier column. */
export function surrogateTree(options: SurrogateOptions): Surrogate {
  const { columns, grow, held, threshold, depth = 3, least = 20 } = options;
  const own = columns.map((column) => takeColumn(column, grow.rows));
  const nodes: SurrogateNode[] = [];
  grown(
    Uint32Array.from(grow.rows, (_, i) => i),
    depth,
  );
  const judged = columns.map((column) => takeColumn(column, held.rows));
  const said = Float64Array.from(held.rows, (_, i) => scoreOf(nodes, judged, i));
  const mean = meanOf(held.scores);
  const squares = (from: (i: number) => number) => held.scores.reduce((sum, s, i) => sum + (s - from(i)) ** 2, 0);
  const varies = held.scores.some((score) => score !== held.scores[0]);
  const agreed = said.filter((score, i) => score >= threshold === held.scores[i]! >= threshold).length;
  return {
    class: options.class,
    nodes,
    fidelity: varies ? 1 - squares((i) => said[i]!) / squares(() => mean) : null,
    agreement: agreed / Math.max(1, said.length),
    rows: { grown: grow.rows.length, held: held.rows.length },
  };

  /** The place of the node made of these rows. */
  function grown(rows: Uint32Array, left: number): number {
    const place = nodes.length;
    const node: SurrogateNode = {
      ...{ question: null, yes: -1, no: -1, rows: rows.length },
      score: meanOf(Float64Array.from(rows, (i) => grow.scores[i]!)),
    };
    nodes.push(node);
    const question = left > 0 ? bestQuestion(own, rows, grow.scores, least) : null;
    if (question === null) return place;
    const column = own.find(({ name }) => name === question.column)!;
    node.question = question;
    node.yes = grown(
      rows.filter((i) => answers(question, column, i)),
      left - 1,
    );
    node.no = grown(
      rows.filter((i) => !answers(question, column, i)),
      left - 1,
    );
    return place;
  }
}

/** Null where no question with enough rows on both sides lowers the error. */
function bestQuestion(
  columns: readonly Column[],
  rows: Uint32Array,
  scores: Float64Array,
  least: number,
): Question | null {
  let best: { question: Question; gain: number } | null = null;
  const total = rows.reduce((sum, i) => sum + scores[i]!, 0);
  const without = total ** 2 / rows.length;
  for (const column of columns)
    for (const question of questionsOf(column, rows)) {
      let [n, sum] = [0, 0];
      for (const i of rows)
        if (answers(question, column, i)) {
          n++;
          sum += scores[i]!;
        }
      if (n < least || rows.length - n < least) continue;
      // The fall of the sum of squared errors.
      const gain = sum ** 2 / n + (total - sum) ** 2 / (rows.length - n) - without;
      if (gain > 1e-12 * Math.max(1, without) && (best === null || gain > best.gain * (1 + 1e-9)))
        best = { question, gain };
    }
  return best && best.question;
}

function questionsOf(column: Column, rows: Uint32Array): Question[] {
  if (!isNumeric(column)) {
    const codes = [...new Set(Array.from(rows, (i) => column.coded.codes[i]!))].filter((code) => code >= 0);
    return codes.sort((a, b) => a - b).map((code) => ({ column: column.name, is: column.coded.levels[code]! }));
  }
  const sorted = Float64Array.from(rows, (i) => column.values[i]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const unique = [...sorted].filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const between = unique.slice(1).map((value, i) => (value + unique[i]!) / 2);
  if (between.length <= cuts) return between.map((upTo) => ({ column: column.name, upTo }));
  const quantiles = Array.from({ length: cuts }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / (cuts + 1))]!);
  return [...new Set(quantiles)].map((upTo) => ({ column: column.name, upTo }));
}

function answers(question: Question, column: Column, row: number): boolean {
  if (isNumeric(column)) return 'upTo' in question && column.values[row]! <= question.upTo;
  const code = column.coded.codes[row]!;
  return 'is' in question && code >= 0 && column.coded.levels[code] === question.is;
}

function scoreOf(nodes: readonly SurrogateNode[], columns: readonly Column[], row: number): number {
  let node = nodes[0]!;
  while (node.question !== null) {
    const { question } = node;
    const column = columns.find(({ name }) => name === question.column)!;
    node = nodes[answers(question, column, row) ? node.yes : node.no]!;
  }
  return node.score;
}

function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
