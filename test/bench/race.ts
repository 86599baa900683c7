/** @file Our times and a peer's, taken turn about in one run, as rows of a table. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A Python process that answers one call after the other. */
export interface Peer {
  call(name: string, ...told: unknown[]): Promise<Answer>;
  close(): void;
}

export type Answer = { seconds?: number; auc?: number } | null;

/** Null, announced, where there is no Python with scikit-learn. threads: of its loops; null: as many as there are cores. */
export function openPeer(script: string, threads: number | null = null): Peer | null {
  const python = ['/usr/bin/python3', 'python3'].find((one) => spawnSync(one, ['-c', 'import sklearn']).status === 0);
  if (!python) {
    console.log('scikit-learn was not found: no ratios to it');
    return null;
  }
  const child = spawn(python, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(threads !== null && { OMP_NUM_THREADS: `${threads}` }) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call(name, ...told) {
      child.stdin.write(`${JSON.stringify({ call: name, with: told })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the peer stopped while asked for: ${name}`);
      return JSON.parse(value as string) as Answer;
    },
    close: () => void child.kill(),
  };
}

export interface Entry {
  what: string;
  /** Seconds, the best of all turns. */
  ours: number;
  theirs: number | null;
  peer: string;
  /** Largest ratio aimed at. */
  target: number;
  auc?: [ours: number, theirs: number | null];
}

export async function seconds(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

/** The best of `turns` of each, taken turn about, as the machine may be busy now and then. Null where the peer has none. */
export async function race(
  ours: () => unknown,
  theirs: (() => Promise<Answer>) | null,
  turns = 3,
): Promise<{ ours: number; theirs: number | null }> {
  let best = { ours: Infinity, theirs: Infinity };
  for (let turn = 0; turn < turns; turn++) {
    best = { ...best, ours: Math.min(best.ours, await seconds(ours)) };
    best.theirs = Math.min(best.theirs, (await theirs?.())?.seconds ?? Infinity);
  }
  return { ours: best.ours, theirs: Number.isFinite(best.theirs) ? best.theirs : null };
}

export function printEntry({ what, ours, theirs, peer, target, auc }: Entry): void {
  const ratio = theirs === null ? 'no peer here' : `${(ours / theirs).toFixed(2)} x ${peer} (aim: at most ${target})`;
  const ranks = auc ? `; AUC ${auc.map((value) => value?.toFixed(4) ?? '-').join(' to ')}` : '';
  console.log(`  ${what}: ${show(ours)} to ${theirs === null ? '-' : show(theirs)}, ${ratio}${ranks}`);
}

export function show(time: number): string {
  return time < 1 ? `${Math.round(1000 * time)} ms` : `${time.toFixed(2)} s`;
}
