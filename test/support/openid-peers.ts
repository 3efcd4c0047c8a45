import { createHash } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { OidcPending } from '../../src/oidc/pending.ts';
import { callbackUrl } from './openid-login.ts';
import type { OpenIdParty } from './openid-party.ts';

/** How another package finishes a login: what it returns is of no interest, what it throws is. */
export type Peer = (party: OpenIdParty, parameters: URLSearchParams, pending: OidcPending) => Promise<unknown>;

/** As its documentation has it, with the signature of the ID token checked, which is a call of its own. */
export const byOauth4webapi: Peer = async (party, parameters, { state, nonce, codeVerifier, maxAgeSeconds }) => {
  const server = { ...metadataOf(party) } satisfies oauth.AuthorizationServer;
  const client: oauth.Client = { client_id: 'client', id_token_signed_response_alg: 'RS256', [oauth.clockTolerance]: 30 };
  const fetching = { [oauth.customFetch]: fetchOf(party) };
  const checked = oauth.validateAuthResponse(server, client, parameters, state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), checked, callbackUrl, codeVerifier, fetching);
  await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
  await oauth.validateApplicationLevelSignature(server, response, fetching);
};

/** The same, with the check of signatures switched on. */
export const byOpenidClient: Peer = async (party, parameters, { state, nonce, codeVerifier, maxAgeSeconds }) => {
  const metadata = { id_token_signed_response_alg: 'RS256', [openid.clockTolerance]: 30 };
  const config = new openid.Configuration(metadataOf(party), 'client', metadata, openid.None());
  config[openid.customFetch] = fetchOf(party);
  openid.enableNonRepudiationChecks(config);
  await openid.authorizationCodeGrant(config, new URL(`${callbackUrl}?${parameters}`), {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
};

/** What is secret of a request. */
export const request = {
  state: 'a-state-that-nobody-guesses',
  nonce: 'a-nonce-that-nobody-guesses',
  codeVerifier: 'a-verifier-of-43-characters-or-more-as-it-must-be',
};

/** A request that any of them could have made, and what is remembered of it. */
export function requestFor(maxAgeSeconds: number | undefined, issuedAt: Date): { readonly url: string; readonly pending: OidcPending } {
  const pending: OidcPending = {
    protocol: 'oidc',
    provider: 'op',
    issuer: 'https://op.example',
    clientId: 'client',
    redirectUri: callbackUrl,
    responseMode: 'query',
    ...request,
    issuedAt: issuedAt.toISOString(),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
  const parameters = new URLSearchParams({
    client_id: 'client',
    redirect_uri: callbackUrl,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
  });
  return { url: `https://op.example/authorize?${parameters}`, pending };
}

function metadataOf({ issuer }: OpenIdParty) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    authorization_response_iss_parameter_supported: true,
  };
}

/** Each of them calls a fetch of its own kind. */
function fetchOf({ world }: OpenIdParty) {
  return async (url: string, { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown }) =>
    await world.fetch(url, { method, headers, ...(body === undefined || body === null ? {} : { body: String(body) }) });
}
