/** @file Wires the data worker. It never touches WebGPU, so danfojs may load here. */
import { createDataHandlers } from './data.ts';
import { serve } from './rpc.ts';
import type { Port } from './rpc.ts';
import type { DataCalls, TableCalls } from './protocol.ts';

const scope = globalThis as unknown as Port;
const handlers = createDataHandlers();
serve<DataCalls>(scope, handlers);
scope.addEventListener('message', ({ data }: MessageEvent<{ join?: MessagePort }>) => {
  if (data?.join) serve<TableCalls>(data.join, { table: handlers.table });
});
