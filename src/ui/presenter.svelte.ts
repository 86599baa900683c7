/** @file The presenter's view: the cards of a stage one at a time, stage after stage, moved through by keys. */
import { tick } from 'svelte';
import { pages as evaluate } from './stages/evaluate/pages.ts';
import { pages as fairness } from './stages/fairness/pages.ts';
import { pages as frame } from './stages/frame/pages.ts';
import type { StageName, Workspace } from './state/contract.ts';

const parts: Partial<Record<StageName, readonly { page: string }[]>> = { frame, evaluate, fairness };

/** What a panel may be. */
const cards = 'section.card, section.tile';

/** In the order of a lecture: stage after stage, part after part. */
const stops = (
  ['frame', 'data', 'explore', 'features', 'train', 'evaluate', 'fairness', 'explain', 'runs'] as const
).flatMap((stage) => (parts[stage] ?? [{ page: '' }]).map(({ page }) => ({ stage, page })));

export class Presenter {
  on = $state(false);
  /** Place of the panel shown, among `titles`. */
  place = $state(0);
  /** What stands on each panel, in the order of the page. */
  titles = $state.raw<readonly string[]>([]);
  /** The element that holds the panels. */
  #main: HTMLElement | null = null;
  #fromBehind = false;
  #workspace: Pick<Workspace, 'stage' | 'page' | 'go'>;

  constructor(workspace: Pick<Workspace, 'stage' | 'page' | 'go'>) {
    this.#workspace = workspace;
  }

  toggle(): void {
    this.on = !this.on;
    this.place = 0;
    this.#mark();
  }

  next(): void {
    if (this.place < this.titles.length - 1) this.#show(this.place + 1);
    else this.#turn(1);
  }

  back(): void {
    if (this.place > 0) this.#show(this.place - 1);
    else this.#turn(-1);
  }

  /** A panel taller than the page is moved under it. */
  scroll(by: 1 | -1): void {
    this.#main?.parentElement?.scrollBy({ top: by * 240 });
  }

  /** Follows the cards as stages come and go. */
  watch = (main: HTMLElement): (() => void) => {
    this.#main = main;
    const observer = new MutationObserver(() => this.#mark());
    observer.observe(main, { childList: true, subtree: true });
    this.#mark();
    return () => observer.disconnect();
  };

  #turn(by: 1 | -1): void {
    // A stage that is still loading is not passed by.
    if (!this.#main?.querySelector('h1, h2')) return;
    const { stage, page } = this.#workspace;
    const at = stops.findIndex((stop) => stop.stage === stage && stop.page === page);
    const to = stops[at + by];
    if (!to) return;
    this.#fromBehind = by < 0;
    this.place = 0;
    this.titles = [];
    this.#workspace.go(to.stage, to.page);
    void tick().then(() => this.#mark());
  }

  #show(place: number): void {
    this.place = place;
    this.#mark();
    this.#main?.parentElement?.scrollTo({ top: 0 });
  }

  /** Tells the style which card is the one; the numbers of a verdict are one panel together. */
  #mark(): void {
    if (!this.#main) return;
    const all = [...this.#main.querySelectorAll<HTMLElement>(cards)];
    for (const aside of this.#main.querySelectorAll<HTMLElement>('[data-aside]')) delete aside.dataset['aside'];
    if (!this.on) {
      for (const card of all) delete card.dataset['shown'];
      return;
    }
    const tiles = all.filter((card) => card.classList.contains('tile'));
    const panels = [
      ...(tiles.length > 0 ? [tiles] : []),
      ...all.filter((card) => !tiles.includes(card)).map((card) => [card]),
    ];
    const titles = panels.map(([first], i) =>
      i === 0 && tiles.length > 0 ? 'The numbers' : (first!.querySelector('h2')?.textContent ?? ''),
    );
    if (titles.join('\n') !== this.titles.join('\n')) this.titles = titles;
    if (this.#fromBehind && panels.length > 0) [this.place, this.#fromBehind] = [panels.length - 1, false];
    this.place = Math.max(0, Math.min(this.place, panels.length - 1));
    panels.forEach((panel, i) => panel.forEach((card) => (card.dataset['shown'] = `${i === this.place}`)));
    const shown = panels[this.place];
    if (shown) for (const aside of asideOf(shown, this.#main)) aside.dataset['aside'] = '';
  }
}

/** What belongs to other panels: all behind the one shown, and what stands before the panel before it; headings of the page stay. */
function* asideOf(shown: readonly HTMLElement[], main: HTMLElement): Generator<HTMLElement> {
  const holds = (element: Element) => shown.some((card) => element.contains(card));
  const isCard = (element: Element) => element.matches(cards) || element.querySelector(cards) !== null;
  const stays = (element: Element) => element.matches('h1, h1 + p, nav') || element.querySelector('h1, nav') !== null;
  for (let parent = shown[0]!.parentElement; parent && main.contains(parent); parent = parent.parentElement) {
    const own = [...parent.children] as HTMLElement[];
    const [first, last] = [own.findIndex(holds), own.findLastIndex(holds)];
    yield* own.slice(last + 1).filter((element) => !stays(element));
    const before = own.slice(0, first).findLastIndex(isCard);
    yield* own.slice(0, before + 1).filter((element) => !stays(element));
  }
}
