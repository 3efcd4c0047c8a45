import { idTokenCases, rule, suite } from '../id-token-case.ts';
import { asked, sealedToken, signedToken } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = idTokenCases({ spec: 'OIDCCore 3.1.3.7', flags: 'rule' });
const { clientId, issuer, nonce } = asked;
const basic = (module: string) => suite(`oidcc-client-test-${module}`);
const fapi = (module: string) => suite(`fapi2-security-profile-final-client-test-${module}`);

/** Who made an ID token, about whom, for whom, and in answer to what. */
export const idTokenRuleCases: readonly Case[] = [
  accepts('clean', 'an ID token'),
  ...encryption(),
  ...types(),
  ...issuers(),
  ...subjects(),
  ...requiredClaims(),
  ...audiences(),
  ...otherAudiences(),
  ...authorizedParties(),
  ...nonces(),
  ...contexts(),
  ...events(),
];

function encryption(): readonly Case[] {
  const encrypted = (parties: string): TokenCaseOptions => ({
    parties,
    message: (workshop) => sealedToken(signedToken(workshop, {})),
    flags: 'encryption rule',
    spec: 'OIDCCore 10.2',
  });
  return [
    accepts('encrypted', 'encrypted, where both may be', {}, encrypted('rp-decrypts op')),
    accepts('encrypted-required', 'encrypted, where it must be', {}, encrypted('rp-requires-encryption op')),
    refuses('encrypted-missing', 'not encrypted, where it must be', rule('encrypted'), { parties: 'rp-requires-encryption op' }),
  ];
}

/** `typ` of the header tells tokens of a provider apart. */
function types(): readonly Case[] {
  const spec = 'RFC 8725 3.11';
  const good = (name: string, comment: string, typ: unknown): Case => accepts(`type-${name}`, comment, {}, { header: { typ }, spec });
  const bad = (name: string, comment: string, typ: unknown): Case =>
    refuses(`type-${name}`, comment, rule('type'), { header: { typ }, spec });
  return [
    good('absent', 'no typ', undefined),
    good('lower-case', 'typ in lower case', 'jwt'),
    good('media-type', 'typ as a media type', 'application/jwt'),
    bad('access-token', 'an access token with all the right claims', 'at+jwt'),
    bad('access-token-media-type', 'the same as a media type', 'application/at+jwt'),
    bad('logout-token', 'a logout token', 'logout+jwt'),
    bad('response', 'an introspection response', 'token-introspection+jwt'),
    bad('proof', 'a proof of possession', 'dpop+jwt'),
    bad('empty', 'an empty typ', ''),
    bad('blank', 'typ with a blank behind it', 'JWT '),
    bad('null', 'typ null', null),
    bad('list', 'typ as a list', ['JWT']),
  ];
}

function issuers(): readonly Case[] {
  const bad = (name: string, comment: string, iss: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`issuer-${name}`, comment, rule('issuer'), { claims: { iss }, spec: 'OIDCCore 3.1.3.7 (2)', ...options });
  return [
    bad('other', 'another issuer', 'https://other-op.example', basic('invalid-iss')),
    bad('missing', 'no issuer', undefined, fapi('invalid-missing-iss')),
    bad('slash', 'a slash behind it', `${issuer}/`),
    bad('case', 'a capital letter in it', 'https://OP.example'),
    bad('http', 'http in the place of https', 'http://op.example'),
    bad('port', 'the port that https has anyway', 'https://op.example:443'),
    bad('longer', 'the issuer and more', `${issuer}.evil.example`),
    bad('blank', 'a blank behind it', `${issuer} `),
    bad('list', 'a list with the right one in it', [issuer]),
    bad('empty', 'an empty issuer', ''),
    bad('null', 'null', null),
  ];
}

function subjects(): readonly Case[] {
  const bad = (name: string, comment: string, sub: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`subject-${name}`, comment, rule('subject'), { claims: { sub }, spec: 'OIDCCore 2', ...options });
  const good = (name: string, comment: string, sub: string): Case =>
    accepts(`subject-${name}`, comment, { subject: { value: sub } }, { claims: { sub }, spec: 'OIDCCore 2', flags: 'rule text' });
  return [
    bad('missing', 'no subject', undefined, basic('missing-sub')),
    bad('empty', 'an empty subject', ''),
    bad('null', 'null', null),
    bad('number', 'a number', 4711),
    bad('list', 'a list with a subject', ['alice']),
    bad('inherited', 'a subject that only a reader of prototypes finds', undefined, {
      claims: JSON.stringify({ iss: issuer, aud: clientId, exp: 1768478700, iat: 1768478370, nonce }).replace(
        '{',
        '{"__proto__":{"sub":"alice"},',
      ),
    }),
    good('blanks', 'blanks around it, which belong to it', ' alice '),
    good('letters', 'letters of any kind', 'Åbc|李:"\\\u0001'),
    good('digits', 'digits', '0042'),
    good('long', '255 letters', 'a'.repeat(255)),
  ];
}

/** Claims that must be there with one of the values that are listed for them. */
function requiredClaims(): readonly Case[] {
  const parties = 'rp op-requires-claims';
  const spec = 'OIDCCore 5.1.2';
  const right = { hd: 'acme.example', org_id: 'org_1' };
  const bad = (name: string, comment: string, claims: object): Case =>
    refuses(`required-claims-${name}`, comment, rule('required-claims'), { claims: { ...right, ...claims }, parties, spec });
  return [
    accepts('required-claims', 'both claims that are demanded', {}, { claims: right, parties, spec }),
    accepts('required-claims-second', 'the second of two values', {}, { claims: { ...right, hd: 'acme.test' }, parties, spec }),
    bad('other', 'another value', { hd: 'other.example' }),
    bad('missing', 'one of the claims alone', { hd: undefined }),
    bad('case', 'the right value in capitals', { hd: 'ACME.example' }),
    bad('longer', 'the right value and more', { hd: 'acme.example.evil.example' }),
    bad('list', 'a list with the right value in it', { hd: ['acme.example'] }),
    bad('empty', 'an empty value', { org_id: '' }),
    bad('exchanged', 'each with the value of the other', { hd: 'org_1', org_id: 'acme.example' }),
  ];
}

function audiences(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (3)';
  const bad = (name: string, comment: string, aud: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`audience-${name}`, comment, rule('audience'), { claims: { aud }, spec, ...options });
  const good = (name: string, comment: string, aud: unknown, options: TokenCaseOptions = {}): Case =>
    accepts(`audience-${name}`, comment, {}, { claims: { aud }, spec, ...options });
  const both = `${rule('audience')} id-token.other-audiences`;
  return [
    good('list', 'a list of one', [clientId], fapi('valid-aud-as-array')),
    refuses('audience-other', 'another audience, which is also one too many', both, {
      claims: { aud: 'client-2' },
      spec,
      ...basic('invalid-aud'),
    }),
    refuses('audience-case', 'the right one in capitals', both, { claims: { aud: 'CLIENT-1' }, spec }),
    refuses('audience-longer', 'the right one and more', both, { claims: { aud: 'client-12' }, spec }),
    refuses('audience-joined', 'two audiences in one text', both, { claims: { aud: 'client-1 client-2' }, spec }),
    bad('missing', 'no audience', undefined, fapi('invalid-missing-aud')),
    bad('empty', 'an empty audience', ''),
    bad('empty-list', 'a list of none', []),
    bad('null', 'null', null),
    bad('object', 'an object with the right one as a name', { [clientId]: true }),
    bad('number', 'the right one and a number', [clientId, 1]),
    bad('nested', 'a list in a list', [[clientId]]),
    bad('declared', 'the audience that may stand beside ours, alone', 'https://api.example', { parties: 'rp-audiences op' }),
  ];
}

function otherAudiences(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (3)';
  const other = [clientId, 'https://other.example'];
  return [
    accepts(
      'other-audiences-declared',
      'an audience beside ours that was declared',
      {},
      {
        claims: { aud: ['https://api.example', clientId], azp: clientId },
        parties: 'rp-audiences op',
        spec,
      },
    ),
    refuses('other-audiences', 'an audience beside ours that nobody declared', rule('other-audiences'), {
      claims: { aud: other },
      spec,
      ...fapi('invalid-secondary-aud'),
    }),
    refuses('other-audiences-azp', 'the same, where we are the authorized party', rule('other-audiences'), {
      claims: { aud: other, azp: clientId },
      spec,
    }),
    refuses('other-audiences-third', 'a third audience beside one that was declared', rule('other-audiences'), {
      claims: { aud: [...other, 'https://api.example'] },
      parties: 'rp-audiences op',
      spec,
    }),
  ];
}

function authorizedParties(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (4)';
  const bad = (name: string, comment: string, azp: unknown): Case =>
    refuses(`authorized-party-${name}`, comment, rule('authorized-party'), { claims: { azp }, spec });
  return [
    accepts('authorized-party', 'we are the authorized party', {}, { claims: { azp: clientId }, spec }),
    bad('other', 'another authorized party', 'client-2'),
    bad('case', 'the right one in capitals', 'CLIENT-1'),
    bad('list', 'a list with the right one in it', [clientId]),
    bad('empty', 'an empty one', ''),
    bad('null', 'null', null),
  ];
}

function nonces(): readonly Case[] {
  const bad = (name: string, comment: string, other: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`nonce-${name}`, comment, rule('nonce'), { claims: { nonce: other }, spec: 'OIDCCore 3.1.3.7 (11)', ...options });
  return [
    bad('other', 'the nonce of another login', 'another', basic('nonce-invalid')),
    bad('missing', 'no nonce', undefined, fapi('invalid-missing-nonce')),
    bad('empty', 'an empty nonce', ''),
    bad('null', 'null', null),
    bad('case', 'the right one in capitals', nonce.toUpperCase()),
    bad('shorter', 'the right one without its end', nonce.slice(0, -1)),
    bad('list', 'a list with the right one in it', [nonce]),
    bad('state', 'the state in its place', asked.state),
  ];
}

/** `acr`, where one is demanded. */
function contexts(): readonly Case[] {
  const spec = 'OIDCCore 5.5.1.1';
  const demanded = {
    pending: JSON.stringify({ state: asked.state, nonce, issuedAt: '2026-01-15T11:59:00Z', requireAcr: ['phr', 'phrh'] }),
  };
  const bad = (name: string, comment: string, acr: unknown): Case =>
    refuses(`context-${name}`, comment, rule('context'), { claims: { acr }, fields: demanded, spec, flags: 'context rule' });
  const good = (name: string, comment: string, acr: string | undefined, fields: TokenCaseOptions['fields'] = {}): Case =>
    accepts(`context-${name}`, comment, acr === undefined ? {} : { context: acr }, {
      claims: { acr },
      fields,
      spec,
      flags: 'context rule',
    });
  return [
    good('first', 'the first that is demanded', 'phr', demanded),
    good('second', 'the second that is demanded', 'phrh', demanded),
    good('any', 'any context, where none is demanded', '0'),
    bad('other', 'another context', 'urn:mace:incommon:iap:bronze'),
    bad('missing', 'no context', undefined),
    bad('case', 'the right one in capitals', 'PHR'),
    bad('joined', 'both in one text', 'phr phrh'),
    bad('list', 'a list with the right one in it', ['phr']),
    bad('empty', 'an empty context', ''),
  ];
}

/** What only logout tokens have. */
function events(): readonly Case[] {
  const bad = (name: string, comment: string, event: unknown): Case =>
    refuses(`events-${name}`, comment, rule('no-events'), { claims: { events: event }, spec: 'OIDCBackChannel 2.4' });
  return [
    bad('logout', 'a logout token with a nonce', { 'http://schemas.openid.net/event/backchannel-logout': {} }),
    bad('empty', 'no event in events', {}),
    bad('null', 'null in the place of events', null),
  ];
}
