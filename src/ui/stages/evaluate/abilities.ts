/** @file What a run can and cannot do, in sentences, each with its n and its 95 % interval. */
import type { Estimate } from '../../../core/base/estimate.ts';
import { wilson } from '../../../core/metrics/intervals.ts';
import type { Metrics, Run } from '../../../core/study/run.ts';
import { count, decimal, interval, percent, segments, type Segment } from '../../plots/format.ts';
import { countsOf } from './live.ts';

export interface Abilities {
  can: Segment[][];
  cannot: Segment[][];
}

/** Rows below which nothing is made of a share. */
const least = 30;

/** Shares as hundredths: `87 % (85 to 89 %)`. */
function share(of: Estimate): string {
  const edge = (value: number) => percent(value).replace(/ %$/, '');
  const between = of.low === null || of.high === null ? '' : ` (${edge(of.low)} to ${edge(of.high)} %)`;
  return `**${percent(of.value)}**${between}`;
}

/** counts: of the test rows at the page's threshold, rows actual; metrics: at the same. */
export function abilitiesOf(run: Run, counts: number[][], metrics: Metrics): Abilities {
  const told = run.classes.length === 2 ? ofTwo(run, counts) : ofSeveral(run, counts);
  const said = [...order(run, metrics), ...told, ...probabilities(metrics), ...groups(run)];
  const side = (can: boolean) => said.filter((one) => one.can === can).map(({ words }) => segments(words));
  return { can: side(true), cannot: side(false) };
}

interface Said {
  can: boolean;
  words: string;
}

/** Whether it puts rows in order, beside chance. */
function order(run: Run, { rocAuc: area }: Metrics): Said[] {
  if (!area || area.value === null || area.low === null) return [];
  const words =
    run.classes.length === 2
      ? `Of a row that is ${run.classes[1]} and one that is not, it scores the first higher in ${share(area)} of pairs`
      : `Of a row of a class and one of another, it scores the first higher for that class in ${share(area)} of pairs, in the mean over classes`;
  return area.low > 0.5
    ? [{ can: true, words: `${words}; chance is 50 %.` }]
    : [{ can: false, words: `${words}: **no better than chance** as far as the interval goes.` }];
}

function ofTwo(run: Run, counts: number[][]): Said[] {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = countsOf(counts);
  const positive = run.classes[1]!;
  const out: Said[] = [];
  const thin = (n: number, what: string) =>
    out.push({ can: false, words: `With **${count(n)} ${what}** there are too few to say anything of them.` });
  if (tp + fn < least) thin(tp + fn, `test rows that are ${positive}`);
  else {
    out.push({
      can: true,
      words: `It finds ${share(wilson(tp, tp + fn))} of ${count(tp + fn)} rows that are ${positive}.`,
    });
    out.push({ can: false, words: `It misses ${share(wilson(fn, tp + fn))} of them, ${count(fn)} rows.` });
  }
  if (fp + tn < least) thin(fp + tn, `test rows that are not ${positive}`);
  else
    out.push({
      can: false,
      words: `It names ${share(wilson(fp, fp + tn))} of ${count(fp + tn)} rows that are not ${positive} all the same.`,
    });
  if (tp + fp >= least)
    out.push({
      can: true,
      words: `Of ${count(tp + fp)} rows it names, ${share(wilson(tp, tp + fp))} are ${positive}.`,
    });
  out.push(...beside(run, wilson(tp + tn, tp + fp + fn + tn)));
  return out;
}

function ofSeveral(run: Run, counts: number[][]): Said[] {
  const totals = counts.map((row) => row.reduce((sum, k) => sum + k, 0));
  const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
  const n = totals.reduce((sum, k) => sum + k, 0);
  const out: Said[] = beside(run, wilson(right, n));
  const found = run.classes
    .map((name, k) => ({ name, k, of: wilson(counts[k]![k]!, totals[k]!) }))
    .filter(({ of }) => of.n >= least)
    .sort((a, b) => b.of.value! - a.of.value!);
  const [best, worst] = [found[0], found.at(-1)];
  if (best)
    out.push({ can: true, words: `It is best at ${best.name}: it finds ${share(best.of)} of ${count(best.of.n)}.` });
  if (worst && worst !== best) {
    const others = counts[worst.k]!.map((rows, k) => ({ rows, k })).filter(({ k }) => k !== worst.k);
    const most = others.reduce((a, b) => (b.rows > a.rows ? b : a));
    const mostly = most.rows > 0 ? `, and calls ${count(most.rows)} of them ${run.classes[most.k]}` : '';
    out.push({
      can: false,
      words: `It is weakest at ${worst.name}: it finds ${share(worst.of)} of ${count(worst.of.n)}${mostly}.`,
    });
  }
  const thin = run.classes.filter((_, k) => totals[k]! < least);
  if (thin.length > 0)
    out.push({
      can: false,
      words: `**Nothing can be said** of ${thin.slice(0, 5).join(', ')}${thin.length > 5 ? ` and ${thin.length - 5} more` : ''}: under ${least} test rows each.`,
    });
  return out;
}

/** Its accuracy beside that of always naming the commonest class. */
function beside({ baseline }: Run, accuracy: Estimate): Said[] {
  const simple = baseline.test['accuracy']?.value;
  if (simple === undefined || simple === null || accuracy.low === null) return [];
  const words = `It is right about ${share(accuracy)} of ${count(accuracy.n)} rows; always naming the commonest class is about ${percent(simple)}`;
  return accuracy.low > simple
    ? [{ can: true, words: `${words}.` }]
    : [{ can: false, words: `${words}: **not surely more often**.` }];
}

function probabilities({ ece }: Metrics): Said[] {
  if (!ece || ece.value === null) return [];
  return [
    {
      can: false,
      words: `Its scores are off by **${decimal(ece.value)}** (${interval(ece)}) on the mean; whether that is more than chance stands under Curves and calibration.`,
    },
  ];
}

/** The widest gap in who is found, of the columns that were compared. */
function groups(run: Run): Said[] {
  const told = Object.entries(run.groups).flatMap(([column, { gaps }]) => {
    const gap = gaps.equalOpportunityDifference;
    return gap.value === null || gap.low === null ? [] : [{ column, gap, value: gap.value }];
  });
  if (told.length === 0) return [];
  const widest = told.reduce((a, b) => (b.value > a.value ? b : a));
  return [
    {
      can: false,
      words: `It does not find every group alike: at its own decision the shares found differ by **${decimal(widest.value)}** (${interval(widest.gap)}) by ${widest.column}; see Fairness for what chance alone gives.`,
    },
  ];
}
