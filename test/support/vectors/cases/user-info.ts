import { asked, at, idTokenClaims, sealedToken, signedToken, tampered } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const about = { sub: asked.subject, name: 'Alice Adams', email: 'alice@example.com' };
const common = { folder: 'user-info', spec: 'OIDCCore 5.3.2', flags: 'rule', fields: { first: JSON.stringify(idTokenClaims) } } as const;
const plain = tokenCases({ ...common, usual: about, outcome: { claims: about, signed: false } });
const signed = tokenCases({ ...common, usual: about, outcome: { claims: about, signed: true } });
const jwt = { ...common.fields, contentType: 'application/jwt' };

/** What a provider says of a person beside the ID token. */
export const userInfoCases: readonly Case[] = [...json(), ...subjects(), ...tokens(), ...demanded(), ...answers()];

function json(): readonly Case[] {
  const charset = { ...common.fields, contentType: 'application/json; charset=utf-8' };
  return [
    plain.accepts('clean', 'as JSON', {}, says(about)),
    plain.accepts('charset', 'as JSON with a parameter', {}, { ...says(about), fields: charset }),
    plain.accepts(
      'other-parties',
      'claims about a token, which count only where it is signed',
      { claims: { ...about, iss: 'a', aud: 'b', exp: 1 } },
      {
        ...says({ ...about, iss: 'a', aud: 'b', exp: 1 }),
      },
    ),
    plain.refuses('repeated', 'sub twice', 'transport.json {"reason":"repeated-member"}', {
      message: () => '{"sub":"mallory","sub":"alice"}',
      flags: 'syntax',
    }),
    plain.refuses('list', 'a list', 'transport.json {"reason":"not-an-object"}', {
      message: () => JSON.stringify([about]),
      flags: 'syntax',
    }),
    plain.refuses('latin-1', 'in Latin-1', 'transport.json {"reason":"encoding"}', {
      message: () => Buffer.from('{"sub":"alice","name":"\u00e9 "}', 'latin1'),
      flags: 'encoding',
    }),
  ];
}

function subjects(): readonly Case[] {
  const bad = (name: string, comment: string, sub: unknown, options: TokenCaseOptions = {}): Case =>
    plain.refuses(`subject-${name}`, comment, rule('subject'), { ...says({ ...about, sub }), ...options });
  return [
    bad('other', 'about somebody else', 'mallory', { source: 'OpenID conformance suite, oidcc-client-test-userinfo-invalid-sub' }),
    bad('missing', 'about nobody', undefined),
    bad('empty', 'about somebody without a name', ''),
    bad('case', 'about somebody whose name differs by case', 'Alice'),
    bad('null', 'null', null),
    bad('list', 'a list with the person in it', ['alice']),
    plain.refuses('subject-missing-in-both', 'about nobody, as the ID token', rule('subject'), {
      ...says({ name: 'a' }),
      fields: { first: JSON.stringify({ ...idTokenClaims, sub: undefined }) },
    }),
  ];
}

function tokens(): readonly Case[] {
  const good = (name: string, comment: string, claims: object = {}): Case =>
    signed.accepts(`signed-${name}`, comment, { claims: { ...about, ...claims } }, { claims, fields: jwt });
  const bad = (name: string, comment: string, expected: string, options: TokenCaseOptions): Case =>
    signed.refuses(`signed-${name}`, comment, expected, { fields: jwt, ...options });
  const nested: TokenCaseOptions = {
    message: (workshop) => sealedToken(signedToken(workshop, {}, about)),
    parties: 'rp-decrypts op',
    fields: jwt,
  };
  return [
    good('clean', 'as a signed token'),
    good('parties', 'with issuer and audience', { iss: asked.issuer, aud: asked.clientId }),
    good('end', 'with an end a second before it is too late', { exp: at(-29) }),
    signed.accepts('signed-encrypted', 'signed and encrypted for us', {}, { ...nested, flags: 'encryption' }),
    bad('issuer', 'by another issuer', rule('issuer'), { claims: { iss: 'https://other-op.example' } }),
    bad('issuer-list', 'with a list of issuers', rule('issuer'), { claims: { iss: [asked.issuer] } }),
    bad('audience', 'for somebody else', rule('audience'), { claims: { aud: 'client-2' } }),
    bad('audience-empty', 'with an empty list of audiences', rule('audience'), { claims: { aud: [] } }),
    bad('expiry', 'too late', rule('expiry'), { claims: { exp: at(-30) }, flags: 'boundary' }),
    bad('expiry-text', 'with an end as a text', rule('expiry'), { claims: { exp: String(at(300)) } }),
    bad('subject', 'about somebody else', rule('subject'), { claims: { sub: 'mallory' } }),
    bad('edit', 'with other claims', 'signature.value', { after: tampered(1), flags: 'edit' }),
    bad('alg-none', 'with alg none', 'signature.algorithm', {
      header: { alg: 'none', kid: undefined },
      signature: () => new Uint8Array(),
      flags: 'algorithm',
    }),
    bad('json', 'JSON that calls itself a token', 'token.form', { ...says(about), fields: jwt, flags: 'syntax' }),
    plain.refuses('signed-as-json', 'a token that calls itself JSON', 'transport.json', { claims: {}, flags: 'syntax' }),
  ];
}

/** Where it must be signed. */
function demanded(): readonly Case[] {
  const parties = 'rp-signed-user-info op';
  const sealed: TokenCaseOptions = {
    message: () => sealedToken(JSON.stringify(about), { header: { cty: undefined } }),
    fields: jwt,
    flags: 'encryption',
  };
  return [
    signed.accepts('demanded', 'signed, as it must be', {}, { fields: jwt, parties }),
    plain.refuses('demanded-missing', 'not signed, as it must be', rule('signed'), { ...says(about), parties }),
    plain.accepts('encrypted-only', 'encrypted and not signed', {}, { ...sealed, parties: 'rp-decrypts op' }),
    plain.refuses('encrypted-only-demanded', 'encrypted and not signed, as it must be', rule('signed'), { ...sealed, parties }),
  ];
}

/** What is no answer to the question. */
function answers(): readonly Case[] {
  const answering = (fields: object): TokenCaseOptions => ({ ...says(about), fields: { ...common.fields, ...fields }, flags: 'status' });
  return [
    plain.refuses('html', 'a page', 'transport.content-type', {
      ...answering({ contentType: 'text/html' }),
      message: () => '<html></html>',
    }),
    plain.refuses('status', 'a status that is no success', 'transport.status {"status":401}', answering({ status: '401' })),
    plain.refuses('refused', 'an error with its name', 'token.refused {"endpoint":"userInfo","error":"invalid_token"}', {
      ...answering({ status: '401' }),
      message: () => '{"error":"invalid_token","error_description":"expired"}',
    }),
  ];
}

function says(claims: object): TokenCaseOptions {
  return { message: () => JSON.stringify(claims) };
}

function rule(id: string): string {
  return `token.rejected user-info.${id}`;
}
