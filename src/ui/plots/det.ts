/** @file The detection error trade-off: both error rates on normal deviate axes, where two normal classes give a straight line. */
import { normalQuantile } from '../../core/base/normal.ts';
import { meaning, thin, type Figure } from './figure.ts';
import { count, decimal, percent } from './format.ts';
import { here } from './roc.ts';

export interface DetInput {
  /** Rates in [0, 1] and the threshold that gives them, from (0, 0) to (1, 1). */
  falsePositiveRate: ArrayLike<number>;
  truePositiveRate: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  positive: string;
  rows: number;
}

/** Where the page decides. */
interface Now {
  falsePositiveRate: number | null;
  truePositiveRate: number | null;
  threshold: number;
}

const ticks = [0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999];

/** Rates of 0 and 1 lie at infinity: such points are in the table only. */
export function detFigure(input: DetInput): Figure {
  const { falsePositiveRate: alarm, truePositiveRate: found, thresholds, positive, rows } = input;
  const drawn = thin(alarm.length);
  const inside = drawn.filter((i) => [alarm[i]!, found[i]!].every((rate) => rate > 0 && rate < 1));
  const axis = { tickvals: ticks.map(normalQuantile), ticktext: ticks.map(percent), zeroline: false };
  const equal = equalError(alarm, found);
  return {
    label: `Misses against false alarms for ${positive}, on normal deviates${equal === null ? '' : `; they are equal near ${decimal(equal)}`}.`,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: inside.map((i) => normalQuantile(alarm[i]!)),
        y: inside.map((i) => normalQuantile(1 - found[i]!)),
        text: inside.map(
          (i) =>
            `false alarms ${percent(alarm[i])}<br>missed ${percent(1 - found[i]!)}<br>threshold ${decimal(thresholds[i])}`,
        ),
        line: { color: meaning.model, width: 2 },
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'false positive rate (normal deviate)' }, ...axis },
      yaxis: { title: { text: 'false negative rate (normal deviate)' }, ...axis },
    },
    table: {
      columns: ['threshold', 'false positive rate', 'false negative rate'],
      rows: drawn.map((i) => [
        Number.isFinite(thresholds[i]!) ? thresholds[i]! : 'above all',
        alarm[i]!,
        1 - found[i]!,
      ]),
    },
    rows: `${count(rows)} test rows, ${count(Math.max(0, alarm.length - 1))} distinct scores`,
  };
}

/** With the place of the present threshold: apart from the curve, which takes longer to make than a drag may last. */
export function atNow(curve: Figure, now: Now | null): Figure {
  if (!now || now.falsePositiveRate === null || now.truePositiveRate === null) return curve;
  const [x, y] = [normalQuantile(now.falsePositiveRate), normalQuantile(1 - now.truePositiveRate)];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return curve;
  const mark = { ...here(x, y, now.threshold), hovertemplate: `at ${decimal(now.threshold, 2)}<extra></extra>` };
  return { ...curve, data: [...curve.data, mark] };
}

/** The mean of both error rates where they are nearest; null without a curve. */
export function equalError(alarm: ArrayLike<number>, found: ArrayLike<number>): number | null {
  let [best, least]: [number | null, number] = [null, Infinity];
  for (let i = 0; i < alarm.length; i++) {
    const miss = 1 - found[i]!;
    if (Math.abs(alarm[i]! - miss) >= least) continue;
    [best, least] = [(alarm[i]! + miss) / 2, Math.abs(alarm[i]! - miss)];
  }
  return best;
}
