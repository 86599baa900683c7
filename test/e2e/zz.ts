import { buildAndServe } from './site.ts';
import { launch, visit } from './browser.ts';
import { go, main, upload, train, whenIdle } from './steps.ts';
const site = await buildAndServe();
const browser = await launch();
const at = await visit(browser, site.address);
const page = at.page;
const shot = (n: string, full = true) => page.screenshot({ path: `/tmp/shots/${n}.png`, fullPage: full });
await shot('start');
await main(page).getByLabel('Data file', { exact: true }).setInputFiles('/work/shared/data/adult.csv');
await main(page).getByRole('button', { name: 'Read the whole file' }).waitFor();
await shot('preview');
await main(page).getByRole('button', { name: 'Read the whole file' }).click();
await main(page).getByRole('region', { name: 'Columns' }).waitFor({ timeout: 60000 });
await shot('data');
await go(page, 'Features');
await shot('features-none');
await go(page, 'Evaluate');
await shot('evaluate-none');
await go(page, 'Frame');
await shot('frame-none');
await main(page).getByLabel('Target').selectOption('income');
for (const g of ['sex', 'race'])
  await main(page)
    .getByRole('group', { name: 'Groups to compare' })
    .getByRole('checkbox', { name: new RegExp('^' + g + ' ') })
    .check();
await page.waitForTimeout(800);
await shot('frame');
await go(page, 'Train');
await main(page)
  .getByRole('radio', { name: /^Neural network/ })
  .check();
await main(page).getByRole('button', { name: 'Train and judge', exact: true }).click();
await page.waitForTimeout(6000);
await shot('training', false);
await page.getByText('Trained and saved.').waitFor({ timeout: 180000 });
await shot('trained');
for (const s of ['Evaluate', 'Fairness', 'Explain', 'Features', 'Runs'] as const) {
  await go(page, s);
  await page.waitForTimeout(1200);
  await shot('a-' + s);
}
await page.setViewportSize({ width: 390, height: 844 });
for (const s of ['Data', 'Train', 'Evaluate', 'Fairness'] as const) {
  await go(page, s);
  await page.waitForTimeout(1200);
  await shot('p-' + s);
}
console.log(at.problems);
await browser.close();
await site.close();
