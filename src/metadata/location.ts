import type { DocumentStore } from '../core/document-store.ts';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Answer, checkStatus, type Exchange, exchange } from '../core/http.ts';
import { addressProblem, invalid, knownFields, text } from '../core/options.ts';
import { within } from '../core/within.ts';
import { entityAddress, type QueriedLocation, queriedLocation } from './query.ts';

/** Where the metadata of one provider is to be had. */
export type MetadataLocation = FetchedLocation | QueriedLocation | StoredLocation | PastedLocation;

/** An address of your configuration: https, or http on loopback or where a key of `trust` signs the metadata. */
export interface FetchedLocation {
  readonly url: string;
}

/** A document that somebody whom you trust has put into a store; it is read again when it is time, so that it can be replaced. */
export interface StoredLocation {
  /** Its name there. */
  readonly document: string;
  readonly store: DocumentStore;
}

/** The metadata itself, as somebody has pasted it. */
export interface PastedLocation {
  readonly text: string | Uint8Array;
}

/** How much is read, and for how long it is waited for. */
export interface Bounds {
  readonly mostOctets: number;
  readonly seconds: number;
}

/** What asks whether there is other metadata by now. */
export interface Mark {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Metadata as it was had. */
export interface Copy extends Mark {
  readonly document: string | Uint8Array;
}

/** A location once it is certain that it can be one. */
export interface Place {
  /** For logs and for the name of the backup. */
  readonly name: string;
  /** Who vouches for what is there where nothing is signed: nobody who answers on a network for others than itself. */
  readonly kind: 'fetched' | 'queried' | 'by-hand';
  /** The entity that must be there, where the location says so. */
  readonly entityId?: string;
  /** What is there now; undefined where that is the copy that is known. @throws SsoError `transport.*`, `store.unavailable`, `metadata.document` */
  readonly read: (known: Copy | undefined, env: Pick<Env, 'fetch' | 'wait'>) => Promise<Copy | undefined>;
}

/** Reads where metadata is to be had. @throws SsoError `config.invalid` with the field */
export function placeAt(where: MetadataLocation, isPinned: boolean, bounds: Bounds): Place {
  if (typeof where !== 'object' || where === null) throw invalid('where', 'must be an object');
  if ('url' in where) return fetched(where, isPinned, bounds);
  if ('mdq' in where) return queried(queriedLocation(where, isPinned), bounds);
  return 'document' in where ? stored(where, bounds) : pasted(where);
}

/** The address of a location. @throws SsoError `config.invalid` */
export function addressIn(where: FetchedLocation, isPinned: boolean): string {
  knownFields(where, ['url'], 'where.');
  const url = text('where.url', where.url);
  const problem = addressProblem(url, { http: isPinned });
  if (problem !== undefined) throw invalid('where.url', isPinned ? problem : `${problem}, or signed by a key in trust`);
  return url;
}

function fetched(where: FetchedLocation, isPinned: boolean, bounds: Bounds): Place {
  const url = addressIn(where, isPinned);
  return { name: url, kind: 'fetched', read: (known, env) => copyAt(url, known, bounds, env) };
}

function queried(where: QueriedLocation, bounds: Bounds): Place {
  const url = entityAddress(where);
  return { name: url, kind: 'queried', entityId: where.entityId, read: (known, env) => copyAt(url, known, bounds, env) };
}

function stored(where: StoredLocation, { seconds }: Bounds): Place {
  const { document: name, store } = knownFields(where, ['document', 'store'], 'where.');
  text('where.document', name);
  if (typeof store?.read !== 'function') throw invalid('where.store', 'must be a document store');
  const read: Place['read'] = async (_, env) => {
    const late = () => new SsoError('store.unavailable', { store: 'document' });
    const document = await within(seconds, () => store.read(name), late, env);
    if (document === undefined) throw new SsoError('metadata.document', { looksLike: 'no document of that name' });
    return { document };
  };
  return { name, kind: 'by-hand', read };
}

function pasted(where: PastedLocation): Place {
  const { text: document } = knownFields(where, ['text'], 'where.');
  if (!(document instanceof Uint8Array)) text('where.text', document);
  return { name: 'text', kind: 'by-hand', read: async () => ({ document }) };
}

async function copyAt(url: string, known: Copy | undefined, bounds: Bounds, env: Pick<Env, 'fetch' | 'wait'>): Promise<Copy | undefined> {
  const answer = await answerAt({ url }, known, bounds, env);
  return answer && { document: answer.octets, ...markOf(answer) };
}

/** What is at an address; undefined where that is the copy that is known. @throws SsoError `transport.*` */
export async function answerAt(
  question: Pick<Exchange, 'url' | 'take'>,
  known: Mark | undefined,
  { mostOctets, seconds }: Bounds,
  env: Pick<Env, 'fetch' | 'wait'>,
): Promise<Answer | undefined> {
  const headers = {
    ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
  };
  const answer = await exchange({ ...question, headers, accept, gzip: true, redirects: 3, mostOctets, seconds }, env);
  if (answer.status === 304) return undefined;
  checkStatus(answer);
  return answer;
}

/** What an answer says of which copy it is. */
export function markOf({ headers }: Answer): Mark {
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
  return { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
}

/** SAMLMeta 4.1.1 has a name for it, which few providers use. */
const accept = 'application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';
