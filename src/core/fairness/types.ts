/** @file Rates by group, and the gaps between them. */
import type { Estimate } from '../base/estimate.ts';

/** A difference or ratio between groups. value null: undefined, and `reason` says why. */
export interface Gap {
  value: number | null;
  low: number | null;
  high: number | null;
  reason?: string;
  /** Groups whose rate has a denominator under 30 and so was left out. */
  excluded: string[];
}

/** One group's rates, each with its own denominator and Wilson 95 % interval. */
export interface GroupRow {
  group: string;
  n: number;
  selectionRate: Estimate;
  truePositiveRate: Estimate;
  falsePositiveRate: Estimate;
  positivePredictiveValue: Estimate;
  accuracy: Estimate;
}

export interface GroupTable {
  rows: GroupRow[];
  gaps: {
    demographicParityDifference: Gap;
    demographicParityRatio: Gap;
    equalOpportunityDifference: Gap;
    equalizedOddsDifference: Gap;
  };
  /** Sentences, such as groups with too few rows to say anything. */
  warnings: string[];
}
