import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.ts';
import type { WorkerLike } from '../../src/engine/index.ts';
import type { ComputeCalls, DataCalls, TableCalls } from '../../src/engine/protocol.ts';
import { connect, serve } from '../../src/engine/rpc.ts';
import type { Connection, Handlers } from '../../src/engine/rpc.ts';

type Listener = (event: { data?: unknown; message?: string }) => void;

/** Workers that live in this thread: `inside` gets the worker's end of the port. */
function fakeWorker(inside: (port: MessagePort) => void) {
  const { port1, port2 } = new MessageChannel();
  const onerror: Listener[] = [];
  port1.start();
  inside(port2);
  const worker = {
    postMessage: (message: unknown, transfer: Transferable[] = []) => port1.postMessage(message, transfer),
    addEventListener: (type: string, listener: Listener) =>
      type === 'message' ? port1.addEventListener('message', listener as EventListener) : onerror.push(listener),
    terminate: () => port1.close(),
  };
  return { worker: worker as unknown as WorkerLike, crash: () => onerror.forEach((tell) => tell({ message: 'boom' })) };
}

function house() {
  const log: string[] = [];
  const crash: Record<string, () => void> = {};
  const lose: (() => void)[] = [];
  const spawn = {
    data() {
      log.push('data worker');
      const { worker, crash: die } = fakeWorker((port) => {
        const handlers = {
          read: async ({ name }: { name: string }) => (log.push(`read ${name}`), { name }),
          rows: async () => ({ columns: [], cells: [] }),
        } as unknown as Handlers<DataCalls>;
        serve<DataCalls>(port, handlers);
        port.addEventListener('message', ({ data }) => {
          if (data.join)
            serve<TableCalls>(data.join, {
              table: async () => (log.push('table'), { key: 'k', table: null, parseMilliseconds: 0 }),
            });
        });
      });
      crash.data = die;
      return worker;
    },
    compute() {
      log.push('compute worker');
      const { worker, crash: die } = fakeWorker((port) => {
        let data: Connection<TableCalls>;
        const handlers = {
          run: async () =>
            (await data.call('table', { data: { source: 'x.csv', columns: {}, ragged: 'refuse' }, have: null })).key,
          reproduce: () => new Promise(() => undefined),
        } as unknown as Handlers<ComputeCalls>;
        serve<ComputeCalls>(port, handlers);
        lose.push(() => port.postMessage({ lost: 'the GPU is gone' }));
        port.addEventListener('message', ({ data: message }) => {
          if (message.join) data = connect<TableCalls>(message.join);
        });
      });
      crash.compute = die;
      return worker;
    },
  };
  return { engine: openEngine(spawn), log, crash, lose };
}

const file = { name: 'a.csv', bytes: new Blob(['a\n1']), options: {} };
const run = { study: {} as never };

test('starts no worker before it is needed, and joins the two for a run', async () => {
  const { engine, log } = house();
  expect(log).toEqual([]);
  await engine.call('read', file);
  expect(await engine.call('run', run)).toBe('k');
  expect(log).toEqual(['data worker', 'read a.csv', 'compute worker', 'table']);
  engine.close();
});

test('after a crash of the data worker the next call starts a fresh one and reads the file again', async () => {
  const { engine, log, crash } = house();
  await engine.call('read', file);
  await engine.call('run', run);
  crash.data!();
  log.length = 0;
  await engine.call('rows', { rows: [0] });
  expect(log).toEqual(['data worker', 'read a.csv']);
  expect(await engine.call('run', run)).toBe('k');
  engine.close();
});

test('a crash rejects what is pending, and a fresh compute worker is joined again', async () => {
  const { engine, log, crash } = house();
  await engine.call('read', file);
  const pending = engine.call('reproduce', {} as never);
  await new Promise((resolve) => setTimeout(resolve, 10));
  crash.compute!();
  await expect(pending).rejects.toMatchObject({ name: 'WorkerError', message: 'the worker stopped: boom' });
  log.length = 0;
  expect(await engine.call('run', run)).toBe('k');
  expect(log).toEqual(['compute worker', 'table']);
  engine.close();
});

test('after a lost device the next call gets a fresh worker, without reading the file again', async () => {
  const { engine, log, lose } = house();
  await engine.call('read', file);
  await engine.call('run', run);
  lose[0]!();
  await new Promise((resolve) => setTimeout(resolve, 10));
  log.length = 0;
  expect(await engine.call('run', run)).toBe('k');
  expect(log).toEqual(['compute worker', 'table']);
  engine.close();
});
