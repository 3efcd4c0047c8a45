import { createHash } from 'node:crypto';
import type { JwsAlgorithm } from '../../../../src/jose/algorithms.ts';
import { idTokenCases, rule } from '../id-token-case.ts';
import type { KeyName } from '../parties.ts';
import { asked } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = idTokenCases({ spec: 'OIDCCore 3.1.3.8', flags: 'rule' });
const { accessToken, code, state } = asked;

/** The hashes by which an ID token names what came along with it. */
export const idTokenHashCases: readonly Case[] = [
  ...byAlgorithm(),
  ...hashes('access-token-hash', 'at_hash', 'access token', accessToken, { accessToken }, 'OIDCCore 3.1.3.8'),
  ...hashes('code-hash', 'c_hash', 'code', code, { code }, 'OIDCCore 3.3.2.11'),
  ...hashes('state-hash', 's_hash', 'state', state, {}, 'FAPI 1.0 Advanced 5.2.2'),
  accepts(
    'hashes',
    'all three',
    {},
    {
      claims: { at_hash: half(accessToken), c_hash: half(code), s_hash: half(state) },
      fields: { accessToken, code },
    },
  ),
];

/** The hash is that of the signature. */
function byAlgorithm(): readonly Case[] {
  const algorithms: readonly (readonly [JwsAlgorithm, string, KeyName])[] = [
    ['RS384', 'sha384', 'idp'],
    ['RS512', 'sha512', 'idp'],
    ['PS256', 'sha256', 'idp'],
    ['ES256', 'sha256', 'idp-p256'],
    ['ES384', 'sha384', 'idp-p384'],
    ['ES512', 'sha512', 'idp-p521'],
    ['EdDSA', 'sha512', 'idp-ed25519'],
  ];
  const signed = (algorithm: JwsAlgorithm, key: KeyName, hash: string): TokenCaseOptions => ({
    algorithm,
    key,
    claims: { at_hash: half(accessToken, hash) },
    parties: 'rp op-many-keys',
    fields: { accessToken, algorithms: algorithm },
    flags: 'algorithm rule',
  });
  return [
    ...algorithms.map(([algorithm, hash, key]) =>
      accepts(`access-token-hash-${algorithm.toLowerCase()}`, `the hash that belongs to ${algorithm}`, {}, signed(algorithm, key, hash)),
    ),
    refuses('access-token-hash-rs512-sha256', 'SHA-256 beside RS512', rule('access-token-hash'), signed('RS512', 'idp', 'sha256')),
    refuses('access-token-hash-eddsa-sha256', 'SHA-256 beside EdDSA', rule('access-token-hash'), signed('EdDSA', 'idp-ed25519', 'sha256')),
  ];
}

function hashes(id: string, claim: string, what: string, value: string, fields: TokenCaseOptions['fields'], spec: string): readonly Case[] {
  const bad = (name: string, comment: string, hash: unknown): Case =>
    refuses(`${id}-${name}`, comment, rule(id), { claims: { [claim]: hash }, fields: fields ?? {}, spec });
  const whole = createHash('sha256').update(value).digest();
  return [
    accepts(id, `the hash of the ${what}`, {}, { claims: { [claim]: half(value) }, fields: fields ?? {}, spec }),
    bad('other', `the hash of another ${what}`, half('another')),
    bad('whole', 'the whole hash', whole.toString('base64url')),
    bad('right-half', 'the other half of the hash', whole.subarray(16).toString('base64url')),
    bad('padding', 'the hash with padding', `${half(value)}==`),
    bad('hex', 'the hash in hexadecimal', whole.subarray(0, 16).toString('hex')),
    bad('plain', `the ${what} itself`, value),
    bad('empty', 'an empty hash', ''),
    bad('null', 'null', null),
  ];
}

/** The left half of a hash. */
function half(value: string, hash = 'sha256'): string {
  const whole = createHash(hash).update(value).digest();
  return whole.subarray(0, whole.length / 2).toString('base64url');
}
