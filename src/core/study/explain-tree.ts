/** @file A decision tree in words: its questions asked of raw cells, whatever the recipe made of them. */
import type { Rng } from '../base/random.ts';
import { takeColumn } from '../data/select.ts';
import { isNumeric } from '../data/table.ts';
import type { Column } from '../data/table.ts';
import { cellOf, range, sample } from '../explain/rows.ts';
import type { Cell } from '../explain/rows.ts';
import type { RecipeState } from '../features/recipe.ts';
import { treesOf } from '../models/trees/nodes.ts';
import { along } from './explain-along.ts';
import { singleSteps } from './explain-plain.ts';
import type { Prepared } from './prepare.ts';
import type { ModelBundle } from './run.ts';

/** yes and no are places of nodes. rows: training rows. shares: of the classes. below: questions that are not told. */
export interface ReadNode {
  question: string | null;
  yes: number;
  no: number;
  rows: number;
  shares: number[];
  below: number;
}

export interface ReadTree {
  kind: 'tree';
  /** The root first. */
  nodes: ReadNode[];
  depth: number;
  leaves: number;
}

/** Questions after one another that are told. */
const told = 6;
/** Training rows whose cells are tried. */
const looked = 20_000;

export function readTree(prepared: Prepared, bundle: ModelBundle, rng: Rng): ReadTree {
  const { classes } = prepared;
  const trees = treesOf(bundle.model);
  const { totals, rows } = bundle.model.arrays;
  const ask = asker(prepared, bundle, sample(prepared.train, looked, rng.split('model/rows')));
  const nodes: ReadNode[] = [];
  const isLeaf = (node: number) => trees.column[node]! < 0;
  const questionsBelow = (node: number): number =>
    isLeaf(node) ? 0 : 1 + questionsBelow(trees.left[node]!) + questionsBelow(trees.left[node]! + 1);
  const depthOf = (node: number): number =>
    isLeaf(node) ? 0 : 1 + Math.max(depthOf(trees.left[node]!), depthOf(trees.left[node]! + 1));
  const add = (node: number, depth: number): number => {
    const own = [...totals!.subarray(node * classes.length, (node + 1) * classes.length)];
    const all = own.reduce((sum, n) => sum + n, 0);
    const common = { rows: rows![node]!, shares: own.map((n) => n / all) };
    const at = nodes.push({ ...common, question: null, yes: -1, no: -1, below: 0 }) - 1;
    if (isLeaf(node)) return at;
    if (depth === told) {
      nodes[at] = { ...nodes[at]!, below: questionsBelow(node) };
      return at;
    }
    const [left, right] = [trees.left[node]!, trees.left[node]! + 1];
    const asked = ask(trees.column[node]!, trees.threshold[node]!, trees.missingRight[node] === 1);
    const yes = add(asked.right ? right : left, depth + 1);
    const no = add(asked.right ? left : right, depth + 1);
    nodes[at] = { ...nodes[at]!, question: asked.question, yes, no };
    return at;
  };
  add(0, 0);
  return { kind: 'tree', nodes, depth: depthOf(0), leaves: trees.values.length / classes.length };
}

/** right: yes goes right. */
interface Asked {
  question: string;
  right: boolean;
}

/** What a cut of a column of the matrix asks of the raw column it came from; of the matrix itself where that cannot be said. */
function asker(prepared: Prepared, bundle: ModelBundle, seen: Uint32Array) {
  const { features, study } = prepared;
  const { sources, names } = bundle.recipe as RecipeState;
  const isSingle = singleSteps(study.recipe!);
  const tried = new Map<number, { cells: Cell[]; values: Float32Array }>();
  return (column: number, cut: number, missingGoes: boolean): Asked => {
    const plain = { question: `${names[column]} is at most ${Number(cut.toPrecision(4))}`, right: false };
    if (!isSingle) return plain;
    const place = features.findIndex(({ name }) => name === sources[column]);
    const sidesOf = (values: Float32Array) =>
      Array.from({ length: values.length / names.length }, (_, i) => {
        const value = values[i * names.length + column]!;
        return Number.isNaN(value) ? missingGoes : value > cut;
      });
    let known = tried.get(place);
    if (!known) {
      const cells = distinct(takeColumn(features[place]!, seen));
      tried.set(place, (known = { cells, values: along(prepared, bundle, place, cells).values }));
    }
    const probe = (cells: number[]) => sidesOf(along(prepared, bundle, place, cells).values);
    return questionOf(sources[column]!, known.cells, sidesOf(known.values), probe) ?? plain;
  };
}

/** Numbers ascending, levels by code point; null last where a cell is missing. */
function distinct(column: Column): Cell[] {
  const all = range(isNumeric(column) ? column.values.length : column.coded.codes.length);
  const found = new Set([...all].map((row) => cellOf(column, row)));
  const present = [...found].filter((cell) => cell !== null);
  present.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : `${a}` < `${b}` ? -1 : 1));
  return found.has(null) ? [...present, null] : present;
}

/** probe: which side other numbers go to. Null where no short question says it. */
function questionOf(
  source: string,
  cells: readonly Cell[],
  goesRight: readonly boolean[],
  probe: (cells: number[]) => boolean[],
): Asked | null {
  const gap = cells.indexOf(null);
  const rest = [...cells.keys()].filter((i) => i !== gap);
  const missing = (right: boolean) => (gap >= 0 && goesRight[gap] === right ? ' or missing' : '');
  if (gap >= 0 && rest.every((i) => goesRight[i] !== goesRight[gap]))
    return { question: `${source} is missing`, right: goesRight[gap]! };
  if (rest.every((i) => typeof cells[i] === 'number')) {
    const turns = rest.flatMap((i, k) => (k > 0 && goesRight[i] !== goesRight[rest[k - 1]!] ? [k] : []));
    if (turns.length !== 1) return null;
    let [low, high] = [cells[rest[turns[0]! - 1]!] as number, cells[rest[turns[0]!]!] as number];
    const right = goesRight[rest[turns[0]! - 1]!]!;
    // Where between the two neighbours it turns, to a thousandth of the way.
    for (let round = 0; round < 2; round++) {
      const points = Array.from({ length: 31 }, (_, i) => low + ((high - low) * (i + 1)) / 32);
      const turned = probe(points).findIndex((side) => side !== right);
      const all = [low, ...points, high];
      const at = turned < 0 ? all.length - 1 : turned + 1;
      [low, high] = [all[at - 1]!, all[at]!];
    }
    return { question: `${source} is at most ${shortest(low, high)}${missing(right)}`, right };
  }
  const [yes, no] = [true, false].map((side) => rest.filter((i) => goesRight[i] === side));
  const few = yes!.length <= no!.length ? yes! : no!;
  if (few.length === 0) return null;
  const right = few === yes;
  const more = few.length > 5 ? ` or ${few.length - 5} others` : '';
  const listed = few.slice(0, 5).map((i) => `${cells[i]}`).join(' or '); // prettier-ignore
  return { question: `${source} is ${listed}${more}${missing(right)}`, right };
}

/** The number of fewest digits from `low` on and under `high`. */
function shortest(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= low && rounded < high) return rounded;
  }
  return low;
}
