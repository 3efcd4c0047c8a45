import { isSsoError, type SsoError } from '../../core/errors.ts';
import { type AggregateIndex, Indexing, type IndexingTerms } from './indexing.ts';

/** What is told to whoever indexes an aggregate, in another thread or in this one: the terms, then its octets, then that these were all. */
export type Order = { readonly terms: IndexingTerms } | { readonly octets: Uint8Array<ArrayBuffer> } | { readonly over: true };

/** What each of these comes to; the memory that octets came in is given back. */
export type Outcome =
  | { readonly taken: ArrayBuffer | undefined }
  | { readonly index: AggregateIndex }
  | { readonly refused: Pick<SsoError, 'code' | 'details'> };

/** Begins to index an aggregate. @returns what carries out one order after the other; what is no refusal but a defect is thrown */
export function indexingJob(): (order: Order) => Outcome {
  let indexing: Indexing | undefined;
  return (order) => {
    try {
      if ('terms' in order) indexing = new Indexing(order.terms);
      else if ('octets' in order) indexing?.add(order.octets);
      else if (indexing !== undefined) return { index: indexing.end() };
      return { taken: 'octets' in order ? order.octets.buffer : undefined };
    } catch (error) {
      // As it goes to another thread, where it would be an error of no class.
      if (isSsoError(error)) return { refused: { code: error.code, details: error.details } };
      throw error;
    }
  };
}

/** The memory that an outcome hands over to another thread. */
export function handedOver(outcome: Outcome): readonly ArrayBuffer[] {
  if ('taken' in outcome && outcome.taken !== undefined) return [outcome.taken];
  if (!('index' in outcome)) return [];
  const { rows, hashes, slices, descriptions } = outcome.index;
  return [rows, hashes, ...slices, ...descriptions].map(({ buffer }) => buffer);
}
