/** @file What a search found, in sentences; `**` stands about what matters. Pure. */
import type { SearchPlan } from '../../../core/study/search-plan.ts';
import type { SearchResult, Trial } from '../../../core/study/search.ts';
import { chanceBetter } from '../../../core/study/search-verdict.ts';
import type { PairedTest } from '../../../core/study/search-verdict.ts';
import { count, decimal, interval, percent } from '../../plots/format.ts';
import { measureNames, wordsOf } from './leaderboard.ts';
import type { Names } from './leaderboard.ts';

/** The best; whether it is really better than the simplest; the simplest that is near enough; what the search itself comes to. */
export function verdictSentences(result: SearchResult, names: Names): string[] {
  const { trials, plan, best, simplest, enough, test, enoughTest, kinds } = result;
  const found = (id: string | null) => trials.find((trial) => trial.id === id);
  const [winner, plain, near] = [found(best), found(simplest), found(enough)];
  if (!winner || !plain || !near) return ['No trial could be fitted; the table says why.', ...ends(result)];
  const name = (trial: Trial) =>
    kinds.length > 1
      ? `${names.family(trial.kind).toLowerCase()}${trial.kind === 'baseline' ? '' : ` (${wordsOf(trial, names)})`}`
      : wordsOf(trial, names);
  const value = (trial: Trial) => decimal(trial[plan.measure].value, 4);
  const lead = `Best ${measureNames[plan.measure].toLowerCase()} **${value(winner)}** (${interval(winner[plan.measure], 4)}) ${where(winner)}: **${name(winner)}**.`;
  if (!test) return [lead, 'It is the simplest of those tried as well.', ...ends(result)];
  const sentences = [
    lead,
    `Is it really better than the simplest, ${name(plain)} (${value(plain)})? ${answer(test, plan)}`,
  ];
  if (near === plain)
    sentences.push(`The simplest is within ${plan.rope} of it: **the simplest is the safer choice**.`);
  else if (!enoughTest) sentences.push(`No simpler one comes within ${plan.rope} of it.`);
  else
    sentences.push(
      `The simplest within ${plan.rope} of it is **${name(near)}** (${value(near)})${chanceText(enoughTest, plan)}.`,
    );
  return [...sentences, ...ends(result)];
}

const where = ({ folds }: Trial) =>
  folds.length === 1 ? `on ${count(folds[0]!.rows)} validation rows` : `over ${folds.length} folds`;

function answer(test: PairedTest, plan: SearchPlan): string {
  const gap = `${decimal(Math.abs(test.difference.value ?? NaN), 4)} better`;
  if (test.p === null) return `It is ${gap}; no test, as ${test.reason}.`;
  const p = test.p < 0.001 ? 'p < .001' : `p = ${decimal(test.p)}`;
  const word = test.p <= 0.05 ? '**Yes**' : '**It may be chance**';
  return `${word}: ${gap} (${p}, corrected resampled t)${chanceText(test, plan)}.`;
}

function chanceText(test: PairedTest, { measure, rope }: SearchPlan): string {
  const chance = chanceBetter(test, measure);
  if (chance === null || test.chances === null) return '';
  return `; the chance that the best is better by more than ${rope} is **${percent(chance)}**, that they are within it ${percent(test.chances.inside)}`;
}

function ends({ nested, cut, trials, plan }: SearchResult): string[] {
  const sentences: string[] = [];
  if (nested)
    sentences.push(
      `Searching and fitting the best comes to **${decimal(nested[plan.measure].value, 4)}** (${interval(nested[plan.measure], 4)}) on rows that the search has not seen, over ${nested.folds.length} outer folds: expect this rather than the best of many.`,
    );
  if (cut)
    sentences.push(
      `The time limit ended it after ${count(trials.length)} ${trials.length === 1 ? 'trial' : 'trials'}: another search may get further, so that this one does not repeat.`,
    );
  return sentences;
}
