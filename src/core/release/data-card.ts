/** @file What a data set must say of itself before anyone learns from it (after Gebru et al., Datasheets for Datasets, 2018). */
import { z } from 'zod';
import { cohortSchema } from '../data/cohort.ts';
import type { ColumnProfile, TableSummary } from '../data/profile-types.ts';

/** Grounds on which personal data may be used: article 6 of the GDPR, sections 24 and 26 of the Thai PDPA. */
export const legalBases = {
  unknown: 'not settled yet',
  anonymous: 'no personal data',
  consent: 'consent of the persons',
  contract: 'a contract with them',
  'legal-obligation': 'a legal obligation',
  'vital-interests': 'vital interests',
  'public-task': 'a public task',
  'legitimate-interests': 'legitimate interests, weighed against theirs',
  research: 'research or statistics, with safeguards',
} as const;

export const personalDecisions = {
  undecided: 'not decided yet',
  none: 'not personal',
  keep: 'personal, needed: keep',
  drop: 'personal: leave out',
  hash: 'personal: keep a hash only',
  generalise: 'personal: keep it coarser',
} as const;

export const lawfulness = {
  unknown: 'not settled yet',
  yes: 'may be used here',
  no: 'may not be used here',
} as const;

/** The questions, in the order they are asked. */
export const questions = {
  row: 'What does one row stand for?',
  collection: 'Who collected it, when, and what for?',
  missing: 'Who or what is missing from it?',
  label: 'How was the answer to predict come by, and how sure is it?',
  moment: 'Which columns are known at the moment of the decision?',
  people: 'Do the people in it know, and could they object?',
  groups: 'Which groups could be harmed, and are there enough rows of each?',
  change: 'How may it differ from the data the model will meet?',
  keeping: 'Who may see it, for how long is it kept, and who deletes it?',
} as const;

const keys = <T extends object>(of: T) => Object.keys(of) as [keyof T & string, ...(keyof T & string)[]];

const columnSchema = z.strictObject({
  personal: z.enum(keys(personalDecisions)).default('undecided'),
  lawful: z.enum(keys(lawfulness)).default('unknown'),
});

export const dataCardSchema = z.strictObject({
  version: z.literal(1).default(1),
  source: z.string().default(''),
  terms: z.string().default(''),
  basis: z.enum(keys(legalBases)).default('unknown'),
  columns: z.record(z.string(), columnSchema).default({}),
  /** Shares in the population that the data should stand for, by column and level, in any unit. */
  references: z.record(z.string(), z.record(z.string(), z.number().min(0))).default({}),
  answers: z.partialRecord(z.enum(keys(questions)), z.string()).default({}),
  /** Named parts of the rows. */
  cohorts: z.array(cohortSchema).default([]),
});

export type DataCard = z.output<typeof dataCardSchema>;
export type ColumnCard = z.output<typeof columnSchema>;

export const emptyCard: DataCard = dataCardSchema.parse({});

/** What a card says of a column, its defaults where it says nothing. */
export function columnCard(card: DataCard, name: string): ColumnCard {
  return card.columns[name] ?? columnSchema.parse({});
}

/** What still has to be said: `done` of `total`, and each open thing in words. A sensitive column must also have its law settled. */
export function openPoints(
  card: DataCard,
  columns: readonly ColumnProfile[],
): { done: number; total: number; open: string[] } {
  const points: [open: boolean, words: string][] = [
    [card.source.trim() === '', 'where it comes from'],
    [card.terms.trim() === '', 'the terms of use'],
    [card.basis === 'unknown', 'the legal basis'],
    ...keys(questions).map((id): [boolean, string] => [!card.answers[id]?.trim(), questions[id]]),
    ...columns.map(({ name }): [boolean, string] => [
      columnCard(card, name).personal === 'undecided',
      `whether ${name} is personal`,
    ]),
    ...columns
      .filter(({ sensitive }) => sensitive)
      .map(({ name }): [boolean, string] => [
        columnCard(card, name).lawful === 'unknown',
        `whether ${name} may be used here`,
      ]),
  ];
  const open = points.filter(([isOpen]) => isOpen).map(([, words]) => words);
  return { done: points.length - open.length, total: points.length, open };
}

/** Counts under this many rows are not written out: they could point at a person. */
export const smallCell = 5;

/** The card as Markdown, with aggregates of the table only: no row, and no count of 1 to 4. */
export function cardMarkdown(card: DataCard, table: TableSummary): string {
  const said = (text: string | undefined) => text?.trim() || '*not answered*';
  const rows = table.columns.map((column) => {
    const { personal, lawful } = columnCard(card, column.name);
    const law = column.sensitive ? `sensitive, ${lawfulness[lawful]}` : '';
    // The salt is in the study and never here: with it a guess at a name could be tested.
    const isDue = personal === 'hash' || personal === 'generalise';
    const done = column.treatment ?? (isDue ? 'not done yet' : '');
    const decision = `${personalDecisions[personal]}${done && `; ${done}`}`;
    const cells = [column.name, column.type, cell(column.missing), levelsOf(column), decision, law];
    return `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  });
  const answers = keys(questions).map((id) => `**${questions[id]}**\n${said(card.answers[id])}\n`);
  const { done, total } = openPoints(card, table.columns);
  return [
    `# Data card: ${table.name}\n`,
    `${table.rows.toLocaleString('en')} rows, ${table.columns.length} columns, SHA-256 \`${table.sha256}\`. ${done} of ${total} points answered.\n`,
    `**Source.** ${said(card.source)}\n`,
    `**Terms of use.** ${said(card.terms)}\n`,
    `**Legal basis.** ${legalBases[card.basis]}\n`,
    ...answers,
    '| column | type | missing | values | personal | sensitive |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    `\nCounts from 1 to ${smallCell - 1} are written as <${smallCell}.\n`,
  ].join('\n');
}

function cell(n: number): string {
  return n > 0 && n < smallCell ? `<${smallCell}` : n.toLocaleString('en');
}

/** Levels that repeat, most frequent first; a level that only a few rows have is not named. */
function levelsOf({ levels, numbers, distinct }: ColumnProfile): string {
  if (numbers)
    return `mean ${Number(numbers.mean.toPrecision(4))}, deviation ${Number(numbers.deviation.toPrecision(4))}`;
  const shown = (levels ?? []).filter(({ count }) => count >= smallCell).slice(0, 8);
  const rest = distinct - shown.length;
  const named = shown.map(({ text, count }) => `${text} ${cell(count)}`).join(', ');
  return rest > 0 ? `${named}${named ? ' and ' : ''}${rest} more` : named;
}
