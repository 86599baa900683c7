/** @file The stage in the address, so that back, forward, reload and links work. */
import { linkMark } from '../../store/link.ts';
import type { StageName } from './contract.ts';

const stages: readonly StageName[] = [
  'frame',
  'data',
  'explore',
  'features',
  'train',
  'evaluate',
  'fairness',
  'explain',
  'runs',
];

export function readHash(): StageName | null {
  const word = words()[0];
  return stages.find((stage) => stage === word) ?? null;
}

/** `beside` of `#frame/beside`; empty where there is none. */
export function readPage(): string {
  return readHash() === null ? '' : (words()[1] ?? '');
}

/** A study is in the address. */
export function isLink(hash: string): boolean {
  return hash.startsWith(`#${linkMark}`);
}

export function writeHash(stage: StageName, page: string): void {
  if (readHash() !== stage || readPage() !== page) location.hash = page === '' ? stage : `${stage}/${page}`;
}

function words(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/');
}
