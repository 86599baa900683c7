/** @file What can go wrong with storage, by what the person can do about it. */

/**
 * quota: the disk share is full. superseded: a newer version of Plumb in another tab changed the database. unavailable: the
 * browser keeps no databases (private windows). failed: anything else.
 */
export class StoreError extends Error {
  override name = 'StoreError';
  constructor(
    message: string,
    readonly reason: 'quota' | 'superseded' | 'unavailable' | 'failed',
  ) {
    super(message);
  }
}

/** A StoreError for whatever IndexedDB threw. */
export function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') return new StoreError('storage is full', 'quota');
  if (name === 'VersionError') return new StoreError('the database was changed by a newer version', 'superseded');
  if (name === 'SecurityError') return new StoreError('the browser allows no storage here', 'unavailable');
  return new StoreError(`storage failed: ${message || name}`, 'failed');
}
