/** @file Real tables through the page: the runner gives the same scores from the same study, and the run repeats itself. */
import { InferenceSession } from 'onnxruntime-web';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { unzipSync } from 'fflate';
import type { Browser, Download, Page } from 'playwright-core';
import { folderOf, plumb } from '../cli/runner.ts';
import { sharedFile } from '../shared.ts';
import { launch, visit, type Visit } from './browser.ts';
import { drawn, go, main, part, train, upload, whenIdle } from './steps.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Lines of predictions.csv as the words before the scores, and the scores. */
function predictions(csv: string): { words: string[][]; scores: number[][] } {
  const lines = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return { words: lines.map((cells) => cells.slice(0, 4)), scores: lines.map((cells) => cells.slice(4).map(Number)) };
}

async function saved(page: Page, button: string): Promise<Record<string, string>> {
  const waiting: Promise<Download> = page.waitForEvent('download');
  await main(page).getByRole('button', { name: button }).click();
  const files = unzipSync(readFileSync(await (await waiting).path()));
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path.split('/').at(-1)!, new TextDecoder().decode(bytes)]),
  );
}

const tables = [
  { file: 'adult.csv', target: 'income', positive: '>50K', group: 'sex', row: /adult/ },
  { file: 'compas.csv', target: 'two_year_recid', positive: '1', group: 'race', row: /compas/ },
];

describe.for(tables)('$file', ({ file, target, positive, group, row }) => {
  const path = sharedFile(file);
  let at: Visit;
  beforeAll(async () => {
    at = await visit(browser, inject('address'));
  });
  afterAll(() => at.context.close());

  test.skipIf(!path)('is read, framed, trained on and judged', async () => {
    const { page } = at;
    await upload(page, path!);
    await main(page).getByRole('button', { name: 'Ask a question of it' }).click();
    await main(page).getByLabel('Target').selectOption(target);
    await main(page).getByLabel('Positive class').selectOption(positive);
    await main(page)
      .getByRole('group', { name: 'Groups to compare' })
      .getByRole('checkbox', { name: new RegExp(`^${group} `) })
      .check();
    await train(page);
    await go(page, 'Evaluate');
    await part(page, 'Curves and calibration');
    await drawn(page, /^ROC curve/);
    await go(page, 'Fairness');
    await main(page).getByLabel('Compare by', { exact: true }).selectOption(group);
    await main(page)
      .getByRole('region', { name: `Groups by ${group}` })
      .waitFor();
  });

  test.skipIf(!path)('gives the scores of the headless runner to 1e-6', async () => {
    const { page } = at;
    await go(page, 'Runs');
    await main(page).getByRole('row', { name: row }).getByRole('button', { name: row }).first().click();
    const files = await saved(page, 'Export as a zip');
    const folder = folderOf({ 'study.json': files['study.json']! });
    const out = folder('out');
    const { code, stderr } = plumb(folder('study.json'), '--data', path!, '--out', out, '--backend', 'wasm');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [page_, runner] = [files['predictions.csv']!, readFileSync(`${out}/predictions.csv`, 'utf8')].map(
      predictions,
    ) as [ReturnType<typeof predictions>, ReturnType<typeof predictions>];
    expect(page_.words).toEqual(runner.words);
    expect(page_.scores.length).toBeGreaterThan(2000);
    const largest = page_.scores.reduce(
      (most, scores, i) => Math.max(most, ...scores.map((score, k) => Math.abs(score - runner.scores[i]![k]!))),
      0,
    );
    expect(largest).toBeLessThanOrEqual(1e-6);
  });

  test.skipIf(!path)('is exported as a model that ONNX Runtime opens, its columns by name', async () => {
    const { page } = at;
    const waiting = page.waitForEvent('download');
    await main(page).getByRole('button', { name: 'Export the model as ONNX' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/\.onnx$/);
    const session = await InferenceSession.create(readFileSync(await download.path()));
    const header = readFileSync(path!, 'utf8').split('\n', 1)[0]!.trim().split(',');
    expect(header).toEqual(expect.arrayContaining([...session.inputNames]));
    expect(session.inputNames.length).toBeGreaterThan(5);
    expect(session.outputNames).toEqual(['label', 'proba_0', 'proba_1']);
  });

  test.skipIf(!path)('is reproduced equal, twice', async () => {
    const { page } = at;
    for (let time = 0; time < 2; time++) {
      await main(page).getByRole('button', { name: 'Reproduce' }).click();
      await main(page)
        .getByRole('status')
        .filter({ hasText: /^equal/ })
        .waitFor({ timeout: 90_000 });
      await whenIdle(page);
    }
    expect({ foreign: at.foreign, problems: at.problems }).toEqual({ foreign: [], problems: [] });
  });
});
