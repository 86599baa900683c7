/** @file Numbers as they are written all over the page: tabular, no false precision, undefined said as such. */
import type { Estimate } from '../../core/base/estimate.ts';

const thousands = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `9,769` */
export function count(n: number): string {
  return thousands.format(n);
}

/** `.907`, `1.000`, `−.022`; `undefined` for null. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return 'undefined';
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, '.');
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${text}` : text;
}

/** `+.021`, `−.022`, `.000` */
export function signed(value: number | null | undefined, digits = 3): string {
  const text = decimal(value, digits);
  return value !== null && value !== undefined && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

/** `64 %`; below 10 or above 90 in a hundred with one decimal, `<0.1 %` rather than a false nought. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return 'undefined';
  if (share === 0 || share === 1) return `${share * 100} %`;
  const hundred = share * 100;
  if (hundred < 0.05) return '<0.1 %';
  if (hundred > 99.95) return '>99.9 %';
  return `${hundred >= 10 && hundred <= 90 ? hundred.toFixed(0) : hundred.toFixed(1)} %`;
}

/** `0.0091`, `0.3`, `2.5`: as many digits as told that are not leading zeros. */
export function significant(value: number, digits = 2): string {
  return String(Number(value.toPrecision(digits)));
}

/** `.901 to .912`, or why there is none. */
export function interval(estimate: Pick<Estimate, 'low' | 'high' | 'reason'>, digits = 3): string {
  if (estimate.low === null || estimate.high === null) return estimate.reason ?? 'no interval';
  return `${decimal(estimate.low, digits)} to ${decimal(estimate.high, digits)}`;
}

/** `1.2 MB` in powers of 1,000. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = n / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** `45 µs`, `1.2 ms`, `120 ms`, `1.2 s`. */
export function latency(milliseconds: number): string {
  if (milliseconds < 0.1) return `${Math.ceil(1000 * milliseconds)} µs`;
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A piece of a sentence; the strong ones are the numbers it is about. */
export interface Segment {
  text: string;
  strong?: boolean;
}

/** `so **64 %** of …` as segments: what stands between double stars is strong. */
export function segments(sentence: string): Segment[] {
  return sentence
    .split('**')
    .map((text, i) => (i % 2 === 1 ? { text, strong: true } : { text }))
    .filter(({ text }) => text !== '');
}
