/** @file Any error as one visible message: what happened, why, what to do. */
import type { VisibleError } from './contract.ts';

/** Null for what is no error to a person: something they cancelled. */
export function visibleError(error: unknown, doing: string): VisibleError | null {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const reason = (error as { reason?: unknown } | null)?.reason;
  if (name === 'AbortError') return null;
  if (name === 'InputError')
    return { title: `${doing} needs a change`, cause: sentence(message), remedy: mend(message) };
  if (name === 'RunError')
    return { title: `${doing} could not end well`, cause: sentence(message), remedy: runRemedy(reason) };
  if (name === 'StoreError')
    return { title: storeTitle(reason), cause: sentence(message), remedy: storeRemedy(reason) };
  if (isMissingPart(message))
    return {
      title: 'A part of the app could not be loaded',
      cause: sentence(message),
      remedy: 'Nothing is lost. Connect to the network once, or reload when it is convenient, and try again.',
    };
  if (name === 'WorkerError')
    return {
      title: `${doing} stopped`,
      cause: sentence(message),
      remedy: 'Try again: a fresh worker starts and reads the table again. A smaller table or model needs less memory.',
    };
  return {
    title: `${doing} failed`,
    cause: sentence(message),
    remedy: 'Nothing is lost. Try again, or export the project.',
  };
}

function isMissingPart(message: string): boolean {
  return /dynamically imported module|importing a module script|worker could not be started|failed to fetch/i.test(
    message,
  );
}

function mend(message: string): string {
  if (/not kept here/.test(message)) return 'Open that file in Data, then try again.';
  if (/^study\.framing/.test(message)) return 'Change the target or the positive class in Frame.';
  if (/^study\.(recipe|data)/.test(message)) return 'Change it in Features or Data, then try again.';
  if (/^study\.(model|decision)/.test(message)) return 'Change it in Train, then try again.';
  if (/^study\.groups/.test(message)) return 'Change the groups in Frame.';
  if (/fields|ragged/.test(message))
    return 'Tick “Leave out lines with too few or too many fields”, or mend the file and open it again.';
  return 'Mend what it names and try again. What was open before is still there.';
}

function runRemedy(reason: unknown): string {
  if (reason === 'nan-loss') return 'Lower the learning rate, or standardize the numbers in Features, and train again.';
  if (reason === 'device-lost')
    return 'Train again: the GPU is started afresh. If it comes back, choose a smaller batch or close other tabs.';
  if (reason === 'out-of-memory') return 'Use fewer columns, a lower one-hot limit or a smaller model.';
  return 'Change the study and train again. Earlier runs are untouched.';
}

function storeTitle(reason: unknown): string {
  if (reason === 'quota') return 'Storage is full';
  if (reason === 'superseded') return 'Plumb was updated in another tab';
  if (reason === 'unavailable') return 'This browser window keeps nothing';
  return 'Saving failed';
}

function storeRemedy(reason: unknown): string {
  if (reason === 'quota')
    return 'Nothing is lost while this page is open: export the run, then delete runs you no longer need.';
  if (reason === 'superseded') return 'Export what is open here, then reload this tab.';
  if (reason === 'unavailable')
    return 'You can work on, but export each run before you close the page. A private window often causes this.';
  return 'Nothing is lost while this page is open: export the run, then try again.';
}

/** The first letter large, a full stop at the end. */
function sentence(message: string): string {
  const text = message.trim() || 'No cause was given';
  const begins = /^[a-z]+[.[]/.test(text) ? text : text[0]!.toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begins) ? begins : `${begins}.`;
}
