/** @file Everything a key or the palette can do, in one list. */
import { stageLabels } from './summary.ts';
import type { StageName, Workspace } from './state/contract.ts';

export interface Command {
  label: string;
  /** As written in the shortcut list; empty where there is none. */
  keys: string;
  run(): void;
  disabled?: boolean;
}

export interface Shell {
  workspace: Workspace;
  showShortcuts(): void;
  showPalette(): void;
  showJson(): void;
  showShare(): void;
  nextTheme(): void;
  presenter: { readonly on: boolean; toggle(): void; next(): void; back(): void; scroll(by: 1 | -1): void };
}

/** All commands, those of the stages first. Number keys go to stages. */
export function commands({
  workspace,
  showShortcuts,
  showPalette,
  showJson,
  showShare,
  nextTheme,
  presenter,
}: Shell): Command[] {
  const stages = Object.keys(stageLabels) as StageName[];
  const idle = workspace.job.kind === null;
  return [
    ...stages.map((stage, i) => ({
      label: `Go to ${stageLabels[stage]}`,
      keys: `${i + 1}`,
      run: () => workspace.go(stage),
    })),
    {
      label: 'Train',
      keys: 'Ctrl+Enter',
      run: () => void workspace.train(),
      disabled: !idle || workspace.resolved === null,
    },
    {
      label: workspace.job.paused ? 'Resume' : 'Pause',
      keys: 'Space',
      run: () => (workspace.job.paused ? workspace.job.resume() : workspace.job.pause()),
      disabled: workspace.job.kind !== 'train',
    },
    { label: 'Cancel what runs', keys: 'Escape', run: () => workspace.job.cancel(), disabled: idle },
    {
      label: 'Undo the last change of the study',
      keys: 'Ctrl+Z',
      run: () => void workspace.undo(),
      disabled: !idle || !workspace.canUndo,
    },
    {
      label: 'Redo it',
      keys: 'Ctrl+Shift+Z',
      run: () => void workspace.redo(),
      disabled: !idle || !workspace.canRedo,
    },
    { label: 'Command palette', keys: 'Ctrl+K', run: showPalette },
    { label: 'Shortcuts', keys: '?', run: showShortcuts },
    { label: 'Study as JSON', keys: 'J', run: showJson, disabled: workspace.study === null },
    { label: 'Pass the study on: link or file', keys: 'L', run: showShare, disabled: !workspace.study?.framing },
    {
      label: presenter.on ? 'Leave the presentation' : 'Present: one panel at a time',
      keys: 'P',
      run: () => presenter.toggle(),
    },
    { label: 'Next panel', keys: 'ArrowRight', run: () => presenter.next(), disabled: !presenter.on },
    { label: 'Down the panel', keys: 'ArrowDown', run: () => presenter.scroll(1), disabled: !presenter.on },
    { label: 'Up the panel', keys: 'ArrowUp', run: () => presenter.scroll(-1), disabled: !presenter.on },
    { label: 'Panel before', keys: 'ArrowLeft', run: () => presenter.back(), disabled: !presenter.on },
    { label: 'Light, dark or as the system', keys: 'T', run: nextTheme },
    { label: 'Export the project as a zip', keys: '', run: () => void workspace.exportProject(), disabled: !idle },
  ];
}

/** The key combination of an event, written as in the list. */
export function keysOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  if (event.key === ' ') return `${control}Space`;
  return (
    control +
    (control && event.shiftKey ? 'Shift+' : '') +
    (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  );
}

/** True where a key press is typing or presses the control it is on, so that plain keys are left alone. */
export function isTyping(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof Element)) return false;
  // A text field undoes its own typing.
  if (/^Ctrl\+(Shift\+)?Z$/.test(keys))
    return target.closest('input:not([type=checkbox], [type=radio]), textarea') !== null;
  if (keys.startsWith('Ctrl+')) return false;
  if (target.closest('input, textarea, select, [contenteditable], [role="dialog"]')) return true;
  return (keys === 'Space' || keys === 'Enter') && target.closest('button, a, [role], summary') !== null;
}
