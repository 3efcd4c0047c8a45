import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isKeyProblem, type VerificationKey, verificationKey } from '../../src/crypto/keys.ts';
import { privateKey, publicHalf } from '../../src/crypto/private-key.ts';
import type { Trust } from '../../src/xmldsig/trust.ts';

/** A key pair made for this run: no private key lies in the repository but those under `vectors/`. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export type KeyName = 'rsa-1024' | 'rsa-2048' | 'rsa-3072' | 'p-256' | 'p-384' | 'p-521' | 'ed25519';

/** The key pair of that kind and owner; made once, so that the same question gives the same key. */
export function keyPair(name: KeyName, owner = 'idp'): KeyPair {
  const known = made.get(`${name} ${owner}`);
  if (known !== undefined) return known;
  const pair = newKeyPair(name);
  made.set(`${name} ${owner}`, pair);
  return pair;
}

/** A key pair of that kind that nobody has seen before; read as if it were given, since as it is made it cannot be exported safely. */
export function newKeyPair(name: KeyName): KeyPair {
  const key = privateKey(makers[name]().privateKey, name);
  return { privateKey: key, publicKey: publicHalf(key) };
}

/** A public key as the trusted record of a provider holds it. */
export function trusted({ publicKey }: Pick<KeyPair, 'publicKey'>): VerificationKey {
  const key = verificationKey(publicKey);
  if (isKeyProblem(key)) throw new Error(key.problem);
  return key;
}

/** Trust in these keys and no other. */
export function trusting(pairs: readonly Pick<KeyPair, 'publicKey'>[], ...pardons: readonly string[]): Trust {
  return { provider: 'idp', keys: pairs.map(trusted), pardons: new Set(pardons) };
}

const made = new Map<string, KeyPair>();
const makers: Readonly<Record<KeyName, () => KeyPair>> = {
  'rsa-1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'rsa-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
  'p-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'p-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'p-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: () => generateKeyPairSync('ed25519'),
};
