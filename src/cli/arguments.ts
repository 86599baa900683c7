/** @file The command line of the headless runner. */
import { parseArgs } from 'node:util';
import { InputError } from '../core/base/errors.ts';
import type { BackendName } from '../core/compute/types.ts';

export const usage =
  'npm run study -- study.json --data adult.csv --out out/ [--backend webgpu|wasm|cpu] [--seed 7] [--reproduce out/run.json] [--onnx]';

export interface Arguments {
  /** Path of the study; null only where a run is reproduced. */
  study: string | null;
  data: string | null;
  out: string | null;
  backend: BackendName | null;
  seed: number | null;
  /** Path of the run.json to come out again. */
  reproduce: string | null;
  /** The model as model/model.onnx as well. */
  onnx: boolean;
}

/** Throws InputError for anything not understood. */
export function parseArguments(words: string[]): Arguments {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: words,
      allowPositionals: true,
      options: { data: text, out: text, backend: text, seed: text, reproduce: text, onnx: { type: 'boolean' } },
    });
  } catch (error) {
    throw new InputError(`${(error as Error).message.split('. ')[0]}; usage: ${usage}`);
  }
  const { data = null, out = null, backend = null, seed = null, reproduce = null, onnx = false } = parsed.values;
  const [study = null, extra] = parsed.positionals;
  if (extra !== undefined) throw new InputError(`one study at a time; usage: ${usage}: ${extra}`);
  if (study === null && reproduce === null) throw new InputError(`the study file is missing; usage: ${usage}`);
  if (out === null && reproduce === null) throw new InputError(`--out: is missing; name the folder to write: ${usage}`);
  if (backend !== null && backend !== 'webgpu' && backend !== 'wasm' && backend !== 'cpu')
    throw new InputError(`--backend: must be one of webgpu, wasm, cpu: ${backend}`);
  if (seed !== null && !(/^-?\d+$/.test(seed) && Number.isSafeInteger(Number(seed))))
    throw new InputError(`--seed: must be a whole number: ${seed}`);
  return { study, data, out, backend, seed: seed === null ? null : Number(seed), reproduce, onnx };
}
