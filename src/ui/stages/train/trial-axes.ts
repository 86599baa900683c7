/** @file The trials of a search as parallel coordinates: what was chosen, and what it came to. Pure. */
import { placeOf, spaces } from '../../../core/models/spaces.ts';
import { costOf } from '../../../core/study/search-judge.ts';
import type { SearchPlan } from '../../../core/study/search-plan.ts';
import type { Trial } from '../../../core/study/search.ts';
import { bytes, count, decimal } from '../../plots/format.ts';
import type { Figure } from '../../plots/figure.ts';
import { parallelFigure } from '../../plots/parallel-coordinates.ts';
import type { ParallelAxis } from '../../plots/parallel-coordinates.ts';
import { duration } from './findings.ts';
import { fitTime, meanOver, measureNames, ordered, predictTime, valueText, wordsOf } from './leaderboard.ts';
import type { Names } from './leaderboard.ts';

/** Null where fewer than two trials were judged. `rows`: of how many rows the folds are. */
export function trialFigure(trials: readonly Trial[], plan: SearchPlan, names: Names): Figure | null {
  const judged = ordered(trials, plan).filter((trial) => trial[plan.measure].value !== null);
  const most = Math.max(...judged.map(({ share }) => share));
  const lines = judged.filter(({ share }) => share === most);
  if (lines.length < 2) return null;
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  const chosen = kinds.length > 1 ? [familyAxis(lines, kinds, names)] : optionAxes(lines, kinds[0]!, names);
  const axes = [
    ...chosen,
    numberAxis(
      'fit time',
      lines.map((trial) => meanOver(trial, fitTime)),
      duration,
      true,
    ),
    numberAxis(
      '1,000 rows predicted in',
      lines.map((trial) => meanOver(trial, predictTime)),
      duration,
      true,
    ),
    numberAxis(
      'size',
      lines.map((trial) => meanOver(trial, (fold) => fold.bytes)),
      (n) => bytes(Math.round(n)),
      true,
    ),
    measureAxis(lines, plan),
  ];
  const labelOf = (trial: Trial) => (kinds.length > 1 ? names.family(trial.kind) : wordsOf(trial, names));
  const judgedRows = lines[0]!.folds.reduce((sum, { rows }) => sum + rows, 0);
  return parallelFigure({
    names: lines.map(labelOf),
    axes,
    table: {
      columns: [
        kinds.length > 1 ? 'family' : 'options',
        measureNames[plan.measure].toLowerCase(),
        'low',
        'high',
        'fit, ms',
        '1,000 rows predicted in, ms',
        'size, bytes',
      ],
      rows: lines.map((trial) => [
        labelOf(trial),
        trial[plan.measure].value,
        trial[plan.measure].low,
        trial[plan.measure].high,
        meanOver(trial, fitTime),
        meanOver(trial, predictTime),
        Math.round(meanOver(trial, (fold) => fold.bytes)),
      ]),
    },
    rows: `${count(lines.length)} trials, each judged on ${count(judgedRows)} rows in ${lines[0]!.folds.length} ${lines[0]!.folds.length === 1 ? 'fold' : 'folds'}`,
  });
}

function familyAxis(lines: readonly Trial[], kinds: readonly string[], names: Names): ParallelAxis {
  // In the order of the lines, so that the best family stands at the head.
  const place = (kind: string) => 1 - kinds.indexOf(kind) / (kinds.length - 1);
  return {
    name: 'family',
    places: lines.map(({ kind }) => place(kind)),
    texts: lines.map(({ kind }) => names.family(kind)),
    ticks: kinds.map((kind) => ({ at: place(kind), text: names.family(kind) })),
  };
}

/** From the simplest value at the foot to the least simple at the head. */
function optionAxes(lines: readonly Trial[], kind: string, names: Names): ParallelAxis[] {
  return (spaces[kind] ?? []).map((axis) => {
    const { option } = axis;
    const ends = 'values' in axis ? axis.values : [axis.from, axis.to];
    return {
      name: names.option(kind, option),
      places: lines.map(({ options }) => Math.min(1, Math.max(0, placeOf(axis, options[option])))),
      texts: lines.map(({ options }) => valueText(options[option])),
      ticks: ends.map((value) => ({ at: placeOf(axis, value), text: valueText(value) })),
    };
  });
}

/** The least at the foot; by its logarithm, as times and sizes lie orders apart. */
function numberAxis(
  name: string,
  values: readonly number[],
  textOf: (value: number) => string,
  logarithmic: boolean,
): ParallelAxis {
  const by = (value: number) => (logarithmic ? Math.log(Math.max(value, 1e-3)) : value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = (value: number) => (by(high) === by(low) ? 0.5 : (by(value) - by(low)) / (by(high) - by(low)));
  const ends = by(high) === by(low) ? [low] : [low, high];
  return {
    name,
    places: values.map(place),
    texts: values.map(textOf),
    ticks: ends.map((value) => ({ at: place(value), text: textOf(value) })),
  };
}

/** The best at the head. */
function measureAxis(lines: readonly Trial[], { measure }: SearchPlan): ParallelAxis {
  const values = lines.map((trial) => trial[measure].value!);
  const plain = numberAxis(measureNames[measure].toLowerCase(), values, (value) => decimal(value, 4), false);
  if (costOf(1, measure) < 0) return plain;
  const turned = (place: number) => 1 - place;
  return {
    ...plain,
    places: plain.places.map(turned),
    ticks: plain.ticks.map(({ at, text }) => ({ at: turned(at), text })),
  };
}
