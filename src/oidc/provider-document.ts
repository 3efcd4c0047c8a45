import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { isObject, type Json, type JsonObject, member } from '../core/json.ts';
import { addressProblem } from '../core/options.ts';
import { settledIssuer } from './issuer.ts';
import { type KeySource, publishedKeys } from './key-source.ts';
import { confirmedIn, type Provider, type ProviderEndpoints, type ProviderOptions } from './provider.ts';

/** A provider's document as read: what is known of it before our own options are put to it. */
export interface ProviderDocument extends Omit<Provider, 'id' | 'tenants' | 'subject' | 'requireClaims' | 'keys'> {
  readonly jwksUri: string;
}

/**
 * Reads the document that a provider publishes about itself.
 *
 * @param typed - the issuer that was typed
 * @throws SsoError `provider.issuer`, and `provider.document` for an address that is missing or cannot be
 * @see OIDCDisc 3, RFC 8414 2
 */
export function readProviderDocument(typed: string, document: JsonObject): ProviderDocument {
  const issuer = member(document, 'issuer');
  if (typeof issuer !== 'string') throw refused(typed, 'issuer', 'is missing');
  const settled = settledIssuer(typed, issuer);
  const aliases = member(document, 'mtls_endpoint_aliases');
  return {
    issuer: settled,
    endpoints: Object.freeze({
      ...optionalEndpoints(typed, document),
      authorization: required(typed, document, 'authorization_endpoint'),
      token: required(typed, document, 'token_endpoint'),
    }),
    mutualTlsEndpoints: Object.freeze(isObject(aliases) ? optionalEndpoints(typed, aliases) : {}),
    namesItself: member(document, 'authorization_response_iss_parameter_supported') === true,
    wantsPushedRequests: member(document, 'require_pushed_authorization_requests') === true,
    jwksUri: required(typed, document, 'jwks_uri'),
    learntFrom: typed,
  };
}

/** The keys of a provider by its document; where they are published as before, those that are known already. */
export function keysBy(document: ProviderDocument, options: ProviderOptions, known: KeysAt | undefined, env: Env): KeysAt {
  if (known?.jwksUri === document.jwksUri) return known;
  const { jwksUri, learntFrom } = document;
  const address = { provider: options.id ?? document.issuer, jwksUri, learntFrom, confirmed: confirmedIn(options) };
  return { jwksUri, source: publishedKeys(address, env) };
}

/** Keys and where they are published. */
export interface KeysAt {
  readonly jwksUri: string;
  readonly source: KeySource;
}

function optionalEndpoints(typed: string, document: JsonObject): Partial<ProviderEndpoints> {
  const named = Object.entries(endpointNames).map(([name, field]) => [name, address(typed, document, field)] as const);
  return Object.fromEntries(named.filter(([, location]) => location !== undefined));
}

function required(typed: string, document: JsonObject, field: string): string {
  const location = address(typed, document, field);
  if (location === undefined) throw refused(typed, field, 'is missing');
  return location;
}

function address(typed: string, document: JsonObject, field: string): string | undefined {
  const location: Json | undefined = member(document, field);
  if (location === undefined || location === null) return undefined;
  const problem = typeof location === 'string' ? addressProblem(location) : 'must be a text';
  if (typeof location !== 'string' || problem !== undefined) throw refused(typed, field, problem ?? '');
  return location;
}

function refused(provider: string, field: string, problem: string): SsoError<'provider.document'> {
  return new SsoError('provider.document', { provider, field, problem });
}

const endpointNames = {
  token: 'token_endpoint',
  userInfo: 'userinfo_endpoint',
  pushedRequest: 'pushed_authorization_request_endpoint',
  revocation: 'revocation_endpoint',
  introspection: 'introspection_endpoint',
  endSession: 'end_session_endpoint',
} as const satisfies Partial<Record<keyof ProviderEndpoints, string>>;
