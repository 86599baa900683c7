/** @file Every shipped sample is one click from a judged run, in under a minute, without a graphics card. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { samples } from '../../datasets/index.ts';
import { sampleFile } from '../../datasets/node.ts';
import { studySchema } from '../../src/core/study/schema.ts';
import { launch, visit } from './browser.ts';
import { drawn, finding, go, main, part, whenIdle } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.for(samples)('$id', async ({ id, title }) => {
  const { groups, explain } = studySchema.parse(JSON.parse(sampleFile(id, 'study.json')));
  const { page, context, problems } = await visit(browser, inject('address'));
  await main(page)
    .getByRole('button', { name: `Train and judge ${title}` })
    .click();
  await page.waitForURL('**/*#evaluate', { timeout: 60_000 });
  await whenIdle(page);
  await part(page, 'Curves and calibration');
  await drawn(page, /^ROC curve/);
  expect(await finding(page).innerText()).toMatch(/\d/);
  await go(page, 'Fairness');
  if (groups.length > 0)
    await main(page)
      .getByRole('region', { name: /^Groups by / })
      .first()
      .waitFor();
  await go(page, 'Explain');
  if (explain.partialDependence.length > 0)
    await main(page)
      .getByRole('heading', { name: /^How the score moves with / })
      .first()
      .waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
