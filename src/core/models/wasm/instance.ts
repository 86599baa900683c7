/** @file Functions in WebAssembly over one memory: compiled once, with as many memories as there are users. */
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
}

/** Returns the function that makes an arena. */
export function compile<Functions>(functions: readonly Func[]): () => Arena<Functions> {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  let module: object | null = null;
  return () => {
    module ??= new engine.Module(assemble(functions));
    const memory = new engine.Memory({ initial: 1 });
    let next = 0;
    return {
      functions: new engine.Instance(module, { env: { memory } }).exports as Functions,
      get buffer() {
        return memory.buffer;
      },
      take(bytes) {
        const at = next;
        next = Math.ceil((at + bytes) / 16) * 16;
        const missing = Math.ceil((next - memory.buffer.byteLength) / pageBytes);
        if (missing > 0) memory.grow(missing);
        return at;
      },
    };
  };
}
