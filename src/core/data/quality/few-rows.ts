import { classCounts } from './classes.ts';
import { finding } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 100;
const fails = 10;

export const fewRows: QualityTest = {
  kind: 'few-rows',
  label: 'Rows a class',
  describes: 'Warns of a class with fewer than 100 rows, and fails one with fewer than 10.',
  run(context) {
    if (context.target === null) return [];
    const { name } = context.target;
    const found = classCounts(context.target)
      .counts.filter(({ n }) => n < warns)
      .map(({ label, n }) => {
        const threshold = n < fails ? fails : warns;
        return finding(context, {
          test: 'few-rows',
          status: n < fails ? 'fail' : 'warn',
          column: name,
          text: `${name}: the class ${label} has ${n} ${n === 1 ? 'row' : 'rows'}, fewer than ${threshold}`,
          value: n,
          threshold,
          levels: [label],
        });
      });
    if (found.length > 0) return found;
    const text = `every class has ${warns} rows or more`;
    return [finding(context, { test: 'few-rows', status: 'pass', column: name, text, threshold: warns })];
  },
};
