/** @file What is refused before it reaches the device, where it would turn into zeros instead of an error. */
import { InputError, RunError } from '../base/errors.ts';
import type { BackendReport } from './types.ts';

/** Refuses infinite values, and NaN unless `missing`, naming the column and the row (0-based, within the matrix). values: rows x names, row-major. */
export function checkFinite(
  matrix: { names: readonly string[]; values: Float32Array },
  path: string,
  missing = false,
): void {
  const { names, values } = matrix;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]!) || (missing && Number.isNaN(values[i]!))) continue;
    const row = Math.floor(i / names.length);
    throw new InputError(
      `${path}: column ${names[i % names.length]}, row ${row}: must be a finite number (add an impute step, or scale the column): ${values[i]}`,
    );
  }
}

/** Refuses class codes outside 0..classes-1: on the device they would train silently with no loss at all. */
export function checkCodes(codes: Int32Array, classes: number, path: string): void {
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! >= 0 && codes[i]! < classes) continue;
    throw new InputError(`${path}: row ${i}: class code must be 0 to ${classes - 1}: ${codes[i]}`);
  }
}

/** Bytes that one tensor may have: 0.9 of the binding limit on WebGPU, no limit elsewhere. */
export function byteLimit(report: BackendReport): number {
  return report.maxBufferBytes === null ? Infinity : Math.floor(0.9 * report.maxBufferBytes);
}

/** Throws when a float32 tensor of `shape` is too large for one buffer of the device. */
export function checkSize(report: BackendReport, shape: readonly number[], what: string): void {
  const bytes = 4 * shape.reduce((product, n) => product * n, 1);
  const limit = byteLimit(report);
  if (bytes <= limit) return;
  throw new RunError(
    `${what}: needs ${megabytes(bytes)} MB in one buffer and ${report.adapter} allows ${megabytes(limit)} MB: ${shape.join(' x ')}`,
    'out-of-memory',
  );
}

const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
