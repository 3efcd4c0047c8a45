import { text } from '../core/options.ts';
import { type Signer, type SigningKey, signingKey } from '../crypto/signer.ts';
import { jwsAlgorithm, keyIdOf } from './sign.ts';

/** A key of ours that signs tokens, and the name that the provider has for it. */
export interface TokenSigner {
  readonly signer: Signer;
  /** As registered. Default: the thumbprint of its public half (RFC 7638), under which `keySet` lists it. */
  readonly keyId?: string;
}

/** Such a key as parsed. */
export interface TokenSigningKey {
  readonly key: SigningKey;
  readonly keyId?: string;
}

/** Reads a key that signs tokens. @throws SsoError `config.invalid` */
export function tokenSigningKey({ signer, keyId }: TokenSigner, field: string): TokenSigningKey {
  const key = signingKey(signer, `${field}.signer`);
  jwsAlgorithm(key, `${field}.signer`);
  const name = keyId === undefined ? keyIdOf(key, `${field}.signer`) : text(`${field}.keyId`, keyId);
  return Object.freeze({ key, ...(name === undefined ? {} : { keyId: name }) });
}
