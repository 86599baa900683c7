/** @file The table side of the workspace: what was opened, how it is read, what came out. */
import { InputError } from '../../core/base/errors.ts';
import { stableJson } from '../../core/base/hash.ts';
import type { ReadOptions, TableSummary } from '../../core/data/profile-types.ts';
import { dataOf, readingOf } from '../../core/study/reading.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import { PENDING } from '../../store/types.ts';
import { changedColumn, keptColumns, newSalt, settledColumns } from './columns.ts';
import type { ColumnChange, Sample, Workspace } from './contract.ts';
import type { Shared } from './shared.svelte.ts';

interface Source {
  name: string;
  bytes: Blob;
}

/** Bytes; a larger file is not read again before somebody says so. */
const largest = 50_000_000;

/** What the study must be told when a table has been read. study: one that comes with it. */
export type OnRead = (table: TableSummary, options: ReadOptions, study?: StudyInput) => void;

export class DataPart {
  preview = $state.raw<Workspace['preview']>(null);
  readOptions = $state.raw<ReadOptions>({});
  table = $state.raw<TableSummary | null>(null);
  #pending: Source | null = null;
  #source: (Source & { options: ReadOptions }) | null = null;
  #waiting: string | null = null;
  #turn: Promise<void> = Promise.resolve();
  #shared: Shared;
  #onread: OnRead;

  constructor(shared: Shared, onread: OnRead) {
    this.#shared = shared;
    this.#onread = onread;
  }

  openFile = async (file: File): Promise<boolean> => this.#open({ name: file.name, bytes: file }, {}, true);

  openText = (text: string): Promise<boolean> =>
    this.#open({ name: 'pasted.csv', bytes: new Blob([text], { type: 'text/csv' }) }, {});

  async openSample(sample: Sample): Promise<boolean> {
    return this.#shared.attempt('Opening the sample', async () => {
      const response = await fetch(sample.url);
      if (!response.ok) throw new Error(`the sample is not here: ${response.status} ${sample.title}`);
      const source = { name: sample.study.data.source, bytes: await response.blob() };
      await this.#read(source, readingOf(sample.study.data), sample.study);
    });
  }

  async changeReading(options: ReadOptions): Promise<void> {
    const next = { ...this.readOptions, ...$state.snapshot(options) } as ReadOptions;
    await this.#shared.attempt('Reading the file', async () => {
      if (this.#pending) await this.#look(this.#pending, next);
      else if (this.#source) await this.#read(this.#source, next);
    });
  }

  async confirmRead(): Promise<void> {
    const source = this.#pending ?? this.#source;
    if (source) await this.#shared.attempt('Reading the file', () => this.#read(source, this.readOptions));
  }

  /** Leaves the previewed file unread; the table of before is as it was. */
  async discardPreview(): Promise<void> {
    this.preview = this.#pending = this.#waiting = null;
    this.readOptions = this.#source?.options ?? {};
    await this.#shared.attempt('Putting the file away', async () => (await this.#shared.store).deleteTable(PENDING));
  }

  async setColumn(name: string, change: ColumnChange): Promise<void> {
    // Changes made faster than the file can be read wait for each other.
    this.#turn = this.#turn.then(() => this.#change(name, change));
    await this.#turn;
  }

  async combine(file: File, how: Parameters<Workspace['combine']>[1]): Promise<void> {
    await this.#shared.attempt('Combining the tables', async () => {
      const combined = await this.#shared.job.run('read', (context) =>
        this.#shared.engine.call('combine', { name: file.name, bytes: file, how: $state.snapshot(how) }, context),
      );
      const columns = settledColumns(this.readOptions, this.table);
      await this.#read({ name: combined.name, bytes: combined.csv }, columns ? { columns } : {});
      const { rows } = combined;
      const words = (n: number) => n.toLocaleString('en');
      this.#shared.say(
        `${words(rows.left)} rows here and ${words(rows.right)} in ${file.name} made ${words(rows.combined)} rows.`,
      );
    });
  }

  /** Makes the data file of a stored run the open table. Throws InputError where it is not kept. */
  async require(sha256: string | undefined, name: string): Promise<void> {
    if (this.table?.sha256 === sha256) return;
    const stored = sha256 ? await (await this.#shared.store).getTable(sha256) : null;
    if (!stored) throw new InputError(`data: the file of this run is not kept here: ${name}`);
    await this.#read(stored, stored.options, undefined, false);
  }

  /** Whether a data file is kept here. */
  async has(sha256: string | undefined): Promise<boolean> {
    return sha256 !== undefined && (await (await this.#shared.store).getTable(sha256)) !== null;
  }

  /** The table of a study, read as the study says; the study is taken up. Throws InputError where its file is not kept. */
  async useStudy(study: StudyInput): Promise<void> {
    const { sha256, source } = study.data;
    if (sha256) await this.require(sha256, source);
    if (!this.#source || !this.table) throw new InputError(`study.data.source: open this file first: ${source}`);
    const options = readingOf(study.data);
    if (stableJson(options) === stableJson(readingOf(dataOf(this.readOptions))))
      this.#onread(this.table, options, study);
    else await this.#read(this.#source, options, study);
  }

  /** Of the open table, or of a large one that a reload has found and that waits to be read. */
  get sha256(): string | null {
    return this.table?.sha256 ?? this.#waiting;
  }

  /** What a reload finds again: the open table, and a file that was not confirmed yet. A large one is shown and not read. */
  async restore(sha256: string | null): Promise<void> {
    const store = await this.#shared.store;
    const [stored, pending] = await Promise.all([sha256 ? store.getTable(sha256) : null, store.getTable(PENDING)]);
    if (stored && stored.bytes.size > largest && !pending) {
      this.#waiting = stored.sha256;
      await this.#shared.attempt('Opening the file again', () => this.#look(stored, stored.options, false));
    } else if (stored)
      await this.#shared.attempt('Reading the table again', () =>
        this.#read(stored, stored.options, undefined, false, pending !== null),
      );
    if (pending)
      await this.#shared.attempt('Opening the file again', () => this.#look(pending, pending.options, false));
  }

  async #change(name: string, change: ColumnChange): Promise<void> {
    const source = this.#source;
    if (!source) return;
    const options = changedColumn(this.readOptions, name, change, newSalt);
    await this.#shared.attempt('Changing the column', () => this.#read(source, options));
  }

  async #open(source: Source, options: ReadOptions, again = false): Promise<boolean> {
    return this.#shared.attempt('Opening the file', async () => {
      const { readOptions: told, table } = this;
      await this.#look(source, options);
      const kept = again && table ? keptColumns(told, table, this.preview!.columns) : null;
      if (kept) await this.#look(source, { ...options, ...kept });
    });
  }

  async #look(source: Source, options: ReadOptions, keep = true): Promise<void> {
    const { name, bytes } = source;
    const preview = await this.#shared.engine.call('preview', { name, bytes, options });
    this.#pending = { name, bytes };
    this.readOptions = options;
    this.preview = { ...preview, name };
    if (keep) await this.#keep(PENDING, this.#pending, options);
  }

  async #read(source: Source, options: ReadOptions, study?: StudyInput, fresh = true, hold = false): Promise<void> {
    const { name, bytes } = source;
    const table = await this.#shared.job.run('read', (context) =>
      this.#shared.engine.call('read', { name, bytes, options }, context),
    );
    this.table = table;
    this.#source = { name, bytes, options };
    this.readOptions = options;
    this.#waiting = null;
    if (!hold) this.preview = this.#pending = null;
    if (!fresh) return;
    this.#onread(table, options, study);
    await this.#keep(table.sha256, this.#source, options);
    await this.#shared.attempt('Saving', async () => (await this.#shared.store).deleteTable(PENDING));
  }

  async #keep(sha256: string, { name, bytes }: Source, options: ReadOptions): Promise<void> {
    await this.#shared.attempt('Saving the data file', async () => {
      const store = await this.#shared.store;
      await store.saveTable({ sha256, name, bytes: new Blob([bytes]), options, openedAt: new Date().toISOString() });
      await this.#shared.measureStorage();
    });
  }
}
