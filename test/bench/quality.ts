/** @file The AUC of the tree families beside scikit-learn's on real rows, the mean of five splits. */
import { readFileSync } from 'node:fs';
import { openCompute } from '../../src/cli/compute.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { sharedFile } from '../shared.ts';
import { auc, fit, tell } from './families.ts';
import { laidOut } from './matrix.ts';
import { openPeer } from './race.ts';

const seeds = [0, 1, 2, 3, 4];
const tables = [
  { file: 'adult.csv', target: 'income', positive: '>50K', ignored: 'split' },
  { file: 'bank_marketing.csv', target: 'y', positive: 'yes', ignored: 'duration' },
];
const families = [
  { kind: 'gradient-boosting', family: 'boosting', options: { early_stopping: false } },
  { kind: 'random-forest', family: 'forest', options: { n_jobs: 2 } },
  { kind: 'extra-trees', family: 'extra trees', options: { n_jobs: 2 } },
];

/** Aims at a difference within 0.003. */
export async function benchQuality(): Promise<void> {
  const peer = openPeer('families_peer.py');
  if (!peer) return;
  const compute = await openCompute('wasm');
  try {
    for (const { file, target, positive, ignored } of tables) {
      const path = sharedFile(file);
      if (!path) {
        console.log(`${file} is not here`);
        continue;
      }
      const { table } = await readTable(new Uint8Array(readFileSync(path)), file, {});
      const found = families.map(() => [] as [number, number][]);
      for (const seed of seeds) {
        const rows = laidOut(table, { target, positive, ignored, seed });
        await tell(rows, peer);
        for (const [f, { kind, family, options }] of families.entries()) {
          const ours = await auc(await fit(kind, {}, rows, compute, seed), rows.test, compute);
          await peer.call('fit', family, { ...options, random_state: seed });
          found[f]!.push([ours, (await peer.call('auc'))!.auc!]);
        }
      }
      for (const [f, { kind }] of families.entries()) {
        const mean = (side: 0 | 1) => found[f]!.reduce((sum, pair) => sum + pair[side], 0) / seeds.length;
        const far = Math.max(...found[f]!.map(([a, b]) => Math.abs(a - b)));
        console.log(
          `  ${file}, ${kind}: AUC ${mean(0).toFixed(4)} to ${mean(1).toFixed(4)} over ${seeds.length} splits; difference ${(mean(0) - mean(1)).toFixed(4)}, largest of one split ${far.toFixed(4)} (aim: within 0.003)`,
        );
      }
    }
  } finally {
    peer.close();
  }
}
