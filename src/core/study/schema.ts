/** @file The study file, version 1: everything that decides a result, parsed at the door. */
import { z } from 'zod';
import { binary } from '../framing/binary.ts';
import { decoupled } from '../framing/decoupled.ts';
import { hierarchical } from '../framing/hierarchical.ts';
import { multiclass } from '../framing/multiclass.ts';
import { oneVsRest } from '../framing/one-vs-rest.ts';
import { perItem } from '../framing/per-item.ts';
import { score } from '../framing/score.ts';
import { threshold } from '../framing/threshold.ts';
import { calibrationKinds } from '../models/calibration/index.ts';
import { gateSchema, purposeSchema } from './purpose.ts';

export const columnTypes = ['number', 'category', 'ordinal', 'text', 'date', 'boolean', 'id'] as const;
export const roles = ['feature', 'target', 'meta', 'ignore', 'weight', 'group', 'time', 'split'] as const;

/** What is done to the cells as the table is made: `"hash"`, `{"generalise": {"width": 10}}`. */
const treatSchema = z.union([
  z.literal('hash'),
  z.strictObject({
    generalise: z.union([
      z.strictObject({ width: z.number().positive() }),
      z.strictObject({ to: z.enum(['month', 'year']) }),
      z.strictObject({ characters: z.number().int().min(1) }),
    ]),
  }),
]);

const columnSchema = z.strictObject({
  type: z.enum(columnTypes).optional(),
  role: z.enum(roles).optional(),
  sensitive: z.boolean().optional(),
  /** Order of levels, low to high, for an ordinal column. */
  order: z.array(z.string()).optional(),
  treat: treatSchema.optional(),
});

const dataSchema = z.strictObject({
  source: z.string().min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  columns: z.record(z.string(), columnSchema).default({}),
  /** Goes before each text that is hashed. Whoever has it can test a guess: keep it with the study, out of cards. */
  salt: z.string().min(8).optional(),
  /** Lines with too many or too few fields: refuse the file, or leave those lines out (counted). */
  ragged: z.enum(['refuse', 'drop']).default('refuse'),
  /** How the file is read, where it is not what is detected. */
  reading: z
    .strictObject({
      delimiter: z.string().length(1).optional(),
      encoding: z.string().optional(),
      header: z.boolean().optional(),
      /** Cells that stand for no value, beside those always taken so. */
      missing: z.array(z.string()).optional(),
      /** Share of the rows that is read, the same rows each time. */
      sample: z.number().gt(0).lt(1).optional(),
    })
    .optional(),
});

const framingSchema = z.discriminatedUnion('kind', [
  binary.options,
  multiclass.options,
  oneVsRest.options,
  hierarchical.options,
  score.options,
  threshold.options,
  perItem.options,
  decoupled.options,
]);

const share = z.number().gt(0).lt(1);
const splitSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('random'), test: share.default(0.2), validation: share.default(0.2) }),
  z.strictObject({ kind: z.literal('stratified'), test: share.default(0.2), validation: share.default(0.2) }),
  z.strictObject({
    kind: z.literal('group'),
    column: z.string(),
    test: share.default(0.2),
    validation: share.default(0.2),
  }),
  z.strictObject({
    kind: z.literal('time'),
    column: z.string(),
    test: share.default(0.2),
    validation: share.default(0.2),
  }),
  z.strictObject({ kind: z.literal('column'), column: z.string() }),
]);

const decisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('threshold'), value: z.number().min(0).max(1).default(0.5) }),
  z.strictObject({
    kind: z.literal('cost'),
    falsePositive: z.number().min(0),
    falseNegative: z.number().min(0),
  }),
]);

const names = z.array(z.string());
/** Source row numbers. */
const sourceRows = z.array(z.number().int().min(0)).min(1);

const constraintSchema = z.strictObject({
  fixed: z.boolean().optional().meta({ label: 'Stays as it is' }),
  direction: z.enum(['increase', 'decrease']).optional().meta({ label: 'May only' }),
  low: z.number().optional().meta({ label: 'At least' }),
  high: z.number().optional().meta({ label: 'At most' }),
  /** Levels that are not gone to from another: [from, to]. */
  forbidden: z.array(z.tuple([z.string(), z.string()])).optional(),
});

/** What is absent is not asked for, so that a study which does not ask stays the same study. */
const explainSchema = z.strictObject({
  partialDependence: names.default([]),
  ice: names.default([]),
  ale: names.optional(),
  /** true: every feature for itself; else columns, and lists of columns that are shuffled together. */
  permutation: z.union([z.boolean(), z.array(z.union([z.string(), names.min(1)]))]).optional(),
  shapley: z
    .strictObject({
      rows: sourceRows,
      background: z.number().int().min(1).max(10000).default(100),
      output: z.enum(['probability', 'logit']).default('probability'),
    })
    .optional(),
  counterfactual: z
    .strictObject({
      rows: sourceRows,
      /** The class to reach; absent: the other one of two, else the likeliest other. */
      to: z.string().optional(),
      constraints: z.record(z.string(), constraintSchema).default({}),
    })
    .optional(),
});

export const modelSchema = z.strictObject({
  kind: z.string(),
  options: z.record(z.string(), z.unknown()).default({}),
  /** Balanced: each class has the same total weight in training, whatever its share of the rows; absent: none. */
  classWeight: z.enum(['none', 'balanced']).optional(),
});

/**
 * Rising edges, each the highest number of its band; or as many bands as hold equally many training rows each, whose edges
 * the run writes out.
 */
const bandSchema = z.union([
  z.array(z.number()).min(1).max(9),
  z.strictObject({ even: z.number().int().min(2).max(10) }),
]);

/** What is done so that the groups of a column are treated alike; absent: nothing. */
const mitigationSchema = z.discriminatedUnion('kind', [
  /** Training rows are weighted so that group and class are independent. */
  z.strictObject({ kind: z.literal('reweighing'), group: z.string() }),
  /** Logistic regression pays for groups whose mean log-odds differ: of all rows, or of those of the positive class. */
  z.strictObject({
    kind: z.literal('penalty'),
    group: z.string(),
    alike: z.enum(['selectionRate', 'truePositiveRate']).default('selectionRate'),
    strength: z.number().min(0).max(1e6),
  }),
  /** Each group is decided by a cutoff of its own, the cheapest on validation rows whose gap is at most the limit. */
  z.strictObject({
    kind: z.literal('cutoffs'),
    group: z.string(),
    alike: z.enum(['selectionRate', 'truePositiveRate', 'equalizedOdds']),
    limit: z.number().min(0).max(1).default(0),
  }),
  /** A draw between cutoffs of its own decides each group, so that in expectation all have the same error rates. */
  z.strictObject({ kind: z.literal('randomised'), group: z.string() }),
]);

export const studySchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).default('Untitled study'),
  data: dataSchema,
  framing: framingSchema,
  split: splitSchema.default({ kind: 'stratified', test: 0.2, validation: 0.2 }),
  /** Steps in order; absent: the default recipe, written out in the run. Options are parsed by each step's own schema. */
  recipe: z.array(z.looseObject({ step: z.string() })).optional(),
  model: modelSchema.default({ kind: 'logistic', options: {} }),
  /** A simpler model that answers where the first is too slow or fails; it learns from the same rows. Absent: none. */
  backup: modelSchema.optional(),
  /** Milliseconds in which one row must be answered, 95 times of 100. Absent: any. */
  latencyBudget: z.number().positive().optional(),
  /** The curve from the model's scores to probabilities, fitted on validation rows; absent: none. */
  calibration: z.enum(calibrationKinds).optional(),
  decision: decisionSchema.default({ kind: 'threshold', value: 0.5 }),
  groups: z.array(z.string()).default([]),
  /** By column of numbers: the bands that are its groups, in `groups` and in `mitigation`. Absent: each value is one. */
  bands: z.record(z.string(), bandSchema).optional(),
  mitigation: mitigationSchema.optional(),
  explain: explainSchema.default({ partialDependence: [], ice: [] }),
  seed: z.number().int().default(0),
  /** Answers to whether this should be machine learning at all; decides no number. */
  gate: gateSchema.optional(),
  /** The business objective and the stakeholders; decides no number. */
  purpose: purposeSchema.optional(),
});

/** A study with its defaults filled in. */
export type Study = z.output<typeof studySchema>;
/** A study as a person may write it. */
export type StudyInput = z.input<typeof studySchema>;
export type ColumnOverride = z.output<typeof columnSchema>;
export type Framing = Study['framing'];
export type Split = Study['split'];
export type Decision = Study['decision'];
