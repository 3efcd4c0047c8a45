import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../core/bytes.ts';
import type { Env } from '../core/env.ts';
import { isJsonFault, member, parseObject } from '../core/json.ts';
import { invalid, list } from '../core/options.ts';
import { decryptGcm, derivedFrom, encryptGcm } from '../crypto/secret.ts';

/**
 * A secret that only our own processes have: a text of at least 32 characters or at least 32 octets, drawn by lot and not made up
 * (`openssl rand -base64 32`). One may serve several purposes, since each has a key of its own that is derived from it.
 */
export type SealingSecret = string | Uint8Array;

/** The keys of one purpose. The first seals; all open, so that what an older one has sealed is good until its end. */
export interface SealingKeys {
  readonly purpose: string;
  readonly keys: readonly SealingKey[];
}

/** What can be sealed, and comes out. */
export interface Sealable {
  readonly text: string;
  /** What the text is about: whoever opens it looks at that first. */
  readonly about: string;
  /** The instant from which on it counts no more. */
  readonly until: Date;
}

/**
 * Derives the keys of a purpose.
 *
 * @throws SsoError `config.invalid`
 */
export function sealingKeys(secrets: readonly SealingSecret[], purpose: string, field: string): SealingKeys {
  const all = list(field, secrets);
  if (all.length < 1 || all.length > mostSecrets) throw invalid(field, `must have from 1 to ${mostSecrets} secrets`);
  return Object.freeze({
    purpose,
    keys: Object.freeze(all.map((secret, place) => sealingKey(octetsOf(secret, `${field}[${place}]`), purpose))),
  });
}

/**
 * Seals a text for ourselves, so that whoever carries it can neither read nor change it: as a JWE, with its purpose and its end inside, in a
 * line before the text. Assembled here and not by a package, which would take ten times as long and draw by lot past `env`.
 *
 * @see RFC 7516 5.1, RFC 7518 4.5 and 5.3
 */
export function sealed({ text, about, until }: Sealable, { purpose, keys: [key] }: SealingKeys, env: Pick<Env, 'random'>): string {
  // Sound: there is no list of sealing keys without one.
  const { header, key: octets } = key as SealingKey;
  const vector = env.random(12);
  const payload = utf8(`${JSON.stringify({ purpose, about, until: until.getTime() })}\n${text}`);
  const { ciphertext, tag } = encryptGcm(octets, vector, payload, utf8(header));
  return [header, '', ...[vector, ciphertext, tag].map(toBase64Url)].join('.');
}

/**
 * Opens what was sealed by one of the keys.
 *
 * @returns undefined for whatever is not ours to the last character, of another purpose, or over; never says which
 * @see RFC 7516 5.2
 */
export function unsealed(compact: string, { purpose, keys }: SealingKeys, now: Date): Sealable | undefined {
  const [header = '', wrapped, vector = '', ciphertext = '', tag = '', ...more] = compact.split('.', 6);
  // Nothing is read from a header: it is that of one of our keys, or not ours.
  const known = keys.find((key) => key.header === header);
  const [iv, text, mac] = [vector, ciphertext, tag].map(fromBase64Url);
  if (known === undefined || wrapped !== '' || more.length > 0) return undefined;
  if (iv === undefined || text === undefined || mac === undefined) return undefined;
  const payload = decryptGcm(known.key, iv, { ciphertext: text, tag: mac }, utf8(header));
  return payload === undefined ? undefined : readPayload(payload, purpose, now);
}

interface SealingKey {
  /** The protected header of what it seals, encoded; it names the key, and nothing else tells two of them apart. */
  readonly header: string;
  readonly key: Uint8Array;
}

function sealingKey(secret: Uint8Array, purpose: string): SealingKey {
  const derived = derivedFrom(secret, `signon ${purpose}`, 32 + 6);
  const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: toBase64Url(derived.subarray(32)) });
  return Object.freeze({ header: toBase64Url(utf8(header)), key: derived.subarray(0, 32) });
}

function octetsOf(secret: SealingSecret, field: string): Uint8Array {
  const octets = typeof secret === 'string' ? utf8(secret) : secret;
  if (octets instanceof Uint8Array && secret.length >= 32) return octets;
  throw invalid(field, 'must be a text of at least 32 characters, or at least 32 octets');
}

function readPayload(octets: Uint8Array, wanted: string, now: Date): Sealable | undefined {
  const payload = fromUtf8(octets) ?? '';
  const end = payload.indexOf('\n');
  const head = parseObject(payload.slice(0, end));
  if (isJsonFault(head)) return undefined;
  const [purpose, about, last] = ['purpose', 'about', 'until'].map((name) => member(head, name));
  if (purpose !== wanted || typeof about !== 'string' || typeof last !== 'number') return undefined;
  const until = new Date(last);
  return until.getTime() > now.getTime() ? { text: payload.slice(end + 1), about, until } : undefined;
}

const mostSecrets = 8;
