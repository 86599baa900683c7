/** @file Several framings of one question beside each other: what all of them answer, who is right, and where they part. */
import type { Estimate } from '../base/estimate.ts';
import { createRng } from '../base/random.ts';
import type { Table } from '../data/table.ts';
import type { Framed } from '../framing/contract.ts';
import { frameTarget } from '../framing/index.ts';
import { groupTable } from '../fairness/index.ts';
import type { Gap } from '../fairness/types.ts';
import { confusion } from '../metrics/confusion.ts';
import { undefinedEstimate, wilson } from '../metrics/intervals.ts';
import { groupsOf } from './columns.ts';
import { evaluateFormula, parseFormula } from './formula.ts';
import type { RunResult } from './run.ts';

/** What is judged of a framing. */
export type Judged = Pick<RunResult, 'run' | 'predictions'>;

/** Answers that every framing can give, finest first found. */
export interface CommonAnswers {
  names: string[];
  /** By framing: the common answer of each of its own classes. */
  of: number[][];
}

export interface Beside {
  /** Test rows of every framing: what is told below is about these. */
  rows: number;
  common: string[];
  /** Of two common answers the one that is to be found; else null. */
  positive: string | null;
  framings: {
    /** Share of rows whose common answer is right. */
    right: Estimate;
    /** classes x classes over the common answers, rows actual. */
    confusion: number[][];
    business: Estimate;
    /** Largest minus smallest `right` among the groups of a column. */
    gaps: Record<string, Gap>;
  }[];
  /** Up to three rows on which the framings' chances differ most. distance: total variation, 0 to 1. */
  apart: {
    row: number;
    distance: number;
    /** By framing, in its own classes; chance: of the common answer it gives. */
    answers: { actual: string; said: string; common: string; chance: number }[];
  }[];
}

/**
 * Two classes of two framings are one answer where a row is of both; what the rows join, over all framings, is one common
 * answer: the finest division that every framing knows. codes: class of each row of the table, -1 where it has none.
 */
export function commonAnswers(all: readonly Pick<Framed, 'classes' | 'codes'>[]): CommonAnswers {
  const first: number[] = [];
  let nodes = 0;
  for (const { classes } of all) {
    first.push(nodes);
    nodes += classes.length;
  }
  const parent = Array.from({ length: nodes }, (_, i) => i);
  const root = (node: number): number => (parent[node] === node ? node : (parent[node] = root(parent[node]!)));
  for (let row = 0; row < all[0]!.codes.length; row++) {
    const own = all.flatMap(({ codes }, f) => (codes[row]! < 0 ? [] : [first[f]! + codes[row]!]));
    for (const node of own) parent[root(node)] = root(own[0]!);
  }
  const roots = [...new Set(parent.map((_, node) => root(node)))];
  const of = all.map(({ classes }, f) => classes.map((_, c) => roots.indexOf(root(first[f]! + c))));
  const names = roots.map((_, answer) => nameOf(all, of, answer));
  return { names, of };
}

/** The name of the one class that is it, in the framing of the fewest classes that has one; else its classes there. */
function nameOf(all: readonly Pick<Framed, 'classes'>[], of: readonly number[][], answer: number): string {
  const own = all
    .map(({ classes }, f) => ({ size: classes.length, labels: classes.filter((_, c) => of[f]![c] === answer) }))
    .filter(({ labels }) => labels.length > 0)
    .sort((a, b) => a.size - b.size);
  const alone = own.flatMap(({ labels }) => (labels.length === 1 ? labels : []));
  const name = alone.find((label) => !label.startsWith('not ')) ?? alone[0];
  if (name !== undefined) return name;
  const { labels } = own[0]!;
  return labels.slice(0, 3).join(' or ') + (labels.length > 3 ? ` or ${labels.length - 3} more` : '');
}

/** Framings on the same table; `formula`: of the study's purpose, or null. Throws InputError for a formula that cannot be read. */
export function besideOf(all: readonly Judged[], table: Table, formula: string | null): Beside {
  const test = all.map(({ predictions }) => {
    const at = new Map<number, number>();
    predictions.rows.forEach((row, i) => predictions.split[i] === 2 && at.set(row, i));
    return at;
  });
  const shared = [...test[0]!.keys()].filter((row) => test.every((at) => at.has(row)));
  const places = test.map((at) => shared.map((row) => at.get(row)!));
  const common = commonAnswers(all.map(({ run }) => frameTarget(table, run.study.framing)));
  const k = common.names.length;
  const parsed = formula === null ? null : parseFormula(formula, 'study.purpose.formula');
  const positive = k === 2 ? positiveOf(all, common, places) : null;
  // Of two the one to be found stands last, as in every run.
  const order = positive === 0 ? [1, 0] : common.names.map((_, answer) => answer);
  const names = order.map((answer) => common.names[answer]!);
  const of = common.of.map((answers) => answers.map((answer) => order.indexOf(answer)));

  const sums = all.map((framing, f) => sumScores(framing, places[f]!, of[f]!, k));
  const framings = all.map(({ predictions, run }, f) => {
    const take = (codes: Int32Array) => Int32Array.from(places[f]!, (i) => of[f]![codes[i]!]!);
    const [actual, said] = [take(predictions.actual), take(predictions.predicted)];
    const isRight = said.map((answer, i) => (answer === actual[i] ? 1 : 0));
    const matrix = confusion(actual, said, k);
    const rng = createRng(run.study.seed).split('beside');
    const alone = k < 2 ? undefinedEstimate(shared.length, 'the framings share no answer') : null;
    return {
      right:
        alone ??
        wilson(
          isRight.reduce((sum, right) => sum + right, 0),
          shared.length,
        ),
      confusion: matrix,
      business:
        alone ?? (parsed ? evaluateFormula(parsed, matrix, rng) : undefinedEstimate(shared.length, 'no formula')),
      gaps: alone ? {} : gapsOf(all[0]!.run.study, table, shared, isRight, rng),
    };
  });
  return {
    rows: shared.length,
    common: names,
    positive: positive === null ? null : names[1]!,
    framings,
    apart: k < 2 ? [] : apartOf(all, places, { names, of, sums, shared }),
  };
}

/** Of two common answers that which a framing calls positive, else the rarer one. */
function positiveOf(all: readonly Judged[], { of }: CommonAnswers, places: readonly (readonly number[])[]): number {
  const f = all.findIndex(({ run }) => ['binary', 'threshold'].includes(run.study.framing.kind));
  if (f >= 0) return of[f]![1]!;
  const ones = places[0]!.filter((i) => of[0]![all[0]!.predictions.actual[i]!] === 1).length;
  return ones * 2 <= places[0]!.length ? 1 : 0;
}

/** rows x common answers: the chances of the own classes that are one answer, added up. */
function sumScores({ run, predictions }: Judged, places: readonly number[], of: readonly number[], k: number) {
  const width = run.classes.length;
  const sums = new Float64Array(places.length * k);
  places.forEach((place, i) =>
    of.forEach((answer, c) => (sums[i * k + answer]! += predictions.scores[place * width + c]!)),
  );
  return sums;
}

function gapsOf(
  study: RunResult['run']['study'],
  table: Table,
  shared: readonly number[],
  isRight: Int32Array,
  rng: ReturnType<typeof createRng>,
): Record<string, Gap> {
  const placeOf = new Map(Array.from(table.sourceRows, (row, place) => [row, place]));
  const ones = new Int32Array(isRight.length).fill(1);
  return Object.fromEntries(
    study.groups.map((name, i) => {
      const groups = groupsOf(study, table, name, `study.groups[${i}]`);
      const codes = Int32Array.from(shared, (row) => groups.codes[placeOf.get(row)!]!);
      // With every row positive, the true positive rate is the share that is right.
      const { gaps } = groupTable({ codes, names: groups.names }, ones, isRight, 1, rng.split(name));
      return [name, gaps.equalOpportunityDifference];
    }),
  );
}

interface Told {
  names: readonly string[];
  of: readonly number[][];
  sums: readonly Float64Array[];
  shared: readonly number[];
}

/** The three rows with the largest distance between two framings, where they differ at all; ties: the earlier row. */
function apartOf(all: readonly Judged[], places: readonly (readonly number[])[], told: Told): Beside['apart'] {
  const { names, of, sums, shared } = told;
  const k = names.length;
  const distance = (i: number) => {
    let most = 0;
    for (let f = 0; f < all.length; f++)
      for (let g = 0; g < f; g++) {
        let sum = 0;
        for (let a = 0; a < k; a++) sum += Math.abs(sums[f]![i * k + a]! - sums[g]![i * k + a]!);
        most = Math.max(most, sum / 2);
      }
    return most;
  };
  return shared
    .map((row, i) => ({ row, i, distance: distance(i) }))
    .filter(({ distance }) => distance > 0)
    .sort((a, b) => b.distance - a.distance || a.row - b.row)
    .slice(0, 3)
    .map(({ row, i, distance }) => ({
      row,
      distance,
      answers: all.map(({ run, predictions }, f) => {
        const place = places[f]![i]!;
        const [actual, said] = [predictions.actual[place]!, predictions.predicted[place]!];
        const answer = of[f]![said]!;
        return {
          actual: run.classes[actual]!,
          said: run.classes[said]!,
          common: names[answer]!,
          chance: sums[f]![i * k + answer]!,
        };
      }),
    }));
}
