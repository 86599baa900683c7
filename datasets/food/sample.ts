import { createRng } from '../../src/core/base/random.ts';
import { writeCsv } from '../../src/core/data/write.ts';
import { chosen, drawn } from '../draw.ts';
import type { SampleSource } from '../sample.ts';

const orders = 900;
const offered = 8;
const cuisines = ['rice', 'noodles', 'grill', 'sweets'] as const;
const hours = ['noon', 'evening', 'late'] as const;

export interface Offer {
  shop: string;
  cuisine: (typeof cuisines)[number];
  partner: boolean;
  rating: number;
  /** Baht. */
  price: number;
  discount: number;
  kilometres: number;
  /** Of the kitchen, as the shop tells it. */
  cooking: number;
  ordered: boolean;
  /** Baht to the company, were it ordered. */
  margin: number;
  /** From order to door. */
  minutes: number;
  stars: number;
  riderKilometres: number;
  /** Baht paid back for complaints, on average. */
  refund: number;
  /** The true chance that it is the one ordered. Not in the table. */
  chance: number;
}
export interface Order {
  hour: (typeof hours)[number];
  wants: (typeof cuisines)[number];
  offers: Offer[];
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** The orders, from one fixed seed; the card states the rule. */
export function orderings(): Order[] {
  const rng = createRng(5).split('food');
  const shops = Array.from({ length: 60 }, (_, i) => {
    const partner = rng.uniform() < 0.4;
    // A partner pays the company more, and pays for it in the kitchen.
    const rating = rounded(clamp(4.1 - (partner ? 0.5 : 0) + 0.4 * rng.normal(), 2, 5), 1);
    const cuisine = cuisines[rng.integer(cuisines.length)]!;
    const price = Math.round(Math.exp(4.8 + (partner ? 0.2 : 0) + 0.35 * rng.normal()));
    const cooking = Math.round(clamp(14 + (partner ? 4 : 0) + 5 * rng.normal(), 4, 40));
    return { shop: `shop ${i + 1}`, partner, rating, cuisine, price, cooking };
  });
  return Array.from({ length: orders }, () => {
    const [hour, wants] = [hours[rng.integer(hours.length)]!, cuisines[rng.integer(cuisines.length)]!];
    const near = rng.permutation(shops.length).subarray(0, offered);
    const seen = Array.from(near, (s) => {
      const shop = shops[s]!;
      const discount = rng.uniform() < 0.25 ? 10 * (1 + rng.integer(4)) : 0;
      const kilometres = rounded(0.3 + 5 * rng.uniform(), 1);
      return { ...shop, discount, kilometres, fits: shop.cuisine === wants };
    });
    const chances = chosen(seen.map(liking));
    const taken = drawn(chances, rng);
    const offers = seen.map(({ fits: _, ...own }, i) => {
      const { partner, price, discount, kilometres, cooking, rating } = own;
      const minutes = Math.round(cooking + 4 * kilometres + (hour === 'evening' ? 8 : 0) + 4 * Math.abs(rng.normal()));
      return {
        ...own,
        ordered: i === taken,
        margin: rounded((partner ? 0.3 : 0.12) * price - 0.5 * discount - 3 * kilometres + 3 * rng.normal(), 1),
        minutes,
        stars: rounded(clamp(rating - 0.03 * (minutes - 30) + 0.4 * rng.normal(), 1, 5), 1),
        riderKilometres: rounded(kilometres + 1.5 * rng.uniform(), 1),
        refund: rounded(Math.max(0, 0.1 * (minutes - 30) + 3 * (4 - rating) + 1.5 * rng.normal()), 1),
        chance: chances[i]!,
      };
    });
    return { hour, wants, offers };
  });
}

/** The true rule of choosing. */
function liking(of: Pick<Offer, 'rating' | 'price' | 'discount' | 'kilometres'> & { fits: boolean }): number {
  return 2.2 * of.rating + (of.fits ? 2 : 0) - 0.012 * (of.price - of.discount) - 0.3 * of.kilometres;
}

export const sample: SampleSource = {
  id: 'food',
  title: 'Which meal to offer first (synthetic)',
  describes:
    'What is ordered and what it brings pull apart, and five people look at five things: 900 invented orders of eight offers.',
  csv: () =>
    writeCsv([
      [
        'order',
        'hour',
        'wants',
        'shop',
        'cuisine',
        'fits',
        'partner',
        'rating',
        'price',
        'discount',
        'kilometres',
      ].concat(['cooking', 'ordered', 'margin', 'minutes', 'stars', 'rider_km', 'refund']),
      ...orderings().flatMap(({ hour, wants, offers }, o) =>
        offers.map((own) => [
          `o${o + 1}`,
          hour,
          wants,
          own.shop,
          own.cuisine,
          own.cuisine === wants ? 'yes' : 'no',
          own.partner ? 'yes' : 'no',
          ...[own.rating, own.price, own.discount, own.kilometres, own.cooking].map(String),
          own.ordered ? 'yes' : 'no',
          ...[own.margin, own.minutes, own.stars, own.riderKilometres, own.refund].map(String),
        ]),
      ),
    ]),
  truth: () => ({
    target: 'ordered',
    classes: ['no', 'yes'],
    chances: orderings().flatMap(({ offers }) => offers.map(({ chance }) => [1 - chance, chance])),
  }),
  also: [
    {
      title: 'For what is ordered alone',
      study: {
        name: 'The meal to offer first, by orders',
        framing: { kind: 'per-item', target: 'ordered', positive: 'yes', query: 'order', item: 'shop' },
      },
    },
  ],
};
