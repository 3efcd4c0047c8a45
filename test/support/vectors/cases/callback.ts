import { later } from '../../messages.ts';
import { type CallbackOptions, callbackCases, goodAnswer, rule } from '../callback-case.ts';
import { asked } from '../token.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = callbackCases({ spec: 'OIDCCore 3.1.2.5', flags: 'rule' });
const { code, state, issuer } = asked;

/** Answers as they come in the query or as a form, before their code is sent anywhere. */
export const callbackAnswerCases: readonly Case[] = [
  accepts('clean', 'a code and the state', goodAnswer),
  ...written(),
  ...delivery(),
  ...states(),
  ...issuers(),
  ...contents(),
  ...parameters(),
  ...uses(),
];

function written(): readonly Case[] {
  const flags = 'encoding';
  const form: CallbackOptions = { mode: 'form_post', pending: { responseMode: 'form_post' }, spec: 'OAuthFormPost 2' };
  return [
    accepts('form-post', 'as a form', goodAnswer, { ...form, flags: 'rule' }),
    accepts('form-post-issuer', 'as a form, with the issuer', { ...goodAnswer, iss: issuer }, { ...form, flags: 'rule' }),
    accepts(
      'other-parameters',
      'with parameters that providers add',
      { ...goodAnswer, session_state: 'a.b', scope: 'openid email', authuser: '0', hd: 'acme.example', prompt: 'none' },
      { flags },
    ),
    accepts('other-parameters-twice', 'with a parameter of another that is there twice', `a=1&code=${code}&state=${state}&a=2`, { flags }),
    accepts('order', 'in another order', `state=${state}&code=${code}`, { flags }),
    accepts('percent', 'percent-encoded throughout', `code=${percent(code)}&%73tate=${percent(state)}`, { flags }),
    accepts(
      'code-letters',
      'a code with all that may be in one',
      { ...goodAnswer, code: '4/0A+b c=&~é%' },
      { flags },
      { code: '4/0A+b c=&~é%' },
    ),
    accepts('error-empty', 'an empty error beside the code', { ...goodAnswer, error: '' }, { flags }),
  ];
}

/** Whether it belongs to this login, and came as it was asked for. */
function delivery(): readonly Case[] {
  const aged = (seconds: number): CallbackOptions => ({ pending: { issuedAt: later(seconds) }, flags: 'boundary' });
  const mixed = (pending: object): CallbackOptions => ({ pending, spec: 'RFC 9700 4.4.2', flags: 'mix-up rule' });
  const asForm: CallbackOptions = { mode: 'form_post' };
  return [
    accepts('age-last', 'a login begun a second less than an hour ago', goodAnswer, aged(-3599)),
    accepts('age-ahead', 'a login begun by a clock that is 30 seconds ahead', goodAnswer, aged(30)),
    refuses('age-hour', 'a login begun an hour ago', rule('callback.age'), goodAnswer, aged(-3600)),
    refuses('age-future', 'a login begun by a clock that is 31 seconds ahead', rule('callback.age'), goodAnswer, aged(31)),
    refuses(
      'provider-other',
      'a login at another provider',
      rule('callback.provider'),
      goodAnswer,
      mixed({ provider: 'https://other-op.example' }),
    ),
    refuses(
      'provider-other-issuer',
      'a login at a provider that we knew under the same name and that called itself otherwise',
      rule('callback.provider'),
      goodAnswer,
      mixed({ issuer: 'https://other-op.example' }),
    ),
    accepts('endpoint-asked', 'at the address that was sent', goodAnswer, {
      receivedAt: 'https://rp.example/oidc/callback',
      spec: 'RFC 9700 4.4.2.2',
    }),
    refuses('endpoint-other', 'at the address that another provider has of us', rule('callback.endpoint'), goodAnswer, {
      receivedAt: 'https://rp.example/other/callback',
      spec: 'RFC 9700 4.4.2.2',
      flags: 'mix-up rule',
    }),
    refuses('client-other', 'a login as another client', rule('callback.client'), goodAnswer, { pending: { clientId: 'client-2' } }),
    refuses('mode-query', 'in the query, where a form was asked for', rule('callback.mode'), goodAnswer, {
      pending: { responseMode: 'form_post' },
      flags: 'downgrade rule',
    }),
    refuses('mode-form', 'as a form, where the query was asked for', rule('callback.mode'), goodAnswer, {
      ...asForm,
      flags: 'downgrade rule',
    }),
    refuses('mode-plain', 'plain, where a token was asked for', rule('callback.mode'), goodAnswer, {
      pending: { responseMode: 'query.jwt' },
      spec: 'JARM 2.3',
      flags: 'downgrade rule',
    }),
    refuses('mode-plain-form', 'a plain form, where a token was asked for', rule('callback.mode'), goodAnswer, {
      ...asForm,
      pending: { responseMode: 'form_post.jwt' },
      spec: 'JARM 2.3',
      flags: 'downgrade rule',
    }),
  ];
}

function states(): readonly Case[] {
  const bad = (name: string, comment: string, answer: object | string, options: CallbackOptions = {}): Case =>
    refuses(`state-${name}`, comment, rule('callback.state'), answer, { spec: 'RFC 6749 10.12', ...options });
  const fapi = (module: string) => ({
    source: `OpenID conformance suite, fapi2-security-profile-final-client-test-ensure-authorization-response-with-${module}`,
  });
  return [
    bad('missing', 'no state', { code }, fapi('missing-state-fails')),
    bad('other', 'the state of another login', { code, state: 'another' }, fapi('invalid-state-fails')),
    bad('empty', 'an empty state', { code, state: '' }),
    bad('capitals', 'the state in capitals', { code, state: state.toUpperCase() }),
    bad('shorter', 'the state without its end', { code, state: state.slice(0, -1) }),
    bad('longer', 'the state with a blank behind it', { code, state: `${state} ` }),
    bad('nonce', 'the nonce in its place', { code, state: asked.nonce }),
    bad('name-capital', 'the state under a name with a capital letter', { code, State: state }),
    bad('error', 'an error without state, which nobody needs to believe', { error: 'access_denied' }),
    bad('error-other', 'an error with the state of another login', { error: 'temporarily_unavailable', state: 'another' }),
  ];
}

/** `iss`, by which a provider says whose answer it is. */
function issuers(): readonly Case[] {
  const spec = 'RFC 9207 2.4';
  const bad = (name: string, comment: string, iss: string | undefined, options: CallbackOptions = {}): Case =>
    refuses(
      `issuer-${name}`,
      comment,
      rule('callback.issuer'),
      { ...goodAnswer, ...(iss === undefined ? {} : { iss }) },
      {
        spec,
        flags: 'mix-up rule',
        ...options,
      },
    );
  const announced = { parties: 'rp op-names-itself' };
  const tenant = 'https://login.microsoftonline.com/2f9c1b7e-4d3a-4c58-9b6e-0a1d2c3e4f50/v2.0';
  const fapi = (module: string) => ({ source: `OpenID conformance suite, fapi2-security-profile-final-client-test-${module}` });
  return [
    accepts('issuer', 'with the issuer, though it is not announced', { ...goodAnswer, iss: issuer }, { spec }),
    accepts('issuer-announced', 'with the issuer, as announced', { ...goodAnswer, iss: issuer }, { spec, ...announced }),
    accepts(
      'issuer-tenant',
      'with the issuer of a tenant that is listed',
      { ...goodAnswer, iss: tenant },
      { spec, parties: 'rp op-entra-common' },
    ),
    bad('other', 'with another issuer', 'https://other-op.example', fapi('invalid-authorization-response-iss')),
    bad('other-announced', 'with another issuer, where it is announced', 'https://other-op.example', announced),
    bad('missing', 'without the issuer, though it is announced', undefined, { ...announced, ...fapi('remove-authorization-response-iss') }),
    bad('slash', 'with a slash behind the issuer', `${issuer}/`),
    bad('case', 'with a capital letter in the issuer', 'https://Op.example'),
    bad('empty', 'with an empty issuer', ''),
    bad('tenant-other', 'with the issuer of a tenant that is not listed', tenant.replace('2f9c', '2f9d'), {
      parties: 'rp op-entra-common',
    }),
    bad('tenant-template', 'with the template of issuers', 'https://login.microsoftonline.com/{tenantid}/v2.0', {
      parties: 'rp op-entra-any',
    }),
    refuses(
      'issuer-error',
      'an error with another issuer',
      rule('callback.issuer'),
      { error: 'access_denied', state, iss: 'https://other-op.example' },
      {
        spec,
        flags: 'mix-up rule',
      },
    ),
  ];
}

/** A code or an error, and no token. */
function contents(): readonly Case[] {
  const bad = (name: string, comment: string, answer: object): Case => refuses(`code-${name}`, comment, rule('callback.code'), answer);
  const token = (name: string, comment: string, answer: object): Case =>
    refuses(`token-${name}`, comment, rule('callback.no-tokens'), { ...goodAnswer, ...answer }, { spec: 'RFC 9700 2.1.2' });
  return [
    bad('missing', 'neither code nor error', { state }),
    bad('empty', 'an empty code', { state, code: '' }),
    bad('error-too', 'a code and an error', { ...goodAnswer, error: 'access_denied' }),
    bad('error-empty', 'an empty error', { state, error: '' }),
    bad('description-alone', 'what the error means, and no error', { state, error_description: 'no' }),
    token('access', 'an access token beside the code', { access_token: 'a', token_type: 'Bearer' }),
    token('id', 'an ID token beside the code', { id_token: 'e30.e30.' }),
    token('empty', 'an empty access token beside the code', { access_token: '' }),
    refuses('token-alone', 'tokens in the place of a code', `${rule('callback.code')} callback.no-tokens`, {
      state,
      access_token: 'a',
      id_token: 'e30.e30.',
      token_type: 'Bearer',
    }),
  ];
}

function parameters(): readonly Case[] {
  const twice = (name: string, query: string): Case =>
    refuses(`repeated-${name.replace('_', '-')}`, `${name} twice`, `message.parameter {"parameter":"${name}","reason":"repeated"}`, query, {
      spec: 'RFC 6749 3.1',
      flags: 'parameter',
    });
  const clean = `code=${code}&state=${state}`;
  return [
    refuses('repeated-encoded', 'code twice, once with an escape', 'message.parameter {"parameter":"code"}', `${clean}&%63ode=${code}`, {
      spec: 'RFC 6749 3.1',
      flags: 'parameter',
    }),
    twice('code', `${clean}&code=another`),
    twice('state', `state=another&${clean}`),
    twice('iss', `${clean}&iss=${percent(issuer)}&iss=https%3A%2F%2Fother-op.example`),
    twice('error', `state=${state}&error=access_denied&error=login_required`),
    twice('error_description', `state=${state}&error=access_denied&error_description=a&error_description=b`),
    twice('response', 'response=e30.e30.&response=e30.e30.'),
    twice('access_token', `${clean}&access_token=a&access_token=b`),
    refuses(
      'too-long',
      'a code of more than 64 KB',
      'message.parameter {"parameter":"code","reason":"too-long"}',
      { state, code: 'A'.repeat(65_537) },
      { flags: 'parameter limit' },
    ),
  ];
}

/** Once means once. */
function uses(): readonly Case[] {
  const spec = 'RFC 9700 2.1.1';
  return [
    refuses('used', 'an answer that was used before', 'callback.replayed', goodAnswer, { replay: 'used', spec, flags: 'rule' }),
    refuses('store-full', 'an answer of which nobody can remember that it was used', 'store.full', goodAnswer, {
      replay: 'full',
      spec,
      flags: 'limit',
    }),
    refuses('store-broken', 'an answer of which nobody can say whether it was used', 'store.unavailable', goodAnswer, {
      replay: 'broken',
      spec,
      flags: 'rule',
    }),
  ];
}

function percent(text: string): string {
  return Buffer.from(text).toString('hex').replace(/../g, '%$&');
}
