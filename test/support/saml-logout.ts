import { toBase64, utf8 } from '../../src/core/bytes.ts';
import type { Env } from '../../src/core/env.ts';
import { isSsoError } from '../../src/core/errors.ts';
import type { Finding } from '../../src/core/rules.ts';
import type { Source } from '../../src/core/source.ts';
import { plusSeconds } from '../../src/core/time.ts';
import { signatureAlgorithms, signs } from '../../src/crypto/algorithms.ts';
import type { ReplayStore } from '../../src/identity/login.ts';
import { deflate } from '../../src/saml/deflate.ts';
import { explain } from '../../src/saml/explain.ts';
import { type IdentityProvider, identityProviderFrom, type PeerOptions } from '../../src/saml/identity-provider.ts';
import { fromForm, fromQuery, fromSoap, type Incoming } from '../../src/saml/incoming.ts';
import { readLogout } from '../../src/saml/logout.ts';
import type { SamlLogoutPending } from '../../src/saml/logout-pending.ts';
import type { LogoutAnswered, LogoutAsked, LogoutMessage } from '../../src/saml/read-logout.ts';
import { type ServiceProvider, type ServiceProviderOptions, serviceProvider } from '../../src/saml/service-provider.ts';
import { selfSigned } from './certificate.ts';
import { type KeyPair, keyPair } from './keys.ts';
import { logoutNames, logoutRequestXml, soapXml } from './logout-messages.ts';
import { clean } from './messages.ts';
import { at, failed, fresh } from './saml-login.ts';
import { type SignOptions, signXml } from './sign.ts';

const ourKey = keyPair('rsa-2048', 'sp signing');

/** The party that is asked to end sessions, on every binding at one address. */
export function us(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  const { privateKey } = ourKey;
  return serviceProvider({
    entityId: clean.sp,
    assertionConsumerServices: [{ url: clean.acsUrl }],
    singleLogoutServices: (['redirect', 'post', 'soap'] as const).map((binding) => ({ binding, url: logoutNames.sloUrl })),
    signing: { current: { privateKey, certificate: selfSigned(privateKey).base64 } },
    ...options,
  });
}

/** The party that asks, trusted by these keys. */
export function them(options: PeerOptions = {}, keys: readonly Pick<KeyPair, 'privateKey'>[] = [keyPair('rsa-2048')]): IdentityProvider {
  const certificates = keys.map(({ privateKey }) => selfSigned(privateKey).base64);
  const fields = { entityId: clean.idp, ssoUrl: 'https://idp.example/sso', sloUrl: logoutNames.idpSloUrl, certificates };
  return identityProviderFrom(fields, { id: 'idp', ...options });
}

/** What is remembered of the logout that clean responses answer. */
export function begun(more: Partial<SamlLogoutPending> = {}): SamlLogoutPending {
  return {
    protocol: 'saml',
    purpose: 'logout',
    provider: 'idp',
    requestId: clean.requestId,
    handle: 'handle',
    issuedAt: plusSeconds(new Date(clean.now), -90).toISOString(),
    ...more,
  };
}

/** Which way a message comes. */
export type Way = Incoming['binding'];

/** How a message is signed; `null` leaves it unsigned. */
export type Signing = Omit<SignOptions, 'id'> | null;

/** By the key of the provider, as most do. */
export const usualSigning: Omit<SignOptions, 'id'> = { key: keyPair('rsa-2048').privateKey };

/** A message signed within, as by form and SOAP. */
export function signedWithin(xml: string, signing: Signing = usualSigning): string {
  return signing === null ? xml : signXml(xml, signing);
}

/** A query with its signature over just these octets. */
export function queryOf(
  xml: string,
  {
    signing = usualSigning,
    relayState,
    write = encodeURIComponent,
  }: {
    readonly signing?: Pick<SignOptions, 'key' | 'algorithm'> | null;
    readonly relayState?: string;
    readonly write?: (text: string) => string;
  } = {},
): string {
  const message = `${parameterFor(xml)}=${write(toBase64(deflate(xml)))}`;
  const query = relayState === undefined ? message : `${message}&RelayState=${write(relayState)}`;
  if (signing === null) return query;
  const { algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', key } = signing;
  const row = signatureAlgorithms.get(algorithm);
  const signed = `${query}&SigAlg=${write(algorithm)}`;
  const signature = row === undefined ? new Uint8Array(256) : signs(row, key, utf8(signed));
  return `${signed}&Signature=${write(toBase64(signature))}`;
}

/** A message as it comes in by one way or the other, signed as that way has it. */
export function arrived(xml: string, way: Way = 'redirect', signing: Signing = usualSigning, relayState?: string): Incoming {
  if (way === 'redirect')
    return fromQuery(queryOf(xml, { signing, ...(relayState === undefined ? {} : { relayState }) }), logoutNames.sloUrl);
  const signed = signedWithin(xml, signing);
  return way === 'soap' ? inEnvelope(signed) : posted(signed, relayState);
}

/** A message in a form, just as it is; as what it is sent, another text may say. */
export function posted(xml: string | Uint8Array, relayState?: string, like: string | Uint8Array = xml): Incoming {
  const fields = new URLSearchParams({ [parameterFor(Buffer.from(like).toString())]: Buffer.from(xml).toString('base64') });
  if (relayState !== undefined) fields.set('RelayState', relayState);
  return fromForm(fields, logoutNames.sloUrl);
}

/** A message in an envelope, just as it is. */
export function inEnvelope(xml: string, before = ''): Incoming {
  return fromSoap(utf8(`${before}${soapXml(xml)}`), logoutNames.sloUrl);
}

/** What a message is held against; everything is clean unless given. */
export interface Case {
  readonly sp?: ServiceProvider;
  readonly idp?: IdentityProvider | Source<IdentityProvider>;
  readonly pending?: SamlLogoutPending;
  readonly env?: Env;
  readonly replay?: ReplayStore;
}

/** What a message amounts to; one that answers, answers what clean ones do. */
export function taken(
  incoming: Incoming,
  { sp = us(), idp = them(), pending, env = at(), replay = fresh() }: Case = {},
): Promise<LogoutMessage> {
  const waiting = pending ?? (incoming.parameter === 'SAMLResponse' ? begun() : undefined);
  return readLogout(sp, idp, incoming, { ...(waiting === undefined ? {} : { pending: waiting }), replay }, env);
}

/** A request that is accepted. */
export async function askedBy(incoming: Incoming = arrived(logoutRequestXml()), given: Case = {}): Promise<LogoutAsked> {
  const message = await taken(incoming, given);
  if (message.kind !== 'asked') throw new Error('this is an answer');
  return message;
}

/** An answer that is accepted. */
export async function answeredBy(incoming: Incoming, given: Case = {}): Promise<LogoutAnswered> {
  const message = await taken(incoming, given);
  if (message.kind !== 'answered') throw new Error('this is a request');
  return message;
}

/** Why a message is refused: the rules that failed, or the code of the error; empty where it is accepted. */
export async function logoutRefusals(incoming: Incoming, given: Case = {}): Promise<readonly string[]> {
  try {
    await taken(incoming, given);
    return [];
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return error.code === 'logout.rejected' ? failed(error.details.findings) : [error.code];
  }
}

/** What `explain` says of a message. */
export function logoutExplained(
  incoming: Incoming,
  { sp = us(), idp = them(), pending, env = at() }: Case = {},
): Promise<readonly Finding[]> {
  return explain(sp, idp, incoming, pending ?? (incoming.parameter === 'SAMLResponse' ? begun() : undefined), env);
}

function parameterFor(xml: string): 'SAMLRequest' | 'SAMLResponse' {
  return xml.includes('LogoutResponse') ? 'SAMLResponse' : 'SAMLRequest';
}
