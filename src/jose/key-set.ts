import { isObject, type Json, type JsonObject, member, textIn } from '../core/json.ts';
import { isKeyProblem, type Jwk, type VerificationKey, verificationKey } from '../crypto/keys.ts';
import { type JwsAlgorithm, suits } from './algorithms.ts';

/** A key of a key set that signatures can be checked with. */
export interface JwsKey {
  /** The provider's name for it. */
  readonly keyId?: string;
  /** The only algorithm that it is for, where the provider says so. */
  readonly algorithm?: string;
  /** Entra ID: the issuer that it signs for, perhaps with `{tenantid}` in it. */
  readonly issuer?: string;
  readonly key: VerificationKey;
}

/** What is known of a provider's keys, and until when. */
export interface KeySet {
  /** Every key that may have signed; several during a rollover. */
  readonly keys: readonly JwsKey[];
  /** Keys that are there but not used, and why: at most ten. */
  readonly ignored: readonly { readonly keyId?: string; readonly problem: string }[];
  /** When it is time to look again; absent for keys that were given once and for all. */
  readonly refreshAt?: Date;
}

/**
 * Reads a JWK Set (RFC 7517 5). A key that is of no use here is passed over; a set that gives away a secret or has more keys than anybody
 * needs is refused as a whole.
 *
 * @returns the keys, or what is wrong with the set
 */
export function readKeySet(document: JsonObject): Omit<KeySet, 'refreshAt'> | { readonly problem: string } {
  const keys = member(document, 'keys');
  if (!Array.isArray(keys)) return { problem: 'has no list of keys' };
  if (keys.length > mostKeys) return { problem: `has more than ${mostKeys} keys` };
  if (keys.some((key: Json) => isObject(key) && secretMembers.some((name) => Object.hasOwn(key, name))))
    return { problem: 'gives away a private or symmetric key: whoever has seen it can sign' };
  const read = keys.map(readKey);
  return Object.freeze({
    keys: Object.freeze(read.filter((key) => 'key' in key)),
    ignored: Object.freeze(read.filter((key) => 'problem' in key).slice(0, mostShown)),
  });
}

/**
 * The keys that may have made a signature, by the `kid` and `alg` of its header: those of that name; where it has none, all that fit,
 * four at most, since each costs a verification to whoever sends anything.
 */
export function candidates({ keys }: Pick<KeySet, 'keys'>, header: JsonObject, algorithm: JwsAlgorithm): readonly JwsKey[] {
  const kid = member(header, 'kid');
  return keys
    .filter(({ keyId }) => kid === undefined || keyId === kid)
    .filter((candidate) => (candidate.algorithm ?? algorithm) === algorithm && suits(candidate.key, algorithm))
    .slice(0, mostCandidates);
}

function readKey(jwk: Json): JwsKey | { readonly keyId?: string; readonly problem: string } {
  if (!isObject(jwk)) return { problem: 'no JSON object' };
  const keyId = textIn(jwk, 'kid');
  const named = keyId === undefined ? {} : { keyId: keyId.slice(0, longestShown) };
  const problem = otherUse(jwk);
  if (problem !== undefined) return { ...named, problem };
  // Sound: Node checks each member that it takes, and refuses what is no key.
  const key = verificationKey(jwk as Jwk);
  if (isKeyProblem(key)) return { ...named, problem: key.problem };
  if (key.pardon !== undefined) return { ...named, problem: `an RSA key of ${key.bits} bits` };
  const [algorithm, issuer] = [textIn(jwk, 'alg'), textIn(jwk, 'issuer')];
  return Object.freeze({
    key,
    ...(keyId === undefined ? {} : { keyId }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(issuer === undefined ? {} : { issuer }),
  });
}

/** RFC 7517 4.2 and 4.3. */
function otherUse(jwk: JsonObject): string | undefined {
  const use = member(jwk, 'use') ?? 'sig';
  if (use !== 'sig') return 'not for signatures';
  const operations = member(jwk, 'key_ops');
  return Array.isArray(operations) && !operations.includes('verify') ? 'not for checking signatures' : undefined;
}

const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const mostKeys = 100;
const mostCandidates = 4;
const mostShown = 10;
const longestShown = 100;
