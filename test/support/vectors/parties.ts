import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isKeyProblem, verificationKey } from '../../../src/crypto/keys.ts';
import {
  type IdentityProvider,
  type IdentityProviderFields,
  identityProvider,
  identityProviderFrom,
  type PeerOptions,
  type ServiceProvider,
  type ServiceProviderOptions,
  serviceProvider,
} from '../../../src/saml/index.ts';

/** The service provider of that name under `vectors/parties/`. Decryption keys go by their names. */
export function serviceProviderNamed(name: string): ServiceProvider {
  const { decryption = [], ...options } = partyNamed(name) as unknown as ServiceProviderParty;
  return serviceProvider({ ...options, decryption: decryption.map((key) => ({ privateKey: privateKeyNamed(key) })) });
}

/** The identity provider of that name: typed by hand, or from metadata beside it. Certificates go by the names of their keys. */
export function identityProviderNamed(name: string, now: Date): IdentityProvider {
  const { metadata, certificates, options = {}, ...fields } = partyNamed(name) as unknown as IdentityProviderParty;
  if (metadata !== undefined) return identityProvider(readFileSync(new URL(metadata, folder)), options, { now: () => now });
  return identityProviderFrom({ ...fields, certificates: (certificates ?? []).map(certificateNamed) } as IdentityProviderFields, options);
}

/** What a party is said to be, as its file has it. */
export function partyNamed(name: string): Readonly<Record<string, unknown>> {
  const file = new URL(`${name}.json`, folder);
  if (!existsSync(file)) throw new Error(`there is no party ${name}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** The private key of that name; the same object each time. */
export function privateKeyNamed(name: string): KeyObject {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const jwk = JSON.parse(readFileSync(new URL(`keys/${name}.json`, folder), 'utf8')) as JsonWebKey;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  keys.set(name, key);
  return key;
}

/** The public key of that name, as JWK. */
export function publicJwkNamed(name: string): JsonWebKey {
  return createPublicKey(privateKeyNamed(name)).export({ format: 'jwk' });
}

/** The certificate of that key, as PEM. */
export function certificateNamed(name: string): string {
  return readFileSync(new URL(`keys/${name}.pem`, folder), 'utf8');
}

/** The name of the key with a fingerprint. */
export function keyNameOf(fingerprint: string): string {
  return keyNames.find((name) => fingerprintOf(name) === fingerprint) ?? `unknown key ${fingerprint}`;
}

/** Every key under `vectors/parties/keys/`: public, and never to be trusted by anybody. */
export const keyNames = [
  'idp',
  'idp-next',
  'idp-encryption',
  'idp-rsa-1024',
  'idp-p256',
  'idp-p384',
  'idp-p521',
  'idp-ed25519',
  'idp-secp256k1',
  'attribute-authority',
  'federation',
  'stranger',
  'sp',
  'sp-next',
  'rp-p256',
  'rp-p384',
  'rp-p521',
  'rp-x25519',
] as const;

export type KeyName = (typeof keyNames)[number];

interface ServiceProviderParty extends Omit<ServiceProviderOptions, 'decryption'> {
  readonly decryption?: readonly string[];
}

interface IdentityProviderParty extends Partial<IdentityProviderFields> {
  readonly metadata?: string;
  readonly options?: PeerOptions;
}

function fingerprintOf(name: string): string {
  const known = fingerprints.get(name);
  if (known !== undefined) return known;
  const key = verificationKey(publicJwkNamed(name));
  // The one on a curve that nobody takes has none, nor has one that cannot sign.
  const fingerprint = isKeyProblem(key) ? '' : key.fingerprint;
  fingerprints.set(name, fingerprint);
  return fingerprint;
}

const folder = new URL('../../../vectors/parties/', import.meta.url);
const keys = new Map<string, KeyObject>();
const fingerprints = new Map<string, string>();
