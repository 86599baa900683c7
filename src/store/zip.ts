/** @file Zip in and out. Same files in, same bytes out: entries in the order given, one fixed time. */
import { unzipSync, Zip, ZipDeflate } from 'fflate';

/** The first moment a zip can name. */
const MOMENT = '1980-01-01T00:00:00';
const STEP = 2 ** 20;

/** Compresses a mebibyte at a time and lets the page breathe in between. */
export async function zip(files: Record<string, Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const archive = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk);
  });
  for (const [name, bytes] of Object.entries(files)) {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = MOMENT;
    archive.add(entry);
    for (let at = 0; at === 0 || at < bytes.length; at += STEP) {
      entry.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  archive.end();
  if (failure) throw failure;
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')));
}
