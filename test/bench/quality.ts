/** @file The AUC of the families beside scikit-learn's on real rows, the mean of five splits. */
import { readFileSync } from 'node:fs';
import { openCompute } from '../../src/cli/compute.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { sharedFile } from '../shared.ts';
import { auc, fit, mlp, network, tell } from './families.ts';
import { laidOut } from './matrix.ts';
import { openPeer } from './race.ts';

const seeds = [0, 1, 2, 3, 4];
const tables = {
  'adult.csv': { target: 'income', positive: '>50K', ignored: 'split' },
  // How long the call took is known only after it.
  'bank_marketing.csv': { target: 'y', positive: 'yes', ignored: 'duration' },
};
const families = {
  trees: [
    { kind: 'gradient-boosting', family: 'boosting', own: {}, options: { early_stopping: false } },
    { kind: 'random-forest', family: 'forest', own: {}, options: { n_jobs: 2 } },
    { kind: 'extra-trees', family: 'extra trees', own: {}, options: { n_jobs: 2 } },
  ],
  smooth: [
    { kind: 'logistic', family: 'logistic', own: {}, options: { max_iter: 5000 } },
    { kind: 'mlp', family: 'mlp', own: mlp, options: network },
  ],
};

/** Aims at a difference of the means within 0.003. */
export async function benchQuality(file: keyof typeof tables, which: keyof typeof families): Promise<void> {
  // AUC does not depend on threads, and on a busy machine one is sooner done than two that wait for each other.
  const peer = openPeer('families_peer.py', 1);
  if (!peer) return;
  const compute = await openCompute('wasm');
  try {
    const path = sharedFile(file);
    if (!path) {
      console.log(`${file} is not here`);
      return;
    }
    const { table } = await readTable(new Uint8Array(readFileSync(path)), file, {});
    const found = families[which].map(() => [] as [number, number][]);
    for (const seed of seeds) {
      const rows = laidOut(table, { ...tables[file], seed });
      await tell(rows, peer);
      for (const [f, { kind, family, own, options }] of families[which].entries()) {
        const ours = await auc(await fit(kind, own, rows, compute, seed), rows.test, compute);
        await peer.call('fit', family, { ...options, random_state: seed });
        found[f]!.push([ours, (await peer.call('auc'))!.auc!]);
      }
    }
    for (const [f, { kind }] of families[which].entries()) {
      const mean = (side: 0 | 1) => found[f]!.reduce((sum, pair) => sum + pair[side], 0) / seeds.length;
      const far = Math.max(...found[f]!.map(([a, b]) => Math.abs(a - b)));
      console.log(
        `  ${file}, ${kind}: AUC ${mean(0).toFixed(4)} to ${mean(1).toFixed(4)} over ${seeds.length} splits; difference ${(mean(0) - mean(1)).toFixed(4)}, largest of one split ${far.toFixed(4)} (aim: within 0.003)`,
      );
    }
  } finally {
    peer.close();
  }
}
