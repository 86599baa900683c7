/** @file Nothing is lost by a reload. */
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { finding } from './steps.ts';

/** What a reload must not lose: where one is, what it says, and the study in sight. */
export async function seen(page: Page): Promise<{ hash: string; finding: string; study: string }> {
  return {
    hash: new URL(page.url()).hash,
    finding: await finding(page).first().innerText(),
    study: await page.getByRole('complementary', { name: 'Summary' }).innerText(),
  };
}

/** The same again after a reload. */
export async function reloaded(page: Page): Promise<void> {
  const before = await seen(page);
  await page.reload();
  await finding(page).first().waitFor();
  await expect.poll(() => seen(page), { timeout: 20_000 }).toEqual(before);
}
