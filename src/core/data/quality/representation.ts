import { InputError } from '../../base/errors.ts';
import { codedOf, findColumn } from '../select.ts';
import { chiSquareTail } from './chance.ts';
import { digits, finding, percent } from './contract.ts';
import type { QualityContext, QualityTest, Reference } from './contract.ts';

/** Cohen 1988: w of 0.1 is small, 0.3 medium. */
const warns = 0.1;
const fails = 0.3;
const byChance = 0.01;

export const representation: QualityTest = {
  kind: 'representation',
  label: 'Representation',
  describes:
    "Warns of groups whose shares are off a reference population's by an effect w over 0.1 (chi-square goodness of fit, p under 0.01), and fails over 0.3.",
  run: (context) => context.references.map((reference, i) => compare(context, reference, `quality.references[${i}]`)),
};

function compare(context: QualityContext, { column: name, shares }: Reference, path: string) {
  const { codes, levels } = codedOf(findColumn(context.table, name, `${path}.column`), `${path}.column`);
  const expected = Object.entries(shares);
  const total = expected.reduce((sum, [, share]) => sum + share, 0);
  const wrong = expected.find(([, share]) => !(share >= 0 && Number.isFinite(share)));
  if (wrong) throw new InputError(`${path}.shares.${wrong[0]}: must be a number of 0 or more: ${wrong[1]}`);
  if (expected.filter(([, share]) => share > 0).length < 2)
    throw new InputError(`${path}.shares: two levels at least must have a share over 0: ${name}`);
  const counts = new Map<string, number>();
  for (const code of codes) if (code >= 0) counts.set(levels[code]!, (counts.get(levels[code]!) ?? 0) + 1);
  const n = expected.reduce((sum, [level]) => sum + (counts.get(level) ?? 0), 0);
  const base = { test: 'representation', column: name };
  if (n === 0) {
    const text = `${name}: no row has a level of the reference population (threshold: w of ${warns})`;
    return finding(context, { ...base, status: 'fail', text, threshold: warns });
  }
  const compared = expected.map(([level, share]) => ({
    level,
    there: (counts.get(level) ?? 0) / n,
    due: share / total,
  }));
  const impossible = compared.find(({ there, due }) => due === 0 && there > 0);
  if (impossible) throw new InputError(`${path}.shares.${impossible.level}: is 0, and the table has rows of it: 0`);
  // w = sqrt(sum (observed share - expected share)^2 / expected share), so that chi2 = n w^2.
  const square = compared.reduce((sum, { there, due }) => sum + (due > 0 ? (there - due) ** 2 / due : 0), 0);
  const w = Math.sqrt(square);
  const p = chiSquareTail(n * square, compared.filter(({ due }) => due > 0).length - 1);
  const status = p < byChance && w > fails ? 'fail' : p < byChance && w > warns ? 'warn' : 'pass';
  const threshold = status === 'fail' ? fails : warns;
  const under = [...compared].sort((a, b) => a.there - a.due - (b.there - b.due)).filter((c) => c.there < c.due);
  const worst = under[0];
  const least = worst ? `; ${worst.level} has ${percent(worst.there)} and not ${percent(worst.due)}` : '';
  const chance = `p ${p < 0.001 ? 'under 0.001' : digits(p)}`;
  const outside = [...counts.keys()].filter((level) => !Object.hasOwn(shares, level));
  const rest = outside.length > 0 ? `; not in the reference: ${outside.slice(0, 5).join(', ')}` : '';
  return finding(context, {
    ...base,
    status,
    text: `${name}: off the reference by w ${digits(w)} (${chance}, n ${digits(n)}), ${status === 'pass' ? 'not beyond chance or not over' : 'over'} ${threshold}${least}${rest}`,
    value: w,
    threshold,
    levels: under.map(({ level }) => level),
  });
}
