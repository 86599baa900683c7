/** @file Wires the compute worker. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { createComputeHandlers } from './compute.ts';
import { createGate } from './gate.ts';
import { openPool } from './pool.ts';
import { connect, serve } from './rpc.ts';
import type { Connection, Port } from './rpc.ts';
import type { ComputeCalls, TableCalls } from './protocol.ts';

const [version] = Object.values(import.meta.glob<string>('../../package.json', { import: 'version', eager: true }));
const scope = globalThis as unknown as Port;
const gate = createGate();
let resolve: (connection: Connection<TableCalls>) => void;
let data = new Promise<Connection<TableCalls>>((r) => (resolve = r));

scope.addEventListener('message', ({ data: message }: MessageEvent<{ join?: MessagePort; orphaned?: string }>) => {
  if (message?.join) {
    const connection = connect<TableCalls>(message.join);
    resolve(connection);
    data = Promise.resolve(connection);
  } else if (message?.orphaned) {
    const why = message.orphaned;
    void data.then((connection) => connection.fail(new Error(why)));
  }
});
serve<ComputeCalls>(
  scope,
  createComputeHandlers({
    // WASM files by the names TF.js asks for; hashed by the build.
    wasmPath: {
      'tfjs-backend-wasm.wasm': absolute(plain),
      'tfjs-backend-wasm-simd.wasm': absolute(simd),
      'tfjs-backend-wasm-threaded-simd.wasm': absolute(threaded),
    },
    gate,
    pool: openPool(),
    data: () => data,
    environment: { plumb: version ?? '', userAgent: navigator.userAgent },
    onlost: (sentence) => scope.postMessage({ lost: sentence }),
  }),
  (signal) => gate.pass(signal),
);

function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}
