/** @file Functions in WebAssembly over one memory: compiled once, with as many memories as there are users. */
import { RunError } from '../../base/errors.ts';
import { assemble } from './assembler.ts';
import type { Func } from './assembler.ts';

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** As every engine has it; the types of the platform are not core's. */
interface Engine {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Memory: new (told: { initial: number }) => Memory;
  Instance: new (module: object, imports: { env: { memory: Memory } }) => { exports: unknown };
}

const pageBytes = 65536;

/** Hands out pieces of its memory; views of it are good until the next piece is taken. */
export interface Arena<Functions> {
  readonly functions: Functions;
  readonly buffer: ArrayBuffer;
  /** The address of so many new bytes, zeros; a multiple of 16. */
  take(bytes: number): number;
  /** Takes all pieces back. */
  reset(): void;
}

/** Returns the function that makes an arena. */
export function compile<Functions>(functions: readonly Func[]): () => Arena<Functions> {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  let module: object | null = null;
  return () => {
    module ??= new engine.Module(assemble(functions));
    const memory = new engine.Memory({ initial: 1 });
    let next = 0;
    let used = 0;
    return {
      functions: new engine.Instance(module, { env: { memory } }).exports as Functions,
      get buffer() {
        return memory.buffer;
      },
      take(bytes) {
        const at = next;
        next = Math.ceil((at + bytes) / 16) * 16;
        const missing = Math.ceil((next - memory.buffer.byteLength) / pageBytes);
        if (missing > 0) grow(memory, missing);
        if (at < used) new Uint8Array(memory.buffer, at, Math.min(next, used) - at).fill(0);
        return at;
      },
      reset() {
        used = Math.max(used, next);
        next = 0;
      },
    };
  };
}

function grow(memory: Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch {
    const bytes = memory.buffer.byteLength + pages * pageBytes;
    throw new RunError(
      `the model needs ${Math.ceil(bytes / 2 ** 20)} MB at once, more than is free here; fewer rows, columns or units need less`,
      'out-of-memory',
    );
  }
}
