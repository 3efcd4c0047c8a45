import { utf8 } from '../../core/bytes.ts';
import type { Env } from '../../core/env.ts';
import {
  addressIn,
  answerAt,
  type Bounds,
  type FetchedLocation,
  type Mark,
  markOf,
  type PastedLocation,
  placeAt,
  type StoredLocation,
} from '../location.ts';
import type { Parts } from './indexed.ts';

/** Where an aggregate is to be had. */
export type AggregateLocation = FetchedLocation | StoredLocation | PastedLocation;

/** An aggregate as it was had. */
export interface AggregateCopy extends Parts {
  readonly mark: Mark;
}

/** A location once it is certain that it can be one. */
export interface AggregatePlace {
  readonly name: string;
  /** What is there now; undefined where that is the copy that is known. @throws SsoError `transport.*`, `store.unavailable` */
  readonly read: (known: Mark | undefined, env: Pick<Env, 'fetch' | 'wait'>) => Promise<AggregateCopy | undefined>;
}

/** Reads where an aggregate is to be had. @throws SsoError `config.invalid` with the field */
export function aggregatePlaceAt(where: AggregateLocation, bounds: Bounds): AggregatePlace {
  if (typeof where === 'object' && where !== null && 'url' in where) return fetched(where, bounds);
  const { name, read } = placeAt(where, true, bounds);
  return {
    name,
    read: async (_, env) => {
      const copy = await read(undefined, env);
      return copy && { ...partsOf(copy.document), mark: {} };
    },
  };
}

function fetched(where: FetchedLocation, bounds: Bounds): AggregatePlace {
  const url = addressIn(where, true);
  return {
    name: url,
    read: async (known, env) => {
      const parts: Uint8Array[] = [];
      const answer = await answerAt({ url, take: (part) => parts.push(part) }, known, bounds, env);
      const octets = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      return answer && { parts: oneByOne(parts), octets, mark: markOf(answer) };
    },
  };
}

/** Each part, of which nothing is left here once it is taken: what is made of an aggregate takes as much room as itself. */
function* oneByOne(parts: Uint8Array[]): Iterable<Uint8Array> {
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield part;
}

function partsOf(document: string | Uint8Array): Parts {
  if (typeof document !== 'string') return { parts: [document], octets: document.byteLength };
  return { parts: encoded(document), octets: Buffer.byteLength(document) };
}

/** A text in octets, bit by bit: all of it at once would keep everybody waiting. */
function* encoded(text: string): Iterable<Uint8Array> {
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = at + bitLength;
    // Between the two halves of a character there is no place to cut.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1;
    yield utf8(text.slice(at, end));
  }
}

const bitLength = 65_536;
