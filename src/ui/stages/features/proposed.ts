/** @file What is said of proposed steps. Pure. */
import type { Proposal, Proposals } from '../../../core/study/proposals.ts';
import { count, segments, type Segment } from '../../plots/format.ts';

/** What is shown as .0001 nats a row: less is no help worth a step, such as the penalty that falls on one column more. */
const least = 0.0001;

/** The whole interval of what it gains is above 0, and not by rounding alone. */
export function helps({ gain }: Pick<Proposal, 'gain'>): boolean {
  return gain.low !== null && gain.low >= least;
}

/** `**3** of 14 proposed steps help beyond chance.` */
export function proposedFinding({ proposals }: Pick<Proposals, 'proposals'>): Segment[] {
  if (proposals.length === 0)
    return segments('Nothing in this table suggests a step that is not in the recipe already.');
  const good = proposals.filter(helps).length;
  const all = `${count(proposals.length)} proposed ${proposals.length === 1 ? 'step' : 'steps'}`;
  return segments(
    good === 0
      ? `**None** of ${all} helps beyond chance.`
      : `**${count(good)}** of ${all} ${good === 1 ? 'helps' : 'help'} beyond chance.`,
  );
}

/** Of intervals at 95 %, one in 40 of what does nothing lies above 0. */
export function chanceSentence({ proposals }: Pick<Proposals, 'proposals'>): string {
  const tried = proposals.filter(({ gain }) => gain.value !== null).length;
  if (tried === 0) return '';
  return `Many were tried at once: of ${count(tried)} ${tried === 1 ? 'step' : 'steps'} that do nothing, about ${(tried / 40).toFixed(1)} would look helpful by chance alone, so judge what you add on validation rows.`;
}

/** `5,000 of 9,769 training rows, drawn by the seed, in 5 folds; log loss 0.352 without them` */
export function rowsSentence({ rows, of, folds, loss }: Omit<Proposals, 'proposals'>): string {
  const used =
    rows === of ? `${count(rows)} training rows` : `${count(rows)} of ${count(of)} training rows, drawn by the seed`;
  return `${used}, in ${folds} folds; log loss ${loss.toFixed(3)} without them`;
}
