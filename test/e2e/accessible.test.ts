/** @file No serious accessibility violation, on any stage, light and dark, wide and narrow, empty and full. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, visit } from './browser.ts';
import { go, part, quickSample, stageNames } from './steps.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function everywhere(page: Page): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const stage of stageNames) {
        await go(page, stage);
        const serious = await violations(page);
        if (serious.length > 0) found[`${stage} ${colorScheme} ${viewport.width}`] = serious;
      }
    }
  }
  return found;
}

test('empty stages', async () => {
  const { page, context } = await visit(browser, inject('address'));
  expect(await everywhere(page)).toEqual({});
  await context.close();
}, 240_000);

test('stages with a run', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'loan');
  expect(await everywhere(page)).toEqual({});
  await context.close();
}, 240_000);

/** Of the stage that is shown, but for the first, which is shown with it. */
const partNames = async (page: Page) =>
  (
    await page
      .getByRole('navigation', { name: /^Parts of / })
      .getByRole('link')
      .allInnerTexts()
  ).slice(1);

test('the parts of Evaluate and Fairness with a run', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'loan');
  const found: Record<string, string[]> = {};
  for (const [colorScheme, viewport] of [
    ['light', sizes[0]!],
    ['dark', sizes[1]!],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const stage of ['Evaluate', 'Fairness'] as const) {
      await go(page, stage);
      for (const name of await partNames(page)) {
        await part(page, name);
        const serious = await violations(page);
        if (serious.length > 0) found[`${stage}, ${name} ${colorScheme}`] = serious;
      }
    }
  }
  expect(found).toEqual({});
  await context.close();
}, 240_000);

test('the palette, the shortcuts and the study as JSON', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'penguins');
  for (const [key, title] of [
    ['Control+k', 'Commands'],
    ['?', 'Shortcuts'],
    ['j', 'The study as JSON'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name: title }).waitFor();
    expect({ [title]: await violations(page) }).toEqual({ [title]: [] });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await context.close();
});

test('the parts of Frame with a run, and the link', async () => {
  const { page, context } = await visit(browser, inject('address'));
  await quickSample(page, 'penguins');
  await go(page, 'Frame');
  const frame = (name: string) =>
    page.getByRole('navigation', { name: 'Parts of Frame' }).getByRole('link', { name }).click();
  await frame('Side by side');
  await page.getByRole('button', { name: 'Begin with this study' }).click();
  await page.getByLabel('Duplicate 1 and change').selectOption('Answer: yes or no');
  await page.getByRole('button', { name: 'Train them all' }).click();
  await page.getByRole('region', { name: 'Where they part most' }).waitFor({ timeout: 60_000 });
  await frame('Objectives');
  await page.getByLabel('Add a stakeholder').selectOption('platform');
  await page.getByRole('region', { name: 'Scorecards of the runs' }).waitFor();
  const found: Record<string, string[]> = {};
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of ['Side by side', 'Should it be ML?', 'Objectives']) {
      await frame(name);
      await page.locator('main h1').first().waitFor();
      const serious = await violations(page);
      if (serious.length > 0) found[`${name} ${colorScheme}`] = serious;
    }
  }
  expect(found).toEqual({});
  await page.locator('h1').first().click();
  await page.keyboard.press('l');
  await page.getByRole('dialog', { name: 'Pass this study on' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
}, 240_000);
