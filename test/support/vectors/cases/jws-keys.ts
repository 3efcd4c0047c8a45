import { certificateNamed, type KeyName, privateKeyNamed, publicJwkNamed } from '../parties.ts';
import { keySetOf, listed, tampered } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import { type Case, certificateBase64 } from '../workshop.ts';

const { accepts, refuses } = tokenCases({
  folder: 'jws',
  spec: 'RFC 7515 6',
  flags: 'key',
  usual: { sub: 'alice' },
  outcome: { key: 'idp', encrypted: false, claims: { sub: 'alice' } },
});

/** Whose key signed, and what a token may not say about it. */
export const jwsKeyCases: readonly Case[] = [...headers(), ...names(), ...kinds(), ...sets(), ...edits()];

/** Nothing in a header may choose what the token is checked with. */
function headers(): readonly Case[] {
  const bad = (name: string, comment: string, header: object, options: TokenCaseOptions = {}): Case =>
    refuses(`header-${name}`, comment, 'token.form', { header, spec: 'OIDCCore 2', flags: 'header', ...options });
  const strangers = { key: 'stranger', header: { kid: 'idp' } } as const;
  const certificate = { x5c: [certificateBase64('stranger')] };
  return [
    bad('crit', 'crit with something that nobody knows', { crit: ['exp2'], exp2: 1 }, { spec: 'RFC 7515 4.1.11' }),
    bad('crit-known', 'crit with what needs no mention', { crit: ['alg'] }, { spec: 'RFC 7515 4.1.11' }),
    bad('crit-empty', 'an empty crit', { crit: [] }, { spec: 'RFC 7515 4.1.11' }),
    bad('crit-b64', 'crit with b64', { crit: ['b64'], b64: true }, { spec: 'RFC 7797 6' }),
    bad('b64', 'b64 without crit', { b64: false }, { spec: 'RFC 7797 7' }),
    bad('zip', 'zip, which a JWS does not have', { zip: 'DEF' }, { spec: 'RFC 7516 4.1.3' }),
    bad('jwk', 'the key of a stranger in the header, who signed', { kid: undefined, jwk: publicJwkNamed('stranger') }, { key: 'stranger' }),
    bad('jwk-own', 'the key of the provider in the header', { jwk: publicJwkNamed('idp') }),
    bad('jku', 'the address of a key set', { jku: 'https://op.example/jwks' }),
    bad('x5u', 'the address of a certificate', { x5u: 'https://op.example/certificate' }),
    accepts('header-x5c', 'the certificate of the provider in the header', {}, { header: { x5c: [certificateBase64('idp')] } }),
    accepts('header-x5t', 'thumbprints of a certificate', {}, { header: { x5t: 'AAAA', 'x5t#S256': 'AAAA' } }),
    accepts('header-unknown', 'members that nobody knows', {}, { header: { a: 1, 'https://example.com/b': {} }, spec: 'RFC 7515 4.2' }),
    refuses('header-x5c-stranger', 'the certificate of a stranger in the header, who signed', 'signature.value', {
      ...strangers,
      header: { ...strangers.header, ...certificate },
    }),
    refuses('header-x5c-no-kid', 'the same without kid', 'signature.value', { ...strangers, header: { kid: undefined, ...certificate } }),
  ];
}

/** `kid`: the provider's name for its key. */
function names(): readonly Case[] {
  const noKid = { header: { kid: undefined } } as const;
  const set = (...keys: readonly unknown[]) => ({ fields: { keySet: keySetOf(...keys) } });
  const strangers = ['a', 'b', 'c', 'd'].map((kid) => listed('stranger', { kid }));
  const key = 'signature.key {"reason":"none-fits"}';
  return [
    accepts('kid-absent', 'no kid, and one key', {}, { ...noKid, spec: 'OIDCCore 10.1' }),
    accepts(
      'kid-absent-several',
      'no kid, and the second of two keys that fit',
      {},
      { ...noKid, ...set(listed('idp-next'), listed('idp')) },
    ),
    accepts(
      'kid-absent-fourth',
      'no kid, and the fourth of four keys that fit',
      {},
      { ...noKid, ...set(...strangers.slice(1), listed('idp')) },
    ),
    accepts(
      'kid-absent-others',
      'no kid, and one key that fits behind four that do not',
      {},
      { ...noKid, ...set(listed('idp-p256'), listed('idp-p384'), listed('idp-p521'), listed('idp-ed25519'), listed('idp')) },
    ),
    refuses('kid-absent-fifth', 'no kid, and the fifth of five keys that fit: nobody tries so many', 'signature.value {"keysTried":4}', {
      ...noKid,
      ...set(...strangers, listed('idp')),
      flags: 'key limit',
    }),
    accepts('kid-of-five', 'kid names the fifth of five keys', {}, set(...strangers, listed('idp'))),
    accepts('kid-twice', 'two keys of different kinds under one name', {}, set(listed('idp-p256', { kid: 'idp' }), listed('idp'))),
    accepts('kid-twice-alike', 'two keys of one kind under one name', {}, set(listed('idp-next', { kid: 'idp' }), listed('idp'))),
    accepts(
      'kid-any-text',
      'a name with all kinds of letters',
      {},
      {
        header: { kid: 'a/b+c= .é' },
        ...set(listed('idp', { kid: 'a/b+c= .é' })),
      },
    ),
    refuses('kid-unknown', 'a name that no key has', key, { header: { kid: 'unknown' } }),
    refuses('kid-case', 'the name in capitals', key, { header: { kid: 'IDP' } }),
    refuses('kid-blank', 'the name with a blank behind it', key, { header: { kid: 'idp ' } }),
    refuses('kid-number', 'a number, where the name of the key has the same letters', key, {
      header: { kid: 1 },
      ...set(listed('idp', { kid: '1' })),
      spec: 'RFC 7515 4.1.4',
    }),
    refuses('kid-null', 'null', key, { header: { kid: null }, spec: 'RFC 7515 4.1.4' }),
    refuses('kid-path', 'a name that is a path', key, { header: { kid: '../../../../dev/null' }, spec: 'RFC 8725 2.7' }),
    refuses('kid-of-another', 'the name of another key', 'signature.value {"keysTried":1}', {
      header: { kid: 'idp-next' },
      ...set(listed('idp-next'), listed('idp')),
    }),
    refuses('kid-of-nameless', 'a name, where the only key has none', key, set(listed('idp', { kid: undefined }))),
    refuses('stranger', 'signed by somebody else', 'signature.value', { key: 'stranger', header: { kid: 'idp' } }),
  ];
}

/** For what a key may be used. */
function kinds(): readonly Case[] {
  const set = (...keys: readonly unknown[]) => ({ fields: { keySet: keySetOf(...keys) }, spec: 'RFC 7517 4' });
  const key = 'signature.key {"reason":"none-fits"}';
  const other = { kty: 'oct2', kid: 'idp', use: 'sig' };
  return [
    accepts('key-plain', 'a key that says nothing of its use', {}, set(listed('idp', { use: undefined }))),
    accepts('key-algorithm', 'a key for RS256', {}, set(listed('idp', { alg: 'RS256' }))),
    accepts('key-operations', 'a key for verifying', {}, set(listed('idp', { key_ops: ['verify'] }))),
    accepts('key-certificate', 'a key with its certificate', {}, set(listed('idp', { x5c: [certificateBase64('idp')], x5t: 'AAAA' }))),
    accepts('key-beside-unknown', 'a key beside one of a kind that nobody knows', {}, set(other, listed('idp'))),
    accepts('key-beside-nothing', 'a key beside an object with nothing in it', {}, set({}, listed('idp'))),
    accepts('key-beside-broken', 'a key beside one without its modulus', {}, set({ kty: 'RSA', e: 'AQAB', kid: 'a' }, listed('idp'))),
    accepts(
      'key-beside-encryption',
      'a key beside one of the same name for encryption',
      {},
      set(listed('idp-next', { kid: 'idp', use: 'enc' }), listed('idp')),
    ),
    refuses('key-for-encryption', 'a key for encryption', key, set(listed('idp', { use: 'enc' }))),
    refuses('key-for-other', 'a key for a use that nobody knows', key, set(listed('idp', { use: 'tls' }))),
    refuses('key-other-operations', 'a key for encrypting', key, set(listed('idp', { key_ops: ['encrypt', 'wrapKey'] }))),
    refuses('key-other-algorithm', 'a key for RS512', key, set(listed('idp', { alg: 'RS512' }))),
    refuses('key-other-padding', 'a key for PS256', key, set(listed('idp', { alg: 'PS256' }))),
    refuses('key-exponent', 'a key whose exponent is 1', key, set(listed('idp', { e: 'AQ' }))),
    refuses('key-off-curve', 'a point that is not on the curve', key, {
      key: 'idp-p256',
      fields: { algorithms: 'ES256', keySet: keySetOf(listed('idp-p256', { y: publicJwkNamed('idp-p256').x })) },
    }),
  ];
}

/** A key set as a whole. */
function sets(): readonly Case[] {
  const keys = (name: string, comment: string, keySet: string): Case =>
    refuses(`key-set-${name}`, comment, 'provider.keys', { fields: { keySet }, spec: 'RFC 7517 5' });
  const privately = (name: KeyName, ...members: readonly string[]) => {
    const jwk: Readonly<Record<string, unknown>> = { ...privateKeyNamed(name).export({ format: 'jwk' }) };
    return { ...listed(name), ...Object.fromEntries(members.map((member) => [member, jwk[member]])) };
  };
  const nothing = Array.from({ length: 99 }, () => ({}));
  return [
    accepts('key-set-100', 'a hundred keys', {}, { fields: { keySet: keySetOf(...nothing, listed('idp')) }, flags: 'key limit' }),
    keys('101', 'more keys than a hundred', keySetOf({}, ...nothing, listed('idp'))),
    keys('private', 'the private key of the provider', keySetOf(privately('idp', 'd', 'p', 'q', 'dp', 'dq', 'qi'))),
    keys('private-other', 'the private half of another key', keySetOf(listed('idp'), privately('idp-p256', 'd'))),
    keys('private-factor', 'a factor of the modulus', keySetOf(privately('idp', 'p'))),
    keys('symmetric', 'a symmetric key', keySetOf(listed('idp'), { kty: 'oct', kid: 'a', k: 'AAAA' })),
    keys('missing', 'no list of keys', '{}'),
    keys('object', 'an object in the place of the list', JSON.stringify({ keys: { idp: listed('idp') } })),
    keys('null', 'null in the place of the list', '{"keys":null}'),
    refuses('key-set-empty', 'a list without keys', 'signature.key', { fields: { keySet: '{"keys":[]}' }, spec: 'RFC 7517 5' }),
    refuses('key-set-repeated', 'a list that is there twice', 'transport.json {"reason":"repeated-member"}', {
      fields: { keySet: `{"keys":[],${keySetOf(listed('idp')).slice(1)}` },
      spec: 'RFC 7517 4',
    }),
    refuses('key-set-syntax', 'no JSON', 'transport.json {"reason":"syntax"}', { fields: { keySet: '<html></html>' }, spec: 'RFC 7517 5' }),
    refuses('key-set-list', 'the list alone', 'transport.json {"reason":"not-an-object"}', {
      fields: { keySet: JSON.stringify([listed('idp')]) },
      spec: 'RFC 7517 5',
    }),
    refuses('key-set-certificate', 'certificates in the place of keys', 'signature.key', {
      fields: { keySet: JSON.stringify({ keys: [], idp: certificateNamed('idp') }) },
    }),
  ];
}

/** What was changed after it was signed. */
function edits(): readonly Case[] {
  const changed = (name: string, comment: string, options: TokenCaseOptions): Case =>
    refuses(`edit-${name}`, comment, 'signature.value', { ...options, spec: 'RFC 7515 5.2', flags: 'edit' });
  const other = (text: string) => Buffer.from(text).toString('base64url');
  return [
    changed('claims', 'another name in the claims', {
      after: (token) => token.replace(other('{"sub":"alice"}'), other('{"sub":"malle"}')),
    }),
    changed('header', 'another header', {
      after: (token) => `${other('{"alg":"RS256","kid":"idp"}')}${token.slice(token.indexOf('.'))}`,
    }),
    changed('signature', 'another octet in the signature', { after: tampered(2) }),
    changed('signature-short', 'a signature without its last octet', { signature: (octets) => octets.subarray(0, -1) }),
    changed('signature-long', 'a signature with an octet before it', { signature: (octets) => Buffer.concat([Buffer.of(0), octets]) }),
    changed('signature-other', 'the signature of another token', { signature: (_, signed) => Buffer.alloc(256, signed.length) }),
  ];
}
