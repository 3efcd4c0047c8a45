import { asked, at, idTokenClaims } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { iss, sub, aud, nonce } = idTokenClaims;
const atLogin = { iss, sub, aud, exp: at(-3300), iat: at(-3600), nonce, auth_time: at(-3660) };
const { accepts, refuses } = tokenCases({
  folder: 'id-token',
  spec: 'OIDCCore 12.2',
  flags: 'refresh',
  usual: { iss, sub, aud, exp: at(300), iat: at(-30) },
  outcome: {},
  fields: { first: JSON.stringify(atLogin) },
});

/** ID tokens that come with a refresh, held against that of the login. */
export const idTokenRefreshedCases: readonly Case[] = [...good(), ...changed(), ...anyway()];

function good(): readonly Case[] {
  return [
    accepts('refreshed', 'a new ID token'),
    accepts('refreshed-nonce', 'with the nonce of the login', {}, { claims: { nonce } }),
    accepts('refreshed-authenticated', 'with the time at which the person was authenticated', {}, { claims: { auth_time: at(-3660) } }),
    accepts(
      'refreshed-authorized-party',
      'with the authorized party of the login',
      {},
      {
        claims: { azp: asked.clientId },
        ...first({ azp: asked.clientId }),
      },
    ),
    accepts('refreshed-authorized-party-gone', 'without the authorized party of the login', {}, first({ azp: asked.clientId })),
    accepts('refreshed-same-second', 'made in the same second as the first', {}, first({ iat: at(-30) })),
    accepts('refreshed-audience-list', 'the audience as a list', {}, { claims: { aud: [aud] } }),
    accepts(
      'refreshed-audiences',
      'both audiences of the login, the other way round',
      {},
      {
        claims: { aud: ['https://api.example', aud] },
        ...first({ aud: [aud, 'https://api.example'] }),
        parties: 'rp-audiences op',
      },
    ),
    accepts('refreshed-other-claims', 'with other claims about the person', {}, { claims: { name: 'Alice Baker', sid: 'session-2' } }),
  ];
}

/** What must be as it was. */
function changed(): readonly Case[] {
  const bad = (name: string, comment: string, rule: string, options: TokenCaseOptions): Case =>
    refuses(`refreshed-${name}`, comment, `token.rejected refreshed.${rule}`, options);
  return [
    bad('issuer-other', 'after a login at another issuer', 'issuer', first({ iss: 'https://old-op.example' })),
    bad('issuer-slash', 'after a login at an issuer with a slash behind it', 'issuer', first({ iss: `${iss}/` })),
    bad('subject-other', 'about somebody else', 'subject', {
      claims: { sub: 'mallory' },
      source: 'OpenID conformance suite, oidcc-client-test-refresh-token-invalid-sub',
    }),
    bad('subject-case', 'about somebody whose name differs by case', 'subject', { claims: { sub: 'Alice' } }),
    bad('audience-less', 'with one audience less', 'audience', {
      ...first({ aud: [aud, 'https://api.example'] }),
      parties: 'rp-audiences op',
    }),
    bad('authorized-party-new', 'with an authorized party, where the first had none', 'authorized-party', {
      claims: { azp: asked.clientId },
    }),
    bad('authenticated-other', 'with another time of authentication', 'authentication-time', { claims: { auth_time: at(-60) } }),
    bad('nonce-other', 'with another nonce', 'nonce', { claims: { nonce: 'another' } }),
    bad('nonce-new', 'with a nonce, where the first had none', 'nonce', { claims: { nonce }, ...first({ nonce: undefined }) }),
    bad('issued-before', 'made before the first', 'issued-at', first({ iat: at(-29) })),
  ];
}

/** What must hold of every ID token. */
function anyway(): readonly Case[] {
  const bad = (name: string, comment: string, rule: string, claims: object): Case =>
    refuses(`refreshed-${name}`, comment, `token.rejected id-token.${rule}`, { claims });
  return [
    bad('expired', 'too late', 'expiry', { exp: at(-30) }),
    bad('future', 'made by a clock that is 31 seconds ahead', 'issued-at', { iat: at(31) }),
    bad('events', 'with events', 'no-events', { events: {} }),
    refuses('refreshed-issuer', 'from another issuer', 'token.rejected id-token.issuer refreshed.issuer', {
      claims: { iss: 'https://other-op.example' },
      source: 'OpenID conformance suite, oidcc-client-test-refresh-token-invalid-issuer',
    }),
    refuses('refreshed-stranger', 'signed by somebody else', 'signature.value', { key: 'stranger', header: { kid: 'idp' } }),
    refuses('refreshed-unsigned', 'with alg none', 'signature.algorithm', {
      header: { alg: 'none', kid: undefined },
      signature: () => new Uint8Array(),
    }),
  ];
}

function first(claims: object): Pick<TokenCaseOptions, 'fields'> {
  return { fields: { first: JSON.stringify({ ...atLogin, ...claims }) } };
}
