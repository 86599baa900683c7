/** @file A person at the built page: one browser a file, a fresh profile a visit, and an eye on everything it asks for. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumArguments, findChromium } from '../chromium.ts';

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Requests of page, workers and service worker that left the page's own origin. */
  foreign: string[];
  /** Uncaught errors, console errors and warnings, and requests that failed. */
  problems: string[];
}

export function launch({ gpu = false } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: set CHROME_PATH');
  return chromium.launch({ executablePath, args: chromiumArguments({ gpu }) });
}

export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const { origin } = new URL(address);
  const foreign: string[] = [];
  const problems: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) foreign.push(request.url());
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  return { page, context, foreign, problems };
}

/** Resolves when the service worker has everything and is active. */
export async function whenOfflineReady(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
