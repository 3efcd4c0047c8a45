import { type CallbackOptions, callbackCases, goodAnswer, rule } from '../callback-case.ts';
import { asked, at, idTokenClaims, type Sealing, sealedToken, signedToken, type TokenOptions, tampered } from '../token.ts';
import type { Case, Workshop } from '../workshop.ts';

const { accepts, refuses } = callbackCases({ spec: 'JARM 2.4', flags: 'rule', pending: { responseMode: 'query.jwt' } });
const { issuer, clientId, state, code } = asked;
const usual = { iss: issuer, aud: clientId, exp: at(300), ...goodAnswer };
const suite = (module: string) => ({ source: `OpenID conformance suite, fapi2-message-signing-final-client-test-ensure-jarm-${module}` });

/** Answers that come as a signed token (JARM). */
export const callbackTokenCases: readonly Case[] = [...good(), ...rules(), ...within(), ...signatures()];

function good(): readonly Case[] {
  const takes = (name: string, comment: string, token: TokenOptions = {}, options: CallbackOptions = {}): Case =>
    accepts(`jarm-${name}`, comment, response(token), options);
  return [
    takes('clean', 'as a token in the query'),
    takes('form', 'as a token in a form', {}, { mode: 'form_post', pending: { responseMode: 'form_post.jwt' } }),
    takes('issuer-announced', 'where the issuer is announced, which is in the token', {}, { parties: 'rp op-names-itself' }),
    takes('audience-list', 'with a list of one audience', { claims: { aud: [clientId] } }),
    takes('plain-header', 'without typ and kid', { header: { typ: undefined, kid: undefined } }),
    takes('other-claims', 'with claims that nobody knows', { claims: { iat: at(-1), jti: 'a', session_state: 'b' } }),
    takes('last', 'a second before it is too late', { claims: { exp: at(-29) } }, { flags: 'boundary' }),
    accepts('jarm-encrypted', 'as a token that is encrypted for us', encrypted(), { parties: 'rp-decrypts op', flags: 'encryption' }),
    accepts('jarm-other-parameters', 'with other parameters beside it', (workshop) => ({
      response: token(workshop, {}),
      a: 'b',
      state: 'another',
      code: 'another',
    })),
  ];
}

/** Who made it, for whom, and for how long. */
function rules(): readonly Case[] {
  const bad = (name: string, comment: string, id: string, claims: object, options: CallbackOptions = {}): Case =>
    refuses(`jarm-${name}`, comment, rule(`response-token.${id}`), response({ claims }), options);
  return [
    bad(
      'issuer-other',
      'by another issuer',
      'issuer',
      { iss: 'https://other-op.example' },
      { ...suite('wrong-iss'), flags: 'mix-up rule' },
    ),
    bad('issuer-missing', 'without an issuer', 'issuer', { iss: undefined }, suite('without-iss-fails')),
    bad('issuer-slash', 'with a slash behind the issuer', 'issuer', { iss: `${issuer}/` }),
    bad('issuer-list', 'with a list of issuers', 'issuer', { iss: [issuer] }),
    bad('audience-other', 'for somebody else', 'audience', { aud: 'client-2' }, suite('wrong-aud')),
    bad('audience-missing', 'for nobody', 'audience', { aud: undefined }, suite('without-aud-fails')),
    bad('audience-several', 'for us and somebody else', 'audience', { aud: [clientId, 'client-2'] }),
    bad('audience-empty', 'with an empty list of audiences', 'audience', { aud: [] }),
    bad('expiry-past', 'too late', 'expiry', { exp: at(-30) }, { ...suite('with-expired-exp-fails'), flags: 'boundary' }),
    bad('expiry-missing', 'without end', 'expiry', { exp: undefined }, suite('without-exp-fails')),
    bad('expiry-text', 'with an end as a text', 'expiry', { exp: String(at(300)) }),
  ];
}

/** What it says is judged like a plain answer. */
function within(): readonly Case[] {
  const bad = (name: string, comment: string, expected: string, claims: object): Case =>
    refuses(`jarm-${name}`, comment, expected, response({ claims }));
  return [
    bad('state-other', 'with the state of another login', rule('callback.state'), { state: 'another' }),
    bad('state-number', 'with a state that is no text', rule('callback.state'), { state: 1 }),
    refuses('jarm-state-beside', 'with the state beside the token', rule('callback.state'), (workshop) => ({
      response: token(workshop, { claims: { state: undefined } }),
      state,
    })),
    bad('code-missing', 'with neither code nor error', rule('callback.code'), { code: undefined }),
    bad('code-number', 'with a code that is no text', rule('callback.code'), { code: 1 }),
    refuses('jarm-code-beside', 'with the code beside the token', rule('callback.code'), (workshop) => ({
      response: token(workshop, { claims: { code: undefined } }),
      code,
    })),
    bad('code-and-error', 'with a code and an error', rule('callback.code'), { error: 'access_denied' }),
    bad('token', 'with an access token', rule('callback.no-tokens'), { access_token: 'a' }),
    bad('error', 'with an error, which is then certain', 'provider.status {"outcome":"access-denied","authenticated":true}', {
      code: undefined,
      error: 'access_denied',
    }),
    refuses(
      'jarm-id-token',
      'an ID token in its place',
      `${rule('callback.state')} callback.code`,
      response({ claims: JSON.stringify(idTokenClaims) }),
    ),
  ];
}

function signatures(): readonly Case[] {
  const bad = (name: string, comment: string, expected: string, token: TokenOptions, options: CallbackOptions = {}): Case =>
    refuses(`jarm-${name}`, comment, expected, response(token), options);
  return [
    bad(
      'alg-none',
      'with alg none',
      'signature.algorithm',
      { header: { alg: 'none', kid: undefined }, signature: () => new Uint8Array() },
      {
        ...suite('signature-algorithm-is-not-none'),
        flags: 'algorithm',
      },
    ),
    bad('alg-other', 'with another algorithm than is registered', 'signature.algorithm', { algorithm: 'RS512' }, { flags: 'algorithm' }),
    bad(
      'signature',
      'with another signature',
      'signature.value',
      { after: tampered(2) },
      { ...suite('signature-is-checked'), flags: 'edit' },
    ),
    bad('claims', 'with other claims', 'signature.value', { after: tampered(1) }, { flags: 'edit' }),
    bad('stranger', 'signed by somebody else', 'signature.value', { key: 'stranger', header: { kid: 'idp' } }, { flags: 'key' }),
    bad('crit', 'with crit', 'token.form', { header: { crit: ['exp'] } }, { flags: 'header' }),
    refuses('jarm-empty', 'nothing in the place of the token', 'token.form', { response: '' }, { flags: 'syntax' }),
    refuses('jarm-plain', 'claims that nobody signed', 'token.form', { response: JSON.stringify(usual) }, { flags: 'syntax' }),
    refuses('jarm-not-asked', 'a token, where none was asked for', rule('callback.mode'), response(), {
      pending: { responseMode: 'query' },
      flags: 'rule',
    }),
    refuses('jarm-form-asked', 'a token in the query, where a form was asked for', rule('callback.mode'), response(), {
      pending: { responseMode: 'form_post.jwt' },
      flags: 'downgrade rule',
    }),
    refuses(
      'jarm-encrypted-for-another',
      'encrypted for somebody else',
      'encryption.failed',
      encrypted({ key: 'stranger', header: { kid: 'sp' } }),
      {
        parties: 'rp-decrypts op',
        flags: 'encryption',
      },
    ),
  ];
}

function response(options: TokenOptions = {}) {
  return (workshop: Workshop) => ({ response: token(workshop, options) });
}

function encrypted(sealing: Sealing = {}) {
  return (workshop: Workshop) => ({ response: sealedToken(token(workshop, {}), sealing) });
}

function token(workshop: Workshop, options: TokenOptions): string {
  return signedToken(workshop, options, usual);
}
