/** @file A run, or everything, as one zip file, and back byte-equal. */
import { InputError } from '../core/base/errors.ts';
import { hashBytes } from '../core/base/hash.ts';
import { parseAt } from '../core/base/parse.ts';
import { parseRunFiles, runFiles } from '../core/study/files.ts';
import { dataCardSchema } from '../core/release/data-card.ts';
import type { StoredCard, StoredRun, StoredTable } from './types.ts';
import { unzip, zip } from './zip.ts';

type Files = Record<string, Uint8Array>;

interface Manifest {
  kind: 'plumb-project';
  version: 1;
  runs: string[];
  tables: (Omit<StoredTable, 'bytes'> & { file: string })[];
  cards?: StoredCard[];
}

/** What an import found. */
export interface Imported {
  runs: StoredRun[];
  tables: StoredTable[];
  cards: StoredCard[];
}

/** Exactly the files the headless runner writes, and plumb.json with the person's own words. */
export function exportRun(stored: StoredRun): Promise<Uint8Array> {
  return zip(filesOf(stored));
}

/** Every run in a folder of its own, every data file, and project.json with the data cards and the names of them all. */
export async function exportProject({ runs, tables, cards }: Imported): Promise<Uint8Array> {
  const order = [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
  const sorted = [...tables].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const manifest: Manifest = {
    kind: 'plumb-project',
    version: 1,
    runs: order.map(({ id }) => id),
    tables: sorted.map(({ bytes: _, sha256, name, options, openedAt }) => ({
      sha256,
      name,
      options,
      openedAt,
      file: `data/${sha256}`,
    })),
    cards: [...cards].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
  };
  const files: Files = { 'project.json': toJson(manifest) };
  for (const run of order)
    for (const [name, bytes] of Object.entries(filesOf(run))) files[`runs/${run.id}/${name}`] = bytes;
  for (const table of sorted) files[`data/${table.sha256}`] = new Uint8Array(await table.bytes.arrayBuffer());
  return zip(files);
}

/** Reads what exportRun, exportProject or a zipped folder of the runner wrote. Throws InputError. */
export function importZip(bytes: Uint8Array, now: string): Imported {
  let files: Files;
  try {
    files = unzip(bytes);
  } catch {
    throw new InputError('import: not a zip file');
  }
  if (files['run.json']) return { runs: [runOf(files, now)], tables: [], cards: [] };
  if (!files['project.json']) throw new InputError('import: the zip holds neither run.json nor project.json');
  const manifest = parseJson(files['project.json'], 'project.json') as Manifest;
  if (manifest.kind !== 'plumb-project' || manifest.version !== 1)
    throw new InputError(`project.json: only version 1 can be read: ${manifest.version}`);
  const runs = manifest.runs.map((id) => {
    const prefix = `runs/${id}/`;
    const own = Object.entries(files).filter(([name]) => name.startsWith(prefix));
    return runOf(Object.fromEntries(own.map(([name, content]) => [name.slice(prefix.length), content])), now);
  });
  const tables = manifest.tables.map(({ file, ...table }) => {
    const content = files[file];
    if (!content) throw new InputError(`project.json: a data file is not in the zip: ${file}`);
    if (hashBytes(content) !== table.sha256)
      throw new InputError(`${file}: the content is damaged, its SHA-256 is not the one in project.json`);
    return { ...table, bytes: new Blob([content as Uint8Array<ArrayBuffer>]) };
  });
  const cards = (manifest.cards ?? []).map(({ sha256, changedAt, card }, i) => ({
    sha256,
    changedAt,
    card: parseAt(dataCardSchema, card, `project.json: cards[${i}].card`),
  }));
  return { runs, tables, cards };
}

function filesOf({ id, label, note, savedAt, result }: StoredRun): Files {
  const files = runFiles(result);
  const names = Object.keys(files).sort();
  const ordered = Object.fromEntries(names.map((name) => [name, files[name]!]));
  return { ...ordered, 'plumb.json': toJson({ version: 1, id, label, note, savedAt }) };
}

function runOf(files: Files, now: string): StoredRun {
  const result = parseRunFiles(files);
  const words = files['plumb.json'] ? (parseJson(files['plumb.json'], 'plumb.json') as Partial<StoredRun>) : {};
  return {
    id: String(words.id ?? result.run.id),
    label: String(words.label ?? result.run.study.name),
    note: String(words.note ?? ''),
    savedAt: String(words.savedAt ?? now),
    deletedAt: null,
    result,
  };
}

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError(`${name}: not valid JSON`);
  }
}
