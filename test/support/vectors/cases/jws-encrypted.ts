import type { KeyName } from '../parties.ts';
import { changedPart, type Sealing, sealedToken, signedToken, type TokenOptions, tampered } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const usual = { sub: 'alice' };
const { accepts, refuses } = tokenCases({
  folder: 'jws',
  spec: 'RFC 7516 5.2',
  flags: 'encryption',
  usual,
  outcome: { key: 'idp', encrypted: true, claims: usual },
});
const parties = 'rp-decrypts op';
const failed = 'encryption.failed';

/** Tokens that are signed and then encrypted for us. */
export const jwsEncryptedCases: readonly Case[] = [...ways(), ...otherWays(), ...changedOnTheWay(), ...within()];

function ways(): readonly Case[] {
  const good = (name: string, comment: string, sealing: Sealing): Case => accepts(`encrypted-${name}`, comment, {}, sealed(sealing));
  const agreed = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'];
  return [
    ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => good(lower(alg), `for an RSA key with ${alg}`, { alg })),
    ...agreed.map((alg) => good(lower(alg), `for a key on P-256 with ${alg}`, { alg, key: 'rp-p256' })),
    ...(['rp-p384', 'rp-p521', 'rp-x25519'] as const).map((key) =>
      good(`ecdh-es-${key.slice(3)}`, `for a key on ${key.slice(3)}`, { alg: 'ECDH-ES', key }),
    ),
    ...['A128GCM', 'A192GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'].map((enc) =>
      good(lower(enc), `content encrypted with ${enc}`, { enc }),
    ),
    good('ecdh-es-cbc', 'a key that is agreed on for A256CBC-HS512', { alg: 'ECDH-ES', enc: 'A256CBC-HS512', key: 'rp-p256' }),
    good('no-kid', 'without the name of our key', { header: { kid: undefined } }),
    good('no-kid-second', 'for the second of our keys, without its name', { key: 'sp-next', header: { kid: undefined } }),
    good('no-cty', 'without the kind of the content', { header: { cty: undefined } }),
    good('unknown-members', 'with members that nobody knows', { header: { a: 1, iss: 'https://op.example' } }),
    good('party-info', 'for nobody in particular, and said so', { header: { apu: undefined, apv: undefined } }),
  ];
}

/** What is broken, or needs a secret in common. */
function otherWays(): readonly Case[] {
  const other = (name: string, comment: string, expected: string, sealing: Sealing): Case =>
    refuses(`encrypted-${name}`, comment, expected, sealed(sealing));
  const transport = 'encryption.algorithm {"use":"key-transport"}';
  const content = 'encryption.algorithm {"use":"content"}';
  const named = (alg: unknown): Sealing => ({ header: { alg } });
  return [
    other('rsa1_5', 'RSA1_5', transport, named('RSA1_5')),
    other('dir', 'a key in common', transport, { ...named('dir'), after: changedPart(1, () => '') }),
    other('a128kw', 'a key in common that wraps another', transport, named('A128KW')),
    other('a128gcmkw', 'the same with AES-GCM', transport, named('A128GCMKW')),
    other('pbes2', 'a password', transport, { header: { alg: 'PBES2-HS256+A128KW', p2s: 'AAAAAAAAAAAAAAAAAAAAAA', p2c: 1000000 } }),
    other('alg-none', 'alg none', transport, named('none')),
    other('alg-missing', 'no alg', transport, named(undefined)),
    other('alg-signature', 'the name of an algorithm for signatures', transport, named('RS256')),
    other('alg-list', 'alg as a list', transport, named(['RSA-OAEP'])),
    other('enc-unknown', 'content encryption that nobody knows', content, { header: { enc: 'A128CBC' } }),
    other('enc-none', 'content that is not encrypted', content, { header: { enc: 'none' } }),
    other('enc-missing', 'no enc', content, { header: { enc: undefined } }),
    other('zip', 'compressed content', 'token.form', { header: { zip: 'DEF' } }),
    other('crit', 'crit', 'token.form', { header: { crit: ['exp'], exp: 1 } }),
    other('jwk', 'a key in the header', 'token.form', { header: { jwk: {} } }),
    other('jku', 'the address of keys', 'token.form', { header: { jku: 'https://op.example/jwks' } }),
    refuses('encrypted-no-keys', 'encrypted, where nothing of ours decrypts', failed, sealed({}, {}, { parties: 'rp op' })),
    other('for-another', 'for somebody else, under the name of our key', failed, { key: 'stranger', header: { kid: 'sp' } }),
  ];
}

/** Nothing of it may tell what was wrong: it is always the same refusal. */
function changedOnTheWay(): readonly Case[] {
  const changed = (name: string, comment: string, sealing: Sealing, expected = failed): Case =>
    refuses(`encrypted-${name}`, comment, expected, { ...sealed(sealing), flags: 'encryption edit' });
  const cbc = { enc: 'A128CBC-HS256' } as const;
  const point = { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' };
  const withHeader = (change: (header: Record<string, unknown>) => object) =>
    changedPart(0, (part) =>
      base64(JSON.stringify(change(JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>))),
    );
  return [
    changed('tag', 'another tag', { after: tampered(4) }),
    changed('tag-cbc', 'another tag of AES-CBC with HMAC', { ...cbc, after: tampered(4) }),
    changed('tag-short', 'a tag that is too short', { after: changedPart(4, (part) => part.slice(0, 8)) }),
    changed('tag-empty', 'no tag', { after: changedPart(4, () => '') }),
    changed('content', 'other content', { after: tampered(3) }),
    changed('content-cbc', 'other content in AES-CBC with HMAC', { ...cbc, after: tampered(3) }),
    changed('content-empty', 'no content', { after: changedPart(3, () => '') }),
    changed('iv', 'another initialisation vector', { after: tampered(2) }),
    changed('iv-short', 'an initialisation vector that is too short', { after: changedPart(2, () => 'AAAAAAAA') }),
    changed('key', 'another wrapped key', { after: tampered(1) }),
    changed('key-empty', 'no wrapped key', { after: changedPart(1, () => '') }),
    changed('key-agreed', 'another wrapped key beside one that is agreed on', {
      ...agreed('rp-p256'),
      alg: 'ECDH-ES+A256KW',
      after: tampered(1),
    }),
    changed('key-with-direct', 'a wrapped key where one is agreed on', { ...agreed('rp-p256'), after: changedPart(1, () => 'AAAA') }),
    changed('header', 'another header', { after: withHeader((header) => ({ ...header, a: 1 })) }),
    changed('epk-missing', 'no key to agree with', { ...agreed('rp-p256'), header: { epk: undefined } }),
    changed('epk-point', 'a point that is not on the curve', { ...agreed('rp-p256'), header: { epk: point } }),
    changed('epk-text', 'a text in the place of the key to agree with', { ...agreed('rp-p256'), header: { epk: 'P-256' } }),
    changed('parts-four', 'no tag, nor its dot', { after: (token) => token.slice(0, token.lastIndexOf('.')) }, 'token.form'),
    changed('parts-six', 'a part behind the tag', { after: (token) => `${token}.AAAA` }, 'token.form'),
    changed(
      'header-padding',
      'padding behind the header',
      { header: { b: 'bc' }, after: changedPart(0, (part) => `${part}=`) },
      'token.form',
    ),
    changed('tag-padding', 'padding behind the tag', { after: changedPart(4, (part) => `${part}==`) }, 'token.form'),
    changed(
      'content-blank',
      'a blank in the content',
      { after: changedPart(3, (part) => `${part.slice(0, 8)} ${part.slice(8)}`) },
      'token.form',
    ),
    changed('line-end', 'a line end behind the token', { after: (token) => `${token}\n` }, 'token.form'),
  ];
}

/** Anybody can encrypt for us: what comes out must be signed, and nothing else. */
function within(): readonly Case[] {
  const holding = (name: string, comment: string, expected: string, token: TokenOptions): Case =>
    refuses(`encrypted-${name}`, comment, expected, sealed({}, token));
  const plain = (name: string, comment: string, text: string | Uint8Array): Case =>
    refuses(`encrypted-${name}`, comment, 'token.form', { parties, message: () => sealedToken(text), spec: 'OIDCCore 10.2' });
  return [
    plain('not-signed', 'claims that nobody signed', '{"sub":"alice"}'),
    plain('nothing', 'nothing', ''),
    plain('not-text', 'octets that are no text', Buffer.of(0xff, 0xfe, 0x00)),
    refuses('encrypted-twice', 'what is encrypted once more', 'token.form', {
      parties,
      message: (workshop) => sealedToken(sealedToken(signedToken(workshop, {}, usual))),
    }),
    holding('alg-none-within', 'a token with alg none', 'signature.algorithm', {
      header: { alg: 'none', kid: undefined },
      signature: () => new Uint8Array(),
    }),
    holding('stranger', 'a token that a stranger signed', 'signature.value', { key: 'stranger', header: { kid: 'idp' } }),
    holding('blank-within', 'a token with a blank before it', 'token.form', { after: (token) => ` ${token}` }),
    holding('edit-within', 'a token that was changed before it was encrypted', 'signature.value', { after: tampered(2) }),
  ];
}

/** A token of the provider, encrypted for us. */
function sealed(sealing: Sealing, token: TokenOptions = {}, more: TokenCaseOptions = {}): TokenCaseOptions {
  return { parties, message: (workshop) => sealedToken(signedToken(workshop, token, usual), sealing), ...more };
}

function agreed(key: KeyName): Sealing {
  return { alg: 'ECDH-ES', key };
}

function lower(name: string): string {
  return name.toLowerCase().replace('+', '-');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
