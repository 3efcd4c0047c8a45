import { fromBase64, toBase64, toHex, utf8 } from '../core/bytes.ts';
import type { DocumentStore } from '../core/document-store.ts';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { isJsonFault, type JsonObject, parseObject, textIn, textsIn } from '../core/json.ts';
import { invalid, knownFields } from '../core/options.ts';
import { parseInstant } from '../core/time.ts';
import { within } from '../core/within.ts';
import { digest } from '../crypto/algorithms.ts';
import { isMacOf, macOf } from '../crypto/mac.ts';
import type { Copy } from './location.ts';

/** Where the last good metadata is kept for the next start of this service. */
export interface BackupOptions {
  readonly store: DocumentStore;
  /**
   * What the copy is authenticated with, at least 32 octets, the same at every start. Where the metadata is signed it may be absent: the
   * signature is verified again. Else whoever may write to the store could write a key.
   */
  readonly secret?: string | Uint8Array;
}

/** What is kept. */
export interface Kept {
  readonly copy: Copy;
  /** When it was last found to be current. */
  readonly at: Date;
  /** The fingerprints of the keys that were confirmed while this service ran. */
  readonly confirmed: readonly string[];
}

/** A place for one copy. */
export interface Backup {
  /** What was kept; undefined where there is nothing. @throws SsoError `metadata.backup`, and what the store throws */
  read(): Promise<Kept | undefined>;
  write(kept: Kept): Promise<void>;
}

/**
 * Reads where the last good metadata is kept.
 *
 * @param about - our id of the provider and where its metadata is to be had: with another of either the copy is another
 * @throws SsoError `config.invalid` with the field
 */
export function backupIn(options: BackupOptions, isPinned: boolean, about: readonly string[], env: Pick<Env, 'wait'>): Backup {
  const { key, read, write } = shelfOf(options, isPinned, env);
  const name = `saml-metadata-${toHex(digest({ hash: 'sha256' }, JSON.stringify(about)))}.json`;
  return {
    read: async () => {
      const text = await read(name);
      return text === undefined ? undefined : opened(text, name, key);
    },
    write: async (kept) => await write(name, sealed(kept, about, name, key)),
  };
}

/** A document store that is not waited for longer than some seconds, and what we prove by that it was us who wrote there. */
export interface Shelf extends DocumentStore {
  readonly key: Uint8Array | undefined;
}

/** Reads which store a backup is in. @throws SsoError `config.invalid` with the field; what it gives throws `store.unavailable` */
export function shelfOf(options: BackupOptions, isPinned: boolean, env: Pick<Env, 'wait'>): Shelf {
  const { store, secret } = knownFields(options, ['store', 'secret'], 'backup.');
  if (typeof store?.read !== 'function' || typeof store.write !== 'function') throw invalid('backup.store', 'must be a document store');
  const key = secret === undefined ? undefined : secretOctets(secret);
  if (key === undefined && !isPinned) throw invalid('backup.secret', 'must be given where no key of trust signs the metadata');
  const late = () => new SsoError('store.unavailable', { store: 'document' });
  return {
    key,
    read: (name) => within(patienceSeconds, () => store.read(name), late, env),
    write: (name, document) => within(patienceSeconds, () => store.write(name, document), late, env),
  };
}

function secretOctets(secret: string | Uint8Array): Uint8Array {
  const octets = typeof secret === 'string' ? utf8(secret) : secret;
  if (!(octets instanceof Uint8Array) || octets.length < leastOctets)
    throw invalid('backup.secret', `must have at least ${leastOctets} octets`);
  return octets;
}

function sealed({ copy, at, confirmed }: Kept, about: readonly string[], name: string, key: Uint8Array | undefined): string {
  const { document, etag, lastModified } = copy;
  const octets = typeof document === 'string' ? utf8(document) : document;
  const fields: Fields = { at: at.toISOString(), etag, lastModified, confirmed, document: toBase64(octets) };
  // Those in front are for people who look into the store.
  return JSON.stringify({ about, ...fields, mac: key && toBase64(macOf(key, authenticated(name, fields))) });
}

function opened(text: string, name: string, key: Uint8Array | undefined): Kept {
  const read = parseObject(text);
  if (isJsonFault(read)) throw new SsoError('metadata.backup', { problem: `not one JSON object: ${read}` });
  const fields = fieldsOf(read);
  const [at, octets] = [parseInstant(fields.at), fromBase64(fields.document)];
  if (!(at instanceof Date) || typeof octets === 'number') throw new SsoError('metadata.backup', { problem: 'not as it was written' });
  // Where nothing authenticates it, the copy is as good as its own signature, and what stands beside it is nobody's word.
  if (key === undefined) return { copy: { document: octets }, at, confirmed: [] };
  const mac = fromBase64(textIn(read, 'mac') ?? '');
  if (typeof mac === 'number' || !isMacOf(mac, key, authenticated(name, fields)))
    throw new SsoError('metadata.backup', { problem: 'not written with our secret' });
  const { etag, lastModified, confirmed } = fields;
  return {
    copy: { document: octets, ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) },
    at,
    confirmed,
  };
}

function fieldsOf(read: JsonObject): Fields {
  return {
    at: textIn(read, 'at') ?? '',
    etag: textIn(read, 'etag'),
    lastModified: textIn(read, 'lastModified'),
    confirmed: textsIn(read, 'confirmed') ?? [],
    document: textIn(read, 'document') ?? '',
  };
}

/** All that counts, and what it is: the secret may serve for other things, too. */
function authenticated(name: string, { at, etag, lastModified, confirmed, document }: Fields): string {
  return JSON.stringify(['signon metadata backup 1', name, at, etag ?? null, lastModified ?? null, confirmed, document]);
}

interface Fields {
  readonly at: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly confirmed: readonly string[];
  readonly document: string;
}

const leastOctets = 32;
/** A store that does not answer keeps nobody from signing in for longer than that. */
const patienceSeconds = 5;
