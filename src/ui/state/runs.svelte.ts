/** @file The list of runs, and what can be done with them. */
import { InputError } from '../../core/base/errors.ts';
import type { Comparison, Reproduction } from '../../core/study/verdicts.ts';
import { PENDING } from '../../store/types.ts';
import type { RunListing, StoredRun } from '../../store/types.ts';
import type { DataPart } from './data.svelte.ts';
import { download, fileName } from './download.ts';
import type { RunPart } from './run.svelte.ts';
import type { Shared } from './shared.svelte.ts';

export class RunsPart {
  #stored = $state.raw<readonly RunListing[]>([]);
  runs: readonly RunListing[] = $derived.by(() => [...this.#run.unsaved.map(listing), ...this.#stored]);
  #shared: Shared;
  #data: DataPart;
  #run: RunPart;

  constructor(shared: Shared, data: DataPart, run: RunPart) {
    this.#shared = shared;
    this.#data = data;
    this.#run = run;
  }

  async refresh(): Promise<void> {
    this.#stored = await (await this.#shared.store).listRuns();
    await this.#shared.measureStorage();
  }

  /** Throws InputError where there is none. */
  async get(id: string): Promise<StoredRun> {
    const held = [this.#run.current, ...this.#run.unsaved].find((run) => run?.id === id);
    const found = held ?? (await (await this.#shared.store).getRun(id));
    if (!found) throw new InputError(`run: not kept here: ${id}`);
    return found;
  }

  rename = (id: string, label: string): Promise<boolean> => this.#change('Renaming', id, { label });
  note = (id: string, note: string): Promise<boolean> => this.#change('Saving the note', id, { note });

  async remove(id: string): Promise<void> {
    const { current, unsaved } = this.#run;
    const loose = unsaved.find((run) => run.id === id);
    await this.#shared.attempt('Deleting the run', async () => {
      const store = await this.#shared.store.catch(() => null);
      if (loose) this.#run.unsaved = unsaved.filter((run) => run !== loose);
      else await store?.deleteRun(id, new Date().toISOString());
      if (current?.id === id) this.#run.show(null);
      if (store) await this.refresh();
      this.#shared.say('Run deleted.', {
        label: 'Undo',
        run: () =>
          void this.#shared.attempt('Restoring the run', async () => {
            if (loose) this.#run.unsaved = [loose, ...this.#run.unsaved];
            else await store?.restoreRun(id);
            if (current?.id === id) this.#run.show(current);
            if (store) await this.refresh();
          }),
      });
    });
  }

  /** Rejects after showing the error, as there is nothing to answer. */
  async compare(a: string, b: string): Promise<Comparison> {
    return this.#answer('Comparing', async () => {
      const [first, second] = await Promise.all([this.get(a), this.get(b)]);
      return this.#shared.job.run('compare', (context) =>
        this.#shared.engine.call('compare', { a: first.result, b: second.result }, context),
      );
    });
  }

  /** Rejects after showing the error, as there is nothing to answer. */
  async reproduce(id: string): Promise<Reproduction> {
    return this.#answer('Reproducing', async () => {
      const { run, predictions } = (await this.get(id)).result;
      await this.#data.require(run.study.data.sha256, run.study.data.source);
      const { result: _, ...verdict } = await this.#shared.job.run('reproduce', (context) =>
        this.#shared.engine.call('reproduce', { run, predictions }, context),
      );
      return verdict;
    });
  }

  async exportRun(id: string): Promise<void> {
    await this.#shared.attempt('Exporting', () =>
      this.#shared.job.run('export', async () => {
        const run = await this.get(id);
        const { exportRun } = await import('../../store/project.ts');
        download(`${fileName(run.label)}-${id.slice(0, 8)}.zip`, await exportRun(run));
      }),
    );
  }

  async exportOnnx(id: string): Promise<void> {
    await this.#shared.attempt('Exporting', () =>
      this.#shared.job.run('export', async (context) => {
        const { label, result } = await this.get(id);
        const { run, bundle } = result;
        const bytes = await this.#shared.engine.call('onnx', { run, bundle }, context);
        download(`${fileName(label)}-${id.slice(0, 8)}.onnx`, bytes, 'application/octet-stream');
      }),
    );
  }

  async exportProject(): Promise<void> {
    await this.#shared.attempt('Exporting', () =>
      this.#shared.job.run('export', async () => {
        const { exportProject } = await import('../../store/project.ts');
        const store = await this.#shared.store.catch(() => null);
        const runs = await Promise.all(this.runs.map(({ id }) => this.get(id)));
        const tables = ((await store?.listTables()) ?? []).filter(({ sha256 }) => sha256 !== PENDING);
        const cards = (await store?.listCards()) ?? [];
        download('project.plumb.zip', await exportProject({ runs, tables, cards }));
      }),
    );
  }

  async importZip(file: File): Promise<void> {
    await this.#shared.attempt('Importing', async () => {
      const { importZip } = await import('../../store/project.ts');
      const { runs, tables, cards } = importZip(new Uint8Array(await file.arrayBuffer()), new Date().toISOString());
      const store = await this.#shared.store;
      for (const table of tables) await store.saveTable(table);
      for (const card of cards) await store.saveCard(card);
      for (const run of runs) await this.#run.save({ ...run, id: (await this.#run.place(run.id, run.result)).id });
      await this.refresh();
      this.#shared.say(`Imported ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}.`);
    });
  }

  #change(doing: string, id: string, change: { label?: string; note?: string }): Promise<boolean> {
    return this.#shared.attempt(doing, async () => {
      const { current, unsaved } = this.#run;
      if (current?.id === id) this.#run.current = { ...current, ...change };
      if (unsaved.some((run) => run.id === id))
        this.#run.unsaved = unsaved.map((run) => (run.id === id ? { ...run, ...change } : run));
      else {
        await (await this.#shared.store).updateRun(id, change);
        await this.refresh();
      }
    });
  }

  async #answer<R>(doing: string, work: () => Promise<R>): Promise<R> {
    const answer = work();
    await this.#shared.attempt(doing, () => answer);
    return answer;
  }
}

function listing({ result, deletedAt: _, ...words }: StoredRun): RunListing {
  return { ...words, bytes: 0, run: result.run };
}
