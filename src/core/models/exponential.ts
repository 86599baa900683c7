/** @file The exponential of numbers up to 0, to the same bits in every engine: Math.exp may differ in its last one. */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const [p1, p2, p3, p4, p5] = [
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.6533902205465251539e-6,
  4.13813679705723846039e-8,
] as const;

const power = new Float64Array(1);
const words = new Int32Array(power.buffer);

/** As fdlibm's e_exp.c: x = n ln 2 + r, and a rational function of r. x <= 0; 0 below -708; what is no number stays none. */
export function exponential(x: number): number {
  if (!(x > -708)) return x < 0 ? 0 : x;
  const n = Math.round(x * Math.LOG2E);
  const high = x - n * ln2High;
  const low = n * ln2Low;
  const r = high - low;
  const square = r * r;
  const c = r - square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
  words[1] = (n + 1023) << 20;
  return (1 - (low - (r * c) / (2 - c) - high)) * power[0]!;
}
