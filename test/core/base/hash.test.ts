import { expect, test } from 'vitest';
import { hashParts, hashText, stableJson } from '../../../src/core/base/hash.ts';

test('text hashes as SHA-256 does in FIPS 180-4', () => {
  expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the order of keys does not change the text', () => {
  expect(stableJson({ b: 1, a: { d: 2, c: [3, { f: 1, e: 2 }] } })).toBe('{"a":{"c":[3,{"e":2,"f":1}],"d":2},"b":1}');
});

test('a typed array hashes by its own bytes, not by the buffer it is cut from', () => {
  const whole = Float64Array.of(1, 2, 3, 4);
  expect(hashParts(whole.subarray(1, 3))).toBe(hashParts(Float64Array.of(2, 3)));
  expect(hashParts(whole.subarray(1, 3))).not.toBe(hashParts(Float64Array.of(2, 4)));
});
