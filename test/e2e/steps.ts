/** @file What a person does on the page, by the names a person reads. */
import type { Locator, Page } from 'playwright-core';

export const stageNames = [
  'Frame',
  'Data',
  'Explore',
  'Features',
  'Train',
  'Evaluate',
  'Fairness',
  'Explain',
  'Runs',
] as const;
export type Stage = (typeof stageNames)[number];

const rail = (page: Page) => page.getByRole('navigation', { name: 'Stages' });
export const main = (page: Page) => page.getByRole('main');
export const finding = (page: Page) => main(page).getByRole('heading', { level: 1 });

/** By the rail, and until the stage has its heading. */
export async function go(page: Page, stage: Stage): Promise<void> {
  await rail(page).getByRole('link', { name: stage, exact: true }).click();
  await page.waitForURL(`**/*#${stage.toLowerCase()}`);
  await finding(page).first().waitFor();
}

/** A part of the stage that is shown. */
export async function part(page: Page, name: string): Promise<void> {
  const link = main(page)
    .getByRole('navigation', { name: /^Parts of / })
    .getByRole('link', { name, exact: true });
  await link.click();
  await link.and(page.locator('[aria-current=page]')).waitFor();
}

/** Until nothing runs. */
export async function whenIdle(page: Page, timeout = 90_000): Promise<void> {
  await page.getByRole('group', { name: 'What is running' }).waitFor({ state: 'detached', timeout });
}

/** Trains by the header's button and waits for the word that it is kept. */
export async function train(page: Page): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Run( again)?$/ })
    .click();
  await page.getByText('Trained and saved.').waitFor({ timeout: 90_000 });
  await whenIdle(page);
}

/** A plot by the start of its name, drawn. */
export async function drawn(page: Page, name: string | RegExp): Promise<Locator> {
  const plot = main(page).getByRole('img', { name }).first();
  await plot.locator('svg.main-svg').first().waitFor();
  return plot;
}

/** The number in a tile. */
export async function tile(page: Page, name: string): Promise<string> {
  const text = await main(page).getByRole('region', { name, exact: true }).innerText();
  return text.split('\n')[1]!.trim();
}

/** The titles of the cards on the first screen. */
const samples = {
  penguins: 'Palmer penguins',
  loan: 'Loan decisions (synthetic)',
} as const;

/** The first screen, also where a table is open already. */
export async function start(page: Page): Promise<void> {
  await go(page, 'Data');
  const first = main(page).getByRole('region', { name: 'Samples' });
  const unread = main(page).getByRole('button', { name: 'Do not read it' });
  const another = main(page).getByRole('button', { name: 'Open another table' });
  await first.or(unread).or(another).first().waitFor();
  if (await unread.isVisible()) await unread.click();
  if (await another.isVisible()) await another.click();
  await first.waitFor();
}

/** One click on a sample, until its verdict is there. */
export async function quickSample(page: Page, sample: keyof typeof samples): Promise<void> {
  await start(page);
  await main(page)
    .getByRole('button', { name: `Train and judge ${samples[sample]}` })
    .click();
  await page.waitForURL('**/*#evaluate', { timeout: 90_000 });
  await whenIdle(page);
  await main(page).getByRole('region', { name: 'Where the decisions fall' }).waitFor();
}

/** A file through the picker, as far as its preview. */
export async function pick(page: Page, file: string | { name: string; text: string | Uint8Array }): Promise<void> {
  await start(page);
  await main(page)
    .getByLabel('Data file', { exact: true })
    .setInputFiles(
      typeof file === 'string'
        ? file
        : { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text as Uint8Array) },
    );
}

/** A file through the picker, read whole. */
export async function upload(page: Page, file: Parameters<typeof pick>[1]): Promise<void> {
  await pick(page, file);
  await main(page).getByRole('button', { name: 'Read the whole file' }).click();
  await main(page).getByRole('region', { name: 'Columns' }).waitFor({ timeout: 60_000 });
}

/** The one error surface. */
export const alert = (page: Page) => page.getByRole('alert');
