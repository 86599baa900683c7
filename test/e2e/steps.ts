/** @file What a person does on the page, by the names a person reads. */
import type { Locator, Page } from 'playwright-core';

export const stageNames = ['Frame', 'Data', 'Features', 'Train', 'Evaluate', 'Fairness', 'Explain', 'Runs'] as const;
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

/** Until nothing runs. */
export async function whenIdle(page: Page, timeout = 90_000): Promise<void> {
  await page.getByRole('group', { name: 'What is running' }).waitFor({ state: 'detached', timeout });
}

/** Trains by the header's button and waits for the word that it is kept. */
export async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Run( again)?$/ }).click();
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
