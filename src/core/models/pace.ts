/** @file How a fit keeps step with the person: cancel and pause reach it within one batch. */
import type { FitContext } from './contract.ts';

/** Milliseconds of work between two waits for the device and for messages. */
const interval = 50;

/** Throws an error named AbortError when the signal has been raised. */
export function stopIfAborted(signal: FitContext['signal']): void {
  if (!signal.aborted) return;
  const { reason } = signal;
  if (reason instanceof Error && reason.name === 'AbortError') throw reason;
  throw Object.assign(new Error('cancelled', { cause: reason }), { name: 'AbortError' });
}

/** Whether it was time to settle. */
export interface Pace {
  (): Promise<boolean>;
  /** Milliseconds spent in pauses so far. */
  paused(): number;
}

/** Returns the function to await once a batch: it pauses, cancels, fails on a lost device, and settles now and then. */
export function createPace(context: Pick<FitContext, 'signal' | 'whenRunning' | 'now' | 'compute'>): Pace {
  let last = context.now();
  let paused = 0;
  const pace = async () => {
    stopIfAborted(context.signal);
    const asked = context.now();
    await context.whenRunning();
    paused += context.now() - asked;
    const isDue = context.now() - last >= interval;
    if (isDue) {
      await context.compute.settle();
      last = context.now();
    }
    stopIfAborted(context.signal);
    context.compute.check();
    return isDue;
  };
  return Object.assign(pace, { paused: () => paused });
}
