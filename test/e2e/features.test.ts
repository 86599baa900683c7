/** @file The Features stage: steps changed, moved, taken out and brought back; columns in and out; each change undone. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit, type Visit } from './browser.ts';
import { finding, go, main, quickSample, train, whenIdle } from './steps.ts';

let browser: Browser;
let at: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  at = await visit(browser, inject('address'));
  page = at.page;
  await quickSample(page, 'loan');
  await go(page, 'Features');
});
afterAll(() => browser.close());
const step = (number: number) => main(page).getByRole('listitem', { name: new RegExp(`^Step ${number}: `) });
const names = async () =>
  Promise.all(
    (
      await main(page)
        .getByRole('listitem', { name: /^Step \d/ })
        .all()
    ).map((item) => item.getAttribute('aria-label')),
  );

test('each step says what it does to the training rows', async () => {
  await step(1)
    .getByText(/^Changes 1 column \(income in \d+ of 3,000 training rows\); 8 columns then\./)
    .waitFor();
  const oneHot = step(2).getByText(/^Takes away 3 columns \(district, sex, purpose\), adds 9 columns/);
  await oneHot.click();
  await step(2).getByRole('row').nth(1).waitFor();
});

test('a step taken out is missed by the next that needs it; undo brings it back', async () => {
  await main(page).getByRole('button', { name: 'Take out step 2' }).click();
  await expect.poll(names).toEqual(['Step 1: Fill missing values', 'Step 2: Standardize']);
  await main(page)
    .getByText(/add a one-hot step for it, or ignore it: district/)
    .waitFor();
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/add a one-hot step for it, or ignore it: district/);
  await whenIdle(page);
  await page.getByRole('button', { name: 'Dismiss the error' }).click();
  await page.keyboard.press('Control+z');
  await expect
    .poll(names)
    .toEqual(['Step 1: Fill missing values', 'Step 2: One column a level', 'Step 3: Standardize']);
});

test('a step added, moved and changed is in the run; the default comes back', async () => {
  await main(page).getByLabel('Add a step').selectOption('impute');
  await expect.poll(async () => (await names()).length).toBe(4);
  await main(page).getByRole('button', { name: 'Move step 4 up' }).click();
  await expect.poll(async () => (await names())[2]).toBe('Step 3: Fill missing values');
  await step(1).getByLabel('Strategy').selectOption('constant');
  await step(1).getByText('needs a value').waitFor();
  await step(1).getByLabel('Constant').fill('30000');
  await step(1).getByLabel('Constant').blur();
  await step(1).getByText('needs a value').waitFor({ state: 'detached' });
  await train(page);
  await page
    .getByRole('complementary', { name: 'Summary' })
    .getByText('impute, one-hot, impute, standardize')
    .waitFor();
  await main(page).getByRole('button', { name: 'Back to the default recipe' }).click();
  await expect.poll(async () => (await names()).length).toBe(3);
});

test('a step switched off stays, does nothing, and can be named', async () => {
  await main(page).getByRole('switch', { name: 'Step 3 is on' }).click();
  await step(3).getByText('Switched off: it stays in the study and does nothing.').waitFor();
  await step(3).getByLabel('Name').fill('One scale for all');
  await step(3).getByLabel('Name').blur();
  await step(3).getByRole('heading', { name: 'One scale for all' }).waitFor();
  await main(page).getByRole('switch', { name: 'Step 3 is on' }).click();
  await step(3).getByText('Switched off').waitFor({ state: 'detached' });
  await step(3)
    .getByText(/^Changes \d columns/)
    .waitFor();
});

test('a column switched out no longer goes in', async () => {
  await main(page).getByRole('switch', { name: 'district' }).click();
  await whenIdle(page);
  await expect.poll(() => finding(page).innerText()).toMatch(/^7 columns go in/);
  await main(page)
    .getByText(/left out by choice|2 values/)
    .first()
    .waitFor();
  await page.keyboard.press('Control+z');
  await whenIdle(page);
  await expect.poll(() => finding(page).innerText()).toMatch(/^8 columns go in/);
});

test('steps are proposed with what they gain, and one is added where it belongs', async () => {
  await main(page).getByRole('button', { name: 'Look for steps' }).click();
  await page.getByRole('group', { name: 'What is running' }).getByText('Looking for steps').waitFor();
  await whenIdle(page);
  const card = main(page).getByRole('region', { name: 'Proposed steps', exact: true });
  await card.getByText(/of \d+ proposed steps helps? beyond chance\./).waitFor();
  await card.getByText(/3,000 training rows, in 5 folds; log loss 0\.\d{3} without them/).waitFor();
  const add = card.getByRole('button', { name: /^Add: Logarithm of / });
  await add.first().click();
  await expect
    .poll(names)
    .toEqual(['Step 1: Fill missing values', 'Step 2: Logarithm', 'Step 3: One column a level', 'Step 4: Standardize']);
  await card.getByText('Measured before the study was last changed.', { exact: false }).waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await names()).length).toBe(3);
});

test('the console stayed quiet', () => {
  expect(at.problems).toEqual([]);
});
