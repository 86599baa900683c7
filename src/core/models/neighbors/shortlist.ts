/** @file The stored rows that may be among the k nearest, as long as their distances are only known between bounds. */

export interface Shortlist {
  /** width: 2 w(a) of bounds.ts. */
  begin(width: number): void;
  /** least: what bounds.ts tells of the stored row at `place`; nothing happens if it is above the limit. */
  consider(place: number, least: number): void;
  /** Rows above it are not among the nearest. Falls only. */
  readonly limit: number;
  /** Drops those that are above the limit by now. Returns how many are left at the start of `places`. */
  finish(): number;
  readonly places: Uint32Array;
}

/** widths: 2 w(b) of bounds.ts, by stored row. */
export function createShortlist(k: number, widths: Float64Array): Shortlist {
  // What the k nearest so far are at most away: a heap, the farthest first.
  const heap = new Float64Array(k);
  let places = new Uint32Array(4 * k + 256);
  let leasts = new Float64Array(places.length);
  let [count, known, width, limit] = [0, 0, 0, Infinity];

  function drop(): number {
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (leasts[i]! > limit) continue;
      places[kept] = places[i]!;
      leasts[kept++] = leasts[i]!;
    }
    return (count = kept);
  }

  function grow(): void {
    const [oldPlaces, oldLeasts] = [places, leasts];
    places = new Uint32Array(2 * oldPlaces.length);
    leasts = new Float64Array(places.length);
    places.set(oldPlaces);
    leasts.set(oldLeasts);
  }

  return {
    begin(own) {
      [count, known, width, limit] = [0, 0, own, Infinity];
    },
    consider(place, least) {
      if (least > limit) return;
      if (count === places.length && drop() > places.length / 2) grow();
      places[count] = place;
      leasts[count++] = least;
      const most = least + widths[place]!;
      if (known < k) {
        rise(heap, known++, most);
        if (known === k) limit = heap[0]! + width;
      } else if (most < heap[0]!) {
        sink(heap, most);
        limit = heap[0]! + width;
      }
    },
    get limit() {
      return limit;
    },
    get places() {
      return places;
    },
    finish: drop,
  };
}

function rise(heap: Float64Array, from: number, value: number): void {
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above]! >= value) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = value;
}

/** In the place of the first. */
function sink(heap: Float64Array, value: number): void {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && heap[below + 1]! > heap[below]!) below++;
    if (heap[below]! <= value) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = value;
}
