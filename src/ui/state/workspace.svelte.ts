/** @file The workspace: the parts put together behind the contract that stages are written against. */
import type { BackendReport } from '../../core/compute/types.ts';
import type { Scenario } from '../../core/study/run.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { Sample, StageName, Workspace } from './contract.ts';
import { BesidePart } from './beside.svelte.ts';
import { CardPart } from './card.svelte.ts';
import { DataPart } from './data.svelte.ts';
import { Draftsman } from './draft.ts';
import { suggestFraming, suggestScore } from './framing.ts';
import { Passing } from './passing.ts';
import { createQuestions } from './questions.ts';
import { QueuePart } from './queue.svelte.ts';
import { RatesPart } from './rates.svelte.ts';
import { RunPart } from './run.svelte.ts';
import { RunsPart } from './runs.svelte.ts';
import { Shared } from './shared.svelte.ts';
import type { Doors } from './shared.svelte.ts';
import { FilterPart } from './filter.svelte.ts';
import { JudgingPart } from './judge.svelte.ts';
import { createLooks } from './looks.ts';
import type { Looks } from './looks.ts';
import { openStudy } from './open-study.ts';
import type { Trial } from '../../core/study/search.ts';
import type { Draft } from '../../store/types.ts';
import { isLink, readHash, readPage, writeHash } from './stage.ts';
import { SearchPart } from './search.svelte.ts';
import { SimplerPart } from './simpler.svelte.ts';
import { StudyPart } from './study.svelte.ts';

export interface WorkspaceOptions extends Doors {
  samples: readonly Sample[];
}

/** The workspace, already restoring what the last visit left; `ready` resolves when that is done. */
export function createWorkspace(options: WorkspaceOptions): Workspace & { readonly ready: Promise<void> } {
  return new Bench(options);
}

class Bench implements Workspace {
  readonly samples: readonly Sample[];
  readonly ready: Promise<void>;
  readonly look: Looks;
  readonly filter: FilterPart;
  readonly ask: Workspace['ask'];
  readonly judge: JudgingPart;
  readonly queue: QueuePart;
  readonly search: SearchPart;
  readonly families: SearchPart;
  readonly beside: BesidePart;
  readonly simpler: SimplerPart;
  readonly rates: RatesPart;
  #stage = $state.raw<StageName>(readHash() ?? 'frame');
  #page = $state.raw(readPage());
  #backend = $state.raw<BackendReport | null>(null);
  #shared: Shared;
  #data: DataPart;
  #study: StudyPart;
  #card: CardPart;
  #run: RunPart;
  #runs: RunsPart;
  #passing: Passing;

  constructor({ samples, ...doors }: WorkspaceOptions) {
    this.samples = samples;
    this.#shared = new Shared(doors);
    this.#data = new DataPart(this.#shared, (...read) => this.#study.adopt(...read));
    this.#study = new StudyPart(this.#shared, () => this.#data.table);
    this.#card = new CardPart(this.#shared);
    $effect.root(() => {
      $effect(() => void this.#card.load(this.#data.table?.sha256 ?? null));
    });
    this.filter = new FilterPart(() => this.#data.table);
    this.look = createLooks(this.#shared.engine, this);
    this.ask = createQuestions(this.#shared.engine, this);
    this.judge = new JudgingPart(this.#shared, this.#data, this);
    const known = new Map<string, Trial>();
    this.search = new SearchPart(this.#shared, this, 'options', known);
    this.families = new SearchPart(this.#shared, this, 'families', known);
    $effect.root(() => {
      $effect(() => void this.search.load());
      $effect(() => void this.families.load());
    });
    this.beside = new BesidePart(this.#shared, this);
    this.rates = new RatesPart(this.#shared, this);
    this.simpler = new SimplerPart(this.#shared, this.#data, this);
    this.#run = new RunPart(this.#shared, this.#data);
    this.#runs = new RunsPart(this.#shared, this.#data, this.#run);
    this.queue = new QueuePart(this.#shared, this, this.#run, (fit) => this.#tell(fit));
    $effect.root(() => {
      $effect(() => this.queue.next());
    });
    this.#passing = new Passing(this.#shared, this.#data, this);
    addEventListener('hashchange', () => {
      if (isLink(location.hash)) void this.#passing.openLink();
      else this.#enter(readHash() ?? this.#stage, readPage());
    });
    this.ready = this.#restore();
    void this.ready.then(() => this.#askBackend());
  }

  get stage() {
    return this.#stage;
  }
  get page() {
    return this.#page;
  }
  get backend() {
    return this.#backend;
  }
  get job() {
    return this.#shared.job;
  }
  get error() {
    return this.#shared.error;
  }
  get toast() {
    return this.#shared.toast;
  }
  get storage() {
    return this.#shared.storage;
  }
  get preview() {
    return this.#data.preview;
  }
  get readOptions() {
    return this.#data.readOptions;
  }
  get table() {
    return this.#data.table;
  }
  get card() {
    return this.#card.card;
  }
  get study() {
    return this.#study.study;
  }
  get resolved() {
    return this.#study.resolved;
  }
  get notes() {
    return this.#study.notes;
  }
  get problem() {
    return this.#study.problem;
  }
  get current() {
    return this.#run.current;
  }
  get threshold() {
    return this.#run.threshold;
  }
  get runs() {
    return this.#runs.runs;
  }

  go = (stage: StageName, page = '') => this.#enter(stage, page);
  dismissError = () => void (this.#shared.error = null);

  openFile = async (file: File) => {
    if (/\.study\.json$/.test(file.name)) await this.#passing.openFile(file);
    else if (await this.#data.openFile(file)) this.go('data');
  };
  openText = async (text: string) => {
    if (await this.#data.openText(text)) this.go('data');
  };
  openSample = async (id: string, quick: boolean, also?: string) => {
    const sample = this.samples.find((candidate) => candidate.id === id);
    const study = sample?.also.find(({ title }) => title === also)?.study ?? sample?.study;
    if (!sample || !study || !(await this.#data.openSample({ ...sample, study }))) return;
    if (!quick) return this.go('frame');
    this.go('train');
    if (await this.#train()) this.go('evaluate');
  };
  changeReading: Workspace['changeReading'] = (options) => this.#data.changeReading(options);
  confirmRead = () => this.#data.confirmRead();
  discardPreview = () => this.#data.discardPreview();
  setColumn: Workspace['setColumn'] = async (name, change) => {
    if (change.role === 'target') return this.#chooseTarget(name);
    await this.#data.setColumn(name, change);
    if (change.sensitive === undefined) return;
    const others = (this.study?.groups ?? []).filter((group) => group !== name);
    this.editStudy({ groups: change.sensitive ? [...others, name] : others });
  };
  combine: Workspace['combine'] = (file, how) => this.#data.combine(file, how);
  tableRows: Workspace['tableRows'] = (rows, columns) =>
    this.#shared.engine.call('rows', {
      rows: $state.snapshot(rows),
      ...(columns && { columns: $state.snapshot(columns) }),
    });

  editCard: Workspace['editCard'] = (change) => this.#card.edit(change);

  editStudy = (change: Partial<StudyInput>) => {
    this.#study.edit(change);
    if (change.purpose) void this.beside.judge();
  };
  get canUndo() {
    return this.#study.history.canUndo;
  }
  get canRedo() {
    return this.#study.history.canRedo;
  }
  undo = () => this.#study.travel('back', this.#data);
  redo = () => this.#study.travel('forward', this.#data);
  openStudy = (text: string) => openStudy(text, this.#shared.engine, this.#data);
  link = () => this.#passing.link();
  saveStudy = () => this.#passing.save();
  useFraming = async (id: number) => {
    const column = this.beside.columns.find((one) => one.id === id);
    if (!column) return;
    await this.#shared.attempt('Taking up the framing', async () => {
      await this.#data.useStudy(column.study);
      if (column.result) await this.#run.keep(column.result);
      await this.#runs.refresh();
      this.#shared.say(
        column.result ? 'This framing is the study now, and its run is kept.' : 'This framing is the study now.',
      );
    });
  };
  train = async () => void (await this.#tell(() => this.#run.train(this.study)));
  trial: Workspace['trial'] = async (study, label) => {
    const ended = await this.#run.trial(study, label);
    if (ended) await this.#runs.refresh().catch(() => undefined);
    return ended;
  };
  setThreshold = (value: number) => this.#run.setThreshold(value);
  proposeSteps = () => this.#run.proposeSteps(this.study);
  partialDependence: Workspace['partialDependence'] = (columns, ice, output) =>
    this.#run.partialDependence(columns, ice, output);
  permutation = () => this.#run.permutation();
  keepScenarios = (scenarios: Scenario[]) => this.#run.keepScenarios(scenarios);
  overview: Workspace['overview'] = (label, output, way) => this.#run.overview(label, output, way);
  accumulated = (columns: string[]) => this.#run.accumulated(columns);

  openRun = async (id: string) => {
    await this.#shared.attempt('Opening the run', async () => {
      const run = await this.#runs.get(id);
      const before = this.study;
      this.#run.show(run);
      const { study } = run.result.run;
      await this.#data.useStudy(study);
      if (before && JSON.stringify(before) !== JSON.stringify(study))
        this.#shared.say(`Opened ${run.label} with its study.`, {
          label: 'Bring my edits back',
          run: () => this.#study.replace(before),
        });
    });
  };
  renameRun = async (id: string, label: string) => void (await this.#runs.rename(id, label));
  noteRun = async (id: string, note: string) => void (await this.#runs.note(id, note));
  deleteRun = (id: string) => this.#runs.remove(id);
  compareRuns = (a: string, b: string) => this.#runs.compare(a, b);
  reproduce = (id: string) => this.#runs.reproduce(id);
  exportRun = (id: string) => this.#runs.exportRun(id);
  exportOnnx = (id: string) => this.#runs.exportOnnx(id);
  exportProject = () => this.#runs.exportProject();
  importZip = (file: File) => this.#runs.importZip(file);
  askPersistence = () => this.#shared.askPersistence();

  async #tell(fit: () => ReturnType<RunPart['train']>): ReturnType<RunPart['train']> {
    const ended = await this.#train(fit);
    const said = ended && ended.isRepeat ? 'Trained again: it came out the same.' : 'Trained and saved.';
    if (ended) this.#shared.say(said, { label: 'See the verdict', run: () => this.go('evaluate') });
    return ended;
  }

  async #train(fit = () => this.#run.train(this.study)): ReturnType<RunPart['train']> {
    const ended = await fit();
    if (!ended) return false;
    if (this.current) this.#backend = this.current.result.run.environment;
    await this.#runs.refresh().catch(() => undefined);
    return ended;
  }

  #chooseTarget(name: string): void {
    const framing = this.table && (suggestFraming(this.table, name) ?? suggestScore(this.table, name));
    if (framing) this.editStudy({ framing });
    else
      this.#shared.error = {
        title: 'This column cannot be the target',
        cause: `A target has 2 to 100 different values or is a number: ${name} is neither.`,
        remedy: 'Choose another column.',
      };
  }

  #enter(stage: StageName, page = ''): void {
    this.#stage = stage;
    this.#page = page;
    writeHash(stage, page);
    this.#shared.remember();
  }

  async #restore(): Promise<void> {
    await this.#shared.attempt('Opening the storage', async () => {
      const store = await this.#shared.store;
      const draft = await store.getDraft();
      await store.purgeDeleted();
      await this.#runs.refresh();
      const linked = isLink(location.hash);
      if (!readHash() && !linked && draft) this.#enter(draft.stage as StageName, draft.page);
      if (draft?.currentRun) {
        const run = await store.getRun(draft.currentRun);
        if (run) this.#run.show(run, draft.threshold);
      }
      await this.#data.restore(draft?.tableSha256 ?? null);
      if (draft?.study && !this.study) this.#study.replace(draft.study);
      this.queue.restore(draft?.waiting ?? []);
      this.#run.interrupted = await store.getInterrupted();
      if (draft?.beside) this.beside.set(draft.beside);
    });
    if (isLink(location.hash)) await this.#passing.openLink();
    const draftsman = new Draftsman<Draft>(async (draft) => (await this.#shared.store).saveDraft(draft));
    this.#shared.remember = () =>
      draftsman.save({
        key: 'draft',
        stage: this.#stage,
        tableSha256: this.#data.sha256,
        study: this.study,
        beside: this.beside.columns.map(({ study }) => study),
        page: this.#page,
        currentRun: this.current?.id ?? null,
        threshold: this.current ? this.threshold : null,
        ...(this.queue.waiting.length > 0 && { waiting: [...this.queue.waiting] }),
      });
    this.#shared.remember();
  }

  async #askBackend(): Promise<void> {
    await this.#shared.attempt('Starting the compute worker', async () => {
      this.#backend = await this.#shared.engine.call('backend', {});
    });
  }
}
