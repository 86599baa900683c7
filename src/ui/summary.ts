/** @file What the shell says of a study and a run, in a few words. Pure. */
import type { TableSummary } from '../core/data/profile-types.ts';
import { targetsOf } from '../core/framing/index.ts';
import type { RecipeState } from '../core/features/recipe.ts';
import type { Run, RunResult } from '../core/study/run.ts';
import type { Study, StudyInput } from '../core/study/schema.ts';
import type { StageName, Workspace } from './state/contract.ts';

/** What the rail and the summary look at; the workspace is one. */
export type Seen = Pick<Workspace, 'table' | 'study' | 'resolved' | 'notes' | 'runs' | 'threshold'> & {
  current: { label: string; result: Pick<RunResult, 'run' | 'bundle'> } | null;
};

export const stageLabels: Record<StageName, string> = {
  frame: 'Frame',
  data: 'Data',
  explore: 'Explore',
  features: 'Features',
  train: 'Train',
  evaluate: 'Evaluate',
  fairness: 'Fairness',
  explain: 'Explain',
  runs: 'Runs',
};

export const count = (n: number) => n.toLocaleString('en');
const columns = (n: number) => `${count(n)} ${n === 1 ? 'column' : 'columns'}`;
const digits = (value: number, places = 2) => value.toFixed(places).replace(/^0(?=\.)/, '');

/** Each stage's present answer. Empty while it has none. */
export function answer(stage: StageName, { table, study, resolved, notes, runs, current }: Seen): string {
  const run = current?.result.run;
  switch (stage) {
    case 'frame':
      return study?.framing ? target(study.framing) : table ? 'no target yet' : 'no question yet';
    case 'data':
      return table ? `${count(table.rows)} rows, ${columns(table.columns.length)}` : 'no table yet';
    case 'explore':
      return table ? gaps(table) : '';
    case 'features':
      return current
        ? `${count((current.result.bundle.recipe as RecipeState).names.length)} from ${count(current.result.run.features.length)}`
        : notes
          ? columns(notes.features.length)
          : '';
    case 'train':
      return run ? `${run.study.model.kind}, ${took(run.timings.fit)}` : (resolved?.model.kind ?? '');
    case 'evaluate':
      return run ? headline(run) : '';
    case 'fairness':
      return (run?.study.groups ?? study?.groups ?? []).join(', ') || (study ? 'no groups' : '');
    case 'explain':
      return run ? `${count(new Set(run.study.explain.partialDependence).size)} curves asked for` : '';
    case 'runs':
      return runs.length === 0 ? 'none yet' : `${count(runs.length)} kept here`;
  }
}

/** Whether a stage has its answer, for the mark on the thread. */
export function isDone(stage: StageName, { table, study, current, runs }: Seen): boolean {
  if (stage === 'frame') return Boolean(study?.framing);
  if (stage === 'data' || stage === 'explore') return table !== null;
  if (stage === 'features') return Boolean(study?.framing);
  if (stage === 'runs') return runs.length > 0;
  return current !== null;
}

/** `3 with gaps` */
function gaps(table: TableSummary): string {
  const some = table.columns.filter((column) => column.missing > 0).length;
  return some === 0 ? 'no gaps' : `${count(some)} with gaps`;
}

function headline(run: Run): string {
  for (const [key, name] of [
    ['hit@1', 'hit@1'],
    ['rocAuc', 'AUC'],
    ['accuracy', 'accuracy'],
  ] as const) {
    const value = run.metrics.test[key]?.value;
    if (value !== null && value !== undefined) return `${name} ${digits(value, 3)}`;
  }
  return 'undefined here';
}

function target(framing: NonNullable<StudyInput['framing']>): string {
  const name = targetsOf(framing).join(' / ');
  if (framing.kind === 'binary') return `${name} is ${framing.positive}`;
  if (framing.kind === 'threshold') return `${name} is ${framing.from} or more`;
  if ('query' in framing) return `candidates of a ${framing.query} by ${name}`;
  return framing.kind === 'score' ? `${name} as a number` : `${name}, each class`;
}

/** Milliseconds as people say them. */
export function took(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The study in one sentence, for the header. */
export function sentence({ table, study, notes }: Seen): string {
  if (!table) return 'Open a table to begin.';
  if (!study?.framing) return `${count(table.rows)} rows of ${table.name}. Choose what to predict.`;
  const from = notes ? ` from ${columns(notes.features.length)}` : '';
  const what =
    study.framing.kind === 'binary'
      ? `whether ${study.framing.target} is ${study.framing.positive}`
      : 'query' in study.framing
        ? `which candidate of each ${study.framing.query} comes first`
        : study.framing.kind === 'threshold'
          ? `whether ${study.framing.target} is ${study.framing.from} or more`
          : study.framing.kind === 'score'
            ? `${study.framing.target} as a number`
            : `which ${targetsOf(study.framing).at(-1)} it is`;
  return `Predict ${what}${from} about ${count(table.rows)} rows`;
}

/** The study as terms and words, for the side. */
export function studyTerms(
  table: TableSummary | null,
  study: Partial<StudyInput> | null,
  resolved: Study | null,
): [string, string][] {
  const terms: [string, string][] = [];
  if (table) terms.push(['Data', `${table.name}\n${table.sha256.slice(0, 8)}`]);
  const full = resolved ?? study;
  if (full?.framing) {
    const { framing } = full;
    terms.push([
      'Target',
      `${targetsOf(framing).join(' / ')}, ${framing.kind === 'binary' ? `positive ${framing.positive}` : framing.kind}`,
    ]);
  }
  if (resolved) {
    const { split, model, decision, recipe, seed } = resolved;
    const shares =
      split.kind === 'column'
        ? `by column ${split.column}`
        : `${split.kind}${'column' in split ? ` by ${split.column}` : ''} ${[1 - split.test - split.validation, split.validation, split.test].map((s) => Math.round(s * 100)).join('/')}`;
    terms.push(['Split', `${shares}, seed ${seed}`]);
    if (recipe) terms.push(['Recipe', recipe.map((step) => step.step).join(', ') || 'no steps']);
    const options = Object.entries(model.options).filter(([, v]) => typeof v !== 'object');
    terms.push(['Model', [model.kind, ...options.slice(0, 2).map(([k, v]) => `${k} ${String(v)}`)].join(', ')]);
    if (resolved.framing.kind === 'binary')
      terms.push([
        'Decision',
        decision.kind === 'threshold'
          ? digits(decision.value ?? 0.5)
          : `cost ${decision.falsePositive} : ${decision.falseNegative}`,
      ]);
  }
  return terms;
}

/** The run as terms and words. */
export function runTerms(run: Run, bytes: number | null): [string, string][] {
  const kept =
    bytes === null
      ? 'in this browser'
      : `in this browser, ${bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`}`;
  return [
    [
      'Took',
      [
        `${took(run.timings.fit)} fit`,
        run.timings.evaluate === undefined ? '' : `${took(run.timings.evaluate)} evaluate`,
      ]
        .filter(Boolean)
        .join(', '),
    ],
    ['Ended', run.ended],
    ['Rows', `${count(run.rows.train)} train, ${count(run.rows.validation)} validation, ${count(run.rows.test)} test`],
    ['On', `${run.environment.backend}, ${run.environment.adapter}`],
    ['Kept', kept],
  ];
}
