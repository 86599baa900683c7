import { codedOf, findColumn } from '../select.ts';
import { finding } from './contract.ts';
import type { QualityTest } from './contract.ts';

const fails = 10;
const warns = 30;

export const smallGroups: QualityTest = {
  kind: 'small-groups',
  label: 'Small groups',
  describes:
    'Warns of a group to be compared with fewer than 30 rows (test rows, once the rows are split), and fails one with fewer than 10.',
  run(context) {
    const { table, parts } = context;
    const sensitive = table.columns.filter(
      (c) => c.sensitive && c.coded !== null && c.type !== 'text' && c.type !== 'id',
    );
    const names = new Set([...context.groups, ...sensitive.map((column) => column.name)]);
    if (names.size === 0) return [];
    const where = parts === null ? 'rows' : 'test rows';
    const found = [...names].flatMap((name) => {
      const { codes, levels } = codedOf(findColumn(table, name, 'study.groups'), 'study.groups');
      const counts = new Uint32Array(levels.length);
      const known = new Uint8Array(levels.length);
      for (let row = 0; row < codes.length; row++) {
        if (codes[row]! < 0) continue;
        known[codes[row]!] = 1;
        if (parts === null || parts[row] === 2) counts[codes[row]!]!++;
      }
      const small = levels.map((level, code) => ({ level, n: counts[code]!, code }));
      return small
        .filter(({ n, code }) => known[code] === 1 && n < warns)
        .sort((a, b) => a.n - b.n)
        .slice(0, 50)
        .map(({ level, n }) => {
          const threshold = n < fails ? fails : warns;
          return finding(context, {
            test: 'small-groups',
            status: n < fails ? 'fail' : 'warn',
            column: name,
            text: `${name}: the group ${level} has ${n} ${where}, fewer than ${threshold}; what is measured of it is uncertain`,
            value: n,
            threshold,
            levels: [level],
          });
        });
    });
    if (found.length > 0) return found;
    const text = `every group has ${warns} ${where} or more`;
    return [finding(context, { test: 'small-groups', status: 'pass', text, threshold: warns })];
  },
};
