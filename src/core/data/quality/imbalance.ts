import { classCounts } from './classes.ts';
import { finding, percent } from './contract.ts';
import type { QualityTest } from './contract.ts';

const warns = 0.1;
const fails = 0.01;

export const imbalance: QualityTest = {
  kind: 'imbalance',
  label: 'Rare classes',
  describes: 'Warns of a class with less than 10 % of the rows, and fails one with less than 1 %.',
  run(context) {
    if (context.target === null) return [];
    const { name } = context.target;
    const { counts, n } = classCounts(context.target);
    const found = counts
      .filter((each) => n > 0 && each.n / n < warns)
      .map(({ label, n: own }) => {
        const share = own / n;
        const threshold = share < fails ? fails : warns;
        return finding(context, {
          test: 'imbalance',
          status: share < fails ? 'fail' : 'warn',
          column: name,
          text: `${name}: the class ${label} has ${percent(share)} of the rows, under ${percent(threshold)}`,
          value: share,
          threshold,
          levels: [label],
        });
      });
    if (found.length > 0) return found;
    const text = `every class has ${percent(warns)} of the rows or more`;
    return [finding(context, { test: 'imbalance', status: 'pass', column: name, text, threshold: warns })];
  },
};
