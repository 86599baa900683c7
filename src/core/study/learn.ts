/** @file Fitting a model on a prepared matrix, and its scores for rows of the table. */
import { RunError } from '../base/errors.ts';
import type { Control } from '../base/progress.ts';
import type { Compute } from '../compute/types.ts';
import type { Column } from '../data/table.ts';
import { applyRecipe } from '../features/recipe.ts';
import type { RecipeState } from '../features/recipe.ts';
import { isSparse } from '../base/matrix.ts';
import type { Takes } from '../features/matrix.ts';
import { applyCalibration } from '../models/calibration/index.ts';
import type { Calibration } from '../models/calibration/index.ts';
import type {
  FitContext,
  FitInput,
  Fitted,
  Matrix,
  ModelState,
  SparseFitInput,
  SparseMatrix,
} from '../models/contract.ts';
import { checkLesson, composedKinds, fitComposed, isLeastSquares, kindWithin, predictComposed } from './framed.ts';
import type { Lesson } from './framed.ts';
import { classifiers } from '../models/index.ts';
import { fitPenalised } from '../models/penalised.ts';
import type { Penalty } from '../models/penalised.ts';
import { createPace } from '../models/pace.ts';
import { balance } from './balance.ts';
import { parseModel } from './choices.ts';
import type { Study } from './schema.ts';

export interface Fitting {
  x: Matrix | SparseMatrix;
  rows: Uint32Array;
  /** Of the same form as x. */
  validationX: Matrix | SparseMatrix;
  validation: Uint32Array;
  /** Class and weight of each row of the table. */
  codes: Int32Array;
  weights: Float64Array | null;
  classes: number;
  /** How the framing has the classes learned; absent: as they are, by one model. */
  lesson?: Lesson | null;
  /** Groups that are to be alike; absent: none. Of logistic regression of two classes. */
  penalty?: Penalty | null;
}

/** The training rows fitted; validation rows only say when to stop. */
export function fitModel(model: Study['model'], fitting: Fitting, context: FitContext): Promise<Fitted> {
  const { kind, options, classWeight = 'none' } = parseModel(model);
  const { x, rows, validationX, validation, codes, weights, classes, lesson = null, penalty = null } = fitting;
  checkLesson(lesson, model);
  const labels = (of: Uint32Array) => Int32Array.from(of, (row) => codes[row]!);
  const own = weights && Float64Array.from(rows, (row) => weights[row]!);
  const held = validation.length > 0 ? { x: validationX, y: labels(validation) } : null;
  const input = { x, y: labels(rows), classes, weights: own, validation: held } as FitInput | SparseFitInput;
  const classifier = classifiers[kind]!;
  const fitPart = (part: typeof input, partContext: FitContext) => {
    const weights = classWeight === 'balanced' ? balance(part.y, part.classes, part.weights) : part.weights;
    return isSparse(part.x)
      ? classifier.fitSparse!({ ...(part as SparseFitInput), weights }, options, partContext)
      : classifier.fit({ ...(part as FitInput), weights }, options, partContext);
  };
  if (penalty && kind === 'logistic') {
    const weights = classWeight === 'balanced' ? balance(input.y, classes, own) : own;
    return fitPenalised(
      { ...input, weights },
      options as unknown as Parameters<typeof fitPenalised>[1],
      penalty,
      context,
    );
  }
  if (lesson === null || kind === 'baseline') return fitPart(input, context);
  return fitComposed(lesson, { kind, input, rows, validation, options, fitPart }, context);
}

/** What the model of this kind takes. */
export function takenBy(kind: string, lesson: Lesson | null = null): Takes {
  if (isLeastSquares(lesson, kind) || lesson?.kind === 'decoupled') return { sparse: false };
  const families = Object.values(classifiers).filter(({ fitSparse, predictSparse }) => fitSparse && predictSparse);
  const kinds = families.map((classifier) => classifier.kind);
  return {
    sparse: kinds.includes(kind),
    families: kinds.filter((other) => other !== 'baseline'),
    missing: classifiers[kind]?.missing === true,
  };
}

export interface Learner {
  recipe: RecipeState;
  features: readonly Column[];
  classes: number;
  compute: Compute;
  control: Control;
  /** Applied to every score; null or absent: the model's own. */
  calibration?: Calibration | null;
  /** What a composed model says of itself instead of probabilities: one number a class, or one of all. */
  own?: boolean;
}

/** Rows predicted at once, and cells where the rows are wide. */
const mostRows = 16384;
const mostCells = 2 ** 26;

/** Probabilities, rows x classes, row-major. Throws RunError where a score is not a number. */
export async function predictRows(state: ModelState, rows: Uint32Array, learner: Learner): Promise<Float64Array> {
  const { recipe, features } = learner;
  const takes = state.kind === 'decoupled' ? { sparse: false } : takenBy(kindWithin(state));
  return predictMatrix(
    state,
    { rows: rows.length, columns: recipe.names.length },
    (from, to) => applyRecipe(recipe, features, rows.subarray(from, to), takes),
    learner,
  );
}

/** As predictRows, of rows that are a matrix already, made a part at a time. */
export async function predictMatrix(
  state: ModelState,
  size: { rows: number; columns: number },
  part: (from: number, to: number) => Matrix | SparseMatrix,
  { compute, control, calibration, own = false, ...told }: Omit<Learner, 'recipe' | 'features'>,
): Promise<Float64Array> {
  const classes = own && state.kind !== 'one-vs-rest' ? 1 : told.classes;
  const most = classifiers[kindWithin(state)]?.rowsAtOnce ?? mostRows;
  const batch = Math.max(1, Math.min(most, Math.floor(mostCells / size.columns)));
  const scores = new Float64Array(size.rows * classes);
  const pace = createPace({ ...control, compute });
  for (let start = 0; start < size.rows; start += batch) {
    await pace();
    const x = part(start, Math.min(size.rows, start + batch));
    const predictPart = (part: ModelState) => {
      const classifier = classifiers[part.kind]!;
      return isSparse(x) ? classifier.predictSparse!(part, x, compute) : classifier.predict(part, x, compute);
    };
    const found = composedKinds.includes(state.kind) ? predictComposed(state, x, predictPart, own) : predictPart(state);
    scores.set(await found, start * classes);
  }
  if (!scores.every(Number.isFinite))
    throw new RunError(
      'the model gave scores that are not numbers; lower the learning rate or look at the data',
      'nan-loss',
    );
  return calibration ? applyCalibration(calibration, scores, classes) : scores;
}
