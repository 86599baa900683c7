/** @file How soon the page is there: bytes before the first screen, first paint, and one click to a verdict. */
import { gzipSync } from 'node:zlib';
import { launch, visit } from '../e2e/browser.ts';
import { buildAndServe } from '../e2e/site.ts';
import { quickSample } from '../e2e/steps.ts';

/** Prints the figures of a first visit with an empty cache. */
export async function benchPage(): Promise<void> {
  const site = await buildAndServe();
  const browser = await launch();
  try {
    const blank = await browser.newPage();
    const sizes: Record<string, number> = {};
    blank.on('response', async (response) => {
      const kind = /\.(js|css|woff2|html)$/.exec(new URL(response.url()).pathname)?.[1] ?? 'other';
      const body = await response.body().catch(() => Buffer.alloc(0));
      sizes[kind] = (sizes[kind] ?? 0) + gzipSync(body).length;
    });
    await blank.goto(site.address);
    await blank.getByRole('heading', { level: 1 }).waitFor();
    const paint = await blank.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    const listed = Object.entries(sizes).map(([kind, bytes]) => `${kind} ${Math.round(bytes / 1000)} kB`);
    console.log(
      `\npage: first contentful paint ${Math.round(paint)} ms; until the first screen, gzip: ${listed.join(', ')}`,
    );
    const { page } = await visit(browser, site.address);
    const before = performance.now();
    await quickSample(page, 'penguins');
    console.log(`  one click on penguins to its verdict: ${((performance.now() - before) / 1000).toFixed(1)} s`);
  } finally {
    await browser.close();
    await site.close();
  }
}
