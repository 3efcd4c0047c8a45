import { askedFor, suite } from '../id-token-case.ts';
import { asked, signedToken } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case, Workshop } from '../workshop.ts';

const { accepts, refuses } = tokenCases({
  folder: 'token-response',
  spec: 'OIDCCore 3.1.3.3',
  flags: 'rule',
  usual: {},
  outcome: { issuer: asked.issuer, subject: { value: asked.subject } },
  ...askedFor({}),
});
const fields = askedFor({}).fields;
const fapi = (module: string) => suite(`fapi2-security-profile-final-client-test-${module}`);

/** What the token endpoint answers to a code. */
export const tokenResponseCases: readonly Case[] = [...good(), ...rules(), ...documents(), ...statuses()];

function good(): readonly Case[] {
  return [
    accepts('clean', 'an ID token and an access token', {}, says()),
    accepts('all', 'with all that can be there', {}, says({ refresh_token: 'r', scope: 'openid', id_token_expires_in: 1 })),
    accepts(
      'type-lower-case',
      'token_type in lower case',
      {},
      { ...says({ token_type: 'bearer' }), ...fapi('token-type-case-insensitivity') },
    ),
    accepts('type-capitals', 'token_type in capitals', {}, says({ token_type: 'BEARER' })),
    accepts(
      'no-expires-in',
      'without the life of the access token',
      {},
      {
        ...says({ expires_in: undefined }),
        ...fapi('token-endpoint-response-without-expires_in'),
      },
    ),
    accepts('expires-in-text', 'with it as a text', {}, says({ expires_in: '3600' })),
    accepts(
      'no-scope',
      'without scope',
      {},
      {
        ...says({ scope: undefined }),
        source: 'OpenID conformance suite, fapi1-advanced-final-client-test-no-scope-in-token-endpoint-response',
      },
    ),
    accepts('error-beside', 'with an error, though the status is one of success', {}, says({ error: 'none' })),
    accepts(
      'dpop',
      'tokens that are bound to our key, as was asked',
      {},
      { ...says({ token_type: 'DPoP' }), parties: 'rp-dpop op', spec: 'RFC 9449 5' },
    ),
    accepts('white-space', 'white space around the object', {}, { message: (workshop) => `\n${responseOf(workshop)}\r\n` }),
    accepts(
      'charset',
      'a media type with a parameter',
      {},
      { ...says(), fields: { ...fields, contentType: 'application/json;charset=UTF-8' } },
    ),
  ];
}

function rules(): readonly Case[] {
  const bad = (name: string, comment: string, rule: string, members: object, options: TokenCaseOptions = {}): Case =>
    refuses(name, comment, `token.rejected tokens.${rule}`, { ...says(members), ...options });
  const dpop = { parties: 'rp-dpop op', spec: 'RFC 9449 5', flags: 'downgrade rule' } as const;
  return [
    bad('access-token-missing', 'no access token', 'access-token', { access_token: undefined }, { spec: 'RFC 6749 5.1' }),
    bad('access-token-empty', 'an empty access token', 'access-token', { access_token: '' }),
    bad('access-token-number', 'an access token that is no text', 'access-token', { access_token: 1 }),
    bad('type-missing', 'no token_type', 'type', { token_type: undefined }, { spec: 'RFC 6749 5.1' }),
    bad('type-mac', 'a token_type that nobody knows', 'type', { token_type: 'mac' }),
    bad('type-dpop', 'tokens that are bound to a key, though nobody showed one', 'type', { token_type: 'DPoP' }),
    bad('dpop-bearer', 'tokens that anybody can use, though they were to be bound to our key', 'type', { token_type: 'Bearer' }, dpop),
    bad('dpop-missing', 'no token_type, where tokens were to be bound to our key', 'type', { token_type: undefined }, dpop),
    bad('id-token-missing', 'no ID token', 'id-token', { id_token: undefined }),
    bad('id-token-empty', 'an empty ID token', 'id-token', { id_token: '' }),
    bad('id-token-object', 'claims in the place of an ID token', 'id-token', { id_token: { sub: 'alice' } }),
    bad('id-token-null', 'null in the place of an ID token', 'id-token', { id_token: null }),
  ];
}

function documents(): readonly Case[] {
  const bad = (name: string, comment: string, reason: string, change: (text: string) => string | Uint8Array, flags = 'syntax'): Case =>
    refuses(name, comment, `transport.json {"reason":"${reason}"}`, {
      message: (workshop) => change(responseOf(workshop)),
      flags,
      spec: 'RFC 6749 5.1',
    });
  const typed = (name: string, comment: string, contentType: string): Case =>
    refuses(name, comment, 'transport.content-type', { ...says(), fields: { ...fields, contentType }, spec: 'RFC 6749 5.1' });
  return [
    bad('repeated', 'id_token twice', 'repeated-member', (text) => text.replace('{', '{"id_token":"e30.e30.",')),
    bad('list', 'a list', 'not-an-object', (text) => `[${text}]`),
    bad('nothing', 'nothing', 'syntax', () => ''),
    bad('text-behind', 'text behind the object', 'syntax', (text) => `${text};`),
    bad('form', 'a form', 'syntax', () => 'access_token=a&token_type=bearer'),
    bad('utf-16', 'in UTF-16', 'encoding', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'encoding'),
    typed('type-html', 'JSON that calls itself a page', 'text/html'),
    typed('type-form', 'JSON that calls itself a form', 'application/x-www-form-urlencoded'),
    typed('type-similar', 'a media type that begins like JSON', 'application/jsonp'),
  ];
}

function statuses(): readonly Case[] {
  const bad = (name: string, comment: string, expected: string, status: string, options: TokenCaseOptions = {}): Case =>
    refuses(name, comment, expected, { ...says(), fields: { ...fields, status }, flags: 'status', spec: 'RFC 6749 5.2', ...options });
  const error = (members: object): TokenCaseOptions => ({ message: () => JSON.stringify(members) });
  return [
    bad(
      'refused',
      'a code that does not count',
      'token.refused {"endpoint":"token","status":400,"error":"invalid_grant"}',
      '400',
      error({ error: 'invalid_grant' }),
    ),
    bad(
      'refused-described',
      'with a text',
      'token.refused {"status":401,"error":"invalid_client","message":"AADSTS7000222: expired"}',
      '401',
      error({ error: 'invalid_client', error_description: 'AADSTS7000222: expired' }),
    ),
    bad('refused-tokens', 'good tokens with a status that is no success', 'transport.status {"status":400}', '400'),
    bad('refused-nameless', 'an error that is no text', 'transport.status {"status":400}', '400', error({ error: { code: 1 } })),
    bad('failed', 'a page with a status that is no success', 'transport.status {"status":502}', '502', {
      message: () => '<html></html>',
      fields: { ...fields, status: '502', contentType: 'text/html' },
    }),
  ];
}

function says(members: object = {}): TokenCaseOptions {
  return { message: (workshop) => responseOf(workshop, members) };
}

function responseOf(workshop: Workshop, members: object = {}): string {
  const usual = { access_token: asked.accessToken, token_type: 'Bearer', expires_in: 3600, id_token: signedToken(workshop, {}) };
  return JSON.stringify({ ...usual, ...members });
}
