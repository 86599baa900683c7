/** @file A job's tasks on several cores, or here: the answers are the same, and come in the order of the tasks. */
import { revive } from '../base/wire.ts';
import type { WireError } from '../base/wire.ts';
import type { Here, Job, Pool, Session } from './types.ts';

/** A worker of the platform, started. */
export interface Member {
  post(message: ToWorker): void;
  end(): void;
}

/** Starts a worker. `hear` gets what it says, `die` is told once when it can no longer be asked. */
export type Spawn = (hear: (message: FromWorker) => void, die: () => void) => Member;

export type ToWorker =
  { open: number; job: string; shared: unknown } | { close: number } | { id: number; session: number; task: unknown };
export type FromWorker = { id: number; answer: unknown } | { id: number; error: WireError };

interface Asked {
  session: number;
  task: unknown;
  /** Tells a worker what the session's tasks share. */
  introduce(worker: Worker): void;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  /** Does the task here. */
  here(): Promise<unknown>;
}

interface Worker {
  readonly member: Member;
  readonly knows: Set<number>;
  doing: { id: number; asked: Asked } | null;
}

/** Milliseconds that a worker takes to start, on a machine as they are. */
const startup = 300;

/** Workers are started when first needed, and kept for the next job. */
export function createPool(spawn: Spawn, size: number, least = startup): Pool {
  const workers = new Set<Worker>();
  const queue: Asked[] = [];
  let [sessions, ids] = [0, 0];
  /** Workers that may still be started; each that died is one less, so that a script that cannot load is not tried for ever. */
  let left = 2 * size;

  function start(): Worker | null {
    if (workers.size >= size || left === 0) return null;
    left--;
    try {
      const worker: Worker = {
        member: spawn(
          (message) => hear(worker, message),
          () => lose(worker),
        ),
        knows: new Set(),
        doing: null,
      };
      workers.add(worker);
      return worker;
    } catch {
      left = 0;
      return null;
    }
  }

  function hear(worker: Worker, message: FromWorker): void {
    if (worker.doing?.id !== message.id) return;
    const { asked } = worker.doing;
    worker.doing = null;
    if ('error' in message) asked.reject(revive(message.error));
    else asked.resolve(message.answer);
    next();
  }

  function lose(worker: Worker): void {
    if (!workers.delete(worker)) return;
    worker.member.end();
    const { doing } = worker;
    if (doing) doing.asked.here().then(doing.asked.resolve, doing.asked.reject);
    next();
  }

  function next(): void {
    while (queue.length > 0) {
      const worker = [...workers].find(({ doing }) => doing === null) ?? start();
      if (worker) give(worker, queue.shift()!);
      else if (workers.size > 0) return;
      else {
        const asked = queue.shift()!;
        asked.here().then(asked.resolve, asked.reject);
      }
    }
  }

  function give(worker: Worker, asked: Asked): void {
    const id = ids++;
    worker.doing = { id, asked };
    if (!worker.knows.has(asked.session)) asked.introduce(worker);
    worker.knows.add(asked.session);
    worker.member.post({ id, session: asked.session, task: asked.task });
  }

  return {
    size,
    least,
    open(job, shared, here) {
      const session = sessions++;
      const own = openHere(job, shared, here);
      return {
        size,
        ask: (task) =>
          new Promise((resolve, reject) => {
            queue.push({
              session,
              task,
              introduce: ({ member }) => member.post({ open: session, job: job.name, shared }),
              resolve: resolve as (answer: unknown) => void,
              reject,
              here: () => own.ask(task),
            });
            next();
          }),
        close() {
          for (let i = queue.length - 1; i >= 0; i--) if (queue[i]!.session === session) queue.splice(i, 1);
          for (const worker of [...workers])
            if (worker.doing?.asked.session === session) {
              // It would hear of a cancel only when it is through.
              workers.delete(worker);
              worker.member.end();
              left++;
            } else if (worker.knows.delete(session)) worker.member.post({ close: session });
        },
      };
    },
    close() {
      for (const { member } of workers) member.end();
      workers.clear();
    },
  };
}

/** One task after the other, in this thread; laid out when first asked. */
export function openHere<Shared, Task, Answer>(
  job: Job<Shared, Task, Answer>,
  shared: Shared,
  here: Here,
): Session<Task, Answer> {
  let work: ((task: Task) => Promise<Answer>) | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return {
    size: 1,
    ask(task) {
      const answer = last.then(() => (work ??= job.start(shared, here))(task));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => undefined,
  };
}

/** On the pool where there is one and the work is worth it, else here. milliseconds: about how long all of it takes one core. */
export function openSession<Shared, Task, Answer>(
  job: Job<Shared, Task, Answer>,
  shared: Shared,
  here: Here,
  milliseconds: number,
): Session<Task, Answer> {
  const { pool } = here.compute;
  return pool && pool.size > 1 && milliseconds >= pool.least
    ? pool.open(job, shared, here)
    : openHere(job, shared, here);
}

/** Milliseconds between two looks at whether to go on, while an answer is waited for. */
const interval = 50;

/** Waits for another core's answer. ready: awaited meanwhile, now and then; what it throws ends the wait. */
export async function answered<Answer>(answer: Promise<Answer>, ready: () => Promise<unknown>): Promise<Answer> {
  const isThere = answer.then(() => true);
  const wait = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), interval));
  while (!(await Promise.race([isThere, wait()]))) await ready();
  return answer;
}

/** Answers in the order of the tasks. ready: awaited before each task is asked and while an answer is; what it throws ends the session. */
export async function* inOrder<Task, Answer>(
  session: Session<Task, Answer>,
  tasks: Iterable<Task>,
  ready: () => Promise<unknown>,
): AsyncGenerator<Answer> {
  // Enough that no worker waits, few enough that a pause is soon felt.
  const most = session.size === 1 ? 1 : session.size + 1;
  const open: Promise<Answer>[] = [];
  const first = () => (session.size === 1 ? open.shift()! : answered(open.shift()!, ready));
  try {
    for (const task of tasks) {
      await ready();
      const answer = session.ask(task);
      // Awaited in its turn; one that fails before it is not unheard of.
      answer.catch(() => undefined);
      open.push(answer);
      if (open.length === most) yield await first();
    }
    while (open.length > 0) yield await first();
  } finally {
    session.close();
  }
}
