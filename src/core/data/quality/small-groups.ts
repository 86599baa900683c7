import { codedOf, findColumn } from '../select.ts';
import { counted, finding } from './contract.ts';
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
      (c) => c.sensitive && c.coded !== null && c.type !== 'text' && c.type !== 'id' && c.name !== context.target?.name,
    );
    const names = new Set([...context.groups, ...sensitive.map((column) => column.name)]);
    if (names.size === 0) return [];
    const what = parts === null ? 'row' : 'test row';
    const found = [...names].flatMap((name) => {
      const { codes, levels } = codedOf(findColumn(table, name, 'study.groups'), 'study.groups');
      const counts = new Uint32Array(levels.length);
      const known = new Uint8Array(levels.length);
      for (let row = 0; row < codes.length; row++) {
        if (codes[row]! < 0) continue;
        known[codes[row]!] = 1;
        if (parts === null || parts[row] === 2) counts[codes[row]!]!++;
      }
      const groups = levels.map((level, code) => ({ level, n: counts[code]! })).filter((_, code) => known[code] === 1);
      const small = groups.filter(({ n }) => n < warns).sort((x, y) => x.n - y.n);
      const least = small[0];
      if (least === undefined) return [];
      const threshold = least.n < fails ? fails : warns;
      const more = small.length > 1 ? `; ${small.length} of ${groups.length} groups have fewer than ${warns}` : '';
      return finding(context, {
        test: 'small-groups',
        status: least.n < fails ? 'fail' : 'warn',
        column: name,
        text: `${name}: the group ${least.level} has ${counted(least.n, what)}, fewer than ${threshold}, so what is measured of it is uncertain${more}`,
        value: least.n,
        threshold,
        levels: small.map(({ level }) => level),
      });
    });
    if (found.length > 0) return found;
    const text = `every group has ${warns} ${what}s or more`;
    return [finding(context, { test: 'small-groups', status: 'pass', text, threshold: warns })];
  },
};
