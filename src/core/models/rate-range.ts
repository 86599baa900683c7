/**
 * @file The range test of the learning rate (Smith 2015, "Cyclical learning rates", section 3.3): the loss of each mini-batch while the
 * rate rises exponentially.
 */
import type { FitContext, RateRange } from './contract.ts';
import type { Trainer } from './network.ts';
import { createPace } from './pace.ts';

/** The rate of the first batch and of the last. */
const from = 1e-6;
const to = 10;
/** Batches tried: those of one pass over the rows, within these. */
const least = 100;
const most = 1000;
/** Ends where the running mean of the loss is this many times its least so far, as fastai's lr_find does. */
const apart = 4;
/** Share of the running mean that stays from batch to batch. */
const memory = 0.9;

/** trainerOf: a fresh network whose rate is decided step by step, counted from 1. */
export async function sweepRates(
  trainerOf: (rate: (step: number) => number) => Trainer,
  { rows, batchSize }: { rows: number; batchSize: number },
  context: FitContext,
): Promise<RateRange> {
  const each = Math.ceil(rows / batchSize);
  const batches = Math.min(most, Math.max(least, each));
  const rateOf = (step: number) => from * (to / from) ** ((step - 1) / (batches - 1));
  const trainer = trainerOf(rateOf);
  const pace = createPace(context);
  const order = context.rng.split('order');
  const losses: number[] = [];
  let ended: RateRange['ended'] = 'all rates';
  let running = 0;
  let best = Infinity;
  try {
    let rowsOf = new Int32Array(0);
    for (let step = 1; step <= batches; step++) {
      await pace();
      const at = (step - 1) % each;
      if (at === 0) rowsOf = Int32Array.from(order.split(`pass ${step}`).permutation(rows));
      const batch = rowsOf.slice(at * batchSize, (at + 1) * batchSize);
      trainer.begin(batch);
      trainer.step(0, batch.length, step);
      const loss = (await trainer.finish(pace)).loss / batch.length;
      context.compute.check();
      if (!Number.isFinite(loss)) {
        ended = 'loss is not a number';
        break;
      }
      losses.push(loss);
      running = memory * running + (1 - memory) * loss;
      const mean = running / (1 - memory ** step);
      best = Math.min(best, mean);
      context.progress({ stage: 'rates', done: step, total: batches, what: 'batches', values: { loss } });
      if (mean > apart * best) {
        ended = 'loss rose';
        break;
      }
    }
  } finally {
    trainer.dispose();
  }
  const rates = losses.map((_, i) => rateOf(i + 1));
  return { ...readRates(rates, losses, Math.round(batches / 25)), ended, batchSize, rows };
}

/**
 * rates rise by one factor. around: batches on either side that are smoothed over, fewer near both ends; the slope at a batch is
 * between those `around` before and after. Only what comes before the least loss counts.
 */
export function readRates(
  rates: readonly number[],
  losses: readonly number[],
  around: number,
): Pick<RateRange, 'points' | 'steepest' | 'tenth' | 'around'> {
  const smooth = losses.map((_, i) => {
    const reach = Math.min(around, i, losses.length - 1 - i);
    const near = losses.slice(i - reach, i + reach + 1);
    return near.reduce((sum, loss) => sum + loss, 0) / near.length;
  });
  const points = rates.map((rate, i) => ({ rate, loss: losses[i]!, smooth: smooth[i]! }));
  const lowest = smooth.indexOf(Math.min(...smooth));
  let steepest: number | null = null;
  let fastest = 0;
  for (let i = around; i + around < smooth.length && i <= lowest; i++) {
    const slope = (smooth[i + around]! - smooth[i - around]!) / Math.log10(rates[i + around]! / rates[i - around]!);
    if (slope < fastest) [fastest, steepest] = [slope, rates[i]!];
  }
  return { points, steepest, tenth: steepest === null ? null : rates[lowest]! / 10, around };
}
