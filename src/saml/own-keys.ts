import { invalid } from '../core/options.ts';
import { digestAlgorithms, signatureAlgorithms } from '../crypto/algorithms.ts';
import { contentAlgorithms } from '../crypto/decryption.ts';
import { leastRsaBits, mostRsaBits } from '../crypto/keys.ts';
import type { SigningKey } from '../crypto/signer.ts';
import type { Draft } from '../xml/writer.ts';
import { keyTransports } from '../xmldsig/encryption.ts';
import { namespaces } from './names.ts';
import type { ServiceProvider } from './service-provider.ts';

/**
 * What becomes of each key of ours in each of its states: whether others are told of it, and what we do with it ourselves. Others are told
 * of a key that signs before it does, and of a key that opens only when every process of ours has it.
 */
export const keyStates = {
  signing: { current: { published: true, use: 'signs' }, next: { published: true, use: 'none' } },
  decryption: {
    next: { published: false, use: 'opens' },
    current: { published: true, use: 'opens' },
    previous: { published: false, use: 'opens' },
  },
} as const;

/** The algorithms that we verify by ourselves, the preferred ones first; what must be pardoned is not announced (Algorithm Support 2.4). */
export function verifiableAlgorithms({ blockedAlgorithms: blocked }: ServiceProvider): readonly Draft[] {
  const digests = [...digestAlgorithms.values()].filter(({ uri, pardon }) => pardon === undefined && !blocked.has(uri));
  const signatures = [...signatureAlgorithms.values()].filter(({ uri, pardon }) => pardon === undefined && !blocked.has(uri));
  return [
    ...digests.map((row) => alg('DigestMethod', { Algorithm: row.uri })),
    ...signatures.map(({ uri: Algorithm, keyKind }) =>
      alg('SigningMethod', keyKind === 'rsa' ? { Algorithm, MinKeySize: `${leastRsaBits}`, MaxKeySize: `${mostRsaBits}` } : { Algorithm }),
    ),
  ];
}

/**
 * The keys for signing that are published, so that providers know a key before it is used.
 *
 * @throws SsoError `config.invalid` for a key without certificate
 */
export function signingKeys(signing: Partial<NonNullable<ServiceProvider['signing']>> = {}): readonly Draft[] {
  return (['current', 'next'] as const).flatMap((state) => {
    const key = signing[state];
    return key === undefined || !keyStates.signing[state].published ? [] : [signingKey(`signing.${state}`, key)];
  });
}

/**
 * SAML2int SDP-MD08: those keys that others are to encrypt for. A key without a certificate opens what is still encrypted for it, and is
 * told to nobody. AES-GCM comes first, and AES-CBC only where it is taken by itself.
 */
export function encryptionKeys({ decryption, requireAuthenticatedEncryption, blockedAlgorithms }: ServiceProvider): readonly Draft[] {
  const taken = [...contentAlgorithms.values()].filter(({ authenticated }) => authenticated || !requireAuthenticatedEncryption);
  const preferred = taken.toSorted((a, b) => Number(b.authenticated) - Number(a.authenticated));
  const algorithms = [...preferred.map(({ uri }) => uri), ...keyTransports].filter((uri) => !blockedAlgorithms.has(uri));
  const methods = algorithms.map((Algorithm) => md('EncryptionMethod', { attributes: { Algorithm } }));
  return decryption.flatMap(({ certificate, state }) =>
    certificate === undefined || !keyStates.decryption[state].published ? [] : [keyDescriptor('encryption', certificate, methods)],
  );
}

function signingKey(field: string, { certificate }: SigningKey): Draft {
  if (certificate === undefined) throw invalid(`${field}.certificate`, 'must be given: metadata publishes keys as certificates');
  return keyDescriptor('signing', certificate);
}

/** SAML2int SDP-MD05: keys are published as certificates, which count for nothing but the key within. */
function keyDescriptor(use: 'signing' | 'encryption', certificate: string, methods: readonly Draft[] = []): Draft {
  return md('KeyDescriptor', {
    attributes: { use },
    children: [ds('KeyInfo', [ds('X509Data', [ds('X509Certificate', [certificate])])]), ...methods],
  });
}

function md(name: string, content: Omit<Draft, 'name' | 'namespace'>): Draft {
  return { name: `md:${name}`, namespace: namespaces.metadata, ...content };
}

function alg(name: string, attributes: NonNullable<Draft['attributes']>): Draft {
  return { name: `alg:${name}`, namespace: namespaces.alg, attributes };
}

function ds(name: string, children: NonNullable<Draft['children']>): Draft {
  return { name: `ds:${name}`, namespace: namespaces.dsig, children };
}
