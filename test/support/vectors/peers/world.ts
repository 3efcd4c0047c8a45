import { required, type Vector } from '../format.ts';
import { certificateNamed, partyNamed, privateKeyNamed } from '../parties.ts';

/** What a vector says of the world, in the words that every peer's settings have. */
export interface World {
  readonly sp: string;
  readonly acsUrl: string;
  readonly wantSigned: string;
  readonly clockSkewSeconds: number;
  readonly idp: string;
  readonly ssoUrl: string;
  readonly certificates: readonly string[];
  /** The private key that others encrypt for, as PEM. */
  readonly decryptionKey?: string;
  /** The form that the browser posts. */
  readonly body: Readonly<Record<string, string>>;
  /** The request that was made, and when; undefined where nobody asked. */
  readonly request?: { readonly id: string; readonly issuedAt: string };
}

/** The world of a vector that ends a login. */
export function worldOf(vector: Vector): World {
  const [spName = '', idpName = ''] = required(vector, 'parties').split(' ');
  // Sound, here and below: files of our own.
  const sp = partyNamed(spName) as unknown as ServiceProviderParty;
  const idp = partyNamed(idpName) as unknown as IdentityProviderParty;
  const pending = required(vector, 'pending');
  const { requestId, issuedAt } = JSON.parse(pending === 'none' ? '{}' : pending) as { requestId?: string; issuedAt?: string };
  return {
    sp: sp.entityId,
    acsUrl: required(vector, 'receivedAt'),
    wantSigned: sp.wantSigned ?? 'either',
    clockSkewSeconds: sp.clockSkewSeconds ?? 180,
    idp: idp.entityId,
    ssoUrl: idp.ssoUrl,
    certificates: idp.certificates.map(certificateNamed),
    ...(sp.decryption === undefined
      ? {}
      : {
          decryptionKey: privateKeyNamed(sp.decryption[0] ?? '')
            .export({ type: 'pkcs8', format: 'pem' })
            .toString(),
        }),
    body: bodyOf(vector),
    ...(requestId === undefined || issuedAt === undefined ? {} : { request: { id: requestId, issuedAt } }),
  };
}

/** True where a vector ends a login between parties that need no setting of which only signon knows. */
export function endsLogin(vector: Vector): boolean {
  if (!/^(?:response|post)\//.test(vector.path) || !vector.header.has('pending')) return false;
  if (/\bscope\b/.test(vector.header.get('flags') ?? '')) return false;
  const [sp = '', idp = ''] = required(vector, 'parties').split(' ');
  // The others take one key.
  if (((partyNamed(sp) as unknown as ServiceProviderParty).decryption ?? []).length > 1) return false;
  const { certificates, options = {} } = partyNamed(idp) as unknown as IdentityProviderParty;
  return certificates !== undefined && !ownSettings.some((name) => name in options);
}

/** The certificates of the keys that are trusted for a signature. */
export function trustedCertificates(vector: Vector): readonly string[] {
  const [, name = required(vector, 'parties')] = required(vector, 'parties').split(' ');
  const { certificates } = partyNamed(name) as unknown as IdentityProviderParty;
  // The metadata of the one party that has some lists this key for signing, and others for other ends.
  return (certificates ?? ['idp']).map(certificateNamed);
}

function bodyOf({ path, header, message }: Vector): World['body'] {
  const octets = Buffer.from(message);
  if (path.startsWith('post/')) return Object.fromEntries(new URLSearchParams(octets.toString('latin1')));
  const relayState = header.get('relayState');
  return { SAMLResponse: octets.toString('base64'), ...(relayState === undefined ? {} : { RelayState: relayState }) };
}

interface ServiceProviderParty {
  readonly entityId: string;
  readonly wantSigned?: string;
  readonly clockSkewSeconds?: number;
  readonly decryption?: readonly string[];
}

interface IdentityProviderParty {
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly certificates: readonly string[];
  readonly options?: object;
}

const ownSettings = ['audiences', 'issuer', 'subjectAttribute', 'demandNameIdFormat'];
