/**
 * @file Log loss of two classes in WebAssembly, two rows at once: loss, gradients and hessians out of one exponential. exp and log are our
 * own, of additions, products and quotients alone, so that every engine has the same bits.
 */
import { f64x2, func, i32, i64x2, v128, whileBelow } from '../wasm/assembler.ts';
import type { Code, Local } from '../wasm/assembler.ts';
import { compile } from '../wasm/instance.ts';
import { roundingOf } from './objective.ts';
import type { Labels } from './objective.ts';

export interface BinaryLoss {
  /** Log odds by row, to be changed in place. */
  readonly scores: Float64Array;
  /** Of the scores at the last look: (weight * (p - y), weight * p * (1 - p)) by row, rounded as roundingOf says. */
  readonly gradients: Float64Array;
  /** Mean loss in nats by weight, and the largest hessian. */
  look(): { loss: number; most: number };
}

interface Kernel {
  /**
   * Weights and labels lie in pairs of two rows: w0, w1, y0, y1. table: the constants of the series, then that of rounding. answer: sums of losses in two lanes,
   * then the largest hessians.
   */
  logLoss(scores: number, end: number, labels: number, gradients: number, table: number, answer: number): void;
}

const { add, sub, mul, div } = f64x2;
const one = f64x2.const(1);
/** ln 2 in two parts, of which the first has zeros enough at its end that its products are exact (fdlibm). */
const ln2 = [6.9314718036912381649e-1, 1.90821492927058770002e-10] as const;
/** Added to a small number it leaves the nearest whole number in its last bits. */
const shift = 1.5 * 2 ** 52;

/** 1 / n!, the series of exp on +-ln(2) / 2: what is left out is under 1e-17 of the sum. */
const exponential = [1];
for (let n = 1; n < 14; n++) exponential.push(exponential.at(-1)! / n);
/** log(1 + e) = 2 atanh(z) with z = e / (2 + e) up to 1/3, a series in z^2: what is left out is under 1e-17. */
const odds = Array.from({ length: 17 }, (_, k) => 2 / (2 * k + 1));
/** As they lie in memory, each twice. */
const constants = [...exponential, ...odds];

/** Sums of which most need not wait for each other (Estrin). powers: x, x^2, x^4 …; its coefficients are constants from..to. */
function polynomial(powers: readonly Local[], table: Local, from: number, to: number): Code {
  if (to - from === 1) return v128.load(table.get, 16 * from);
  const order = Math.ceil(Math.log2(to - from)) - 1;
  const middle = from + 2 ** order;
  return add(polynomial(powers, table, from, middle), mul(polynomial(powers, table, middle, to), powers[order]!.get));
}

/** As roundingOf says, which lies behind the constants. */
function rounded(value: Code, table: Local): Code {
  const rounding = v128.load(table.get, 16 * constants.length);
  return sub(add(value, rounding), rounding);
}

const by = (pointer: Local, bytes: number) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
const vectors = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'v128'])) as Record<Name, 'v128'>;

const logLoss = func(
  'logLoss',
  ['scores', 'end', 'labels', 'gradients', 'table', 'answer'],
  vectors('s', 'w', 'y', 'x', 'x2', 'x4', 'x8', 'x16', 'n', 'e', 'p', 'q', 'h', 'sum', 'most'),
  (own) => {
    const { scores, end, labels, gradients, table, answer, s, w, y, x, x2, x4, x8, x16, n, e, p, q, h, sum, most } =
      own;
    const powers = [x, x2, x4, x8, x16];
    const squares = powers.slice(1).flatMap((power, i) => power.set(mul(powers[i]!.get, powers[i]!.get)));
    return [
      whileBelow(
        scores,
        end,
        s.set(v128.load(scores.get, 0)),
        w.set(v128.load(labels.get, 0)),
        y.set(v128.load(labels.get, 16)),
        // e = exp(-|s|) = 2^n * exp(x)
        x.set(f64x2.max(f64x2.neg(f64x2.abs(s.get)), f64x2.const(-700))),
        n.set(add(mul(x.get, f64x2.const(Math.LOG2E)), f64x2.const(shift))),
        e.set(sub(n.get, f64x2.const(shift))),
        x.set(sub(sub(x.get, mul(e.get, f64x2.const(ln2[0]))), mul(e.get, f64x2.const(ln2[1])))),
        squares,
        e.set(i64x2.add(polynomial(powers, table, 0, exponential.length), i64x2.shl(n.get, 52))),
        // p = 1 / (1 + e) where s >= 0, else e / (1 + e); the other of the two is 1 - p.
        p.set(div(one, add(one, e.get))),
        q.set(mul(e.get, p.get)),
        h.set(rounded(mul(w.get, mul(p.get, q.get)), table)),
        most.set(f64x2.max(most.get, h.get)),
        p.set(v128.select(p.get, q.get, f64x2.atLeast(s.get, f64x2.const(0)))),
        p.set(rounded(mul(w.get, sub(p.get, y.get)), table)),
        v128.store(gradients.get, f64x2.firsts(p.get, h.get)),
        v128.store(i32.add(gradients.get, i32.const(16)), f64x2.seconds(p.get, h.get)),
        // sum += w * (max(s, 0) - y * s + log(1 + e))
        q.set(div(e.get, add(e.get, f64x2.const(2)))),
        x.set(mul(q.get, q.get)),
        squares,
        q.set(mul(q.get, polynomial(powers, table, exponential.length, constants.length))),
        q.set(add(sub(f64x2.max(s.get, f64x2.const(0)), mul(y.get, s.get)), q.get)),
        sum.set(add(sum.get, mul(w.get, q.get))),
        by(scores, 16),
        by(labels, 32),
        by(gradients, 32),
      ),
      v128.store(answer.get, sum.get),
      v128.store(i32.add(answer.get, i32.const(16)), most.get),
    ];
  },
);

const createArena = compile<Kernel>([logLoss]);

/** start: of every score. */
export function createBinaryLoss({ y, weights }: Labels, start: number): BinaryLoss {
  const rows = y.length;
  const even = rows + (rows % 2);
  const arena = createArena();
  const at = {
    scores: arena.take(8 * even),
    labels: arena.take(16 * even),
    gradients: arena.take(16 * even),
    table: arena.take(16 * (constants.length + 1)),
    answer: arena.take(32),
  };
  const scores = new Float64Array(arena.buffer, at.scores, even).fill(start);
  const labels = new Float64Array(arena.buffer, at.labels, 2 * even);
  const answer = new Float64Array(arena.buffer, at.answer, 4);
  const table = [...constants, roundingOf({ y, weights })].flatMap((value) => [value, value]);
  new Float64Array(arena.buffer, at.table, table.length).set(table);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const place = 4 * (row >> 1) + (row & 1);
    labels[place] = weights ? weights[row]! : 1;
    labels[place + 2] = y[row]!;
    total += labels[place]!;
  }
  return {
    scores: scores.subarray(0, rows),
    gradients: new Float64Array(arena.buffer, at.gradients, 2 * rows),
    look() {
      arena.functions.logLoss(at.scores, at.scores + 8 * even, at.labels, at.gradients, at.table, at.answer);
      return { loss: (answer[0]! + answer[1]!) / total, most: Math.max(answer[2]!, answer[3]!) };
    },
  };
}
