import { toHex } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { absoluteUri, flag, invalid, knownFields, wholeNumber } from '../core/options.ts';
import { currentOf, type Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import type { Session } from '../identity/identity.ts';
import type { Started } from '../identity/login.ts';
import { writeDocument } from '../xml/writer.ts';
import { keyFor } from './announced.ts';
import { checkUsable } from './expectation.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { SamlLogoutPending } from './logout-pending.ts';
import { type LogoutRequestHead, logoutRequest, type NamedByLogout } from './logout-request.ts';
import { send } from './outgoing.ts';
import { endpointFor, extraParameters, handleFor, type SendingOptions } from './sending.ts';
import type { ServiceProvider } from './service-provider.ts';

/** How a logout is to be begun. */
export interface LogoutOptions extends SendingOptions {
  /** Where the person wants to go afterwards; it stays here and comes back with the answer. */
  readonly returnTo?: string;
  /** Why: `user` where the person wants it, `admin` where somebody else does, or any other URI. Default: not said. */
  readonly reason?: 'user' | 'admin' | (string & Record<never, never>);
  /** End all sessions that the person has there, and not just that of this login. */
  readonly allSessions?: boolean;
  /** How long the request counts: 300 by default, 3,600 at most. */
  readonly validForSeconds?: number;
}

/** A logout as `logout` begins it. */
export async function beginLogout(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  session: Session,
  options: LogoutOptions,
  env: Env,
): Promise<Started<SamlLogoutPending>> {
  knownFields(options, fields);
  const provider = await currentOf(idp);
  const now = instantOf(env);
  checkUsable(provider, sp, now);
  const named = namedBy(session, provider, options);
  const endpoint = endpointFor(provider, 'SingleLogoutService', options.binding);
  const key = sp.signing?.current;
  if (key === undefined) throw invalid('signing', 'must be given: no provider ends a session for a request that is not signed');

  // 160 bits: the standard wants a chance of collision of at most 2^-128, better 2^-160 (SAMLCore 1.3.4).
  const name = toHex(env.random(20));
  const handle = handleFor(options.handle, name);
  const head: LogoutRequestHead = {
    id: `_${name}`,
    issueInstant: now,
    notOnOrAfter: plusSeconds(now, validFor(options)),
    destination: endpoint.location,
    issuer: sp.entityId,
    reason: reasonOf(options),
  };
  const outgoing = await send(endpoint.binding, {
    parameter: 'SAMLRequest',
    xml: await writeDocument(logoutRequest(head, named)),
    location: endpoint.location,
    relayState: handle,
    parameters: extraParameters(options.parameters),
    key: keyFor(provider, key, endpoint.binding, sp.blockedAlgorithms),
  });
  return { outgoing, pending: remembered(provider, handle, head, options) };
}

/** To the last attribute as the provider has written it, since some compare no more than that (SAML2int SDP-SP29). */
function namedBy({ protocol, provider, subject, index }: Session, idp: IdentityProvider, { allSessions }: LogoutOptions): NamedByLogout {
  if (protocol !== 'saml' || provider !== idp.id) throw invalid('session', `must be one of ${idp.id}`);
  if (subject === undefined) throw invalid('session.subject', 'must be there: a logout names whom it is of');
  return { subject, sessionIndexes: flag('allSessions', allSessions) || index === undefined ? [] : [index] };
}

function remembered(
  { id: provider }: IdentityProvider,
  handle: string,
  { id: requestId, issueInstant }: LogoutRequestHead,
  { returnTo }: LogoutOptions,
): SamlLogoutPending {
  return {
    protocol: 'saml',
    purpose: 'logout',
    provider,
    requestId,
    handle,
    issuedAt: issueInstant.toISOString(),
    ...(returnTo === undefined ? {} : { returnTo }),
  };
}

function validFor({ validForSeconds }: LogoutOptions): number {
  return wholeNumber('validForSeconds', validForSeconds, { initial: 300, least: 30, most: 3_600 });
}

/** SAMLCore 3.7.3: the two reasons that the standard has, and those of others, which are URIs. */
function reasonOf({ reason }: LogoutOptions): string | undefined {
  if (reason === undefined) return undefined;
  return reason === 'user' || reason === 'admin' ? `urn:oasis:names:tc:SAML:2.0:logout:${reason}` : absoluteUri('reason', reason);
}

const fields = [
  'binding',
  'parameters',
  'handle',
  'returnTo',
  'reason',
  'allSessions',
  'validForSeconds',
] satisfies (keyof LogoutOptions)[];
