import { expect, test, vi } from 'vitest';
import { commands, keysOf } from '../../src/ui/commands.ts';
import type { Workspace } from '../../src/ui/state/contract.ts';

const nothing = () => undefined;
const idle = { kind: null, paused: false };
const shell = (workspace: object) =>
  commands({
    workspace: workspace as Workspace,
    showPalette: nothing,
    showShortcuts: nothing,
    showJson: nothing,
    showShare: nothing,
    presenter: { on: false, toggle: nothing, next: nothing, back: nothing, scroll: nothing },
    nextTheme: nothing,
  });

test('no two commands share a key', () => {
  const keys = shell({ job: idle, resolved: null, study: null })
    .map((entry) => entry.keys)
    .filter(Boolean);
  expect(new Set(keys).size).toBe(keys.length);
});

test('training is offered when the study can run and nothing else does', () => {
  const train = (workspace: object) => shell(workspace).find((entry) => entry.keys === 'Ctrl+Enter')!;
  expect(train({ job: idle, resolved: null, study: {} }).disabled).toBe(true);
  expect(train({ job: { kind: 'train', paused: false }, resolved: {}, study: {} }).disabled).toBe(true);
  const start = vi.fn(() => Promise.resolve());
  const entry = train({ job: idle, resolved: {}, study: {}, train: start });
  expect(entry.disabled).toBe(false);
  entry.run();
  expect(start).toHaveBeenCalledOnce();
});

test('keys are written as the list writes them', () => {
  const press = (key: string, more: object = {}) =>
    keysOf({ key, ctrlKey: false, metaKey: false, ...more } as KeyboardEvent);
  expect([
    press(' '),
    press('k', { metaKey: true }),
    press('Enter', { ctrlKey: true }),
    press('?'),
    press('Z', { ctrlKey: true, shiftKey: true }),
  ]).toEqual(['Space', 'Ctrl+K', 'Ctrl+Enter', '?', 'Ctrl+Shift+Z']);
});
