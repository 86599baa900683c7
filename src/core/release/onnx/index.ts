/** @file A run as an ONNX model: raw columns in, a label and the probability of each class out. */
import { InputError } from '../../base/errors.ts';
import { hashParts } from '../../base/hash.ts';
import type { RecipeState } from '../../features/recipe.ts';
import type { ModelBundle, Run } from '../../study/run.ts';
import { arithmeticIn } from './arithmetic.ts';
import { calibrationGraph } from './calibration.ts';
import { createGraph, type Graph, type Tensor } from './graph.ts';
import { modelGraph } from './models.ts';
import { recipeGraph } from './recipe.ts';
import { columnOf } from './scores.ts';

/**
 * The bytes of model.onnx (opset 17, ai.onnx.ml 3). Inputs: one a raw column, of any number of rows: numbers and dates
 * (milliseconds since 1970, UTC) as doubles, NaN where missing; anything else as text, empty where missing. Outputs: `label`
 * and `proba_0`, `proba_1` … in class order. What a model needs beside is in its metadata. Throws InputError naming what of
 * the run ONNX cannot say.
 */
export function exportOnnx({ run, bundle }: { run: Run; bundle: ModelBundle }): Uint8Array {
  const { kind } = run.study.framing;
  if (kind !== 'binary' && kind !== 'multiclass' && kind !== 'threshold')
    throw new InputError(`run.study.framing.kind: only binary and multiclass can be exported to ONNX yet: ${kind}`);
  if (run.cutoffs)
    throw new InputError('run.cutoffs: a cutoff for each group cannot be exported to ONNX, as the group is no input');
  const recipe = bundle.recipe as RecipeState;
  const graph = createGraph('plumb');
  const x = recipeGraph(graph, recipe);
  const raw = modelGraph(graph, x, bundle.model);
  const scores = bundle.calibration ? calibrationGraph(graph, raw, bundle.calibration) : raw;
  graph.output('label', labelOf(graph, scores, run));
  for (const k of run.classes.keys()) graph.output(`proba_${k}`, columnOf(graph, scores, k));
  const threshold = run.threshold ?? null;
  return graph.bytes({
    run_id: run.id,
    class_names: JSON.stringify(run.classes),
    dataset_sha256: run.study.data.sha256 ?? '',
    recipe_sha256: hashParts(recipe),
    ...(threshold !== null && { threshold: `${threshold}`, positive_class: run.classes[1]! }),
    created_by: `Plumb ${run.environment.plumb}`,
  });
}

/** The file of a recipe alone: the same inputs, one output `features`, rows x columns. */
export function exportRecipe(recipe: RecipeState): Uint8Array {
  const graph = createGraph('recipe');
  graph.output('features', recipeGraph(graph, recipe));
  return graph.bytes({ columns: JSON.stringify(recipe.names), recipe_sha256: hashParts(recipe) });
}

/** Positive where its score is at the threshold or over it; else the likeliest class, the first of equals. */
function labelOf(graph: Graph, scores: Tensor, { classes, threshold = null }: Run): Tensor {
  const { less } = arithmeticIn(graph);
  const shape = ['rows' as const];
  let code: Tensor;
  if (threshold !== null) {
    const isBelow = less(columnOf(graph, scores, 1), threshold);
    const isPositive = graph.node('Not', [isBelow], { type: 'bool', shape });
    code = graph.node('Cast', [isPositive], { type: 'int64', shape }, { to: { int: 7 } });
  } else code = graph.node('ArgMax', [scores], { type: 'int64', shape }, { axis: { int: 1 }, keepdims: { int: 0 } });
  const names = graph.constant('string', [classes.length], classes);
  return graph.node('Gather', [names, code], { type: 'string', shape }, { axis: { int: 0 } });
}
