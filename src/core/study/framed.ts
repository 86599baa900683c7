/** @file What a framing changes in learning and predicting: several models for one, or a number before its classes. */
import { InputError } from '../base/errors.ts';
import type { Framed } from '../framing/contract.ts';
import { fitBands, predictBands } from '../models/composed/bands.ts';
import { fitDecoupled, predictDecoupled } from '../models/composed/decoupled.ts';
import { fitNodes, predictNodes } from '../models/composed/nodes.ts';
import type { Forestry } from '../models/composed/nodes.ts';
import { fitOneVsRest, normalise, ownProbabilities } from '../models/composed/one-vs-rest.ts';
import type { FitPart, PredictPart } from '../models/composed/one-vs-rest.ts';
import { denseOf } from '../models/composed/rows.ts';
import type { Input } from '../models/composed/rows.ts';
import type { FitContext, Fitted, Matrix, ModelState, SparseMatrix } from '../models/contract.ts';
import { chances, fitRidge, predictRidge } from '../models/ridge.ts';
import type { Study } from './schema.ts';

/** How the classes are learned where one model of all of them is not it. values: the number of each row of the table. */
export type Lesson =
  | { kind: 'one-vs-rest' }
  | { kind: 'nodes'; paths: string[][]; later?: readonly number[]; forestry?: Forestry }
  | { kind: 'score'; values: Float64Array; edges: number[] }
  | { kind: 'decoupled'; values: Float64Array };

/** Kinds of model state that are made here. */
export const composedKinds: readonly string[] = ['one-vs-rest', 'nodes', 'ridge', 'bands', 'decoupled'];

/** Several models of the study's family for one. */
export const isOfParts = (lesson: Lesson | null): boolean => lesson?.kind === 'one-vs-rest' || lesson?.kind === 'nodes';

/** Null: one model of all classes. */
export function lessonOf(framing: Study['framing'], framed: Framed): Lesson | null {
  if (framing.kind === 'one-vs-rest') return { kind: 'one-vs-rest' };
  if (framing.kind === 'hierarchical' && framing.how === 'nodes') {
    const { paths, later } = framed.tree!;
    return { kind: 'nodes', paths, ...(later && { later }) };
  }
  if (framing.kind === 'decoupled') return { kind: 'decoupled', values: framed.worth!.values };
  return framing.kind === 'score' ? { kind: 'score', ...framed.score! } : null;
}

/** Throws InputError where the model cannot learn so. */
export function checkLesson(lesson: Lesson | null, { kind, options, classWeight }: Study['model']): void {
  if (lesson?.kind !== 'score') return;
  if (classWeight === 'balanced')
    throw new InputError('study.model.classWeight: a score has no classes to balance; use none: balanced');
  const { l1 = 0 } = options;
  if (isLeastSquares(lesson, kind) && l1 !== 0)
    throw new InputError(`study.model.options.l1: a score is learned with an L2 penalty only; use 0: ${l1}`);
}

/** Of a number the part of logistic regression is taken by least squares; all other families tell the chances of bands. */
export const isLeastSquares = (lesson: Lesson | null, kind: string) => lesson?.kind === 'score' && kind === 'logistic';

interface Work {
  kind: string;
  input: Input;
  /** Rows of the table that are fitted, and those of the input's validation part. */
  rows: Uint32Array;
  validation: Uint32Array;
  options: Record<string, unknown>;
  fitPart: FitPart;
}

export async function fitComposed(
  lesson: Lesson,
  { kind, input, rows, validation, options, fitPart }: Work,
  context: FitContext,
): Promise<Fitted> {
  if (lesson.kind === 'one-vs-rest') return fitOneVsRest(input, fitPart, context);
  if (lesson.kind === 'nodes') return fitNodes(input, lesson.paths, fitPart, context, lesson.forestry, lesson.later);
  const target = Float64Array.from(rows, (row) => lesson.values[row]!);
  if (lesson.kind === 'decoupled') return fitDecoupled(input, target, fitPart, context);
  const { edges } = lesson;
  if (!isLeastSquares(lesson, kind)) {
    const held = Float64Array.from(input.validation ? validation : [], (row) => lesson.values[row]!);
    return fitBands(input, { target, held, edges }, fitPart, context);
  }
  const l2 = options['l2'] as number;
  const state = fitRidge({ x: denseOf(input.x), target, weights: input.weights, l2, edges });
  return { state, curves: { step: [], loss: [], validationLoss: [] }, ended: 'converged' };
}

/** own: each class's own probability (one-vs-rest), or the number of each row (ridge, bands, decoupled), instead of probabilities. */
export async function predictComposed(
  state: ModelState,
  x: Matrix | SparseMatrix,
  predictPart: PredictPart,
  own: boolean,
): Promise<Float64Array> {
  if (state.kind === 'nodes') return predictNodes(state, x.rows, predictPart);
  if (state.kind === 'bands') return predictBands(state, predictPart, own);
  if (state.kind === 'decoupled') return predictDecoupled(state, x, predictPart, own);
  if (state.kind === 'one-vs-rest') {
    const probabilities = await ownProbabilities(state, predictPart);
    const classes = state.json['classes'] as number;
    // Of two classes one model says both, and they sum to 1.
    return own || classes === 2 ? probabilities : normalise(probabilities, classes);
  }
  const predicted = predictRidge(state, denseOf(x));
  return own ? predicted : chances(state, predicted);
}

/** The kind of the models that a composed one is made of; its own where it is not. */
export function kindWithin({ kind, json }: ModelState): string {
  const parts = composedKinds.includes(kind) ? (json['parts'] as { kind: string }[] | undefined) : undefined;
  return parts?.[0]?.kind ?? kind;
}
