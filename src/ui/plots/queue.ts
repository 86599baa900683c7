/** @file Plots are drawn one a frame, the newest figure of each: a moving slider never waits for a pile of drawings. */

const waiting = new Map<object, () => void>();
let scheduled = false;

/** Runs `draw` in a frame of its own; an earlier draw of the same key that has not run yet is dropped. */
export function drawSoon(key: object, draw: () => void): void {
  waiting.set(key, draw);
  schedule();
}

export function forget(key: object): void {
  waiting.delete(key);
}

function schedule(): void {
  if (scheduled || waiting.size === 0) return;
  scheduled = true;
  // A task after the frame, so that the numbers are painted first and each drawing is a task of its own.
  requestAnimationFrame(() =>
    setTimeout(() => {
      scheduled = false;
      const [key, draw] = waiting.entries().next().value ?? [];
      if (!key || !draw) return;
      waiting.delete(key);
      try {
        draw();
      } finally {
        schedule();
      }
    }),
  );
}
