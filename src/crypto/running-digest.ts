import { createHash } from 'node:crypto';
import type { DigestAlgorithm } from './algorithms.ts';

/** A digest of octets that come one after the other. */
export interface RunningDigest {
  add(octets: Uint8Array): void;
  /** The digest of all of them; nothing can be added any more. */
  end(): Uint8Array;
}

/** Begins a digest. */
export function runningDigest({ hash }: Pick<DigestAlgorithm, 'hash'>): RunningDigest {
  const digest = createHash(hash);
  return { add: (octets) => digest.update(octets), end: () => digest.digest() };
}
