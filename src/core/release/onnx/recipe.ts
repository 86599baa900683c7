/** @file A fitted recipe as a graph: one named input a raw column, one matrix out. */
import { InputError } from '../../base/errors.ts';
import type { ColumnType } from '../../data/table.ts';
import type { FrameColumn } from '../../features/contract.ts';
import type { RecipeState } from '../../features/recipe.ts';
import { steps } from '../../features/steps.ts';
import { arithmeticIn, type Arithmetic } from './arithmetic.ts';
import type { Graph, Tensor } from './graph.ts';
import { formulas } from './numbers.ts';

/** A text that no cell holds: stands for a level that was not there in training. */
const unseen = '\u0000';

/** A column on its way: numbers of each row, or one value for each level a row may have (`place` says which). */
type Held = { tensor: Tensor } | { place: Tensor; column: FrameColumn };
type Columns = Map<string, Held>;

/** Reading its own values: nothing can be exported of these. */
const refused: Record<string, string> = {
  'tf-idf': 'words are cut by tables of the platform',
  hashing: 'words are cut by tables of the platform',
};

/** rows x columns, in single precision as the page's matrix is. Throws InputError naming a step that ONNX cannot say. */
export function recipeGraph(graph: Graph, state: RecipeState): Tensor {
  const math = arithmeticIn(graph);
  const columns: Columns = new Map(
    state.columns.map(({ name, type }) => [
      name,
      type === 'number' || type === 'date'
        ? { tensor: graph.input(name, 'double') }
        : coded(graph, name, type, knownLevels(state, name)),
    ]),
  );
  for (const { step, state: own } of state.steps) applyStep(step, own, columns, graph, math);
  const parts = state.names.map((name) => ({ name, held: columns.get(name)! }));
  const made = joined(
    parts.map(({ held }) => held),
    graph,
    math,
  );
  const wide = graph.node('Concat', made, { type: 'double', shape: ['rows', parts.length] }, { axis: { int: 1 } });
  return graph.node('Cast', [wide], { type: 'float', shape: wide.shape }, { to: { int: 1 } });
}

function coded(graph: Graph, name: string, type: string, known: readonly string[]): Held {
  // After the known levels: one never seen, and no level at all.
  const place = graph.ml(
    'LabelEncoder',
    [graph.input(name, 'string')],
    { type: 'int64', shape: ['rows'] },
    {
      keys_strings: { texts: [...known, ''] },
      values_int64s: { ints: [...known.keys(), known.length + 1] },
      default_int64: { int: known.length },
    },
  );
  const codes = Int32Array.from({ length: known.length + 2 }, (_, i) => (i > known.length ? -1 : i));
  const column: FrameColumn = {
    name,
    source: name,
    type: type as ColumnType,
    values: null,
    codes,
    levels: [...known, unseen],
    indicator: false,
  };
  return { place, column };
}

/** Every text that a step has learned of the column: more than are needed do no harm. */
function knownLevels(state: RecipeState, name: string): string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        found.add(key);
        collect(inner);
      }
  };
  for (const { state: own } of state.steps as { state: Record<string, unknown> }[]) {
    if (own['by'] === name) collect(own['groups']);
    if (own['of'] === name) collect(own['levels']);
    if (Array.isArray(own['columns']))
      for (const column of own['columns'] as { name?: string }[]) if (column.name === name) collect(column);
  }
  found.delete('');
  return [...found];
}

function applyStep(step: string, state: any, columns: Columns, graph: Graph, math: Arithmetic): void {
  if (refused[step]) throw new InputError(`recipe: ${step} cannot be exported to ONNX, as ${refused[step]}`);
  if (state.donors)
    throw new InputError('recipe: impute by knn cannot be exported to ONNX, as it needs the training rows; use median');
  if (state.pairs) return addPairs(step, state.pairs, columns, graph, math);
  if (step === 'decorrelate') return takeOut(state, columns, graph, math);
  if (step === 'aggregate') return addGroups(state, columns, graph, math);
  const formula = formulas[step];
  const learned = new Map<string, object>(
    (state.columns ?? []).map((column: { name: string }) => [column.name, column]),
  );
  const before = [...columns];
  columns.clear();
  for (const [name, held] of before) {
    if ('place' in held) {
      // What the step itself makes of every level that there can be.
      const rows = held.column.codes?.length ?? held.column.values!.length;
      for (const column of steps[step]!.apply(state, { rows, columns: [held.column] }).columns)
        columns.set(column.name, { place: held.place, column });
    } else if (state.dropped || step === 'select') {
      const gone = (state.dropped ?? state.columns.filter(({ kept }: { kept: boolean }) => !kept)) as {
        name: string;
      }[];
      if (!gone.some((column) => column.name === name)) columns.set(name, held);
    } else if (learned.has(name) && formula) {
      const made = formula(held.tensor, { name, learned: learned.get(name), whole: state, math });
      for (const [own, tensor] of Object.entries(made)) columns.set(own, { tensor });
    } else if (learned.has(name)) throw new InputError(`recipe: ${step} cannot be exported to ONNX yet: ${name}`);
    else columns.set(name, held);
  }
}

/** A number of each row. */
function tensorOf(held: Held, graph: Graph, math: Arithmetic): Tensor {
  return 'tensor' in held ? held.tensor : math.lookUp([...held.column.values!], held.place);
}

function addPairs(
  step: string,
  pairs: readonly { name: string; left: string; right: string }[],
  columns: Columns,
  graph: Graph,
  math: Arithmetic,
): void {
  const own = (name: string) => tensorOf(columns.get(name)!, graph, math);
  const made = pairs.map(({ name, left, right }): [string, Held] => {
    const [a, b] = [own(left), own(right)];
    if (step === 'difference') return [name, { tensor: math.subtract(a, b) }];
    if (step !== 'ratio') return [name, { tensor: math.multiply(a, b) }];
    const isZero = math.less(math.absolute(b), Number.MIN_VALUE);
    return [name, { tensor: math.where(isZero, NaN, math.divide(a, b)) }];
  });
  for (const [name, held] of made) columns.set(name, held);
}

function addGroups(state: any, columns: Columns, graph: Graph, math: Arithmetic): void {
  const group = columns.get(state.by) as Extract<Held, { place: Tensor }>;
  const plain = { ...state, columns: state.columns.map((column: object) => ({ ...column, difference: false })) };
  const rows = group.column.codes!.length;
  const made = steps['aggregate']!.apply(plain, { rows, columns: [group.column] }).columns.slice(1);
  for (const [i, { column: name, difference }] of state.columns.entries()) {
    const whole: Held = { place: group.place, column: made[i]! };
    columns.set(made[i]!.name, whole);
    if (!difference) continue;
    const apart = math.subtract(tensorOf(columns.get(name)!, graph, math), tensorOf(whole, graph, math));
    columns.set(`${name} - ${made[i]!.name}`, { tensor: apart });
  }
}

/** What one column tells of others, taken off them. */
function takeOut(state: any, columns: Columns, graph: Graph, math: Arithmetic): void {
  const other = columns.get(state.of)!;
  for (const { name, shifts, slope, mean } of state.columns) {
    let off: Tensor;
    if (state.levels !== null && 'place' in other) {
      const { codes, levels } = other.column;
      const shiftOf = (code: number) => shifts[state.levels.indexOf(code < 0 ? null : levels![code]!)] ?? 0;
      off = math.lookUp(Array.from(codes!, shiftOf), other.place);
    } else {
      const value = tensorOf(other, graph, math);
      off = math.where(math.isMissing(value), 0, math.multiply(math.subtract(value, mean), slope));
    }
    columns.set(name, { tensor: math.subtract(tensorOf(columns.get(name)!, graph, math), off) });
  }
  if (!state.keep) columns.delete(state.of);
}

/** Columns next to each other; those looked up at the same place are looked up at once. */
function joined(columns: readonly Held[], graph: Graph, math: Arithmetic): Tensor[] {
  const made: Tensor[] = [];
  for (let at = 0; at < columns.length;) {
    const first = columns[at]!;
    if ('tensor' in first) {
      made.push(math.column(first.tensor));
      at++;
      continue;
    }
    let end = at;
    for (let next = columns[end]; next && 'place' in next && next.place === first.place; next = columns[++end]);
    const values = (columns.slice(at, end) as { column: FrameColumn }[]).map(({ column }) => column.values!);
    const rows = values[0]!.length;
    const table = graph.constant(
      'double',
      [rows, values.length],
      Array.from({ length: rows }, (_, i) => values.map((own) => own[i]!)).flat(),
    );
    const shape = ['rows' as const, values.length];
    made.push(graph.node('Gather', [table, first.place], { type: 'double', shape }, { axis: { int: 0 } }));
    at = end;
  }
  return made;
}
