/** @file The quality tests, in the order they are shown. */
import type { Control } from '../../base/progress.ts';
import { restsBetween } from '../records.ts';
import { cardinality } from './cardinality.ts';
import { constant } from './constant.ts';
import type { Finding, QualityContext, QualityTest } from './contract.ts';
import { disguise } from './disguise.ts';
import { drift } from './drift.ts';
import { duplicateColumns } from './duplicate-columns.ts';
import { duplicateRows } from './duplicate-rows.ts';
import { fewRows } from './few-rows.ts';
import { imbalance } from './imbalance.ts';
import { leakage } from './leakage.ts';
import { missing } from './missing.ts';
import { nearConstant } from './near-constant.ts';
import { outliers } from './outliers.ts';
import { overlap } from './overlap.ts';
import { pii } from './pii.ts';
import { representation } from './representation.ts';
import { smallGroups } from './small-groups.ts';
import { unseen } from './unseen.ts';

export type { Finding, QualityContext, QualityTest, Reference, Repair, Status } from './contract.ts';

export const qualityTests: readonly QualityTest[] = [
  missing,
  constant,
  nearConstant,
  duplicateRows,
  duplicateColumns,
  outliers,
  cardinality,
  imbalance,
  fewRows,
  leakage,
  disguise,
  overlap,
  unseen,
  drift,
  pii,
  smallGroups,
  representation,
];

/** Every finding of every test, in their order. Leaves room for other work between tests. */
export async function testQuality(context: QualityContext, control: Partial<Control> = {}): Promise<Finding[]> {
  const rest = restsBetween(control);
  const found: Finding[] = [];
  for (const [i, test] of qualityTests.entries()) {
    control.progress?.({ stage: 'quality', done: i, total: qualityTests.length, what: 'tests' });
    await rest();
    found.push(...test.run(context));
  }
  return found;
}
