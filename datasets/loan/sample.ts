import { createRng } from '../../src/core/base/random.ts';
import { writeCsv } from '../../src/core/data/write.ts';
import type { SampleSource } from '../sample.ts';

export const rows = 5000;
const purposes = ['car', 'home', 'education', 'business', 'other'] as const;
/** How much each purpose moves the log-odds of paying back. */
const purposeEffect = { car: 0.2, home: 0.5, education: 0.1, business: -0.5, other: 0 };
/** The bias, in log-odds of being approved, against district East, at equal chance of paying back. */
export const bias = -1.2;

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

export interface Applicant {
  district: 'East' | 'West';
  sex: 'female' | 'male';
  age: number;
  income: number;
  amount: number;
  years: number;
  debt: number;
  purpose: (typeof purposes)[number];
  /** The true chance of paying back; the same rule for everyone. Not in the table. */
  repays: number;
  /** The true chance of being approved. */
  chance: number;
  approved: boolean;
}

/** The applicants, from one fixed seed; the card states the rule. */
export function applicants(): Applicant[] {
  const rng = createRng(1973).split('loan');
  return Array.from({ length: rows }, () => {
    const district = rng.uniform() < 0.35 ? 'East' : 'West';
    const sex = rng.uniform() < 0.5 ? 'female' : 'male';
    const age = Math.round(clamp(41 + 12 * rng.normal(), 18, 80));
    // Incomes in East are lower by a tenth: a difference that is in the world, not in the decision.
    const income = Math.round(
      clamp(Math.exp(10.5 + (district === 'East' ? -0.1 : 0) + 0.4 * rng.normal()), 8000, 250000),
    );
    const amount = Math.round(clamp(Math.exp(9.4 + 0.6 * rng.normal()), 1000, 120000) / 100) * 100;
    const years = Math.round(clamp((age - 18) * rng.uniform() * 0.6, 0, 40));
    const debt = Math.round(100 * clamp(0.3 + 0.15 * rng.normal(), 0, 0.95)) / 100;
    const purpose = purposes[rng.integer(purposes.length)]!;
    const score =
      0.8 +
      1.2 * Math.log(income / 36000) -
      0.8 * Math.log(amount / 12000) +
      0.05 * years -
      3 * (debt - 0.3) +
      purposeEffect[purpose];
    const chance = logistic(score + (district === 'East' ? bias : 0));
    const approved = rng.uniform() < chance;
    return { district, sex, age, income, amount, years, debt, purpose, repays: logistic(score), chance, approved };
  });
}

export const sample: SampleSource = {
  id: 'loan',
  title: 'Loan decisions (synthetic)',
  describes:
    'Whether a loan was approved, with a bias against one district built in and known: 5,000 invented applicants.',
  csv: () =>
    writeCsv([
      ['district', 'sex', 'age', 'income', 'amount', 'years_employed', 'debt_share', 'purpose', 'approved'],
      ...applicants().map((a) => [
        a.district,
        a.sex,
        String(a.age),
        // Every 40th income or so is not stated.
        a.income % 40 === 0 ? '' : String(a.income),
        String(a.amount),
        String(a.years),
        String(a.debt),
        a.purpose,
        a.approved ? 'yes' : 'no',
      ]),
    ]),
  truth: () => ({
    target: 'approved',
    classes: ['no', 'yes'],
    chances: applicants().map(({ chance }) => [1 - chance, chance]),
  }),
};
