/** @file The learning rate step by step. */

export type Schedule = 'constant' | 'cosine' | 'step';

/**
 * `step` counts from 1 to `steps`, all of the fit. cosine: half a wave from `rate` down to 0 (Loshchilov and Hutter 2017, without
 * restarts). step: a tenth after each third.
 */
export function scheduledRate(schedule: Schedule, rate: number, step: number, steps: number): number {
  const done = (step - 1) / steps;
  if (schedule === 'cosine') return (rate / 2) * (1 + Math.cos(Math.PI * done));
  return schedule === 'step' ? rate * 0.1 ** Math.floor(3 * done) : rate;
}
