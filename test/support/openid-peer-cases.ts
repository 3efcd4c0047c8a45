import type { Says } from '../conformance/module.ts';
import { compactJws, jwsSigner } from './jws.ts';
import { OpenIdParty } from './openid-party.ts';
import { request } from './openid-peers.ts';

/** One login that is as it should be but for one thing, and what becomes of it. */
export interface PeerCase {
  readonly name: string;
  readonly says?: Says;
  /** Changes to the answer that the browser brings; several values are several parameters. */
  readonly answer?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What the token endpoint answers in place of what it should. */
  readonly response?: (party: OpenIdParty) => Response;
  readonly maxAgeSeconds?: number;
  /** By which rules, or with which code, we refuse it; or that we do not. */
  readonly ours: string;
  /** Where the others do the opposite: why we do not. */
  readonly differs?: string;
}

/** Logins, from good ones to those that are wrong in each way that there is. */
export const openidPeerCases: readonly PeerCase[] = [
  { name: 'as it should be', ours: 'accepted' },
  { name: 'typ JWT', says: { header: { typ: 'JWT' } }, ours: 'accepted' },
  {
    name: 'typ at+jwt',
    says: { header: { typ: 'at+jwt' } },
    ours: 'id-token.type',
    differs: 'a token of another kind by the same provider is none for us, whatever its claims (RFC 8725 3.11)',
  },
  {
    name: 'typ logout+jwt',
    says: { header: { typ: 'logout+jwt' } },
    ours: 'id-token.type',
    differs: 'it is a token of another kind, as at+jwt is',
  },
  { name: 'crit', says: { header: { crit: ['x'], x: 1 } }, ours: 'token.form' },
  {
    name: 'jwk in the header',
    says: { header: { jwk: {} } },
    ours: 'token.form',
    differs: 'a token that names what to check it with is refused, not passed over',
  },
  {
    name: 'jku in the header',
    says: { header: { jku: 'https://evil.example' } },
    ours: 'token.form',
    differs: 'it names what to check it with, as jwk does',
  },
  { name: 'no kid, one key', says: { header: { kid: undefined } }, ours: 'accepted' },
  {
    name: 'no kid, two keys that fit',
    says: { header: { kid: undefined }, published: [jwsSigner('RS256'), jwsSigner('RS256', 'b', 'b')] },
    ours: 'accepted',
    differs: 'we try up to four keys that fit, since a rollover without names would keep everybody out',
  },
  { name: 'unknown kid', says: { header: { kid: 'x' } }, ours: 'signature.key' },
  {
    name: 'another key under the same kid',
    says: { keys: [jwsSigner('RS256', 'RS256', 'x')], published: [jwsSigner('RS256')] },
    ours: 'signature.value',
  },
  { name: 'alg none', says: { keys: [jwsSigner('none')], published: [jwsSigner('RS256')] }, ours: 'signature.algorithm' },
  {
    name: 'alg HS256 with the public key',
    says: { keys: [jwsSigner('HS256')], published: [jwsSigner('RS256')] },
    ours: 'signature.algorithm',
  },
  { name: 'alg ES256 where RS256 is registered', says: { keys: [jwsSigner('ES256')] }, ours: 'signature.algorithm' },
  { name: 'alg PS256 where RS256 is registered', says: { keys: [jwsSigner('PS256')] }, ours: 'signature.algorithm' },
  { name: 'iss of another', says: { claims: { iss: 'https://evil.example' } }, ours: 'id-token.issuer' },
  { name: 'iss with a slash', says: { claims: { iss: 'https://op.example/' } }, ours: 'id-token.issuer' },
  { name: 'no iss', says: { claims: { iss: undefined } }, ours: 'id-token.issuer' },
  { name: 'no sub', says: { claims: { sub: undefined } }, ours: 'id-token.subject' },
  {
    name: 'sub empty',
    says: { claims: { sub: '' } },
    ours: 'id-token.subject',
    differs: 'nobody is called nothing: all who are would be one person',
  },
  { name: 'aud of another', says: { claims: { aud: 'other' } }, ours: 'id-token.audience,id-token.other-audiences' },
  { name: 'aud a list of one', says: { claims: { aud: ['client'] } }, ours: 'accepted' },
  { name: 'a second aud, no azp', says: { claims: { aud: ['client', 'other'] } }, ours: 'id-token.other-audiences' },
  {
    name: 'a second aud, azp is us',
    says: { claims: { aud: ['client', 'other'], azp: 'client' } },
    ours: 'id-token.other-audiences',
    differs: 'whoever is named beside us could show us the token as its own; they have to be declared',
  },
  { name: 'azp is us', says: { claims: { azp: 'client' } }, ours: 'accepted' },
  {
    name: 'azp of another',
    says: { claims: { azp: 'other' } },
    ours: 'id-token.authorized-party',
    differs: 'we hold azp whenever it is there (OIDCCore 3.1.3.7, 4), they only among several audiences',
  },
  { name: 'no exp', says: { claims: { exp: undefined } }, ours: 'id-token.expiry' },
  { name: 'exp 20 s ago', says: { claims: { exp: now(-20) } }, ours: 'accepted' },
  { name: 'exp 60 s ago', says: { claims: { exp: now(-60) } }, ours: 'id-token.expiry' },
  { name: 'exp a text', says: { claims: { exp: `${now(600)}` } }, ours: 'id-token.expiry' },
  { name: 'no iat', says: { claims: { iat: undefined } }, ours: 'id-token.issued-at' },
  {
    name: 'iat two days ago',
    says: { claims: { iat: now(-172_800) } },
    ours: 'id-token.issued-at',
    differs: 'no provider hands out a token that it made a day ago',
  },
  {
    name: 'iat in an hour',
    says: { claims: { iat: now(3_600) } },
    ours: 'id-token.issued-at',
    differs: 'a token that is made in time to come comes from a clock that no other instant can be judged by',
  },
  { name: 'nbf in an hour', says: { claims: { nbf: now(3_600) } }, ours: 'id-token.not-before' },
  { name: 'nonce of another', says: { claims: { nonce: 'x' } }, ours: 'id-token.nonce' },
  { name: 'no nonce', says: { claims: { nonce: undefined } }, ours: 'id-token.nonce' },
  {
    name: 'at_hash of another',
    says: { claims: { at_hash: 'x' } },
    ours: 'id-token.access-token-hash',
    differs: 'we hold the hash to the access token whenever it is there (OIDCCore 3.1.3.8)',
  },
  {
    name: 'c_hash of another',
    says: { claims: { c_hash: 'x' } },
    ours: 'id-token.code-hash',
    differs: 'we hold it to the code whenever it is there',
  },
  {
    name: 's_hash of another',
    says: { claims: { s_hash: 'x' } },
    ours: 'id-token.state-hash',
    differs: 'we hold it to the state whenever it is there',
  },
  {
    name: 'events',
    says: { claims: { events: {} } },
    ours: 'id-token.no-events',
    differs: 'a logout token must not sign anybody in (OIDCBackChannel 2.4)',
  },
  {
    name: 'auth_time in an hour',
    says: { claims: { auth_time: now(3_600) } },
    ours: 'id-token.authentication-time',
    differs: 'nobody has signed in tomorrow',
  },
  { name: 'auth_time recent enough', says: { claims: { auth_time: now(-30) } }, maxAgeSeconds: 60, ours: 'accepted' },
  { name: 'auth_time too old', says: { claims: { auth_time: now(-600) } }, maxAgeSeconds: 60, ours: 'id-token.authentication-time' },
  {
    name: 'auth_time too old for an age of zero',
    says: { claims: { auth_time: now(-600) } },
    maxAgeSeconds: 0,
    ours: 'id-token.authentication-time',
  },
  { name: 'no auth_time where an age was asked for', maxAgeSeconds: 60, ours: 'id-token.authentication-time' },
  { name: 'a claim twice', response: twice, ours: 'token.form', differs: 'two readers may take two different ones (RFC 7519 4)' },
  {
    name: 'padding in base64url',
    response: padded,
    ours: 'token.form',
    differs: 'a token has one form (RFC 7515 2), so that what is remembered of it cannot be got around',
  },
  { name: 'no access token', says: { tokens: { access_token: undefined } }, ours: 'tokens.access-token' },
  { name: 'no ID token', says: { tokens: { id_token: undefined } }, ours: 'tokens.id-token' },
  { name: 'no token type', says: { tokens: { token_type: undefined } }, ours: 'tokens.type' },
  { name: 'token type in capitals', says: { tokens: { token_type: 'BEARER' } }, ours: 'accepted' },
  {
    name: 'token type DPoP',
    says: { tokens: { token_type: 'DPoP' } },
    ours: 'tokens.type',
    differs: 'a token that is bound to a key is of no use to whoever has none, and was not asked for',
  },
  { name: 'expires_in a text', says: { tokens: { expires_in: '600' } }, ours: 'accepted' },
  {
    name: 'expires_in below zero',
    says: { tokens: { expires_in: -1 } },
    ours: 'accepted',
    differs: 'we pass over an end that cannot be: some providers write nonsense there, and nothing depends on it',
  },
  {
    name: 'scope a list',
    says: { tokens: { scope: ['openid'] } },
    ours: 'accepted',
    differs: 'we pass over what is no text: nothing depends on it',
  },
  {
    name: 'refresh token empty',
    says: { tokens: { refresh_token: '' } },
    ours: 'accepted',
    differs: 'we take it for none, as it is meant',
  },
  {
    name: 'a member of the answer twice',
    response: repeated,
    ours: 'transport.json',
    differs: 'two readers may take two different ones, as with a claim',
  },
  {
    name: 'JSON called text',
    response: (party) => typed(party, 'text/plain'),
    ours: 'transport.content-type',
    differs: 'a page in place of tokens must not be read as any (RFC 6749 5.1)',
  },
  {
    name: 'JSON called application/x+json',
    response: (party) => typed(party, 'application/x+json'),
    ours: 'transport.content-type',
    differs: 'it is another kind of document than the one that belongs there',
  },
  { name: 'state of another', answer: { state: 'x' }, ours: 'callback.state' },
  { name: 'no state', answer: { state: undefined }, ours: 'callback.state' },
  { name: 'state twice', answer: { state: [request.state, request.state] }, ours: 'message.parameter' },
  { name: 'iss of another in the answer', answer: { iss: 'https://evil.example' }, ours: 'callback.issuer' },
  { name: 'no iss in the answer', answer: { iss: undefined }, ours: 'callback.issuer' },
  { name: 'no code', answer: { code: undefined }, ours: 'callback.code' },
  { name: 'an error', answer: { code: undefined, error: 'access_denied' }, ours: 'provider.status' },
  { name: 'a code and an error', answer: { error: 'access_denied' }, ours: 'callback.code' },
  { name: 'a code and an ID token', answer: { id_token: 'a.b.c' }, ours: 'callback.no-tokens' },
  {
    name: 'a code and an access token',
    answer: { access_token: 'x' },
    ours: 'callback.no-tokens',
    differs: 'what nobody asked for was put there by somebody on the way (RFC 9700 2.1.2)',
  },
  { name: 'a code and a response', answer: { response: 'a.b.c' }, ours: 'callback.mode' },
  { name: 'a parameter that nobody knows twice', answer: { x: ['1', '2'] }, ours: 'accepted' },
];

function now(seconds: number): number {
  return new OpenIdParty().seconds + seconds;
}

function tokenOf(party: OpenIdParty): string {
  return party.idToken('client', request.nonce);
}

function tokensWith(idToken: string): string {
  return JSON.stringify({ access_token: 'access', token_type: 'Bearer', id_token: idToken });
}

function json(text: string, type = 'application/json'): Response {
  return new Response(text, { headers: { 'content-type': type } });
}

function twice(party: OpenIdParty): Response {
  const claims = Buffer.from(tokenOf(party).split('.')[1] ?? '', 'base64url').toString();
  return json(tokensWith(compactJws(`{"sub":"mallory",${claims.slice(1)}`, jwsSigner('RS256'))));
}

function padded(party: OpenIdParty): Response {
  return json(tokensWith(`${tokenOf(party)}==`));
}

function repeated(party: OpenIdParty): Response {
  return json(`{"access_token":"x",${tokensWith(tokenOf(party)).slice(1)}`);
}

function typed(party: OpenIdParty, type: string): Response {
  return json(tokensWith(tokenOf(party)), type);
}
