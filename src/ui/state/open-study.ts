/** @file A study that comes as text: checked whole before anything changes. */
import { InputError } from '../../core/base/errors.ts';
import type { Engine } from '../../engine/index.ts';
import type { DataPart } from './data.svelte.ts';

/** Takes it up, or says why not: then table and study are those of before. */
export async function openStudy(text: string, engine: Engine, data: DataPart): Promise<string | null> {
  const before = data.table;
  try {
    const { parseStudy } = await import('../../core/study/parse.ts');
    const study = parseStudy(json(text));
    if (study.data.sha256) await data.require(study.data.sha256, study.data.source);
    if (!data.table) throw new InputError(`study.data.source: open this file first: ${study.data.source}`);
    await engine.call('resolve', { study });
    await data.useStudy(study);
    return null;
  } catch (error) {
    if (before && data.table !== before) await data.require(before.sha256, before.name);
    return error instanceof Error ? error.message : String(error);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`study: not valid JSON: ${(error as Error).message}`);
  }
}
