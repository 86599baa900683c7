/** @file Which text encoding a file's bytes are in, and whether they are text at all. */
import { InputError } from '../base/errors.ts';
import type { Preview } from './profile-types.ts';

export interface Encoding {
  /** A label TextDecoder knows: utf-8, utf-16le, utf-16be, windows-874 (which holds TIS-620), windows-1252. */
  encoding: string;
  /** Length of the byte order mark, in bytes; 0 without one. */
  bom: number;
}

/** A byte order mark decides; then UTF-16 by its zero bytes, UTF-8 where every byte fits, else windows-874 or windows-1252. */
export function detectEncoding(bytes: Uint8Array, complete = true): Encoding {
  const scan = scanEncoding();
  scan.push(bytes);
  return scan.encoding(complete);
}

/** As detectEncoding, of bytes that come in parts, the first of 4 KB at least; `complete`: no more of the file follows. */
export function scanEncoding(): { push(part: Uint8Array): void; encoding(complete?: boolean): Encoding } {
  let marked: Encoding | null | undefined;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  const thai = scanThai();
  return {
    push(part) {
      if (marked === undefined) marked = markOf(part);
      if (marked !== null) return;
      if (isUtf8)
        try {
          decoder.decode(part, { stream: true });
        } catch {
          isUtf8 = false;
        }
      thai.push(part);
    },
    encoding(complete = true) {
      if (marked) return marked;
      if (isUtf8 && complete)
        try {
          decoder.decode();
        } catch {
          isUtf8 = false;
        }
      return { encoding: isUtf8 ? 'utf-8' : thai.is() ? 'windows-874' : 'windows-1252', bom: 0 };
    },
  };
}

/** What the first bytes tell for certain, or null. */
function markOf(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  const [even, odd] = zeros(bytes);
  if (odd > 0.4 && even < 0.05) return { encoding: 'utf-16le', bom: 0 };
  if (even > 0.4 && odd < 0.05) return { encoding: 'utf-16be', bom: 0 };
  return null;
}

/** Share of the high bytes of Latin (0) and Thai (0x0e) UTF-16 at even and at odd places of the first 4 KB. */
function zeros(bytes: Uint8Array): [even: number, odd: number] {
  const n = Math.min(bytes.length, 4096) & ~1;
  const counts: [number, number] = [0, 0];
  for (let i = 0; i < n; i++) if (bytes[i] === 0 || bytes[i] === 0x0e) counts[(i & 1) as 0 | 1]++;
  return n === 0 ? [0, 0] : [(2 * counts[0]) / n, (2 * counts[1]) / n];
}

/**
 * Thai letters stand together, accented Western ones alone: nine in ten of the bytes above 127 have such a neighbour, and
 * all of them are assigned in windows-874.
 */
function scanThai(): { push(part: Uint8Array): void; is(): boolean } {
  let high = 0;
  let alone = 0;
  let run = 0;
  let assigned = true;
  return {
    push(part) {
      for (let i = 0; i < part.length && assigned; i++) {
        const byte = part[i]!;
        if (byte < 0x80) {
          if (run === 1) alone++;
          run = 0;
          continue;
        }
        if (byte >= 0xfc || (byte > 0xda && byte < 0xdf) || (byte < 0xa0 && !thaiPunctuation.has(byte)))
          assigned = false;
        high++;
        run++;
      }
    },
    is: () => assigned && high - alone - (run === 1 ? 1 : 0) >= 0.9 * high,
  };
}

/** Euro, ellipsis, quotation marks, bullet, dashes. */
const thaiPunctuation = new Set([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97]);

const signatures: [bytes: number[], what: string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x1f, 0x8b], 'a gzip archive, to be unpacked first'],
  [[0x46, 0x45, 0x41, 0x31], 'of the first version of Feather, to be saved again as Arrow'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database'],
];

/** By name and first bytes. Throws InputError for an empty file and for one that is not text. */
export function detectFormat(bytes: Uint8Array, name: string): Preview['format'] {
  if (bytes.length === 0)
    throw new InputError(`data: the file is empty; a header line and data rows are needed: ${name}`);
  const starts = (signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  const zip = starts([0x50, 0x4b, 0x03, 0x04]);
  const ole = starts([0xd0, 0xcf, 0x11, 0xe0]);
  if ((zip || ole) && /\.(xlsx|xlsm|xlsb|xls|ods)$/i.test(name)) return 'xlsx';
  if (starts([0x50, 0x41, 0x52, 0x31])) return 'parquet';
  // `ARROW1` opens an Arrow file, a continuation mark and a short message length a stream.
  if (starts([0x41, 0x52, 0x52, 0x4f, 0x57, 0x31])) return 'arrow';
  if (starts([0xff, 0xff, 0xff, 0xff]) && bytes[7] === 0) return 'arrow';
  const known = signatures.find(([signature]) => starts(signature))?.[1] ?? (zip ? 'a zip archive' : null);
  if (known !== null || hasControlBytes(bytes))
    throw new InputError(
      `data: not a table of text${known === null ? '' : ` but ${known}`}; CSV, TSV, JSON, Excel, Parquet, Arrow and ARFF files can be read: ${name}`,
    );
  if (/\.arff$/i.test(name) || isArff(bytes)) return 'arff';
  if (/\.(jsonl|ndjson)$/i.test(name)) return 'jsonl';
  return /\.json$/i.test(name) ? 'json' : 'csv';
}

/** Comments, then the relation. */
function isArff(bytes: Uint8Array): boolean {
  const lines = new TextDecoder().decode(bytes.subarray(0, 4096)).split(/[\r\n]+/);
  const first = lines.find((line) => line.trim() !== '' && !line.trim().startsWith('%'));
  return /^@relation\s/i.test(first?.trim() ?? '');
}

/** Text has no control bytes but tab, line feed, form feed, return and escape; UTF-16 is looked at as 16-bit units. */
function hasControlBytes(bytes: Uint8Array): boolean {
  const [even, odd] = zeros(bytes);
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide || (odd > 0.4 && even < 0.05) || (even > 0.4 && odd < 0.05)) return false;
  const n = Math.min(bytes.at(-1) === 0x1a ? bytes.length - 1 : bytes.length, 65536);
  let controls = 0;
  for (let i = 0; i < n; i++) {
    const byte = bytes[i]!;
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 0x1b) controls++;
  }
  return controls > n / 100;
}
