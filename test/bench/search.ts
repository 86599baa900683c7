/** @file A search of boosting's options by cross-validation against the same sets of options in scikit-learn. */
import { readFileSync } from 'node:fs';
import { openCompute } from '../../src/cli/compute.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { searchOptions } from '../../src/core/study/search.ts';
import type { SearchResult } from '../../src/core/study/search.ts';
import { parseStudy } from '../../src/core/study/resolve.ts';
import { sharedFile } from '../shared.ts';
import { control } from './families.ts';
import { openPeer, printEntry, race } from './race.ts';

/** 20 trials by 5 folds on the training and validation rows of adult.csv, options drawn by ours, recipe and encoding anew in each fold. */
export async function benchSearch(): Promise<void> {
  const path = sharedFile('adult.csv');
  if (!path) return console.log('adult.csv is not here');
  const peer = openPeer('families_peer.py');
  try {
    const { table } = await readTable(new Uint8Array(readFileSync(path)), 'adult.csv', {});
    const compute = await openCompute('wasm');
    const study = parseStudy({
      version: 1,
      data: { source: 'adult.csv', columns: { split: { role: 'ignore' } } },
      framing: { kind: 'binary', target: 'income', positive: '>50K' },
      model: { kind: 'gradient-boosting' },
    });
    const plan = {
      method: 'random',
      trials: 20,
      plan: 'folds',
      folds: 5,
      repeats: 1,
      measure: 'rocAuc',
      rope: 0,
      prune: false,
      seconds: 0,
      outer: 0,
    } as const;
    let found!: SearchResult;
    const ours = async () => (found = await searchOptions(study, table, plan, { compute, control }));
    const own = await race(ours, null, 1);
    const candidates = found.trials.map(({ options }) => ({
      max_leaf_nodes: options['maxLeafNodes'],
      learning_rate: options['learningRate'],
      min_samples_leaf: options['minSamplesLeaf'],
      l2_regularization: options['l2'],
    }));
    const rows = Math.round(0.8 * table.rows);
    const answer = peer && (await peer.call('search', path, rows, candidates));
    const best = found.trials.find(({ id }) => id === found.best)!.rocAuc.value!;
    printEntry({
      what: `search, ${plan.trials} trials by ${plan.folds} folds`,
      ours: own.ours,
      theirs: answer?.seconds ?? null,
      peer: 'the same sets in scikit-learn, 2 jobs',
      target: 1,
      auc: [best, answer?.auc ?? null],
    });
  } finally {
    peer?.close();
  }
}
