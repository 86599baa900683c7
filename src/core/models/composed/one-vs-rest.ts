/** @file A model a class, each of its class against the rest (Rifkin and Klautau 2004). */
import type { FitContext, Fitted, ModelState } from '../contract.ts';
import { createKeeper, endings, pack, partProgress, sumCurves, unpack } from './parts.ts';
import { recode } from './rows.ts';
import type { Input } from './rows.ts';

/** Fits one model of one kind; its options are known. */
export type FitPart = (input: Input, context: FitContext) => Promise<Fitted>;
/** Probabilities of one fitted part for the rows asked about. */
export type PredictPart = (state: ModelState) => Promise<Float64Array>;

/** Of two classes one model says both: it is the binary one. */
export async function fitOneVsRest(input: Input, fitPart: FitPart, context: FitContext): Promise<Fitted> {
  const { classes } = input;
  const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
  const fitted: Fitted[] = [];
  const keeper = createKeeper('one-vs-rest', asked.length, context);
  for (const [done, of] of asked.entries()) {
    context.signal.throwIfAborted();
    const codeOf = Array.from({ length: classes }, (_, k) => (k === of ? 1 : 0));
    const rng = classes === 2 ? context.rng : context.rng.split(`class ${of}`);
    const progress = classes === 2 ? context.progress : partProgress(context, done, classes, 'classes');
    fitted.push(await keeper.fit((own) => fitPart(recode(input, codeOf, 2), { ...context, ...own, progress, rng })));
  }
  const shares = asked.map(() => 1 / asked.length);
  const state = pack(
    'one-vs-rest',
    { classes },
    fitted.map(({ state }) => state),
  );
  return { state, curves: sumCurves(fitted, shares), ended: endings(fitted) };
}

/** Each class's own probability, rows x classes: they do not sum to 1. */
export async function ownProbabilities(state: ModelState, predictPart: PredictPart): Promise<Float64Array> {
  const classes = state.json['classes'] as number;
  const parts = unpack(state);
  if (classes === 2) return predictPart(parts[0]!);
  const pairs: Float64Array[] = [];
  for (const part of parts) pairs.push(await predictPart(part));
  const rows = pairs[0]!.length / 2;
  return Float64Array.from({ length: rows * classes }, (_, at) => {
    const row = Math.floor(at / classes);
    return pairs[at - row * classes]![2 * row + 1]!;
  });
}

/** Divided by their sum, so that each row sums to 1; where all are 0, equal shares. The order within a row stays. */
export function normalise(own: Float64Array, classes: number): Float64Array {
  const scores = new Float64Array(own.length);
  for (let start = 0; start < own.length; start += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += own[start + k]!;
    for (let k = 0; k < classes; k++) scores[start + k] = sum > 0 ? own[start + k]! / sum : 1 / classes;
  }
  return scores;
}
