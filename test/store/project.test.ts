import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { hashText } from '../../src/core/base/hash.ts';
import { parseRunFiles, runFiles } from '../../src/core/study/files.ts';
import { dataCardSchema } from '../../src/core/release/data-card.ts';
import { exportProject, exportRun, importZip } from '../../src/store/project.ts';
import { zip } from '../../src/store/zip.ts';
import { someStored, table } from './fixtures.ts';

const now = '2026-05-05T00:00:00.000Z';
const csv = 'x,y\n1,yes\n2,no\n';
const dataFile = { ...table, sha256: hashText(csv), bytes: new Blob([csv]) };

test('a run is exported as exactly the files of the runner and plumb.json', async () => {
  const run = someStored();
  const files = unzipSync(await exportRun(run));
  const { 'plumb.json': words, ...rest } = files;
  expect(rest).toEqual(runFiles(run.result));
  expect(JSON.parse(new TextDecoder().decode(words))).toEqual({
    version: 1,
    id: 'run-1',
    label: 'Label of run-1',
    note: '',
    savedAt: '2026-01-01T00:00:00.000Z',
  });
});

test('export, import, export again gives the same bytes', async () => {
  const first = await exportRun({ ...someStored(), note: 'ความเห็น' });
  const { runs } = importZip(first, now);
  expect(runs[0]!.note).toBe('ความเห็น');
  expect(await exportRun(runs[0]!)).toEqual(first);
});

const someCard = {
  sha256: 'e'.repeat(64),
  changedAt: now,
  card: dataCardSchema.parse({ terms: 'CC0', answers: { row: 'a person' } }),
};

test('a data card that is none is refused with its place', async () => {
  const odd = { ...someCard, card: { ...someCard.card, basis: 'because' as 'consent' } };
  const bytes = await exportProject({ runs: [], tables: [], cards: [odd] });
  expect(() => importZip(bytes, now)).toThrow(/^project\.json: cards\[0\]\.card\.basis: must be one of .*: because$/);
});

test('a whole project comes back byte-equal, data files and all', async () => {
  const first = await exportProject({
    runs: [someStored('b'), someStored('a')],
    tables: [dataFile],
    cards: [someCard],
  });
  const { runs, tables, cards } = importZip(first, now);
  expect(cards).toEqual([someCard]);
  expect(runs.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(await tables[0]!.bytes.text()).toBe(csv);
  expect(await exportProject({ runs, tables, cards })).toEqual(first);
});

test('a zipped folder of the runner is a run too', async () => {
  const { result } = someStored();
  const { runs } = importZip(await zip(runFiles(result)), now);
  expect(runs[0]).toMatchObject({ id: 'run-1', label: 'Small', savedAt: now, deletedAt: null });
  expect(runs[0]!.result).toEqual(parseRunFiles(runFiles(result)));
});

test('what is no export is refused in one sentence', async () => {
  expect(() => importZip(new Uint8Array([1, 2, 3]), now)).toThrow('import: not a zip file');
  const empty = await zip({ 'a.txt': new Uint8Array([1]) });
  expect(() => importZip(empty, now)).toThrow('import: the zip holds neither run.json nor project.json');
});

test('a damaged data file is found by its hash', async () => {
  const damaged = await exportProject({
    runs: [],
    tables: [{ ...dataFile, sha256: 'f'.repeat(64) }],
    cards: [],
  });
  expect(() => importZip(damaged, now)).toThrow('the content is damaged');
});
