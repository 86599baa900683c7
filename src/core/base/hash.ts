/** @file Stable hashing: the same content has the same SHA-256, whatever the order of keys. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

export function hashText(text: string): string {
  return hashBytes(new TextEncoder().encode(text));
}

/** JSON with keys in code-point order, so that equal values have equal text. Numbers as JSON writes them. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : v,
  );
}

/** One hash over JSON values and typed arrays, in the order given. */
export function hashParts(...parts: readonly unknown[]): string {
  const h = sha256.create();
  for (const part of parts) {
    if (ArrayBuffer.isView(part)) h.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else h.update(new TextEncoder().encode(stableJson(part)));
    h.update(new Uint8Array([0]));
  }
  return bytesToHex(h.digest());
}

/** SHA-256 of bytes that come in parts. */
export function hashing(): { update: (bytes: Uint8Array) => void; hex: () => string } {
  const h = sha256.create();
  return { update: (bytes) => void h.update(bytes), hex: () => bytesToHex(h.digest()) };
}
