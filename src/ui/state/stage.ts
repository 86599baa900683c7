/** @file The stage in the address, so that back, forward, reload and links work. */
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
  const word = location.hash.replace(/^#\/?/, '');
  return stages.find((stage) => stage === word) ?? null;
}

export function writeHash(stage: StageName): void {
  if (readHash() !== stage) location.hash = stage;
}
