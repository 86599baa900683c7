/** @file A study and the framings beside it as the end of a link, and as a file. Both restore the same bytes. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { InputError } from '../core/base/errors.ts';
import type { StudyInput } from '../core/study/schema.ts';

/** What is passed on: no row of the data. */
export interface Passed {
  study: StudyInput;
  /** Framings side by side, in their order. */
  beside: StudyInput[];
}

/** What a link's hash begins with. */
export const linkMark = 'study=';
/** Characters; longer ones are cut by mail programs and chats. */
export const longestLink = 2048;

/** A framing by what it changes: null takes a key away. */
type Change = Record<string, unknown>;

/** `study=` and base64url of the deflated JSON. */
export function toLink({ study, beside }: Passed): string {
  const told =
    beside.length === 0 ? { v: 1, study } : { v: 1, study, beside: beside.map((own) => changeOf(study, own)) };
  const bytes = deflateSync(strToU8(JSON.stringify(told)), { level: 9 });
  const text = btoa(String.fromCharCode(...bytes));
  return linkMark + text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** `hash`: of the address, without #. Rejects with InputError where it is no whole link, or no study. */
export async function fromLink(hash: string): Promise<Passed> {
  let told: { v?: unknown; study?: unknown; beside?: unknown };
  try {
    const text = hash.slice(linkMark.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    told = JSON.parse(strFromU8(inflateSync(bytes))) as typeof told;
  } catch {
    throw new InputError(`link: is not whole, ask for it again or for the file: ${hash.length} characters`);
  }
  if (told.v !== 1) throw new InputError(`link: was made by another version of Plumb; 1 is known: ${String(told.v)}`);
  const study = told.study as StudyInput;
  const changes = Array.isArray(told.beside) ? (told.beside as Change[]) : [];
  return checked({ study, beside: changes.map((change) => changed(study, change)) });
}

/** A study alone is the file that the command line runs. */
export function toFile({ study, beside }: Passed): string {
  return `${JSON.stringify(beside.length === 0 ? study : { version: 1, study, beside }, null, 2)}\n`;
}

/** Rejects with InputError where the text is no JSON, or no study. */
export async function fromFile(text: string): Promise<Passed> {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (error) {
    throw new InputError(`study: not valid JSON: ${(error as Error).message}`);
  }
  const whole = told as Partial<Passed> | null;
  if (whole?.study === undefined) return checked({ study: told as StudyInput, beside: [] });
  return checked({ study: whole.study, beside: Array.isArray(whole.beside) ? whole.beside : [] });
}

async function checked(passed: Passed): Promise<Passed> {
  const { parseStudy } = await import('../core/study/parse.ts');
  for (const study of [passed.study, ...passed.beside]) parseStudy(study);
  return passed;
}

function changeOf(study: StudyInput, own: StudyInput): Change {
  const [from, to] = [study, own] as unknown as [Change, Change];
  const kept = Object.entries(to).filter(([key, value]) => JSON.stringify(from[key]) !== JSON.stringify(value));
  const gone = Object.keys(from).filter((key) => !(key in to));
  return Object.fromEntries([...kept, ...gone.map((key) => [key, null])]);
}

function changed(study: StudyInput, change: Change): StudyInput {
  const next = { ...study, ...change } as Change;
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)) as unknown as StudyInput;
}
