import { z } from 'zod';

const meta = (label: string, description: string, unit?: string) => ({ label, description, ...(unit && { unit }) });

export const boostingOptions = z.strictObject({
  learningRate: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .meta(meta('Learning rate', "Share of each tree's step that is taken.")),
  maxIterations: z
    .number()
    .int()
    .min(1)
    .max(10000)
    .default(100)
    .meta(meta('Most iterations', 'Trees at most; one a class where there are more than two classes.', 'iterations')),
  maxLeafNodes: z
    .number()
    .int()
    .min(2)
    .max(65536)
    .nullable()
    .default(31)
    .meta(meta('Most leaves', 'Leaves a tree may have; null is no limit.', 'leaves')),
  maxDepth: z
    .number()
    .int()
    .min(1)
    .max(64)
    .nullable()
    .default(null)
    .meta(meta('Most depth', 'Cuts from the root to a leaf at most; empty is no limit.', 'cuts')),
  minSamplesLeaf: z
    .number()
    .int()
    .min(1)
    .default(20)
    .meta(meta('Least rows a leaf', 'No leaf has fewer training rows.', 'rows')),
  minHessian: z
    .number()
    .min(0)
    .default(1e-3)
    .meta(meta('Least hessian a leaf', 'No leaf has a smaller sum of weight * p * (1 - p).')),
  l2: z.number().min(0).default(0).meta(meta('L2 penalty', 'Added to the curvature of the loss in each leaf.')),
  subsample: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .meta(meta('Row sample', 'Share of the training rows that each tree sees, drawn anew each time.', 'share')),
  columnSample: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .meta(meta('Column sample', 'Share of the columns that each tree may cut, drawn anew each time.', 'share')),
  earlyStopping: z
    .boolean()
    .default(true)
    .meta(
      meta(
        'Early stopping',
        'Stops when the validation loss has not fallen for a while, and keeps the best iteration.',
      ),
    ),
  patience: z
    .number()
    .int()
    .min(1)
    .max(10000)
    .default(10)
    .meta(meta('Patience', 'Iterations without a better validation loss before it stops.', 'iterations')),
  categories: z
    .enum(['numbers', 'sets'])
    .optional()
    .meta({
      ...meta(
        'Category codes',
        'How places of levels without an order, as an ordinal step leaves them, are cut: as numbers, or into sets of levels.',
      ),
      default: 'numbers',
    }),
  monotone: z
    .record(z.string(), z.union([z.literal(1), z.literal(-1)]))
    .default({})
    .meta(
      meta(
        'Monotone columns',
        'Columns with which the score may only rise (1) or only fall (-1), as the recipe names them, such as age: 1, debt: -1.',
      ),
    ),
});
