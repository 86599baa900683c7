/** @file A small tree on right and wrong: a few questions that part the rows a model gets wrong from those it gets right. */
import type { Estimate } from '../base/estimate.ts';
import type { Rng } from '../base/random.ts';
import type { Column } from '../data/table.ts';
import { isNumeric } from '../data/table.ts';
import { sample } from '../explain/rows.ts';
import { surrogateTree, type Question } from '../explain/surrogate.ts';
import { wilson } from '../metrics/intervals.ts';
import type { Marked } from './slices.ts';

/** question null: a leaf. Children are places in the list of nodes. */
export interface ErrorNode {
  question: Question | null;
  yes: number;
  no: number;
  /** Rows it was grown on that come here. */
  grown: number;
  /** Of the held out rows that come here, the share that is wrong. */
  wrong: Estimate;
  /** Share of all wrong held out rows that come here; null where none is wrong. */
  coverage: number | null;
}

export interface ErrorTree {
  /** The root is the first. */
  nodes: ErrorNode[];
  rows: { grown: number; of: number; held: number };
}

/** Rows it is grown on at most; more are sampled. */
const mostGrown = 20_000;

/** Three questions deep, splitting where the squared error of the share wrong falls most; leaves of 20 rows and 1 % at least. */
export function errorTree(columns: readonly Column[], find: Marked, hold: Marked, rng: Rng): ErrorTree {
  const places = sample(
    Uint32Array.from(find.rows, (_, i) => i),
    mostGrown,
    rng.split('error tree'),
  );
  const grow = {
    rows: Uint32Array.from(places, (i) => find.rows[i]!),
    scores: Float64Array.from(places, (i) => find.wrong[i]!),
  };
  const least = Math.max(20, Math.ceil(0.01 * places.length));
  const none = { rows: new Uint32Array(0), scores: new Float64Array(0) };
  const { nodes } = surrogateTree({ columns, grow, held: none, class: 'wrong', threshold: 0.5, least });
  const counts = nodes.map(() => ({ rows: 0, wrong: 0 }));
  const named = new Map(columns.map((column) => [column.name, column]));
  hold.rows.forEach((row, i) => {
    for (let at = 0; at >= 0;) {
      const { question, yes, no } = nodes[at]!;
      counts[at]!.rows += 1;
      counts[at]!.wrong += hold.wrong[i]!;
      at = question === null ? -1 : isAnswered(question, named.get(question.column)!, row) ? yes : no;
    }
  });
  const all = counts[0]!.wrong;
  return {
    nodes: nodes.map(({ question, yes, no, rows }, i) => ({
      ...{ question, yes, no, grown: rows },
      wrong: wilson(counts[i]!.wrong, counts[i]!.rows),
      coverage: all > 0 ? counts[i]!.wrong / all : null,
    })),
    rows: { grown: places.length, of: find.rows.length, held: hold.rows.length },
  };
}

/** A missing cell answers no. */
function isAnswered(question: Question, column: Column, row: number): boolean {
  if (isNumeric(column)) return 'upTo' in question && column.values[row]! <= question.upTo;
  const code = column.coded.codes[row]!;
  return 'is' in question && code >= 0 && column.coded.levels[code] === question.is;
}
