/** @file The demonstrations of framing, each from one click, as an instructor shows them. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { drawn, finding, go, main, part, start, tile, whenIdle } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function oneClick(page: Page, button: string): Promise<void> {
  await start(page);
  await main(page).getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL('**/*#evaluate', { timeout: 90_000 });
  await whenIdle(page);
}
const card = (page: Page, name: string) => main(page).getByRole('region', { name, exact: true });

test('requests to a bank: the rule is held beside the model, whatever the kind of answer', async () => {
  const { page, context, problems } = await visit(browser, inject('address'));
  await oneClick(page, 'Train and judge Requests to a bank (synthetic)');
  await part(page, 'Compare');
  const rule = card(page, 'The true rule');
  await rule.getByText(/^Whoever knew the rule would be right on/).waitFor();
  // The same chances decide what is expected, however the question is asked.
  const expected = () => rule.getByRole('row', { name: /^the rule, in the long run/ }).innerText();
  const before = await expected();
  await rule.getByText(/^Show the rule/).click();
  await rule.getByText('Sixteen matters are asked about').waitFor();
  await oneClick(page, 'Coarse to fine: Requests to a bank (synthetic)');
  expect(await tile(page, 'Accuracy at division')).toMatch(/^\.[89]/);
  await part(page, 'Compare');
  expect(await expected()).toBe(before);
  expect(problems).toEqual([]);
  await context.close();
});

test('goods: a hundred classes, flat and from coarse to fine', async () => {
  const { page, context, problems } = await visit(browser, inject('address'));
  await oneClick(page, 'Train and judge Goods by their description');
  // A dictionary's words tell the kind in seven of ten; the largest class is one of forty.
  expect(await tile(page, 'Accuracy')).toMatch(/^\.[67]/);
  await oneClick(page, 'Coarse to fine: Goods by their description');
  expect(await tile(page, 'Accuracy at section')).toMatch(/^\.[789]/);
  expect(problems).toEqual([]);
  await context.close();
});

test('the next app: a new one takes its place without training', async () => {
  const { page, context, problems } = await visit(browser, inject('address'));
  await oneClick(page, 'Train and judge The next app a person opens (synthetic)');
  expect(await finding(page).innerText()).toMatch(/comes first in .* of 253 test queries by session/);
  expect(await main(page).getByRole('region', { name: 'Hit@1 of new items' }).innerText()).toMatch(/n 42$/);
  const ranked = card(page, 'Candidates, a query at a time');
  await ranked.getByRole('button', { name: 'Add a new app' }).click();
  await ranked.getByLabel('Name', { exact: true }).fill('Camera');
  await ranked.getByLabel(/^uses_a_day/).fill('39');
  await ranked.getByLabel(/^hours_since/).fill('0.1');
  await ranked.getByLabel(/^at_this_time/).fill('0.6');
  await ranked.getByLabel(/^at_this_place/).fill('0.9');
  await ranked.getByLabel(/^at_this_place/).press('Tab');
  // As often used as any, this hour and here: before all others.
  await ranked.getByRole('row', { name: /^1 Camera .* new, never trained on$/ }).waitFor();
  await ranked.getByRole('button', { name: 'Take it away' }).click();
  await ranked.getByRole('row', { name: /Camera/ }).waitFor({ state: 'detached' });
  await go(page, 'Frame');
  expect(await main(page).getByLabel('Query', { exact: true }).inputValue()).toBe('session');
  expect(problems).toEqual([]);
  await context.close();
});

test('the meal to offer: the weight moves ranking and stakeholders at once', async () => {
  const { page, context, problems } = await visit(browser, inject('address'));
  await oneClick(page, 'Train and judge Which meal to offer first (synthetic)');
  const weight = card(page, 'Two objectives, one weight');
  await drawn(page, /^Hits among the first 3 against their mean margin/);
  await weight.getByText('225 test queries; bars are bootstrap').waitFor({ timeout: 30_000 });
  const first = () => card(page, 'Candidates, a query at a time').getByRole('row').nth(1).innerText();
  const before = await first();
  await weight.getByLabel('Weight of margin').fill('0');
  await weight.getByText('This is the target alone.').waitFor();
  const alone = await first();
  await weight.getByLabel('Weight of margin').fill('1');
  await weight.getByText(/At a weight of/).waitFor();
  await weight.getByText(/Better off: sales.*Worse off: engineer, product, platform, manager\./).waitFor();
  expect(new Set([before, alone, await first()]).size).toBeGreaterThan(1);
  // Worth everything: a dear shop that was never trained on takes the first place without training.
  const ranked = card(page, 'Candidates, a query at a time');
  await ranked.getByRole('button', { name: 'Add a new shop' }).click();
  await ranked.getByLabel('Name', { exact: true }).fill('Palace');
  await ranked.getByLabel(/^partner/).selectOption('yes');
  await ranked.getByLabel(/^price/).fill('900');
  await ranked.getByLabel(/^price/).press('Tab');
  await ranked.getByRole('row', { name: /^1 Palace .* new, never trained on$/ }).waitFor();
  await weight.getByRole('button', { name: 'Put this weight into the study' }).click();
  await weight.getByRole('button', { name: 'The study has this weight' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  // Nothing is wider than the page.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(problems).toEqual([]);
  await context.close();
});
