import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { answering, openIdNames } from './openid-provider.ts';
import type { OpenIdWorkload } from './openid-workloads.ts';
import { inTurn, type Run, type Tasks } from './tasks.ts';

/** The same steps, and the signature with them, which both leave out where nobody asks for it. */
export const oauth4webapi: Tasks = {
  callback: (workload) => {
    const { server, fetching, turned } = inPosition(workload);
    const client = { client_id: openIdNames.clientId };
    const authentication = oauth.ClientSecretBasic(openIdNames.clientSecret);
    const keys = { [oauth.customFetch]: fetching, [oauth.jwksCache]: {} };
    return async (turn) => {
      const { query, state, nonce: expectedNonce, codeVerifier } = turned(turn);
      const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams(query), state);
      // It has no limit of its own to the time that the token endpoint may take; we have, and openid-client has.
      const options = { [oauth.customFetch]: fetching, signal: AbortSignal.timeout(10_000) };
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        parameters,
        openIdNames.redirectUri,
        codeVerifier,
        options,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce, requireIdToken: true });
      await oauth.validateApplicationLevelSignature(server, response, keys);
      return answerIn(oauth.getValidatedIdTokenClaims(tokens));
    };
  },
};

export const openidClient: Tasks = {
  callback: (workload) => {
    const { server, fetching, turned } = inPosition(workload);
    const authentication = openid.ClientSecretBasic(openIdNames.clientSecret);
    const config = new openid.Configuration(server, openIdNames.clientId, undefined, authentication);
    config[openid.customFetch] = fetching;
    openid.enableNonRepudiationChecks(config);
    return async (turn) => {
      const { query, state: expectedState, nonce: expectedNonce, codeVerifier: pkceCodeVerifier } = turned(turn);
      const address = new URL(`${openIdNames.redirectUri}?${query}`);
      const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
      return answerIn((await openid.authorizationCodeGrant(config, address, checks)).claims());
    };
  },
};

/** The package below us: signature, issuer, audience and the instants, no other rule. */
export const jose: Tasks = {
  'id-token': ({ key, logins, now }): Run => {
    const publicKey = createPublicKey({ key, format: 'jwk' });
    const { issuer, clientId: audience } = openIdNames;
    const options = { issuer, audience, algorithms: ['RS256'], typ: 'JWT', clockTolerance: 30, currentDate: new Date(now) };
    return async (turn) => answerIn((await jwtVerify(inTurn(logins, turn).idToken, publicKey, options)).payload);
  },
};

function inPosition({ key, logins }: OpenIdWorkload) {
  const { issuer } = openIdNames;
  let turn = 0;
  return {
    server: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      authorization_response_iss_parameter_supported: true,
    },
    fetching: answering(key, { '/token': () => inTurn(logins, turn).tokenResponse }),
    turned: (next: number) => {
      turn = next;
      return inTurn(logins, turn);
    },
  };
}

function answerIn(claims: { readonly sub?: string; readonly groups?: unknown } | undefined): string {
  return `${claims?.sub} ${Array.isArray(claims?.groups) ? claims.groups.length : undefined}`;
}
