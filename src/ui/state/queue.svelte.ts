/** @file Studies that wait for their turn to be trained, and the training that was cut short. */
import type { StudyInput } from '../../core/study/schema.ts';
import type { QueueState } from './contract.ts';
import type { RunPart } from './run.svelte.ts';
import type { Shared } from './shared.svelte.ts';

interface Present {
  readonly study: Partial<StudyInput> | null;
}

type Trained = Awaited<ReturnType<RunPart['train']>>;
type Train = (fit: () => Promise<Trained>) => Promise<Trained>;

export class QueuePart implements QueueState {
  waiting = $state.raw<readonly StudyInput[]>([]);
  /** A reload has brought them back: they wait until a person starts them. */
  held = $state.raw(false);
  #shared: Shared;
  #present: Present;
  #run: RunPart;
  #train: Train;

  /** `train`: what is done about every training, such as showing that it is saved. */
  constructor(shared: Shared, present: Present, run: RunPart, train: Train) {
    this.#shared = shared;
    this.#present = present;
    this.#run = run;
    this.#train = train;
  }

  get interrupted() {
    const { interrupted } = this.#run;
    return interrupted && { name: interrupted.study.name ?? '', told: interrupted.told };
  }

  goOn = async () => void (await this.#train(() => this.#run.goOn()));
  forget = () => this.#run.forget();

  add = () => {
    const { study } = this.#present;
    if (!study?.framing) return;
    this.waiting = [...this.waiting, $state.snapshot(study) as StudyInput];
    this.#shared.remember();
  };

  remove = (at: number) => {
    this.waiting = this.waiting.filter((_, i) => i !== at);
    this.#shared.remember();
  };

  start = () => {
    this.held = false;
  };

  restore(waiting: readonly StudyInput[]): void {
    this.waiting = waiting;
    this.held = waiting.length > 0;
  }

  /** Starts the next one where nothing runs; reactive. */
  next(): void {
    const [study] = this.waiting;
    if (this.held || !study || this.#shared.job.kind !== null) return;
    this.remove(0);
    void this.#train(() => this.#run.train(study));
  }
}
