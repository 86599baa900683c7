/** @file Options that decision trees and forests have in common. */
import { z } from 'zod';

export const meta = (label: string, description: string, unit?: string) => ({
  label,
  description,
  ...(unit && { unit }),
});

export const classOptions = {
  criterion: z
    .enum(['gini', 'entropy'])
    .default('gini')
    .meta(meta('Criterion', 'How mixed a node is: gini is 1 - sum of squared shares, entropy is in bits.')),
  maxDepth: z
    .number()
    .int()
    .min(1)
    .max(10000)
    .nullable()
    .default(null)
    .meta(meta('Most depth', 'Cuts from the root to a leaf at most; empty is no limit.', 'cuts')),
  maxLeafNodes: z
    .number()
    .int()
    .min(2)
    .max(1e6)
    .nullable()
    .default(null)
    .meta(meta('Most leaves', 'Leaves of a tree at most, the purest cuts first; empty is no limit.', 'leaves')),
  minSamplesSplit: z
    .number()
    .int()
    .min(2)
    .default(2)
    .meta(meta('Least rows to cut', 'A node with fewer training rows is a leaf.', 'rows')),
  minSamplesLeaf: z
    .number()
    .int()
    .min(1)
    .default(1)
    .meta(meta('Least rows a leaf', 'No leaf has fewer training rows.', 'rows')),
};
