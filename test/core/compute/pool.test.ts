import { beforeAll, describe, expect, test, vi } from 'vitest';
import { InputError } from '../../../src/core/base/errors.ts';
import { createPool, inOrder, openSession } from '../../../src/core/compute/pool.ts';
import type { Spawn } from '../../../src/core/compute/pool.ts';
import { servePool } from '../../../src/core/compute/pool-worker.ts';
import type { Compute, Here, Job } from '../../../src/core/compute/types.ts';
import { computeOf, context } from '../models/fixtures.ts';

let compute: Compute;
beforeAll(async () => void (compute = await computeOf('cpu')));

/** shared to the power of the task; a task that is no whole number is refused, and -1 is never answered. */
const power: Job<number, number, number> = {
  name: 'power',
  start: (shared) => async (task) => {
    if (task === -1) return new Promise(() => undefined);
    if (!Number.isInteger(task)) throw new InputError(`task: must be whole: ${task}`);
    return shared ** task;
  },
};

/** Workers in this thread, that clone what they are told and say. */
function members() {
  const all: { die(): void; heard: unknown[]; isEnded: boolean }[] = [];
  const spawn: Spawn = (hear, die) => {
    const member = { die, heard: [] as unknown[], isEnded: false };
    const take = servePool(
      [power],
      (message) => {
        if (!member.isEnded) setTimeout(() => hear(structuredClone(message)), 1);
      },
      () => 0,
      new AbortController().signal,
    );
    all.push(member);
    return {
      post(message) {
        member.heard.push(message);
        take(structuredClone(message));
      },
      end: () => void (member.isEnded = true),
    };
  };
  return { all, spawn };
}

const here = (more: object = {}): Here => ({ ...context(compute), ...more });
const ready = () => Promise.resolve();
const collect = async <T>(answers: AsyncIterable<T>) => {
  const found: T[] = [];
  for await (const answer of answers) found.push(answer);
  return found;
};

describe.each([2, 3])('a pool of %i', (size) => {
  test('answers in the order of the tasks, and tells each worker once what they share', async () => {
    const { all, spawn } = members();
    const pool = createPool(spawn, size, 0);
    // 2^0 .. 2^7.
    const tasks = [0, 1, 2, 3, 4, 5, 6, 7];
    const told = () => inOrder(pool.open(power, 2, here()), tasks, ready);
    expect(await collect(told())).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(all).toHaveLength(size);
    for (const { heard } of all) expect(heard.filter((message) => 'open' in (message as object))).toHaveLength(1);
    // Another job finds the workers that there are.
    expect(await collect(told())).toHaveLength(8);
    expect(all).toHaveLength(size);
  });

  test('does the task of a worker that dies here, and goes on with the others', async () => {
    const { all, spawn } = members();
    const session = createPool(spawn, size, 0).open(power, 3, here());
    const found = collect(inOrder(session, [1, 2, 3, 4, 5, 6], ready));
    await vi.waitFor(() => expect(all.length).toBe(size));
    all[0]!.die();
    expect(await found).toEqual([3, 9, 27, 81, 243, 729]);
    expect(all[0]!.isEnded).toBe(true);
  });

  test('does everything here where no worker starts, or all die at once', async () => {
    const no: Spawn = () => {
      throw new Error('workers are not allowed');
    };
    const dead: Spawn = (_, die) => {
      setTimeout(die, 0);
      return { post: () => undefined, end: () => undefined };
    };
    for (const spawn of [no, dead])
      expect(await collect(inOrder(createPool(spawn, size, 0).open(power, 2, here()), [1, 2, 3], ready))).toEqual([
        2, 4, 8,
      ]);
  });

  test('an error keeps its class, and the workers go on working', async () => {
    const { all, spawn } = members();
    const pool = createPool(spawn, size, 0);
    const failing = collect(inOrder(pool.open(power, 2, here()), [1, 0.5, 2], ready));
    await expect(failing).rejects.toBeInstanceOf(InputError);
    await expect(failing).rejects.toThrow('task: must be whole: 0.5');
    expect(await collect(inOrder(pool.open(power, 2, here()), [1, 2], ready))).toEqual([2, 4]);
    expect(all.length).toBeLessThanOrEqual(2 * size);
  });

  test('a cancel ends the workers that are at it, though they never answer', async () => {
    const { all, spawn } = members();
    const pool = createPool(spawn, size, 0);
    let isStopped = false;
    const stopping = async () => {
      if (isStopped) throw new Error('stop');
    };
    const waiting = collect(inOrder(pool.open(power, 2, here()), [-1, -1, -1, -1], stopping));
    await vi.waitFor(() => expect(all.length).toBe(size));
    isStopped = true;
    await expect(waiting).rejects.toThrow('stop');
    expect(all.every(({ isEnded }) => isEnded)).toBe(true);
    // The next job starts others.
    expect(await collect(inOrder(pool.open(power, 2, here()), [5], ready))).toEqual([32]);
  });
});

test('little work, or no pool, is done here', async () => {
  const { all, spawn } = members();
  const pool = createPool(spawn, 2, 100);
  for (const own of [here({ compute: { ...compute, pool } }), here()])
    expect(await collect(inOrder(openSession(power, 2, own, 99), [1, 2], ready))).toEqual([2, 4]);
  expect(all).toEqual([]);
  const much = openSession(power, 2, here({ compute: { ...compute, pool } }), 100);
  expect(await collect(inOrder(much, [1, 2], ready))).toEqual([2, 4]);
  expect(all.length).toBe(2);
});
