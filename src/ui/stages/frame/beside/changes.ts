/** @file What of a framing can be changed by one choice, and what two framings differ in. Pure. */
import type { ColumnProfile, TableSummary } from '../../../../core/data/profile-types.ts';
import { targetsOf } from '../../../../core/framing/index.ts';
import { classifiers } from '../../../../core/models/index.ts';
import type { StudyInput } from '../../../../core/study/schema.ts';
import { suggestFraming } from '../../../state/framing.ts';
import { splitByQuery } from '../candidates.ts';
import { kinds, switched, withoutGrowth } from '../kinds.ts';

export interface Choice {
  name: string;
  change: Partial<StudyInput>;
}

/** More positive classes than this are not offered by name. */
const mostClasses = 12;

/** Every single choice that makes another study of this one. */
export function choices(study: StudyInput, table: TableSummary): Choice[] {
  const { framing } = study;
  const found: Choice[] = [];
  for (const { kind, name } of kinds) {
    const next = kind === framing.kind ? null : switched(kind, framing, table);
    if (!next) continue;
    const split = 'query' in next ? splitByQuery(next, study.split) : {};
    found.push({ name: `Answer: ${name.toLowerCase()}`, change: { framing: next, ...split } });
  }
  const finest = targetsOf(framing).at(-1)!;
  const levels = table.columns.find(({ name }) => name === finest)?.levels ?? [];
  if (framing.kind === 'binary' && levels.length <= mostClasses)
    for (const { text } of levels)
      if (text !== framing.positive)
        found.push({ name: `Positive class: ${text}`, change: { framing: { ...framing, positive: text } } });
  if (framing.kind === 'threshold')
    for (const from of quarters(table.columns.find(({ name }) => name === finest)!))
      if (from !== framing.from) found.push({ name: `Threshold: ${from}`, change: { framing: { ...framing, from } } });
  if (framing.kind === 'hierarchical')
    found.push(
      framing.how === 'flat'
        ? { name: 'Learned by: a model at each fork', change: { framing: { ...framing, how: 'nodes' } } }
        : { name: 'Learned by: one model of all', change: { framing: { ...withoutGrowth(framing), how: 'flat' } } },
    );
  for (const { name, role, sensitive } of table.columns) {
    const next = name === finest || role === 'feature' || sensitive ? null : suggestFraming(table, name);
    if (next) found.push({ name: `Target: ${name}`, change: { framing: next, data: withoutAnswers(study, name) } });
  }
  const { classWeight = 'none', ...model } = study.model ?? { kind: 'logistic' };
  for (const { kind, label } of Object.values(classifiers))
    if (kind !== 'baseline' && kind !== model.kind)
      found.push({ name: `Model: ${label}`, change: { model: { kind, options: {} } } });
  // A number has no classes to balance.
  if (framing.kind === 'score') return found;
  found.push(
    classWeight === 'none'
      ? { name: 'Class weights: balanced', change: { model: { ...model, classWeight: 'balanced' } } }
      : { name: 'Class weights: none', change: { model } },
  );
  return found;
}

/** Round numbers a quarter, a half and three quarters of the way from the least to the largest, and at the middle row. */
function quarters({ numbers }: ColumnProfile): number[] {
  if (!numbers) return [];
  const { min, max, median } = numbers;
  const at = [0.25, 0.5, 0.75].map((share) => Number((min + share * (max - min)).toPrecision(2)));
  return [...new Set([median, ...at])].filter((from) => from > min && from <= max).sort((a, b) => a - b);
}

/** The answers of the former framing tell the new one: they are not learned from. */
function withoutAnswers({ data, framing }: StudyInput, target: string): StudyInput['data'] {
  const former = targetsOf(framing).filter((name) => name !== target);
  const columns = former.map((name) => [name, { ...data.columns?.[name], role: 'ignore' as const }]);
  return { ...data, columns: { ...data.columns, ...Object.fromEntries(columns) } };
}

/** `Yes or no: Gentoo · Logistic regression`. */
export function titleOf({ framing, model }: StudyInput): string {
  const kind = kinds.find((one) => one.kind === framing.kind)!.name;
  const how = framing.kind === 'hierarchical' && framing.how === 'flat' ? ', one model' : '';
  const positive =
    framing.kind === 'binary'
      ? `: ${framing.positive}`
      : framing.kind === 'threshold'
        ? `: ${framing.from} or more`
        : '';
  const weight = model?.classWeight === 'balanced' ? ', balanced' : '';
  return `${kind}${positive}${how} · ${classifiers[model?.kind ?? 'logistic']?.label ?? model?.kind}${weight}`;
}
