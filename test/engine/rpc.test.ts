import { expect, test, vi } from 'vitest';
import { InputError, RunError } from '../../src/core/base/errors.ts';
import { createGate } from '../../src/engine/gate.ts';
import { connect, serve } from '../../src/engine/rpc.ts';
import type { Handlers } from '../../src/engine/rpc.ts';

interface Sums {
  add: { args: { a: number; b: number }; result: number };
  count: { args: { to: number }; result: number };
  refuse: { args: { how: 'input' | 'run' | 'uncloneable' }; result: unknown };
  never: { args: null; result: never };
  pause: { args: { paused: boolean }; result: void };
}

function joined(patience?: number) {
  const { port1, port2 } = new MessageChannel();
  const gate = createGate();
  const onstuck = vi.fn();
  let counted = 0;
  const handlers: Handlers<Sums> = {
    add: async ({ a, b }) => a + b,
    async count({ to }, { progress, signal, whenRunning }) {
      for (let i = 1; i <= to; i++) {
        await whenRunning();
        await new Promise((resolve) => setTimeout(resolve, 1));
        signal.throwIfAborted();
        counted = i;
        progress({ stage: 'count', done: i, total: to });
      }
      return to;
    },
    async refuse({ how }) {
      if (how === 'input') throw new InputError('study.seed: not a number: x');
      if (how === 'run') throw new RunError('loss is NaN', 'nan-loss');
      return () => 1;
    },
    never: () => new Promise(() => undefined),
    pause: async ({ paused }) => gate.set(paused),
  };
  serve<Sums>(port2, handlers, (signal) => gate.pass(signal));
  const connection = connect<Sums>(port1, { onstuck, ...(patience !== undefined && { patience }) });
  return { connection, onstuck, counted: () => counted, close: () => port1.close() };
}

test('a call answers with the result of its own arguments', async () => {
  const { connection, close } = joined();
  const sums = await Promise.all([1, 2, 3].map((a) => connection.call('add', { a, b: 10 })));
  expect(sums).toEqual([11, 12, 13]);
  expect(connection.pending).toBe(0);
  close();
});

test('a gate lets those through that wait, once, and stays shut for the next', async () => {
  const gate = createGate();
  const { signal } = new AbortController();
  gate.set(true);
  let passed = 0;
  const walk = async () => {
    for (let i = 0; i < 3; i++) {
      await gate.pass(signal);
      passed++;
    }
  };
  const walking = walk();
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  await settled();
  expect(passed).toBe(0);
  gate.once();
  await settled();
  expect(passed).toBe(1);
  gate.once();
  await settled();
  expect(passed).toBe(2);
  gate.set(false);
  await walking;
  expect(passed).toBe(3);
});

test('progress arrives before the result, in order', async () => {
  const { connection, close } = joined();
  const seen: (number | string)[] = [];
  await connection.call('count', { to: 3 }, { onprogress: ({ done }) => seen.push(done) });
  expect([...seen, 'result']).toEqual([1, 2, 3, 'result']);
  close();
});

test('an error keeps its class, its name and its fields', async () => {
  const { connection, close } = joined();
  const input = await connection.call('refuse', { how: 'input' }).catch((e: unknown) => e);
  expect(input).toBeInstanceOf(InputError);
  expect(input).toMatchObject({ name: 'InputError', message: 'study.seed: not a number: x' });
  const run = await connection.call('refuse', { how: 'run' }).catch((e: unknown) => e);
  expect(run).toBeInstanceOf(RunError);
  expect(run).toMatchObject({ name: 'RunError', reason: 'nan-loss' });
  close();
});

test('a result that cannot cross rejects instead of hanging', async () => {
  const { connection, close } = joined();
  await expect(connection.call('refuse', { how: 'uncloneable' })).rejects.toMatchObject({ name: 'DataCloneError' });
  close();
});

test('abort stops the work and rejects with AbortError', async () => {
  const { connection, counted, onstuck, close } = joined();
  const controller = new AbortController();
  const call = connection.call(
    'count',
    { to: 10_000 },
    { signal: controller.signal, onprogress: ({ done }) => done === 3 && controller.abort() },
  );
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  const stopped = counted();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(counted()).toBe(stopped);
  expect(onstuck).not.toHaveBeenCalled();
  close();
});

test('work that ignores abort is given up after the patience, and the owner is told', async () => {
  const { connection, onstuck, close } = joined(20);
  const controller = new AbortController();
  const call = connection.call('never', null, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(onstuck).toHaveBeenCalledOnce();
  close();
});

test('calls pending when the worker dies reject, and so do later ones', async () => {
  const { connection, close } = joined();
  const pending = [connection.call('never', null), connection.call('never', null)];
  connection.fail(new Error('the worker stopped'));
  for (const call of pending) await expect(call).rejects.toThrow('the worker stopped');
  await expect(connection.call('add', { a: 1, b: 1 })).rejects.toThrow('the worker stopped');
  close();
});

test('a paused call waits, goes on when resumed, and can be cancelled while it waits', async () => {
  const { connection, counted, close } = joined();
  await connection.call('pause', { paused: true });
  const controller = new AbortController();
  const first = connection.call('count', { to: 2 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(counted()).toBe(0);
  await connection.call('pause', { paused: false });
  expect(await first).toBe(2);
  await connection.call('pause', { paused: true });
  const second = connection.call('count', { to: 2 }, { signal: controller.signal });
  controller.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  close();
});
