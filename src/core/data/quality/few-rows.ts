import { classCounts } from './classes.ts';
import { counted, finding } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 100;
const fails = 10;

export const fewRows: QualityTest = {
  kind: 'few-rows',
  label: 'Rows a class',
  describes: 'Warns where a class has fewer than 100 rows, and fails where one has fewer than 10.',
  run(context) {
    if (context.target === null) return [];
    const { name, classes } = context.target;
    const few = classCounts(context.target)
      .counts.filter(({ n }) => n < warns)
      .sort((a, b) => a.n - b.n);
    const base = { test: 'few-rows', column: name };
    const least = few[0];
    if (least === undefined) {
      const text = `every class has ${warns} rows or more`;
      return [finding(context, { ...base, status: 'pass', text, threshold: warns })];
    }
    const threshold = least.n < fails ? fails : warns;
    const more = few.length > 1 ? `; ${few.length} of ${classes.length} classes have fewer than ${warns}` : '';
    return [
      finding(context, {
        ...base,
        status: least.n < fails ? 'fail' : 'warn',
        text: `${name}: the class ${least.label} has ${counted(least.n, 'row')}, fewer than ${threshold}${more}`,
        value: least.n,
        threshold,
        levels: few.map(({ label }) => label),
      }),
    ];
  },
};
