import { expect, test } from 'vitest';
import { InputError, RunError } from '../../../src/core/base/errors.ts';
import { StoreError } from '../../../src/store/errors.ts';
import { fileName } from '../../../src/ui/state/download.ts';
import { visibleError } from '../../../src/ui/state/errors.ts';
import { remaining } from '../../../src/ui/state/estimate.ts';

test('what a person cancelled is no error', () => {
  expect(visibleError(new DOMException('cancelled', 'AbortError'), 'Training')).toBeNull();
});

test('an input error keeps its path and points to the stage that mends it', () => {
  expect(visibleError(new InputError('study.framing.positive: not a class of income: >50k'), 'Training')).toEqual({
    title: 'Training needs a change',
    cause: 'study.framing.positive: not a class of income: >50k.',
    remedy: 'Change the target or the positive class in Frame.',
  });
});

test('each clear end has its own remedy', () => {
  const remedies = (['nan-loss', 'device-lost', 'out-of-memory', 'failed'] as const).map(
    (reason) => visibleError(new RunError('x', reason), 'Training')!.remedy,
  );
  expect(new Set(remedies).size).toBe(4);
  expect(visibleError(new StoreError('storage is full', 'quota'), 'Saving')!.remedy).toMatch('export');
  expect(visibleError(new StoreError('x', 'superseded'), 'Saving')!.remedy).toMatch('reload');
});

test('a part that cannot be fetched offline is said as such', () => {
  const error = new TypeError('Failed to fetch dynamically imported module: http://localhost/a.js');
  expect(visibleError(error, 'Exporting')!.title).toBe('A part of the app could not be loaded');
});

test('the rest takes as long as the pace so far says', () => {
  // 3 of 12 in 600 ms: 200 ms each, 9 left: 1800 ms.
  expect(remaining({ stage: 'fit', done: 3, total: 12 }, 1000, 1600)).toBe(1800);
  // It went on from 3: 3 more in 600 ms, 6 left.
  expect(remaining({ stage: 'fit', done: 6, total: 12 }, 1000, 1600, 3)).toBe(1200);
  expect(remaining({ stage: 'fit', done: 0, total: 12 }, 1000, 1600)).toBeNull();
  expect(remaining({ stage: 'fit', done: 5, total: 0 }, 1000, 1600)).toBeNull();
});

test('a file name keeps letters of any script and loses what file systems refuse', () => {
  expect(fileName('รายได้ > 50K / ปี')).toBe('รายได้-50K-ปี');
  expect(fileName('***')).toBe('plumb');
});
