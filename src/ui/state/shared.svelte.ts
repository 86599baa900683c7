/** @file What all parts of the workspace lean on: the engine, the store, the one error surface, the foot's message. */
import type { Engine } from '../../engine/index.ts';
import type { Store, StoreCallbacks } from '../../store/index.ts';
import type { VisibleError, Workspace } from './contract.ts';
import { visibleError } from './errors.ts';
import { Job } from './job.svelte.ts';

export interface Doors {
  engine: Engine;
  /** `openStore`, or one like it. */
  store: (callbacks: StoreCallbacks) => Promise<Store>;
}

const blocked: VisibleError = {
  title: 'An older Plumb is open in another tab',
  cause: 'The storage is to be brought up to date, and that tab still holds it.',
  remedy: 'Close the other tab. This one goes on by itself.',
};

export class Shared {
  error = $state.raw<VisibleError | null>(null);
  toast = $state.raw<Workspace['toast']>(null);
  storage = $state.raw<Workspace['storage']>(null);
  readonly engine: Engine;
  readonly job: Job;
  /** Rejects with StoreError where nothing can be kept; each use reports it. */
  readonly store: Promise<Store>;
  /** Set by the workspace: writes the draft. */
  remember: () => void = () => undefined;
  /** What the visible error was about. */
  #failed: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ engine, store }: Doors) {
    this.engine = engine;
    this.job = new Job((paused, after) => engine.call('pause', { paused, ...(after && { after }) }));
    this.store = store({
      onblocked: () => {
        this.error = blocked;
      },
      onsuperseded: () => {
        this.error = {
          title: 'Plumb was updated in another tab',
          cause: 'This tab has let go of the storage so that the newer version can use it.',
          remedy: 'Export what is open here if it is not saved, then reload this tab.',
        };
      },
    });
    this.store.then(
      () => {
        if (this.error === blocked) this.error = null;
      },
      () => undefined,
    );
  }

  /** Does `work`; an error becomes the visible one, until the same goes well. True when it went well. */
  async attempt(doing: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      if (this.#failed === doing) this.error = this.#failed = null;
      return true;
    } catch (error) {
      const shown = visibleError(error, doing);
      if (shown) [this.error, this.#failed] = [shown, doing];
      return false;
    }
  }

  /** Shows a message for ten seconds. */
  say(text: string, action?: { label: string; run(): void }): void {
    clearTimeout(this.#timer);
    this.toast = action
      ? { text, action: { label: action.label, run: () => ((this.toast = null), action.run()) } }
      : { text };
    this.#timer = setTimeout(() => (this.toast = null), 10_000);
  }

  async measureStorage(): Promise<void> {
    this.storage = await (await this.store).estimate();
  }

  async askPersistence(): Promise<void> {
    await this.attempt('Asking for lasting storage', async () => {
      const granted = await (await this.store).persist();
      await this.measureStorage();
      this.say(
        granted
          ? 'The browser keeps this storage until you clear it.'
          : 'The browser did not promise to keep this storage. Export the project to be safe.',
      );
    });
  }
}
