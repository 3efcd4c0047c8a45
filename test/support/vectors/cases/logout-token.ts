import { asked, at, sealedToken, signedToken, type TokenOptions, tampered } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const tenant = '2f9c1b7e-4d3a-4c58-9b6e-0a1d2c3e4f50';
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const usual = {
  iss: asked.issuer,
  sub: asked.subject,
  aud: asked.clientId,
  iat: at(-10),
  exp: at(110),
  jti: 'bWJq',
  events: { [event]: {} },
  sid: 'session-1',
};
const folder = {
  folder: 'logout-token',
  usual,
  outcome: { subject: { value: asked.subject }, sessionIndex: 'session-1' },
} as const;
const { accepts, refuses } = tokenCases({ ...folder, spec: 'OIDCBackChannel 2.6', flags: 'rule' });

/** Tokens by which a provider says whose sessions are over. */
export const logoutTokenCases: readonly Case[] = [...good(), ...parties(), ...times(), ...contents(), ...signatures(), ...uses()];

function good(): readonly Case[] {
  const header = (typ: string | undefined): TokenOptions => ({ header: { typ } });
  return [
    accepts('clean', 'a logout token with a subject and a session', {}, header('logout+jwt')),
    accepts('type-jwt', 'typ JWT, as it was before there was another'),
    accepts('type-absent', 'no typ', {}, header(undefined)),
    accepts('type-media-type', 'typ as a media type', {}, header('application/logout+jwt')),
    accepts('subject-alone', 'a subject and no session: all that the person has', { sessionIndex: null }, { claims: { sid: undefined } }),
    accepts('session-alone', 'a session and no subject', { subject: null }, { claims: { sub: undefined } }),
    accepts('audience-list', 'several audiences', {}, { claims: { aud: ['client-2', asked.clientId] } }),
    accepts('expiry-absent', 'no end, as the first drafts had it', {}, { claims: { exp: undefined } }),
    accepts('event-members', 'an event with members', {}, { claims: { events: { [event]: { reason: 'a' } } } }),
    accepts('event-beside', 'another event beside it', {}, { claims: { events: { [event]: {}, 'https://example.com/event': {} } } }),
    accepts(
      'encrypted',
      'encrypted for us',
      {},
      {
        parties: 'rp-decrypts op',
        message: (workshop) => sealedToken(signedToken(workshop, {}, usual)),
        flags: 'encryption',
      },
    ),
    accepts('tenant', 'of a tenant that is listed', { subject: { value: 'pairwise' } }, ofTenant(tenant, 'rp op-entra-common')),
    accepts(
      'key-issuer',
      'by a key that signs for its tenant alone',
      { subject: { value: 'pairwise' } },
      ofTenant(personal, 'rp op-entra-personal-key'),
    ),
  ];
}

/** By one of the keys that a provider has for all its tenants. */
function ofTenant(id: string, parties: string): TokenCaseOptions {
  return {
    header: { kid: 'Mc7l3Iz93g7uwgNeEmmw_WYGPko' },
    claims: { iss: `https://login.microsoftonline.com/${id}/v2.0`, sub: 'pairwise' },
    parties,
    flags: 'tenant rule',
  };
}

function parties(): readonly Case[] {
  return [
    bad('type-access-token', 'an access token', 'type', {}, { header: { typ: 'at+jwt' } }),
    bad('issuer-other', 'another issuer', 'issuer', { iss: 'https://other-op.example' }, suite('wrong-iss')),
    bad('issuer-missing', 'no issuer', 'issuer', { iss: undefined }),
    bad('issuer-slash', 'a slash behind the issuer', 'issuer', { iss: `${asked.issuer}/` }),
    refuses(
      'key-issuer-other',
      'a key that signs for another tenant alone',
      rule('key-issuer'),
      ofTenant(tenant, 'rp op-entra-personal-key'),
    ),
    bad('audience-other', 'another audience', 'audience', { aud: 'client-2' }, suite('wrong-aud')),
    bad('audience-missing', 'no audience', 'audience', { aud: undefined }),
    bad('audience-empty', 'an empty list of audiences', 'audience', { aud: [] }),
  ];
}

function times(): readonly Case[] {
  const time = (name: string, comment: string, claims: object): Case => accepts(name, comment, {}, { claims, flags: 'boundary' });
  const late = (name: string, comment: string, id: string, claims: object): Case => bad(name, comment, id, claims, { flags: 'boundary' });
  return [
    time('issued-at-old', 'made five minutes ago', { iat: at(-330) }),
    time('issued-at-ahead', 'made by a clock that is 30 seconds ahead', { iat: at(30) }),
    late('issued-at-too-old', 'made more than five minutes ago', 'issued-at', { iat: at(-331) }),
    late('issued-at-future', 'made by a clock that is 31 seconds ahead', 'issued-at', { iat: at(31) }),
    bad('issued-at-missing', 'not said when it was made', 'issued-at', { iat: undefined }),
    bad('issued-at-text', 'an instant as a text', 'issued-at', { iat: String(at(-10)) }),
    time('expiry-last', 'a second before it is too late', { exp: at(-29) }),
    late('expiry-past', 'too late', 'expiry', { exp: at(-30) }),
    bad('expiry-text', 'an end as a text', 'expiry', { exp: String(at(110)) }),
    bad('expiry-null', 'null in the place of its end', 'expiry', { exp: null }),
  ];
}

function contents(): readonly Case[] {
  return [
    bad('subject-and-session-missing', 'neither subject nor session', 'subject', { sub: undefined, sid: undefined }),
    bad('subject-number', 'a subject that is no text beside a session', 'subject', { sub: 1 }),
    bad('subject-empty', 'an empty subject beside a session', 'subject', { sub: '' }),
    bad('session-list', 'a list of sessions beside a subject', 'subject', { sid: ['session-1'] }),
    bad('session-null', 'null in the place of a session', 'subject', { sid: null }),
    bad('event-missing', 'no events', 'event', { events: undefined }, suite('no-event')),
    bad('event-other', 'another event', 'event', { events: { 'https://example.com/event': {} } }, suite('wrong-event')),
    bad('event-list', 'a list of events', 'event', { events: [event] }),
    bad('event-text', 'the event as a text', 'event', { events: event }),
    bad('event-true', 'an event that is no object', 'event', { events: { [event]: true } }),
    bad('event-list-within', 'an event that is a list', 'event', { events: { [event]: [] } }),
    bad('nonce', 'a nonce, which only ID tokens have', 'no-nonce', { nonce: asked.nonce }, suite('with-nonce')),
    bad('nonce-null', 'a nonce that is null', 'no-nonce', { nonce: null }),
    bad('id-missing', 'no name of its own', 'id', { jti: undefined }),
    bad('id-empty', 'an empty name', 'id', { jti: '' }),
    bad('id-number', 'a number in the place of its name', 'id', { jti: 1 }),
    refuses('id-token', 'an ID token in its place', `${rule('event')} logout-token.no-nonce logout-token.id`, {
      claims: { jti: undefined, events: undefined, nonce: asked.nonce, exp: at(300) },
    }),
  ];
}

function signatures(): readonly Case[] {
  const none = { header: { alg: 'none', kid: undefined }, signature: () => new Uint8Array() } as const;
  return [
    refuses('alg-none', 'alg none', 'signature.algorithm', { ...none, flags: 'algorithm', ...suite('alg-none') }),
    refuses('alg-other', 'ES256, where RS256 is registered', 'signature.algorithm', {
      key: 'idp-p256',
      parties: 'rp op-many-keys',
      flags: 'algorithm',
      ...suite('wrong-alg'),
    }),
    refuses('signature', 'another signature', 'signature.value', { after: tampered(2), flags: 'edit' }),
    refuses('stranger', 'signed by somebody else', 'signature.value', { key: 'stranger', header: { kid: 'idp' }, flags: 'key' }),
    refuses('event-repeated', 'events twice', 'token.form', {
      claims: `${JSON.stringify(usual).slice(0, -1)},"events":{}}`,
      flags: 'syntax',
    }),
    refuses('not-signed', 'claims that nobody signed', 'token.form', { message: () => JSON.stringify(usual), flags: 'syntax' }),
  ];
}

function uses(): readonly Case[] {
  const replay = (replay: string) => ({ fields: { replay } }) as const;
  return [
    refuses('used', 'a logout token that was used before', rule('replay'), replay('used')),
    refuses('store-full', 'one of which nobody can remember that it was used', 'store.full', replay('full')),
    refuses('store-broken', 'one of which nobody can say whether it was used', 'store.unavailable', replay('broken')),
  ];
}

function bad(name: string, comment: string, id: string, claims: object, options: TokenCaseOptions = {}): Case {
  return refuses(name, comment, rule(id), { claims, ...options });
}

function rule(id: string): string {
  return `token.rejected logout-token.${id}`;
}

function suite(module: string): { readonly source: string } {
  return { source: `OpenID conformance suite, oidcc-client-test-rp-backchannel-rpinitlogout-${module}` };
}
