import { expect, test } from 'vitest';
import { decodeLz4Frame } from '../../../src/core/data/lz4.ts';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)));
const text = (decoded: Uint8Array) => new TextDecoder().decode(decoded);
const base64 = (encoded: string) => Uint8Array.from(Buffer.from(encoded, 'base64'));

const magic = [0x04, 0x22, 0x4d, 0x18];
/** Version 1, blocks on their own, no checksums; blocks of 64 kB; a checksum of the header that is not looked at. */
const head = [...magic, 0x60, 0x40, 0];
const end = [0, 0, 0, 0];

test('a stored block is taken as it is', () => {
  expect(text(decodeLz4Frame(bytes(head, [3, 0, 0, 0x80], 'abc', [2, 0, 0, 0x80], 'de', end)))).toBe('abcde');
});

test('a match overlaps what it writes', () => {
  // Token 0x31: 3 literals, a match of 1 + 4 bytes at offset 3; then a last sequence of 5 literals.
  const block = bytes([0x31], 'abc', [3, 0], [0x50], 'xxxxx');
  const frame = bytes(head, [block.length, 0, 0, 0], [...block], end);
  expect(text(decodeLz4Frame(frame))).toBe('abc' + 'abcab' + 'xxxxx');
});

test('a length of 15 and more goes on in further bytes', () => {
  // 1 literal; a match of 15 + 255 + 5 + 4 = 279 bytes at offset 1; one literal.
  const block = bytes([0x1f], 'z', [1, 0], [255, 5], [0x10], '!');
  const frame = bytes(head, [block.length, 0, 0, 0], [...block], end);
  expect(text(decodeLz4Frame(frame))).toBe('z'.repeat(280) + '!');
});

// 80,000 letters by the reference implementation (lz4 1.9.4) at level 9.
const quote = 'to be or not to be; '.repeat(4000);
test.each([
  [
    'linked blocks with checksums (-B4 -BD -BX)',
    'BCJNGFRArhwBAADRdG8gYmUgb3Igbm90IA0ALzsgFAD' +
      '/'.repeat(341) +
      '1FB0IHRvIDoTt3VCAAAADxQA' +
      '/'.repeat(74) +
      '+gUCBiZTsgsgArAwAAAAB1waSB',
  ],
  [
    'blocks on their own with the size told (-B4 --content-size)',
    'BCJNGGxAgDgBAAAAAACMHAEAANF0byBiZSBvciBub3QgDQAvOyAUAP' +
      '/'.repeat(341) +
      'UUHQgdG8gVgAAAPIBYmU7IHRvIGJlIG9yIG5vdA0ADxQA' +
      '/'.repeat(74) +
      '+KUCBiZTsgAAAAAHXBpIE=',
  ],
])('%s', (_, frame) => {
  expect(text(decodeLz4Frame(base64(frame)))).toBe(quote);
});

test.each([
  ['no frame', bytes('hello, world'), /^not an LZ4 frame$/],
  ['another version', bytes(magic, [0xa0, 0x40, 0], end), /^version 2 of the LZ4 frame is not known$/],
  ['a dictionary', bytes(magic, [0x61, 0x40, 0], end), /needs a dictionary/],
  ['no end', bytes(head, [3, 0, 0, 0x80], 'abc'), /cut short/],
  ['a block cut short', bytes(head, [9, 0, 0, 0x80], 'abc', end), /cut short/],
  ['literals cut short', bytes(head, [2, 0, 0, 0], [0x50], 'a', end), /a block of the LZ4 frame is cut short/],
  ['a match before the start', bytes(head, [4, 0, 0, 0], [0x10], 'a', [2, 0], end), /outside of the data: 2$/],
  ['a match at offset 0', bytes(head, [4, 0, 0, 0], [0x10], 'a', [0, 0], end), /outside of the data: 0$/],
])('%s is refused', (_, frame, why) => {
  expect(() => decodeLz4Frame(frame)).toThrow(why);
});
