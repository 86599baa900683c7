/** @file What steps that make one column of two have in common. */
import { InputError } from '../base/errors.ts';
import type { Frame, FrameColumn, Selector } from './contract.ts';
import { selectColumns } from './select.ts';

/** Names of the columns made, and the two each is made of. JSON. */
export interface Pairs {
  pairs: { name: string; left: string; right: string }[];
}

/** More columns than this fill the memory before they help. */
const mostMade = 5000;

/** Each column with each that comes behind it, and with itself where asked. Throws InputError for a category and for too many. */
export function everyPair(frame: Frame, selector: Selector, withItself: boolean, path: string): Pairs {
  const names = selectColumns(frame, selector, path).map(numbersOnly(path));
  const made = (names.length * (names.length + (withItself ? 1 : -1))) / 2;
  if (made > mostMade)
    throw new InputError(
      `${path}.columns: ${names.length} columns make ${made} products, over the limit; name fewer columns: ${mostMade}`,
    );
  const pairs = names.flatMap((left, i) =>
    names
      .slice(withItself ? i : i + 1)
      .map((right) => ({ name: left === right ? `${left}^2` : `${left} * ${right}`, left, right })),
  );
  return { pairs };
}

/** The two columns named, in the order they are named. Throws InputError for anything else. */
export function namedPair(frame: Frame, selector: Selector, sign: string, path: string): Pairs {
  if (!Array.isArray(selector) || selector.length !== 2)
    throw new InputError(`${path}.columns: must be the names of two columns: ${JSON.stringify(selector)}`);
  selectColumns(frame, selector, path);
  const [left, right] = selector.map((name) => {
    const column = frame.columns.find((one) => one.name === name);
    if (column === undefined)
      throw new InputError(`${path}.columns: another step has put other columns in its place: ${name}`);
    return numbersOnly(path)(column);
  }) as [string, string];
  return { pairs: [{ name: `${left} ${sign} ${right}`, left, right }] };
}

/** The frame with the columns made behind its own; the first of the two is their source. A missing value makes a missing one. */
export function withPairs({ pairs }: Pairs, frame: Frame, combine: (a: number, b: number) => number): Frame {
  const byName = new Map(frame.columns.map((column) => [column.name, column]));
  const made = pairs.map(({ name, left, right }): FrameColumn => {
    const [a, b] = [byName.get(left)!, byName.get(right)!.values!];
    const values = a.values!.map((value, i) => combine(value, b[i]!));
    return { ...a, name, type: 'number', values, indicator: false };
  });
  return { rows: frame.rows, columns: [...frame.columns, ...made] };
}

function numbersOnly(path: string): (column: FrameColumn) => string {
  return ({ name, values }) => {
    if (values === null)
      throw new InputError(`${path}.columns: a category is no number; leave it out, or encode it before: ${name}`);
    return name;
  };
}
