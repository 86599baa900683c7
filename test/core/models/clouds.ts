/** @file Rows among which the nearest are hard to tell, and the plainest way to tell them. */
import { createRng } from '../../../src/core/base/random.ts';
import type { Metric } from '../../../src/core/models/neighbors/measure.ts';

export interface Cloud {
  name: string;
  stored: number[][];
  x: number[][];
  k: number;
}

const rng = createRng(11);
const rows = (count: number, width: number, draw: () => number) =>
  Array.from({ length: count }, () => Array.from({ length: width }, () => Math.fround(draw())));
const normal = () => rng.normal();
const indicator = () => Number(rng.uniform() < 0.2);
const small = () => rng.integer(3) - 1;

export const clouds: Cloud[] = [
  { name: 'normal columns', stored: rows(700, 7, normal), x: rows(70, 7, normal), k: 5 },
  { name: 'more columns than rows', stored: rows(20, 300, normal), x: rows(17, 300, normal), k: 3 },
  { name: 'indicators: many exact ties', stored: rows(900, 6, indicator), x: rows(33, 6, indicator), k: 20 },
  { name: 'small whole numbers, rows of zeros among them', stored: rows(500, 3, small), x: rows(27, 3, small), k: 9 },
  {
    name: 'all rows alike',
    stored: Array.from({ length: 300 }, () => [2, -1]),
    x: [
      [2, -1],
      [0, 0],
    ],
    k: 4,
  },
  { name: 'all rows wanted', stored: rows(50, 4, normal), x: rows(5, 4, normal), k: 50 },
  { name: 'one column', stored: rows(200, 1, normal), x: rows(20, 1, normal), k: 2 },
  {
    name: 'mostly zeros',
    stored: rows(400, 200, () => (rng.uniform() < 0.02 ? normal() : 0)),
    x: rows(20, 200, () => (rng.uniform() < 0.02 ? normal() : 0)),
    k: 6,
  },
  {
    name: 'far from the origin',
    stored: rows(400, 3, () => 1e6 + normal()),
    x: rows(20, 3, () => 1e6 + normal()),
    k: 5,
  },
  {
    name: 'nearer and nearer',
    stored: Array.from({ length: 600 }, (_, i) => [600 - i, 1]),
    x: [
      [0, 1],
      [1, 0],
    ],
    k: 5,
  },
  {
    name: 'unlike scales',
    stored: rows(400, 3, () => normal() * 10 ** rng.integer(12)),
    x: rows(20, 3, () => normal() * 10 ** rng.integer(12)),
    k: 5,
  },
  {
    name: 'beyond what float32 can square',
    stored: rows(60, 3, () => normal() * 1e30),
    x: rows(9, 3, () => normal() * 1e30),
    k: 5,
  },
  {
    name: 'squares that become 0 in float32',
    stored: rows(60, 3, () => normal() * 1e-30),
    x: rows(9, 3, () => normal() * 1e-30),
    k: 5,
  },
];

/** Places and distances of the k nearest, measured one by one in float64. */
export function plainly(stored: number[][], row: number[], metric: Metric, k: number): [number[], number[]] {
  const length = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  const measure = (other: number[]) => {
    if (metric === 'manhattan') return other.reduce((sum, v, c) => sum + Math.abs(v - row[c]!), 0);
    if (metric === 'euclidean') return other.reduce((sum, v, c) => sum + (v - row[c]!) * (v - row[c]!), 0);
    const size = length(other) * length(row);
    return size === 0 ? 1 : Math.max(0, 1 - other.reduce((sum, v, c) => sum + v * row[c]!, 0) / size);
  };
  const far = stored.map(measure);
  const places = [...far.keys()].sort((a, b) => far[a]! - far[b]! || a - b).slice(0, k);
  return [places, places.map((place) => (metric === 'euclidean' ? Math.sqrt(far[place]!) : far[place]!))];
}
