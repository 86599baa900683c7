/** @file A search of boosting's options by cross-validation against the same sets of options in scikit-learn. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompute } from '../../src/cli/compute.ts';
import { openPool } from '../../src/cli/pool.ts';
import { readTable } from '../../src/core/data/reader.ts';
import { searchOptions } from '../../src/core/study/search.ts';
import type { SearchResult } from '../../src/core/study/search.ts';
import { parseStudy } from '../../src/core/study/resolve.ts';
import { sharedFile } from '../shared.ts';
import { control } from './families.ts';
import { openPeer, printEntry, race } from './race.ts';

/** Rows of adult.csv, from its first on: a quarter of them, so that it ends within minutes where the machine is busy. */
const rows = 12_000;

/** 20 trials by 5 folds on the training and validation rows, options drawn by ours, recipe and encoding anew in each fold; two cores each. */
export async function benchSearch(): Promise<void> {
  const whole = sharedFile('adult.csv');
  if (!whole) return console.log('adult.csv is not here');
  const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
  const path = join(folder, 'adult.csv');
  const lines = readFileSync(whole, 'utf8')
    .split('\n')
    .slice(0, rows + 1);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const peer = openPeer('families_peer.py');
  const pool = openPool(2);
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
    const ours = async () =>
      (found = await searchOptions(study, table, plan, { compute: { ...compute, ...(pool && { pool }) }, control }));
    const own = await race(ours, null, 1);
    const candidates = found.trials.map(({ options }) => ({
      max_leaf_nodes: options['maxLeafNodes'],
      learning_rate: options['learningRate'],
      min_samples_leaf: options['minSamplesLeaf'],
      l2_regularization: options['l2'],
    }));
    const learned = Math.round(0.8 * table.rows);
    const answer = peer && (await peer.call('search', path, learned, candidates));
    const best = found.trials.find(({ id }) => id === found.best)!.rocAuc.value!;
    printEntry({
      what: `search, ${plan.trials} trials by ${plan.folds} folds, ${table.rows.toLocaleString('en')} rows of adult.csv`,
      ours: own.ours,
      theirs: answer?.seconds ?? null,
      peer: 'the same sets in scikit-learn, 2 jobs',
      target: 1,
      auc: [best, answer?.auc ?? null],
    });
  } finally {
    peer?.close();
    pool?.close();
    rmSync(folder, { recursive: true });
  }
}
