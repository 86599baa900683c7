/** @file Sets of whole numbers from 0 to 255, one bit each: which levels of a column go left in a tree. */

export const mostCodes = 256;
export const wordsOfSet = mostCodes / 32;

export interface CodeSets {
  /** By node: the place of its set; -1 where it has none. */
  readonly places: Int32Array;
  /** Set after set, eight words each, the lowest bit first. */
  readonly words: Uint32Array;
}

export function hasCode(words: Uint32Array, place: number, code: number): boolean {
  return ((words[place * wordsOfSet + (code >>> 5)]! >>> (code & 31)) & 1) === 1;
}

/** Where a set has a say on it: what is missing, or of no level, has none. */
export function isCode(value: number): boolean {
  return value > -1 && value < mostCodes;
}
