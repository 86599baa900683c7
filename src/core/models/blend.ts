/** @file Several families that answer together: the mean of their probabilities, or a regression over them (Wolpert 1992). */
import { z } from 'zod';
import { checkFit, checkPredict, checkPresent } from './check.ts';
import { pack, unpack } from './composed/parts.ts';
import { takeMatrix } from './composed/rows.ts';
import type { Classifier, FitContext, FitInput, Matrix, ModelState } from './contract.ts';
import { oneShotCurves } from './one-shot.ts';

const optionsOf = (kinds: [string, ...string[]]) =>
  z.strictObject({
    members: z
      .array(z.enum(kinds))
      .min(2)
      .default(['logistic', 'random-forest', 'gradient-boosting'])
      .meta({ label: 'Members', description: 'Families that are fitted, each with its usual options; two at least.' }),
    how: z.enum(['stacking', 'mean']).default('stacking').meta({
      label: 'Put together by',
      description: 'A logistic regression over what the members said of rows they had not learned from, or their mean.',
    }),
    folds: z.number().int().min(2).max(20).default(5).meta({
      label: 'Folds',
      unit: 'folds',
      description: 'For stacking: each fold is scored by members fitted on the others.',
    }),
  });
type Options = z.infer<ReturnType<typeof optionsOf>>;

/** As VotingClassifier(voting='soft') and StackingClassifier of scikit-learn. families: what may be a member, by kind. */
export function blendOf(families: Readonly<Record<string, Classifier>>): Classifier<Options> {
  const score = async (state: ModelState, x: Matrix, compute: FitContext['compute']) => {
    const parts = unpack(state);
    const { classes, members, how } = state.json as { classes: number; members: number; how: Options['how'] };
    const said: Float64Array[] = [];
    for (const part of parts.slice(0, members)) said.push(await families[part.kind]!.predict(part, x, compute));
    if (how === 'mean')
      return said[0]!.map((_, at) => said.reduce((sum, scores) => sum + scores[at]!, 0) / said.length);
    return families['logistic']!.predict(parts[members]!, besides(said, classes), compute);
  };
  return {
    kind: 'blend',
    label: 'Blend',
    describes: 'Lets several families answer together; seldom worse than the best of them, and as slow as all.',
    options: optionsOf(Object.keys(families) as [string, ...string[]]),

    async fit(input, { members, how, folds }, context) {
      checkFit(input);
      checkPresent(input, 'blend');
      const { x, y, classes, weights } = input;
      const parts = how === 'stacking' ? foldsOf(input, folds, context) : [];
      const total = members.length * (parts.length + 1);
      let done = 0;
      const fitOn = async (kind: string, rows: number[] | null, stream: string) => {
        const own = rows ? partOf(input, rows) : input;
        const rng = context.rng.split(`${kind}/${stream}`);
        const family = families[kind]!;
        const { state } = await family.fit(own, family.options.parse({}), {
          ...context,
          progress: () => undefined,
          rng,
        });
        context.progress({ stage: 'fit', done: ++done, total, what: 'fits' });
        return state;
      };
      const states: ModelState[] = [];
      const said: Float64Array[] = [];
      for (const kind of members) {
        states.push(await fitOn(kind, null, 'all rows'));
        if (how === 'mean') continue;
        const scores = new Float64Array(x.rows * classes);
        for (const [f, held] of parts.entries()) {
          const out = new Set(held);
          const rest = Array.from({ length: x.rows }, (_, row) => row).filter((row) => !out.has(row));
          const state = await fitOn(kind, rest, `fold ${f}`);
          const found = await families[kind]!.predict(state, takeMatrix(x, held) as Matrix, context.compute);
          for (const [i, row] of held.entries())
            scores.set(found.subarray(i * classes, (i + 1) * classes), row * classes);
        }
        said.push(scores);
      }
      if (how === 'stacking') {
        const { fit, options } = families['logistic']!;
        const over = { x: besides(said, classes), y, classes, weights, validation: null };
        const quiet = { ...context, progress: () => undefined, rng: context.rng.split('final') };
        states.push((await fit(over, options.parse({}), quiet)).state);
      }
      const json = { classes, columns: x.names.length, members: members.length, how };
      const state = pack('blend', json, states);
      const curves = await oneShotCurves(input, (rows) => score(state, rows, context.compute));
      return { state, curves, ended: 'converged' };
    },

    async predict(state, x, compute) {
      checkPredict(state, x);
      return score(state, x, compute);
    },
  };
}

/** What each member said of the classes, side by side; of two classes, of the second. */
function besides(said: readonly Float64Array[], classes: number): Matrix {
  const rows = said[0]!.length / classes;
  const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
  const names = said.flatMap((_, member) => asked.map((k) => `member ${member}: class ${k}`));
  const values = new Float32Array(rows * names.length);
  for (let row = 0, at = 0; row < rows; row++)
    for (const scores of said) for (const k of asked) values[at++] = scores[row * classes + k]!;
  return { rows, names, values };
}

/** Rows held out by each fold, by class in turn, so that every class is in every training part that can have it. */
function foldsOf({ y, classes }: FitInput, wanted: number, { rng }: FitContext): number[][] {
  const members = Array.from({ length: classes }, () => [] as number[]);
  y.forEach((code, row) => members[code]!.push(row));
  const folds = Array.from({ length: wanted }, () => [] as number[]);
  let next = 0;
  for (const [k, rows] of members.entries())
    for (const i of rng.split(`folds/${k}`).permutation(rows.length)) folds[next++ % wanted]!.push(rows[i]!);
  return folds.filter((fold) => fold.length > 0).map((fold) => fold.sort((a, b) => a - b));
}

function partOf(input: FitInput, rows: readonly number[]): FitInput {
  return {
    x: takeMatrix(input.x, rows) as Matrix,
    y: Int32Array.from(rows, (row) => input.y[row]!),
    classes: input.classes,
    weights: input.weights && Float64Array.from(rows, (row) => input.weights![row]!),
    validation: null,
  };
}
