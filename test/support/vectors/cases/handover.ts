import { handoverCasesOf, handoverClaims } from '../handover-case.ts';
import { asked, at } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = handoverCasesOf('RFC 7519 7.2', 'rule');

/** Headers by which a proxy says whose session is to begin: each rule broken alone, and just met. */
export const handoverCases: readonly Case[] = [
  accepts('clean', 'a hand-over'),
  ...kinds(),
  ...issuers(),
  ...audiences(),
  ...windows(),
  ...subjects(),
  ...uses(),
];

/** The same key may sign tokens of other kinds. */
function kinds(): readonly Case[] {
  const spec = { spec: 'RFC 8725 3.11' };
  const kind = (name: string, comment: string, typ: unknown): Case =>
    bad(`type-${name}`, comment, 'type', {}, { ...spec, header: { typ } });
  return [
    kind('absent', 'no typ', undefined),
    kind('jwt', 'a JWT of no kind', 'JWT'),
    kind('logout-token', 'a logout token', 'logout+jwt'),
    kind('access-token', 'an access token', 'at+jwt'),
    kind('list', 'a list with the right kind in it', ['signon-handover+jwt']),
    kind('beginning', 'a kind whose name begins like the right one', 'signon-handover+jwt2'),
    bad(
      'type-in-claims',
      'the right kind among the claims and not in the header',
      'type',
      { typ: 'signon-handover+jwt' },
      {
        ...spec,
        header: { typ: undefined },
      },
    ),
    refuses('id-token', 'an ID token by the same key', `${rule('type')} handover.audience handover.window handover.subject`, {
      ...spec,
      header: { typ: 'JWT' },
      claims: { aud: asked.clientId, exp: at(300), nonce: asked.nonce, jti: undefined },
    }),
  ];
}

function issuers(): readonly Case[] {
  const issuer = (name: string, comment: string, iss: unknown): Case =>
    bad(`issuer-${name}`, comment, 'issuer', { iss }, { spec: 'RFC 7519 4.1.1' });
  return [
    issuer('other', 'another issuer', 'https://other.example'),
    issuer('missing', 'no issuer', undefined),
    issuer('null', 'null in the place of the issuer', null),
    issuer('slash', 'a slash behind the issuer', `${handoverClaims.iss}/`),
    issuer('case', 'the issuer in capitals', handoverClaims.iss.toUpperCase()),
    issuer('list', 'a list with the right issuer in it', [handoverClaims.iss]),
  ];
}

/** One product and no other, at one address: whoever may take more than one audience could pass it on. */
function audiences(): readonly Case[] {
  const spec = { spec: 'RFC 7519 4.1.3' };
  const audience = (name: string, comment: string, aud: unknown, options: TokenCaseOptions = {}): Case =>
    bad(`audience-${name}`, comment, 'audience', { aud }, { ...spec, ...options });
  const atRoot = { ...spec, parties: 'product-at-root' };
  return [
    accepts(
      'audience-at-root',
      'a product without a context path, whose base URL is written with a slash at its end',
      {},
      { ...atRoot, claims: { aud: 'https://jira.example' } },
    ),
    audience('other', 'another product', 'https://confluence.example'),
    audience('missing', 'no audience', undefined),
    audience('list', 'a list of this product and another', [handoverClaims.aud, 'https://confluence.example']),
    audience('list-of-one', 'a list of this product alone', [handoverClaims.aud]),
    audience('list-empty', 'an empty list', []),
    audience('host-alone', 'the host without the context path', 'https://jira.example'),
    audience('path-other', 'another context path of the same host', 'https://jira.example/wiki'),
    audience('path-within', 'a page of the product', `${handoverClaims.aud}/secure/admin`),
    audience('path-of-root', 'the context path, where the product has none', handoverClaims.aud, atRoot),
    audience('slash', 'a slash at the end', `${handoverClaims.aud}/`),
    audience('scheme', 'the address without TLS', handoverClaims.aud.replace('https', 'http')),
    audience('port', 'another port', 'https://jira.example:8443/jira'),
  ];
}

/** Half a minute at most from `iat` to `exp`, by clocks that are five seconds apart at most. */
function windows(): readonly Case[] {
  const spec = { spec: 'RFC 7519 4.1.4' };
  const good = (name: string, comment: string, claims: object): Case =>
    accepts(`window-${name}`, comment, {}, { ...spec, claims, flags: 'boundary' });
  const late = (name: string, comment: string, claims: object): Case =>
    bad(`window-${name}`, comment, 'window', claims, { ...spec, flags: 'boundary' });
  const window = (name: string, comment: string, claims: object): Case => bad(`window-${name}`, comment, 'window', claims, spec);
  return [
    good('longest', '30 seconds, which have just begun', { iat: at(0), exp: at(30) }),
    late('too-long', '31 seconds', { exp: at(21) }),
    late('too-long-by-half', 'half a second more than 30', { exp: at(20.5) }),
    good('shortest', 'one second', { iat: at(0), exp: at(1) }),
    late('of-no-length', 'an end that is the beginning', { iat: at(1), exp: at(1) }),
    late('backwards', 'an end before the beginning', { iat: at(2), exp: at(1) }),
    good('ahead', 'made by a clock that is 5 seconds ahead', { iat: at(5), exp: at(35) }),
    late('future', 'made by a clock that is 6 seconds ahead', { iat: at(6), exp: at(36) }),
    good('last', 'a second before it is too late', { iat: at(-34), exp: at(-4) }),
    late('past', 'too late', { iat: at(-35), exp: at(-5) }),
    good('fractions', 'instants with fractions of a second', { iat: at(-9.5), exp: at(20.5) }),
    window('yesterday', 'made a day ago', { iat: at(-86_400), exp: at(-86_370) }),
    window('from-yesterday', 'made a day ago and good until now', { iat: at(-86_400) }),
    window('issued-missing', 'not said when it was made', { iat: undefined }),
    window('end-missing', 'no end', { exp: undefined }),
    window('issued-text', 'an instant as a text', { iat: String(handoverClaims.iat) }),
    window('end-text', 'an end as a text', { exp: String(handoverClaims.exp) }),
    window('end-null', 'null in the place of its end', { exp: null }),
    window('milliseconds', 'instants in milliseconds', { iat: at(-10) * 1000, exp: at(20) * 1000 }),
  ];
}

/** Whose session it is, and the name by which it is known that this hand-over was used. */
function subjects(): readonly Case[] {
  const spec = { spec: 'RFC 7519 4.1.2' };
  const subject = (name: string, comment: string, claims: object): Case => bad(name, comment, 'subject', claims, spec);
  const every = (claim: string, name: string, what: string): readonly Case[] => [
    subject(`${name}-missing`, `no ${what}`, { [claim]: undefined }),
    subject(`${name}-empty`, `an empty ${what}`, { [claim]: '' }),
    subject(`${name}-number`, `a number in the place of the ${what}`, { [claim]: 10_000 }),
    subject(`${name}-list`, `a list in the place of the ${what}`, { [claim]: ['alice', 'mallory'] }),
  ];
  return [
    accepts(
      'name-beyond-latin',
      'a key and a name with letters of many kinds',
      { key: 'ключ 1', name: 'Ålice Łukasz 李 😀' },
      { ...spec, claims: { sub: 'ключ 1', name: 'Ålice Łukasz 李 😀' }, flags: 'text' },
    ),
    accepts(
      'claims-beside',
      'claims that nobody knows',
      {},
      {
        spec: 'RFC 7519 4',
        claims: { admin: true, groups: ['jira-administrators'], user: 'mallory', 'https://example.com/sub': 'mallory' },
      },
    ),
    ...every('sub', 'key', 'key of an account'),
    ...every('name', 'name', 'name of an account'),
    ...every('jti', 'id', 'name of its own'),
  ];
}

function uses(): readonly Case[] {
  const replay = (replay: string) => ({ fields: { replay }, spec: 'RFC 7519 4.1.7' }) as const;
  return [
    refuses('used', 'a hand-over that was used before', rule('replay'), replay('used')),
    refuses('store-full', 'one of which nobody can remember that it was used', 'store.full', replay('full')),
    refuses('store-broken', 'one of which nobody can say whether it was used', 'store.unavailable', replay('broken')),
  ];
}

function bad(name: string, comment: string, id: string, claims: object, options: TokenCaseOptions = {}): Case {
  return refuses(name, comment, rule(id), { claims, ...options });
}

function rule(id: string): string {
  return `token.rejected handover.${id}`;
}
