import type { Env } from '../../src/core/env.ts';
import { isSsoError } from '../../src/core/errors.ts';
import type { Finding } from '../../src/core/rules.ts';
import type { Source } from '../../src/core/source.ts';
import { plusSeconds } from '../../src/core/time.ts';
import type { Login, ReplayStore } from '../../src/identity/login.ts';
import { explain } from '../../src/saml/explain.ts';
import { finish, finishUnsolicited } from '../../src/saml/finish.ts';
import { type IdentityProvider, identityProviderFrom, type PeerOptions } from '../../src/saml/identity-provider.ts';
import { fromForm, type Incoming } from '../../src/saml/incoming.ts';
import type { SamlPending } from '../../src/saml/pending.ts';
import { type ServiceProvider, type ServiceProviderOptions, serviceProvider } from '../../src/saml/service-provider.ts';
import { selfSigned } from './certificate.ts';
import { type KeyPair, keyPair } from './keys.ts';
import { type AssertionParts, assertionXml, bearerXml, clean, type ResponseParts, responseXml, subjectXml } from './messages.ts';
import { type SignOptions, signXml } from './sign.ts';

/** The party that asks, as clean messages have it. */
export function us(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  return serviceProvider({ entityId: clean.sp, assertionConsumerServices: [{ url: clean.acsUrl }], ...options });
}

/** The party that answers, trusted by these keys; an id of its own shows where the entityID is used in its place. */
export function them(options: PeerOptions = {}, keys: readonly Pick<KeyPair, 'privateKey'>[] = [keyPair('rsa-2048')]): IdentityProvider {
  const certificates = keys.map(({ privateKey }) => selfSigned(privateKey).base64);
  return identityProviderFrom({ entityId: clean.idp, ssoUrl: 'https://idp.example/sso', certificates }, { id: 'idp', ...options });
}

/** What is remembered of the request that clean messages answer. */
export function asked(more: Partial<SamlPending> = {}): SamlPending {
  return {
    protocol: 'saml',
    provider: 'idp',
    requestId: clean.requestId,
    handle: 'handle',
    acsUrl: clean.acsUrl,
    issuedAt: plusSeconds(new Date(clean.now), -90).toISOString(),
    ...more,
  };
}

/** The world at an instant, with a chance that is none. */
export function at(instant: string | Date = clean.now): Env {
  let next = 0;
  return {
    now: () => new Date(instant),
    random: (bytes) => Uint8Array.from({ length: bytes }, () => next++ % 256),
    wait: () => Promise.reject(new Error('nobody waits here')),
    fetch: () => Promise.reject(new Error('nobody fetches here')),
  };
}

/** Which parts of a response are signed. */
export type Signed = 'assertion' | 'response' | 'both' | 'none';

/** A response with its signatures, the inner one first; where there is no assertion, there is nothing within to sign. */
export function signed(
  xml: string = responseXml(),
  what: Signed = 'assertion',
  options: SignOptions = { key: keyPair('rsa-2048').privateKey },
): string {
  const has = xml.includes(`ID="${clean.assertionId}"`);
  const inner = has && (what === 'assertion' || what === 'both') ? signXml(xml, { ...options, id: clean.assertionId }) : xml;
  return what === 'response' || what === 'both' ? signXml(inner, options) : inner;
}

/** A response around an assertion with these parts, the assertion signed unless told otherwise. */
export function answer(assertion: AssertionParts = {}, response: ResponseParts = {}, what: Signed = 'assertion'): string {
  return signed(responseXml({ assertions: [assertionXml(assertion)], ...response }), what);
}

/** A response that nobody asked for. */
export function unasked(assertion: AssertionParts = {}, response: ResponseParts = {}, what: Signed = 'assertion'): string {
  const subject = subjectXml(undefined, [bearerXml({ InResponseTo: null })]);
  return answer({ subject, ...assertion }, { inResponseTo: null, ...response }, what);
}

/** A message as the browser brings it. */
export function posted(xml: string | Uint8Array, relayState?: string): Incoming {
  const fields = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64') });
  if (relayState !== undefined) fields.set('RelayState', relayState);
  return fromForm(fields, clean.acsUrl);
}

/** What a message is held against; everything is clean unless given. */
export interface Case {
  readonly sp?: ServiceProvider;
  readonly idp?: IdentityProvider | Source<IdentityProvider>;
  /** null: nobody asked. */
  readonly pending?: SamlPending | null;
  readonly env?: Env;
  readonly replay?: ReplayStore;
  readonly relayState?: string;
}

/** The login that a message amounts to. */
export function loggedIn(
  message: string | Uint8Array | Incoming,
  { sp = us(), idp, pending = asked(), env = at(), replay = fresh(), relayState }: Case = {},
): Promise<Login> {
  const incoming = typeof message === 'object' && 'document' in message ? message : posted(message, relayState);
  if (pending === null) return finishUnsolicited(sp, idp ?? them({ allowUnsolicited: true }), incoming, replay, env);
  return finish(sp, idp ?? them(), incoming, pending, replay, env);
}

/** Why a message is refused: the rules that failed, or the code of the error; empty where it is accepted. */
export async function refusals(message: string | Uint8Array | Incoming, given: Case = {}): Promise<readonly string[]> {
  try {
    await loggedIn(message, given);
    return [];
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return error.code === 'assertion.rejected' ? failed(error.details.findings) : [error.code];
  }
}

/** What `explain` says of a message. */
export function explained(
  message: string | Uint8Array | Incoming,
  { sp = us(), idp, pending = asked(), env = at() }: Case = {},
): Promise<readonly Finding[]> {
  const incoming = typeof message === 'object' && 'document' in message ? message : posted(message);
  return explain(sp, idp ?? them({ allowUnsolicited: pending === null }), incoming, pending ?? undefined, env);
}

/** The rules that failed. */
export function failed(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}

/** The outcome of one rule. */
export function outcomeOf(findings: readonly Finding[], rule: string): Finding['outcome'] | undefined {
  return findings.find((finding) => finding.rule === rule)?.outcome;
}

/** A store that forgets nothing and knows what it was told. */
export function fresh(): ReplayStore & { readonly used: Map<string, Date> } {
  const used = new Map<string, Date>();
  return {
    used,
    firstUse: async (key, until) => {
      if (used.has(key)) return false;
      used.set(key, until);
      return true;
    },
  };
}
