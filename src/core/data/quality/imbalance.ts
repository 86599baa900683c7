import { classCounts } from './classes.ts';
import { finding, percent } from './contract.ts';
import type { QualityTest } from './contract.ts';

const least = 0.1;

export const imbalance: QualityTest = {
  kind: 'imbalance',
  label: 'Rare classes',
  describes:
    'Warns where the rarest class has less than 10 % of the rows (of more than five classes: than half an even share), and fails under a tenth of that.',
  run(context) {
    if (context.target === null) return [];
    const { name, classes } = context.target;
    const { counts, n } = classCounts(context.target);
    if (n === 0) return [];
    const warns = Math.min(least, 0.5 / classes.length);
    const rare = counts.filter((each) => each.n / n < warns).sort((a, b) => a.n - b.n);
    const base = { test: 'imbalance', column: name };
    const rarest = rare[0];
    if (rarest === undefined) {
      const text = `every class has ${percent(warns)} of the rows or more`;
      return [finding(context, { ...base, status: 'pass', text, threshold: warns })];
    }
    const share = rarest.n / n;
    const threshold = share < warns / 10 ? warns / 10 : warns;
    const more =
      rare.length > 1 ? `; ${rare.length} of ${classes.length} classes have less than ${percent(warns)}` : '';
    return [
      finding(context, {
        ...base,
        status: share < warns / 10 ? 'fail' : 'warn',
        text: `${name}: the rarest class, ${rarest.label}, has ${percent(share)} of the rows, under ${percent(threshold)}${more}`,
        value: share,
        threshold,
        levels: rare.map(({ label }) => label),
      }),
    ];
  },
};
