/** @file Several fitted models kept as one. */
import type { Checkpoints, Curves, FitContext, Fitted, ModelState } from '../contract.ts';

interface Part {
  kind: string;
  json: ModelState['json'];
}

/** The arrays of part i are named `i/<name>`. */
export function pack(kind: string, json: ModelState['json'], states: readonly ModelState[]): ModelState {
  const arrays = states.flatMap((state, i) =>
    Object.entries(state.arrays).map(([name, array]) => [`${i}/${name}`, array] as const),
  );
  const parts = states.map(({ kind, json }): Part => ({ kind, json }));
  return { kind, json: { ...json, parts }, arrays: Object.fromEntries(arrays) };
}

export function unpack(state: ModelState): ModelState[] {
  const own = (i: number) =>
    Object.entries(state.arrays).flatMap(([name, array]) =>
      name.startsWith(`${i}/`) ? [[name.slice(`${i}/`.length), array] as const] : [],
    );
  return (state.json['parts'] as Part[]).map((part, i) => ({ ...part, arrays: Object.fromEntries(own(i)) }));
}

/** Each step is the sum of the parts' losses by their shares; a part that ended stays at its last. */
export function sumCurves(fitted: readonly Fitted[], shares: readonly number[]): Curves {
  const longest = fitted.reduce<readonly number[]>(
    (most, { curves }) => (curves.step.length > most.length ? curves.step : most),
    [],
  );
  const sum = (name: 'loss' | 'validationLoss') =>
    longest.map((_, at) =>
      fitted.reduce((total, { curves }, i) => {
        const own = curves[name];
        return total + shares[i]! * (own[Math.min(at, own.length - 1)] ?? 0);
      }, 0),
    );
  const validated = fitted.length > 0 && fitted.every(({ curves }) => curves.validationLoss.length > 0);
  return { step: [...longest], loss: sum('loss'), validationLoss: validated ? sum('validationLoss') : [] };
}

/** `converged`, or `converged (12), iteration limit (2)`. */
export function endings(fitted: readonly Fitted[]): string {
  const counts = new Map<string, number>();
  for (const { ended } of fitted) counts.set(ended, (counts.get(ended) ?? 0) + 1);
  if (counts.size <= 1) return fitted[0]?.ended ?? 'converged';
  return [...counts].map(([ended, n]) => `${ended} (${n})`).join(', ');
}

/** Parts that are done, and where the one after them was. */
interface Checkpoint {
  kind: 'parts';
  of: string;
  count: number;
  done: readonly Fitted[];
  under: unknown;
}

/** Milliseconds between two checkpoints at least. */
const between = 1000;

/** Fits part after part, in order: those that a checkpoint holds are not fitted again, and the one under way goes on where its family can. */
export function createKeeper(of: string, count: number, { checkpoints, now }: FitContext) {
  const found = checkpoints?.from as Checkpoint | null | undefined;
  const from = found?.kind === 'parts' && found.of === of && found.count === count ? found : null;
  const done: Fitted[] = [];
  let kept = now();
  const keep = (under: unknown) => {
    checkpoints!.keep({ kind: 'parts', of, count, done: [...done], under } satisfies Checkpoint);
    kept = now();
  };
  return {
    async fit(work: (own: { checkpoints?: Checkpoints }) => Promise<Fitted>): Promise<Fitted> {
      const known = from?.done[done.length];
      const under = from?.done.length === done.length ? from.under : null;
      const fitted = known ?? (await work(checkpoints ? { checkpoints: { from: under, keep } } : {}));
      done.push(fitted);
      if (checkpoints && !known && done.length < count && now() - kept >= between) keep(null);
      return fitted;
    },
  };
}

/** What a part tells of itself as a share of all; its losses are left out, as they are of another question each. */
export function partProgress(
  { progress }: FitContext,
  done: number,
  total: number,
  what: string,
): FitContext['progress'] {
  return (own) => {
    const { loss: _, validationLoss: __, ...values } = own.values ?? {};
    progress({ stage: 'fit', done: done + own.done / own.total, total, what, values });
  };
}
