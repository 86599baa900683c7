/**
 * @file A number learned by a classifier: it tells the chances of bands of the number, and their means by these chances
 * are the number (Weiss and Indurkhya 1995; with a softmax, the histogram loss of Imani and White 2018).
 */
import type { FitContext, Fitted, ModelState } from '../contract.ts';
import type { FitPart } from './one-vs-rest.ts';
import { pack, unpack } from './parts.ts';
import { recode } from './rows.ts';
import type { Input } from './rows.ts';

/** Bands of about as many rows each, beside those that edges make. */
const most = 16;

/** The number of each training and each validation row, and the rising edges that cut it into classes. */
export interface Numbers {
  target: Float64Array;
  held: Float64Array;
  edges: readonly number[];
}

/** No band crosses an edge; a band without training rows is left out, and so are validation rows in it. */
export async function fitBands(
  input: Input,
  { target, held, edges }: Numbers,
  fitPart: FitPart,
  context: FitContext,
): Promise<Fitted> {
  const borders = bordersOf(target, edges);
  const place = (value: number) => borders.filter((border) => border <= value).length;
  const places = Int32Array.from(target, place);
  const filled = [...new Set(places)].sort((a, b) => a - b);
  const codeOf = Array.from({ length: borders.length + 1 }, (_, band) => filled.indexOf(band));
  const sums = filled.map(() => [0, 0]);
  for (const [row, value] of target.entries()) {
    const weight = input.weights?.[row] ?? 1;
    const sum = sums[codeOf[places[row]!]!]!;
    sum[0]! += weight;
    sum[1]! += weight * value;
  }
  // A band whose rows all weigh nothing is never likely, and has the middle of its rows.
  const means = sums.map(([total, sum], band) => (total! > 0 ? sum! / total! : firstOf(target, places, filled[band]!)));
  const classOf = filled.map((band) => edges.filter((edge) => edge <= firstOf(target, places, band)).length);
  const validation = input.validation && { ...input.validation, y: Int32Array.from(held, place) };
  const banded = recode({ ...input, y: places, validation } as Input, codeOf, Math.max(2, filled.length));
  const fitted = await fitPart(banded, context);
  return { ...fitted, state: pack('bands', { means, classOf, classes: edges.length + 1 }, [fitted.state]) };
}

/** Chances of the classes between edges, rows x classes; own: the number of each row. */
export async function predictBands(
  state: ModelState,
  predictPart: (part: ModelState) => Promise<Float64Array>,
  own: boolean,
): Promise<Float64Array> {
  const { means, classOf, classes } = state.json as { means: number[]; classOf: number[]; classes: number };
  const chances = await predictPart(unpack(state)[0]!);
  const width = Math.max(2, means.length);
  const told = new Float64Array((chances.length / width) * (own ? 1 : classes));
  for (const [at, chance] of chances.entries()) {
    const row = Math.floor(at / width);
    const band = at - row * width;
    if (band >= means.length) continue;
    if (own) told[row]! += chance * means[band]!;
    else told[row * classes + classOf[band]!]! += chance;
  }
  return told;
}

/** Rising, each once: the edges, and the values at which sixteenths of the rows begin. */
function bordersOf(target: Float64Array, edges: readonly number[]): number[] {
  const sorted = Float64Array.from(target).sort();
  const shares = Array.from({ length: most - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / most)]!);
  return [...new Set([...edges, ...shares])].sort((a, b) => a - b);
}

function firstOf(target: Float64Array, places: Int32Array, band: number): number {
  return target[places.indexOf(band)]!;
}
