/** @file What a person drew near stays near, and plots of several runs have one scale. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, visit } from './browser.ts';
import { drawn, go, main, part, quickSample, train } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Range = [number, number];
/** Of an axis as it is drawn. */
const range = (plot: Locator, axis: 'xaxis' | 'yaxis') =>
  plot.evaluate(
    (node, name) => [
      ...(node as unknown as { _fullLayout: Record<string, { range: Range }> })._fullLayout[name]!.range,
    ],
    axis,
  ) as Promise<Range>;
const roc = (page: Page) => drawn(page, /^ROC curve/);
const scores = (page: Page) => drawn(page, /^Scores for/);

async function drawFrame(page: Page, plot: Locator): Promise<void> {
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.locator('.nsewdrag').first().boundingBox())!;
  await page.mouse.move(box.x + 0.1 * box.width, box.y + 0.1 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.4 * box.height, { steps: 4 });
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.6 * box.height, { steps: 4 });
  await page.mouse.up();
}

test('a scale survives the switch to another run', async () => {
  const { page, problems } = await visit(browser, inject('address'));
  await quickSample(page, 'loan');
  await part(page, 'Curves and calibration');
  const before = await range(await scores(page), 'yaxis');
  expect(await range(await roc(page), 'xaxis')).toEqual([-0.01, 1.01]);
  await drawFrame(page, await roc(page));
  // A tenth to a half of the width: 0.09 to 0.5 of the way from -0.01 to 1.01, to a pixel or two.
  const near = () => roc(page).then(async (plot) => [...(await range(plot, 'xaxis')), ...(await range(plot, 'yaxis'))]);
  await expect.poll(async () => (await near())[0]).toBeGreaterThan(0.08);
  const zoomed = await near();
  expect(zoomed[0]!).toBeCloseTo(0.092, 1);
  expect(zoomed[1]!).toBeCloseTo(0.5, 1);

  await go(page, 'Train');
  await main(page)
    .getByRole('radio', { name: /^Decision tree/ })
    .check({ force: true });
  await train(page);
  await go(page, 'Evaluate');
  await part(page, 'Curves and calibration');
  await expect.poll(near).toEqual(zoomed);
  // The tree's scores are few, so that its bars are higher; there is room for both runs.
  await expect.poll(async () => (await range(await scores(page), 'yaxis'))[1]).toBeGreaterThan(before[1]);
  const both = await range(await scores(page), 'yaxis');

  await go(page, 'Runs');
  await main(page).getByRole('row').nth(2).getByRole('button', { name: /Loan/ }).click();
  await main(page).getByRole('button', { name: 'Open', exact: true }).click();
  await go(page, 'Evaluate');
  await part(page, 'Curves and calibration');
  await expect.poll(near).toEqual(zoomed);
  await expect.poll(async () => range(await scores(page), 'yaxis')).toEqual(both);
  await main(page).getByRole('button', { name: 'Whole scale of Finding yes against false alarms (ROC)' }).click();
  await expect.poll(async () => range(await roc(page), 'xaxis')).toEqual([-0.01, 1.01]);
  expect(problems).toEqual([]);
});
