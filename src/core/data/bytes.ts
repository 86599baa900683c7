/** @file The bytes of a file, read part by part as they are needed. */
import { InputError } from '../base/errors.ts';

export interface FileBytes {
  readonly size: number;
  /** Bytes `start` to `end` (exclusive, at most `size`). */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already, or a file as it is. */
export function fileBytes(bytes: Uint8Array | FileBytes): FileBytes {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return { size: bytes.length, read: (start, end) => Promise.resolve(bytes.subarray(start, end)) };
}

const largest = 1_000_000_000;

/** Throws InputError where a file of so many bytes is over the budget of 1 GB for one that must be in memory as a whole. */
export function checkSize(bytes: number, name: string): void {
  if (bytes > largest)
    throw new InputError(
      `data: ${gigabytes(bytes)} GB is over the budget of ${gigabytes(largest)} GB for a file; take a sample of its rows: ${name}`,
    );
}

/** All of it, for formats that cannot be read otherwise. Throws InputError over the budget. */
export function wholeFile(file: FileBytes, name: string): Promise<Uint8Array> {
  checkSize(file.size, name);
  return file.read(0, file.size);
}

export function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0);
}
