import { featureColumns, finding } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 50;
/** What one-hot takes at most without pooling. */
const fails = 200;

export const cardinality: QualityTest = {
  kind: 'high-cardinality',
  label: 'Many levels',
  describes: 'Warns of a category of more than 50 levels, and fails one of more than 200: one column a level.',
  run(context) {
    const { rows } = context.table;
    const found = featureColumns(context).flatMap((column) => {
      if (column.type !== 'category' && column.type !== 'ordinal') return [];
      const { codes, levels } = column.coded;
      const counts = new Uint32Array(levels.length);
      for (const code of codes) if (code >= 0) counts[code]!++;
      const width = counts.reduce((n, count) => n + (count > 0 ? 1 : 0), 0);
      if (width <= warns) return [];
      const megabytes = Number(((rows * width * 4) / 1e6).toPrecision(3));
      const threshold = width > fails ? fails : warns;
      const rare = levels.map((level, code) => ({ level, n: counts[code]! })).filter(({ n }) => n > 0);
      return finding(context, {
        test: 'high-cardinality',
        status: width > fails ? 'fail' : 'warn',
        column: column.name,
        text: `${column.name}: ${width} levels, over ${threshold}; one column a level is ${width} columns, ${megabytes} MB for ${rows} rows`,
        value: width,
        threshold,
        levels: rare.sort((a, b) => a.n - b.n).map(({ level }) => level),
        repair: { kind: 'step', step: { step: 'one-hot', columns: [column.name], limit: warns, over: 'pool' } },
        repairLabel: 'Pool the rarest levels',
      });
    });
    if (found.length > 0) return found;
    const text = `no category has more than ${warns} levels`;
    return [finding(context, { test: 'high-cardinality', status: 'pass', text, threshold: warns })];
  },
};
