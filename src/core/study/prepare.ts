/** @file A study laid over its table: everything decided before the first number is fitted. */
import { InputError } from '../base/errors.ts';
import { createRng } from '../base/random.ts';
import { findColumn } from '../data/select.ts';
import { partsToldBy, splitRows } from '../data/split.ts';
import type { Column, Table } from '../data/table.ts';
import { checkSelectors, defaultRecipe, parseRecipe } from '../features/recipe.ts';
import type { Framed } from '../framing/contract.ts';
import { frameTarget, targetsOf } from '../framing/index.ts';
import { strataOf } from '../framing/strata.ts';
import { withEdges } from './bands.ts';
import { checkDecision, parseModel } from './choices.ts';
import { featureColumns, groupsOf, weightsOf } from './columns.ts';
import type { Groups } from './columns.ts';
import { checkExplain } from './explain-check.ts';
import { mitigatedGroups, reweighed } from './mitigation.ts';
import { checkLesson, lessonOf } from './framed.ts';
import type { Lesson } from './framed.ts';
import { classNotes } from './notes.ts';
import type { Study } from './schema.ts';
import type { FrameNotes } from './verdicts.ts';

export interface Prepared {
  /** With the table's hash, the recipe, and every option written out. */
  study: Study;
  notes: FrameNotes;
  classes: string[];
  framed: Framed;
  /** How the classes are learned; null: by one model. */
  lesson: Lesson | null;
  /** Class of each row of the table; -1 where the target is missing. */
  codes: Int32Array;
  /** 0 train, 1 validation, 2 test, 255 not used, for each row of the table. */
  parts: Uint8Array;
  /**
   * What the hash of the split is of: parts, but of classes held back as well, and of rows without an answer where a
   * column tells their part. So it is the same for every question put to the table.
   */
  assigned: Uint8Array;
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  features: Column[];
  /** For each row of the table, or null. */
  weights: Float64Array | null;
  groups: Groups[];
  /** Of the column that the study mitigates by; null: of none. */
  mitigated: Groups | null;
}

/** Throws InputError, path in front, where the study does not fit the table. */
export function prepare(input: Study, table: Table): Prepared {
  let study = input;
  const { sha256, columns: told } = study.data;
  if (sha256 !== undefined && sha256 !== table.sha256)
    throw new InputError(
      `study.data.sha256: the data differs: the study is for ${sha256}, and ${table.name} has ${table.sha256}`,
    );
  for (const name of Object.keys(told)) findColumn(table, name, 'study.data.columns');
  const framed = frameTarget(table, study.framing);
  const { classes, codes } = framed;
  checkDecision(study.decision, classes);
  const model = parseModel(study.model);
  const backup = study.backup && parseModel(study.backup, 'study.backup');
  const lesson = lessonOf(study.framing, framed);
  checkLesson(lesson, model);
  const columns = featureColumns(study, table);
  const ownWeights = weightsOf(study, table);
  const { all = codes } = framed;
  const usable = rowsWhere(all, (code) => code >= 0);
  const split = splitOf(study, table);
  const strata = split.kind === 'stratified' ? strataOf(table, targetsOf(study.framing)) : null;
  const shared = splitRows(table, split, createRng(study.seed), strata ?? all, usable);
  const parts = shared.map((part, row) => (codes[row]! < 0 ? 255 : part));
  const [train, validation, test] = [0, 1, 2].map((part) => rowsWhere(parts, (p) => p === part)) as Rows3;
  checkQueries(framed, parts, study);
  study = withEdges(study, table, train);
  const mitigated = mitigatedGroups({ ...study, model }, table, classes);
  const groups = study.groups.map((name, i) => groupsOf(study, table, name, `study.groups[${i}]`));
  const weights =
    mitigated && study.mitigation?.kind === 'reweighing'
      ? reweighed(mitigated, codes, classes.length, train, ownWeights)
      : ownWeights;
  const counts = { train: train.length, validation: validation.length, test: test.length };
  if (study.decision.kind === 'cost' && counts.validation === 0)
    throw new InputError('study.decision.kind: a cost decision is tuned on validation rows, and there are none: cost');
  const { calibration = 'none' } = study;
  if (calibration !== 'none' && counts.validation === 0)
    throw new InputError(`study.calibration: is fitted on validation rows, and there are none: ${calibration}`);

  const features = columns.features;
  const names = features.map(({ name }) => name);
  const recipe = parseRecipe(study.recipe ?? defaultRecipe(features));
  checkSelectors(recipe, names);
  checkExplain(study.explain, table, names, classes);

  const shares = classNotes(classes, codes, { train, validation, test });
  const dropped = table.rows - counts.train - counts.validation - counts.test;
  const notes: FrameNotes = {
    classes: shares.classes,
    dropped,
    rows: counts,
    warnings: [
      ...(dropped > 0 ? [`${dropped} of ${table.rows} rows are left out: ${whyDropped(study, table, usable)}`] : []),
      ...(calibration === 'none'
        ? []
        : [
            `the ${counts.validation} validation rows also fit the calibration, so that their figures flatter the model`,
          ]),
      ...shares.warnings,
      ...(framed.ranked
        ? [
            'rows of one query hang together: figures counted a row have intervals that are too narrow; go by those of queries',
          ]
        : []),
      ...columns.warnings,
    ],
    features: names,
  };
  const resolved: Study = {
    ...study,
    data: { ...study.data, sha256: table.sha256 },
    split,
    recipe,
    model,
    ...(backup && { backup }),
  };
  const assigned = split.kind === 'column' ? partsToldBy(table, split.column) : shared;
  const rows = { codes, parts, assigned, train, validation, test, weights };
  return { study: resolved, notes, classes, framed, lesson, ...rows, features, groups, mitigated };
}

type Rows3 = [Uint32Array, Uint32Array, Uint32Array];

/** The split, its column checked. */
function splitOf(study: Study, table: Table): Study['split'] {
  const { split, framing } = study;
  if (!('column' in split)) return split;
  findColumn(table, split.column, 'study.split.column');
  if (targetsOf(framing).includes(split.column))
    throw new InputError(`study.split.column: the target cannot say which rows are tested: ${split.column}`);
  return split;
}

/** Throws InputError where the candidates of one query are in two parts: it could be learned from and judged by. */
function checkQueries({ ranked }: Framed, parts: Uint8Array, { framing, split }: Study): void {
  if (!ranked || !('query' in framing)) return;
  const partOf = new Map<number, number>();
  for (const [row, part] of parts.entries()) {
    if (part > 2) continue;
    const query = ranked.queries[row]!;
    if ((partOf.get(query) ?? part) !== part)
      throw new InputError(
        `study.split.kind: the rows of one ${framing.query} must stay together; split by group ${framing.query}: ${split.kind}`,
      );
    partOf.set(query, part);
  }
}

function whyDropped(study: Study, table: Table, usable: Uint32Array): string {
  const target = targetsOf(study.framing).join(' or ');
  const missing = table.rows - usable.length;
  const { without = [] } = study.framing.kind === 'hierarchical' ? study.framing : {};
  const reasons = [
    ...(missing > 0 ? [`${missing} have no ${target}`] : []),
    ...(without.length > 0 ? [`those of ${without.join(', ')} are held back`] : []),
  ];
  return [...reasons, ...('column' in study.split ? [`those without ${study.split.column}`] : [])].join(', ');
}

/** Numbers of the rows whose entry passes. */
function rowsWhere(entries: Int32Array | Uint8Array, passes: (entry: number) => boolean): Uint32Array {
  const rows = new Uint32Array(entries.length);
  let n = 0;
  for (let row = 0; row < entries.length; row++) if (passes(entries[row]!)) rows[n++] = row;
  return rows.slice(0, n);
}
