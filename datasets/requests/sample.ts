import { createRng } from '../../src/core/base/random.ts';
import { writeCsv } from '../../src/core/data/write.ts';
import { drawn } from '../draw.ts';
import type { SampleSource } from '../sample.ts';
import { chances, departments, greetings, intents, places } from './intents.ts';
import type { Asker, Department } from './intents.ts';

const rows = 4000;
const firstDay = Date.UTC(2025, 0, 1);
/** Days after the first, and when the fifth department opens: 1 June. */
const days = 365;
export const openingDay = 151;

export interface Request extends Asker {
  /** Days since 1 January 2025. */
  day: number;
  language: 'en' | 'th';
  text: string;
  department: Department;
  /** The chance of each department, in their order. Not in the table. */
  truth: number[];
}

/** The requests by date, from one fixed seed; the card states the rule. */
export function requests(): Request[] {
  const rng = createRng(2025).split('requests');
  const pick = <T>(of: readonly T[]) => of[rng.integer(of.length)]!;
  const dates = Array.from({ length: rows }, () => rng.integer(days)).sort((a, b) => a - b);
  return dates.map((day) => {
    const isOpen = day >= openingDay;
    const asked = intents.filter(({ later }) => isOpen || !later);
    const intent =
      asked[
        drawn(
          asked.map(({ weight }) => weight),
          rng,
        )
      ]!;
    const language = rng.uniform() < 0.5 ? 'th' : 'en';
    const asker: Asker = {
      segment: rng.uniform() < 0.25 ? 'business' : 'person',
      channel: pick(['app', 'app', 'branch', 'phone'] as const),
      hasCard: rng.uniform() < 0.6,
      hasLoan: rng.uniform() < 0.35,
      isOpen,
    };
    const amount = String((1 + rng.integer(50)) * 1000);
    const text = pick(intent[language]).replace('{amount}', amount).replace('{place}', pick(places[language]));
    const truth = chances(intent, asker);
    const department = departments[drawn(truth, rng)]!;
    return { ...asker, day, language, text: pick(greetings[language]) + text, department, truth };
  });
}

const divisions: Record<Department, string> = {
  Accounts: 'everyday',
  Cards: 'everyday',
  Digital: 'everyday',
  Investments: 'money',
  Loans: 'money',
};
const yes = (is: boolean) => (is ? 'yes' : 'no');

export const sample: SampleSource = {
  id: 'requests',
  title: 'Requests to a bank (synthetic)',
  describes:
    'Which department answers a request, in Thai or English, when a fifth one opens within the year: 4,000 invented texts.',
  csv: () =>
    writeCsv([
      ['date', 'language', 'channel', 'segment', 'has_card', 'has_loan', 'text', 'division', 'department'],
      ...requests().map((r) => [
        new Date(firstDay + r.day * 86_400_000).toISOString().slice(0, 10),
        r.language,
        r.channel,
        r.segment,
        yes(r.hasCard),
        yes(r.hasLoan),
        r.text,
        divisions[r.department],
        r.department,
      ]),
    ]),
  also: [
    {
      title: 'As several yes or no',
      study: {
        name: 'Department for a request, each yes or no',
        framing: { kind: 'one-vs-rest', target: 'department' },
      },
    },
    {
      title: 'Coarse to fine',
      study: {
        name: 'Department for a request, coarse to fine',
        framing: { kind: 'hierarchical', target: ['division', 'department'] },
      },
    },
  ],
  truth: () => ({ target: 'department', classes: [...departments], chances: requests().map(({ truth }) => truth) }),
};
