/** @file How two profiles differ, in a sentence and in lines. Pure. */
import type { ProfileChange } from '../../../core/release/profile-report.ts';
import { count, percent } from '../../plots/format.ts';

const words: Record<ProfileChange['kind'], string> = {
  new: 'new',
  gone: 'gone',
  type: 'another type',
  changed: 'changed',
  same: 'as before',
};

export function changesSentence(changes: readonly ProfileChange[], before: number, now: number): string {
  const of = (kind: ProfileChange['kind']) => changes.filter((change) => change.kind === kind).length;
  const told = (['changed', 'type', 'new', 'gone'] as const)
    .filter((kind) => of(kind) > 0)
    .map((kind) => `${of(kind)} ${words[kind]}`);
  const rows = `${count(before)} rows then, ${count(now)} now`;
  return told.length === 0
    ? `Every column is as before; ${rows}.`
    : `Of ${changes.length} columns ${told.join(', ')}; ${rows}.`;
}

/** Those that changed first. */
export function changeRows(changes: readonly ProfileChange[]): (string | number | null)[][] {
  const order = [...changes].sort((a, b) => Number(a.kind === 'same') - Number(b.kind === 'same'));
  return order.map(({ column, kind, missing, shift, index, appeared, vanished }) => [
    column,
    words[kind],
    missing[0] === null ? '' : percent(missing[0]),
    missing[1] === null ? '' : percent(missing[1]),
    shift ?? '',
    index ?? '',
    [
      appeared.length > 0 ? `new: ${appeared.join(', ')}` : '',
      vanished.length > 0 ? `gone: ${vanished.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join('; '),
  ]);
}
