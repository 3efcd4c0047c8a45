import { selfSigned } from './certificate.ts';
import { keyPair } from './keys.ts';

/** A certificate and its key, as servers take them: both as PEM. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
}

/** A certificate over these names, which is its own authority. */
export function serverIdentity(names: readonly string[], owner = 'server'): ServerIdentity {
  const { privateKey } = keyPair('p-256', owner);
  const { pem: cert } = selfSigned(privateKey, { subject: owner, names });
  return { cert, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}
