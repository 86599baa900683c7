/** @file What a study is for: the gate before any model, the business objective, and who has a stake in it. Decides no number of a run. */
import { z } from 'zod';

/** Whether this should be machine learning at all (Huyen 2022, chapter 1), in the order it is asked. */
export const gateQuestions = [
  { id: 'learn', side: 'for', asks: 'Is there something to learn from inputs to answers?' },
  { id: 'complex', side: 'for', asks: 'Is the pattern too complex for a rule a person would write?' },
  { id: 'patterns', side: 'for', asks: 'Are there patterns, not chance alone?' },
  { id: 'data', side: 'for', asks: 'Is there existing data, or a way to collect it?' },
  { id: 'prediction', side: 'for', asks: 'Is the answer a prediction, one that may be wrong at times?' },
  { id: 'unseen', side: 'for', asks: 'Will unseen rows be like those learned from?' },
  { id: 'repetitive', side: 'for', asks: 'Is the task repetitive?' },
  { id: 'cheap', side: 'for', asks: 'Are wrong predictions cheap?' },
  { id: 'scale', side: 'for', asks: 'Is it needed at scale?' },
  { id: 'changing', side: 'for', asks: 'Do the patterns keep changing?' },
  { id: 'unethical', side: 'against', asks: 'Would it be unethical?' },
  { id: 'simpler', side: 'against', asks: 'Does something simpler do it?' },
  { id: 'costly', side: 'against', asks: 'Does it cost more than it brings?' },
] as const;
export type GateId = (typeof gateQuestions)[number]['id'];

const answerSchema = z.strictObject({
  answer: z.enum(['yes', 'no', 'unsure']),
  /** Why, in the person's words. */
  why: z.string().optional(),
});
export type GateAnswer = z.output<typeof answerSchema>;

export const gateSchema = z.partialRecord(
  z.enum(gateQuestions.map(({ id }) => id) as [GateId, ...GateId[]]),
  answerSchema,
);

const stakeholderSchema = z.strictObject({
  name: z.string().min(1),
  /** A metric of the run, `business` (the formula), `latency` (milliseconds a row) or `gap: <group column>`; absent: prices only. */
  metric: z.string().min(1).optional(),
  /** How much it counts beside the others, 0 up. */
  weight: z.number().min(0).default(1),
  /** The worst value that is still accepted: least where more is better, most where less is. */
  limit: z.number().optional(),
  /** What one row of each outcome costs; a gain is negative. Two classes only. */
  costs: z
    .strictObject({
      truePositive: z.number(),
      falsePositive: z.number(),
      falseNegative: z.number(),
      trueNegative: z.number(),
    })
    .optional(),
});
export type Stakeholder = z.output<typeof stakeholderSchema>;

export const purposeSchema = z.strictObject({
  /** The business objective in words. */
  goal: z.string().optional(),
  /** From the quantities of formula.ts to the business metric. */
  formula: z.string().min(1).optional(),
  /** Of the business metric, such as `EUR per 1,000 loans`. */
  unit: z.string().optional(),
  target: z.number().optional(),
  /** Whether the target is to be reached from below, or stayed under. */
  better: z.enum(['more', 'less']).optional(),
  constraint: z.string().optional(),
  deadline: z.iso.date().optional(),
  stakeholders: z.array(stakeholderSchema).max(12).optional(),
});
export type Purpose = z.output<typeof purposeSchema>;
