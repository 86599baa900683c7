import type { Control } from '../../../src/core/base/progress.ts';
import { createCompute } from '../../../src/core/compute/index.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import type { Table } from '../../../src/core/data/table.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';

/** 90 rows, every 15th without an answer; `yes` grows likelier with `size` and for the color red. */
export const csv = [
  'size,color,town,answer',
  ...Array.from({ length: 90 }, (_, i) => {
    const size = (i * 37) % 23;
    const color = ['red', 'blue', 'green'][(i * 7) % 3]!;
    const isYes = size + (color === 'red' ? 8 : 0) + ((i * 53) % 17) > 22;
    return `${i % 13 === 5 ? '' : size},${color},${i % 2 ? 'north' : 'south'},${i % 15 === 7 ? '' : isYes ? 'yes' : 'no'}`;
  }),
  '',
].join('\n');

export const study: StudyInput = {
  version: 1,
  name: 'Small',
  data: { source: 'small.csv' },
  framing: { kind: 'binary', target: 'answer', positive: 'yes' },
  groups: ['town'],
  explain: { partialDependence: ['size'], ice: ['color'] },
};

export async function tableOf(text = csv): Promise<Table> {
  return (await readTable(new TextEncoder().encode(text), 'small.csv', {})).table;
}

let clock = 0;
export const control: Control = {
  progress: () => undefined,
  signal: new AbortController().signal,
  whenRunning: async () => undefined,
  now: () => clock++,
};
export const environment = { plumb: '0.0.0', userAgent: 'test', startedAt: '2026-01-01T00:00:00.000Z' };
export const options = async () => ({ compute: await createCompute({ prefer: 'cpu' }), control, environment });
