/** @file The study and the framings beside it, passed on as a link or a file, and taken up from one. */
import { InputError } from '../../core/base/errors.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import { fromFile, fromLink, toFile, toLink } from '../../store/link.ts';
import type { Passed } from '../../store/link.ts';
import type { BesidePart } from './beside.svelte.ts';
import type { Workspace } from './contract.ts';
import type { DataPart } from './data.svelte.ts';
import { download, fileName } from './download.ts';
import type { Shared } from './shared.svelte.ts';

type Present = Pick<Workspace, 'study' | 'samples' | 'table' | 'stage' | 'go'> & { readonly beside: BesidePart };

export class Passing {
  #shared: Shared;
  #data: DataPart;
  #present: Present;

  constructor(shared: Shared, data: DataPart, present: Present) {
    this.#shared = shared;
    this.#data = data;
    this.#present = present;
  }

  link = (): string => toLink(this.#passed());

  save = (): void => {
    const passed = this.#passed();
    const name = `${fileName(passed.study.name ?? '')}.study.json`;
    download(name, new TextEncoder().encode(toFile(passed)), 'application/json');
  };

  /** The study of the address is taken up once: a reload finds it as it was edited since. */
  async openLink(): Promise<void> {
    const hash = location.hash.slice(1);
    history.replaceState(null, '', `#${this.#present.stage}`);
    await this.#open(() => fromLink(hash));
  }

  openFile = (file: File): Promise<void> => this.#open(async () => fromFile(await file.text()));

  async #open(read: () => Promise<Passed>): Promise<void> {
    await this.#shared.attempt('Opening the study', async () => {
      const { study, beside } = await read();
      const { sha256, source } = study.data;
      if (this.#present.table?.sha256 !== sha256 && !(await this.#data.has(sha256))) {
        const sample = this.#present.samples.find((one) => one.study.data.source === source);
        if (!sample) throw new InputError(`data: the file of this study is not kept here: ${source}`);
        await this.#data.openSample(sample);
      }
      await this.#data.useStudy(study);
      this.#present.beside.set(beside);
      this.#present.go('frame', beside.length > 0 ? 'beside' : '');
      this.#shared.say(`Opened ${study.name ?? 'the study'}.`);
    });
  }

  #passed(): Passed {
    const { study, beside } = this.#present;
    if (!study?.framing) throw new InputError('study.framing: missing, choose the column to predict');
    return { study: study as StudyInput, beside: beside.columns.map((column) => column.study) };
  }
}
