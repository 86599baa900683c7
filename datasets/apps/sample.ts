import { createRng } from '../../src/core/base/random.ts';
import { writeCsv } from '../../src/core/data/write.ts';
import { chosen, drawn } from '../draw.ts';
import type { SampleSource } from '../sample.ts';

const sessions = 1200;
const users = 40;
const days = 60;
/** Rows before this day train, before the next validate, the rest are tested. */
const validated = 36;
const tested = 48;
/** The day on which the new app is on every phone. */
export const installed = tested;
export const newApp = 'Rides';

const apps = [
  { app: 'Chat', kind: 'talk' },
  { app: 'Mail', kind: 'talk' },
  { app: 'News', kind: 'media' },
  { app: 'Video', kind: 'media' },
  { app: 'Maps', kind: 'way' },
  { app: 'Bank', kind: 'money' },
  { app: 'Game', kind: 'play' },
  { app: newApp, kind: 'way' },
] as const;
type Kind = (typeof apps)[number]['kind'];

const times = ['morning', 'noon', 'evening', 'night'] as const;
const places = ['home', 'work', 'way'] as const;
/** How much of an app's use falls on each time of day, and on each place, by its kind. */
const byTime: Record<Kind, readonly number[]> = {
  talk: [0.3, 0.25, 0.3, 0.15],
  media: [0.3, 0.1, 0.3, 0.3],
  way: [0.4, 0.15, 0.4, 0.05],
  money: [0.2, 0.5, 0.25, 0.05],
  play: [0.05, 0.1, 0.35, 0.5],
};
const byPlace: Record<Kind, readonly number[]> = {
  talk: [0.35, 0.4, 0.25],
  media: [0.6, 0.1, 0.3],
  way: [0.15, 0.1, 0.75],
  money: [0.3, 0.55, 0.15],
  play: [0.7, 0.05, 0.25],
};

export interface Candidate {
  app: string;
  kind: Kind;
  usesADay: number;
  hoursSince: number;
  atThisTime: number;
  atThisPlace: number;
  /** The true chance that it is the one opened. Not in the table. */
  chance: number;
  opened: boolean;
}
export interface Session {
  day: number;
  user: number;
  time: (typeof times)[number];
  place: (typeof places)[number];
  candidates: Candidate[];
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** The sessions by day, from one fixed seed; the card states the rule. */
export function openings(): Session[] {
  const rng = createRng(88).split('apps');
  const habit = Array.from({ length: users }, () => apps.map(() => 0.9 * rng.normal()));
  const dates = Array.from({ length: sessions }, () => rng.integer(days)).sort((a, b) => a - b);
  return dates.map((day) => {
    const user = rng.integer(users);
    const [t, p] = [rng.integer(times.length), rng.integer(places.length)];
    const offered = apps.filter(({ app }) => app !== newApp || day >= installed);
    const candidates = offered.map(({ app, kind }, i) => ({
      app,
      kind,
      usesADay: rounded(Math.exp(0.8 + habit[user]![i]! + 0.15 * rng.normal()), 1),
      hoursSince: rounded(Math.exp(1 - 0.5 * habit[user]![i]! + 0.8 * rng.normal()), 1),
      atThisTime: rounded(Math.min(1, Math.max(0, byTime[kind][t]! + 0.04 * rng.normal())), 2),
      atThisPlace: rounded(Math.min(1, Math.max(0, byPlace[kind][p]! + 0.04 * rng.normal())), 2),
    }));
    const chances = chosen(candidates.map(liking));
    const open = drawn(chances, rng);
    return {
      day,
      user,
      time: times[t]!,
      place: places[p]!,
      candidates: candidates.map((own, i) => ({ ...own, chance: chances[i]!, opened: i === open })),
    };
  });
}

/** The true rule: of what the table shows alone, the same for every app. */
function liking(of: Pick<Candidate, 'usesADay' | 'hoursSince' | 'atThisTime' | 'atThisPlace'>): number {
  const { usesADay, hoursSince, atThisTime, atThisPlace } = of;
  return 2 * Math.log(0.1 + usesADay) - 0.5 * Math.log(0.1 + hoursSince) + 8 * atThisTime + 6 * atThisPlace;
}

const part = (day: number) => (day < validated ? 'train' : day < tested ? 'validation' : 'test');
const firstDay = Date.UTC(2025, 8, 1);
const date = (day: number) => new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);

const item = ['app', 'kind', 'uses_a_day', 'hours_since', 'at_this_time', 'at_this_place', 'opened'];

export const sample: SampleSource = {
  id: 'apps',
  title: 'The next app a person opens (synthetic)',
  describes:
    'Which app on the phone is opened next, each of them a candidate; a new one is installed later: 1,200 invented sessions.',
  csv: () =>
    writeCsv([
      ['session', 'date', 'part', 'user', 'time', 'place', ...item, 'opened_app'],
      ...openings().flatMap(({ day, user, time, place, candidates }, s) =>
        candidates.map((own) => [
          `s${s + 1}`,
          date(day),
          part(day),
          `u${user + 1}`,
          time,
          place,
          own.app,
          own.kind,
          String(own.usesADay),
          String(own.hoursSince),
          String(own.atThisTime),
          String(own.atThisPlace),
          own.opened ? 'yes' : 'no',
          own.opened && own.app !== newApp ? own.app : '',
        ]),
      ),
    ]),
  truth: () => ({
    target: 'opened',
    classes: ['no', 'yes'],
    chances: openings().flatMap(({ candidates }) => candidates.map(({ chance }) => [1 - chance, chance])),
  }),
  also: [
    {
      title: 'As one of seven classes',
      study: {
        name: 'The next app, one of seven',
        data: {
          source: 'sample:apps',
          columns: {
            session: { role: 'meta' },
            date: { role: 'time' },
            part: { role: 'split' },
            ...Object.fromEntries(item.map((name) => [name, { role: 'ignore' as const }])),
          },
        },
        framing: { kind: 'multiclass', target: 'opened_app' },
        groups: ['place'],
        explain: { partialDependence: ['time', 'place'] },
      },
    },
  ],
};
