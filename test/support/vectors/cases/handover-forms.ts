import { createHmac } from 'node:crypto';
import { handoverCasesOf, handoverClaims } from '../handover-case.ts';
import { certificateNamed, publicJwkNamed } from '../parties.ts';
import { changedPart, sealedToken, signedToken, type TokenOptions, tampered } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import { type Case, certificateBase64 } from '../workshop.ts';

const { accepts, refuses } = handoverCasesOf('RFC 7515 5.2', 'syntax');
const form = 'token.form';

/** What the value of the header is made of, who signed it and by which algorithm. */
export const handoverFormCases: readonly Case[] = [...values(), ...base64(), ...headers(), ...algorithms(), ...keys()];

/** One value, and that a token. */
function values(): readonly Case[] {
  const value = (name: string, comment: string, after: (compact: string) => string, options: TokenCaseOptions = {}): Case =>
    refuses(`value-${name}`, comment, form, { after, ...options });
  const lists = { spec: 'RFC 9110 5.2' };
  return [
    value('empty', 'an empty value', () => ''),
    value('name', 'the name of somebody, as other proxies send it', () => handoverClaims.name),
    value('claims', 'claims that nobody signed', () => JSON.stringify(handoverClaims)),
    value('twice', 'the header twice, as servers join it', (compact) => `${compact}, ${compact}`, lists),
    value('twice-no-blank', 'the header twice, without a blank', (compact) => `${compact},${compact}`, lists),
    value('behind-another', 'the header behind one of the browser', (compact) => `mallory, ${compact}`, lists),
    value('before-another', 'the header before one of the browser', (compact) => `${compact}, mallory`, lists),
    value('behind-empty', 'the header behind an empty one', (compact) => `, ${compact}`, lists),
    value('scheme', 'a scheme before it', (compact) => `Bearer ${compact}`),
    value('quoted', 'quotation marks about it', (compact) => `"${compact}"`),
    value('two-parts', 'no signature, nor its dot', (compact) => compact.slice(0, compact.lastIndexOf('.'))),
    value('four-parts', 'a part behind the signature', (compact) => `${compact}.e30`),
    value('dots', 'nothing but dots', () => '..'),
    refuses('value-encrypted', 'a hand-over that is encrypted', form, {
      message: (workshop) => sealedToken(signedToken(workshop, { header: { typ: 'signon-handover+jwt' } }, handoverClaims)),
      flags: 'encryption',
    }),
    refuses('repeated-key', 'sub twice', form, {
      claims: `${JSON.stringify(handoverClaims).slice(0, -1)},"sub":"JIRAUSER10001"}`,
      spec: 'RFC 7519 4',
    }),
  ];
}

/** RFC 7515 2: without padding and other characters. */
function base64(): readonly Case[] {
  const bad = (name: string, comment: string, options: TokenOptions): Case =>
    refuses(`base64-${name}`, comment, form, { spec: 'RFC 7515 2', flags: 'base64', ...options });
  const padded = (part: string): string => part.padEnd(Math.ceil(part.length / 4) * 4, '=');
  const only = (wanted: number): TokenOptions => ({ written: (part, place) => (place === wanted ? padded(part) : part) });
  return [
    bad('padding-header', 'padding behind the header', only(0)),
    bad('padding-payload', 'padding behind the payload', only(1)),
    bad('padding-signature', 'padding behind the signature', { after: changedPart(2, padded) }),
    bad('alphabet', 'the other alphabet in the signature', {
      after: changedPart(2, (part) => part.replaceAll('-', '+').replaceAll('_', '/')),
    }),
  ];
}

/** Nothing in a header may choose what the token is checked with. */
function headers(): readonly Case[] {
  const bad = (name: string, comment: string, header: object, options: TokenCaseOptions = {}): Case =>
    refuses(`header-${name}`, comment, form, { header, spec: 'RFC 8725 3.10', flags: 'header', ...options });
  return [
    bad('jwk', 'the key of a stranger in the header, who signed', { kid: undefined, jwk: publicJwkNamed('stranger') }, { key: 'stranger' }),
    bad('jwk-own', 'the right key in the header', { jwk: publicJwkNamed('idp') }),
    bad('jku', 'the address of a key set', { jku: 'https://sign-on.example/jwks' }),
    bad('x5u', 'the address of a certificate', { x5u: 'https://sign-on.example/certificate' }),
    bad('crit', 'crit with something that nobody knows', { crit: ['exp2'], exp2: 1 }, { spec: 'RFC 7515 4.1.11' }),
    bad('crit-empty', 'an empty crit', { crit: [] }, { spec: 'RFC 7515 4.1.11' }),
    bad('b64', 'b64', { b64: false }, { spec: 'RFC 7797 7' }),
    bad('zip', 'zip, which a JWS does not have', { zip: 'DEF' }, { spec: 'RFC 7516 4.1.3' }),
    refuses('header-x5c', 'the certificate of a stranger in the header, who signed', 'signature.value', {
      key: 'stranger',
      header: { kid: 'idp', x5c: [certificateBase64('stranger')] },
      spec: 'RFC 8725 3.10',
      flags: 'header key',
    }),
  ];
}

function algorithms(): readonly Case[] {
  const bad = (name: string, comment: string, alg: unknown, signature: TokenOptions['signature']): Case =>
    refuses(`algorithm-${name}`, comment, 'signature.algorithm', {
      header: { alg },
      ...(signature === undefined ? {} : { signature }),
      spec: 'RFC 8725 3.1',
      flags: 'algorithm',
    });
  const hmac = (name: string, comment: string, secret: string | Buffer): Case =>
    bad(name, comment, 'HS256', (_, signed) => createHmac('sha256', secret).update(signed).digest());
  const unsigned = (): Uint8Array => new Uint8Array();
  return [
    bad('none', 'alg none', 'none', unsigned),
    bad('none-capitals', 'alg None', 'None', unsigned),
    bad('none-signed', 'alg none above a signature', 'none', undefined),
    bad('missing', 'no alg', undefined, undefined),
    bad('list', 'alg as a list with the right one in it', ['RS256'], undefined),
    hmac('hmac-jwk', 'an HMAC whose key is the public key as JSON', JSON.stringify(publicJwkNamed('idp'))),
    hmac('hmac-modulus', 'an HMAC whose key is the modulus', Buffer.from(publicJwkNamed('idp').n ?? '', 'base64url')),
    hmac('hmac-certificate', 'an HMAC whose key is a certificate of the public key', certificateNamed('idp')),
    hmac('hmac-empty', 'an HMAC whose key is empty', ''),
  ];
}

/** The keys that were given, and no others. */
function keys(): readonly Case[] {
  const several = { parties: 'product-many-keys', flags: 'key', spec: 'RFC 7515 4.1.4' } as const;
  const key = { flags: 'key', spec: 'RFC 7515 4.1.4' } as const;
  const edited = { flags: 'edit' } as const;
  return [
    accepts('key-second', 'the second of several keys, while one takes the place of another', {}, several),
    accepts('key-p256', 'ES256', {}, { ...several, key: 'idp-p256' }),
    accepts('key-ed25519', 'EdDSA', {}, { ...several, key: 'idp-ed25519' }),
    accepts('key-unnamed', 'no kid, and one key', {}, { ...key, header: { kid: undefined } }),
    accepts('key-unnamed-several', 'no kid, and the second of two keys that fit', {}, { ...several, header: { kid: undefined } }),
    refuses('key-stranger', 'signed by somebody else', 'signature.key', { ...key, key: 'stranger' }),
    refuses('key-stranger-as-ours', 'signed by somebody else in the name of the right key', 'signature.value', {
      ...key,
      key: 'stranger',
      header: { kid: 'idp' },
    }),
    refuses('key-stranger-unnamed', 'signed by somebody else, without kid', 'signature.value', {
      ...key,
      key: 'stranger',
      header: { kid: undefined },
    }),
    refuses('key-not-yet', 'signed by a key that is only given later', 'signature.key', { ...key, key: 'idp-next' }),
    refuses('key-other-kind', 'ES256 that names a key of RSA', 'signature.key', { ...several, key: 'idp-p256', header: { kid: 'idp' } }),
    refuses('signature-missing', 'the right alg and no signature', 'signature.value', { ...edited, signature: () => new Uint8Array() }),
    refuses('edited-claims', 'another account than was signed', 'signature.value', {
      ...edited,
      after: changedPart(1, (part) =>
        Buffer.from(Buffer.from(part, 'base64url').toString().replace('JIRAUSER10000', 'JIRAUSER10001')).toString('base64url'),
      ),
    }),
    refuses('edited-signature', 'another signature', 'signature.value', { ...edited, after: tampered(2) }),
  ];
}
