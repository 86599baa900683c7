/** @file A tree of classes in flat arrays while it grows, and what each of its nodes is known to have one value of. */

/** The root is node 0, right is the node after left, and children have higher numbers than their parent. */
export interface GrownClasses {
  /** -1 for a leaf. */
  readonly column: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly missingRight: Uint8Array;
  /** Row weight by node and class. */
  readonly totals: Float64Array;
  /** Rows and impurity of each node. */
  readonly rows: Int32Array;
  readonly impurity: Float64Array;
  /** The rows of node n are data.rows[begin[n]..begin[n] + rows[n]), as they are ordered once all is grown. */
  readonly begin: Int32Array;
}

/** There is room for `room` nodes; more of it makes the arrays anew. */
export interface ClassGrowth extends GrownClasses {
  readonly nodes: number;
  /** A new leaf. Returns its number. */
  add(begin: number, rows: number): number;
  /** Without the room that is left. */
  end(): GrownClasses;
}

export function createGrowth(classes: number): ClassGrowth {
  const made = (room: number) => ({
    column: new Int32Array(room),
    threshold: new Float32Array(room),
    left: new Int32Array(room),
    missingRight: new Uint8Array(room),
    totals: new Float64Array(room * classes),
    rows: new Int32Array(room),
    impurity: new Float64Array(room),
    begin: new Int32Array(room),
  });
  let room = 256;
  const growth = {
    ...made(room),
    nodes: 0,
    add(begin: number, rows: number): number {
      if (growth.nodes === room) {
        const { column, threshold, left, missingRight, totals, rows, impurity, begin } = growth;
        room *= 2;
        Object.assign(growth, made(room));
        growth.column.set(column);
        growth.threshold.set(threshold);
        growth.left.set(left);
        growth.missingRight.set(missingRight);
        growth.totals.set(totals);
        growth.rows.set(rows);
        growth.impurity.set(impurity);
        growth.begin.set(begin);
      }
      growth.column[growth.nodes] = -1;
      growth.begin[growth.nodes] = begin;
      growth.rows[growth.nodes] = rows;
      return growth.nodes++;
    },
    end(): GrownClasses {
      const { column, threshold, left, missingRight, totals, rows, impurity, begin, nodes } = growth;
      return {
        column: column.slice(0, nodes),
        threshold: threshold.slice(0, nodes),
        left: left.slice(0, nodes),
        missingRight: missingRight.slice(0, nodes),
        totals: totals.slice(0, nodes * classes),
        rows: rows.slice(0, nodes),
        impurity: impurity.slice(0, nodes),
        begin: begin.slice(0, nodes),
      };
    },
  };
  return growth;
}

/** Columns that are known to have one value in a node, and so in all below it: a bit each, of one node at a time. */
export interface Known {
  has(column: number): boolean;
  add(column: number): void;
  /** Keeps those of now. Returns where. */
  keep(): number;
  /** Those of now are those kept there; -1: none are known. */
  load(place: number): void;
  /** What is kept there is no longer needed. */
  drop(place: number): void;
}

export function createKnown(columns: number): Known {
  const words = Math.ceil(columns / 32);
  // Those of now come first.
  let kept = new Int32Array(words * 64);
  let next = 1;
  const free: number[] = [];
  return {
    has: (column) => ((kept[column >>> 5]! >>> (column & 31)) & 1) === 1,
    add: (column) => void (kept[column >>> 5]! |= 1 << (column & 31)),
    keep() {
      const place = free.pop() ?? next++;
      if ((place + 1) * words > kept.length) {
        const more = new Int32Array(2 * kept.length);
        more.set(kept);
        kept = more;
      }
      kept.copyWithin(place * words, 0, words);
      return place;
    },
    load(place) {
      if (place < 0) kept.fill(0, 0, words);
      else kept.copyWithin(0, place * words, (place + 1) * words);
    },
    drop: (place) => void free.push(place),
  };
}
