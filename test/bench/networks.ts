/** @file Neural networks against scikit-learn's: on dense numbers, and on a table that is mostly 0/1 columns. */
import { openCompute } from '../../src/cli/compute.ts';
import { fitBout, present } from './families.ts';
import type { Bout } from './families.ts';
import { generated, subject } from './matrix.ts';
import { openPeer } from './race.ts';

const bouts = [1, 10].map((epochs): Bout => ({
  what: `mlp 64-32, batch 256, ${epochs} ${epochs > 1 ? 'epochs' : 'epoch'}`,
  kind: 'mlp',
  options: { hiddenLayerSizes: [64, 32], batchSize: 256, maxEpochs: epochs, earlyStopping: false },
  peer: 'MLPClassifier',
  family: 'mlp',
  peerOptions: { hidden_layer_sizes: [64, 32], batch_size: 256, max_iter: epochs, n_iter_no_change: 1000 },
  target: 1,
  turns: 5,
}));

export async function benchNetworks(): Promise<void> {
  const peer = openPeer('families_peer.py');
  const compute = await openCompute('wasm');
  try {
    for (const rows of [{ name: 'made-up numbers', ...generated(20_000, 50) }, await subject()]) {
      await present(rows.name, rows, peer);
      for (const bout of bouts) await fitBout(bout, rows, compute, peer);
    }
  } finally {
    peer?.close();
  }
}
