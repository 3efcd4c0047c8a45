import { toHex } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import type { Outgoing } from '../identity/login.ts';
import { type Draft, writeDocument } from '../xml/writer.ts';
import { signDocument } from '../xmldsig/sign.ts';
import { keyFor } from './announced.ts';
import { saml, samlp } from './draft.ts';
import type { Endpoint, IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import type { LogoutExpectation } from './logout-expectation.ts';
import { bindings } from './names.ts';
import { send } from './outgoing.ts';
import { writeSoap } from './soap.ts';

/**
 * How it went: `success` where all sessions that were meant have ended, or there were none; `partial` where somebody whom we had to tell
 * could not be told; `failed` where any of our own may be left.
 */
export type LogoutOutcome = 'success' | 'partial' | 'failed';

/** An answer of ours to a request: for the browser to carry, or the body of the answer to the very request that brought it, as `text/xml`. */
export type LogoutReply = Outgoing | { readonly kind: 'soap'; readonly body: string };

/** What is answered. */
export interface Answerable {
  /** The ID of the request. */
  readonly request: string;
  readonly incoming: Incoming;
  readonly expected: LogoutExpectation;
}

/** The answer to a request, as its `reply` makes it. */
export async function replyTo({ request, incoming, expected }: Answerable, outcome: LogoutOutcome, env: Env): Promise<LogoutReply> {
  const { sp, idp } = expected;
  if (!Object.hasOwn(statusCodes, outcome)) throw invalid('outcome', `must be one of ${Object.keys(statusCodes).join(', ')}`);
  const key = sp.signing?.current;
  if (key === undefined) throw invalid('signing', 'must be given: whoever asked believes no answer that is not signed');
  const head = { id: `_${toHex(env.random(20))}`, issueInstant: instantOf(env), issuer: sp.entityId, inResponseTo: request };
  if (incoming.binding === 'soap') {
    const xml = await writeDocument(logoutResponse({ ...head, destination: undefined }, outcome));
    return { kind: 'soap', body: writeSoap(await signDocument(xml, keyFor(idp, key, bindings.soap, sp.blockedAlgorithms))) };
  }
  const { binding, location, responseLocation = location } = wayBack(idp, incoming.binding);
  return await send(binding, {
    parameter: 'SAMLResponse',
    xml: await writeDocument(logoutResponse({ ...head, destination: responseLocation }, outcome)),
    location: responseLocation,
    // SAMLBind 3.4.3: just as it came, be it what it may.
    relayState: incoming.relayState,
    parameters: {},
    key: keyFor(idp, key, binding, sp.blockedAlgorithms),
  });
}

/** The way on which the request came, where the provider takes answers on it; else the other one. */
function wayBack({ id, singleLogoutServices }: IdentityProvider, asked: Incoming['binding']): Endpoint {
  for (const binding of [bindings[asked], bindings.redirect, bindings.post]) {
    const endpoint = singleLogoutServices.find((service) => service.binding === binding);
    if (endpoint !== undefined) return endpoint;
  }
  throw new SsoError('provider.endpoint', { provider: id, service: 'SingleLogoutService', binding: bindings[asked] });
}

/** What every answer says. */
interface ResponseHead {
  readonly id: string;
  readonly issueInstant: Date;
  readonly destination: string | undefined;
  readonly issuer: string;
  readonly inResponseTo: string;
}

/** A LogoutResponse, its children in the order of the schema (SAMLCore 3.7.2). */
function logoutResponse({ id, issueInstant, destination, issuer, inResponseTo }: ResponseHead, outcome: LogoutOutcome): Draft {
  const codes = statusCodes[outcome].map((code) => `urn:oasis:names:tc:SAML:2.0:status:${code}`);
  return samlp('LogoutResponse', {
    attributes: {
      ID: id,
      Version: '2.0',
      IssueInstant: issueInstant.toISOString(),
      Destination: destination,
      InResponseTo: inResponseTo,
    },
    children: [saml('Issuer', { children: [issuer] }), samlp('Status', { children: [statusCode(codes)] })],
  });
}

/** The codes within each other, the outermost first. */
function statusCode([code, ...inner]: readonly string[]): Draft | undefined {
  if (code === undefined) return undefined;
  return samlp('StatusCode', { attributes: { Value: code }, children: [statusCode(inner)] });
}

const statusCodes = {
  success: ['Success'],
  partial: ['Success', 'PartialLogout'],
  failed: ['Responder'],
} as const satisfies Readonly<Record<LogoutOutcome, readonly string[]>>;
