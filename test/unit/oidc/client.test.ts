import { describe, expect, it } from 'vitest';
import { type Client, type ClientOptions, client } from '../../../src/oidc/client.ts';
import { keySet } from '../../../src/oidc/own-key-set.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { refusalDetails } from '../../support/refusal.ts';

const base: ClientOptions = { clientId: 'client', redirectUri: 'https://rp.example/callback', authentication: { kind: 'none' } };
const rsa = keyPair('rsa-2048', 'rp').privateKey;
const ec = keyPair('p-256', 'rp').privateKey;
const secret = 'a secret of 32 octets or even more';

describe('a client', () => {
  it('is what was said, and frozen; the rest is safe by default', () => {
    const made = client(base);
    expect(made).toEqual({
      clientId: 'client',
      redirectUri: 'https://rp.example/callback',
      authentication: { kind: 'none' },
      scopes: ['openid', 'profile', 'email'],
      audiences: [],
      idTokenAlgorithms: ['RS256'],
      otherAlgorithms: ['RS256'],
      decryption: [],
      requireEncryption: false,
      userInfo: false,
      requireSignedUserInfo: false,
      clockSkewSeconds: 30,
    });
    expect([made, made.scopes, made.audiences, made.authentication, made.decryption].map(Object.isFrozen)).toEqual(Array(5).fill(true));
  });

  it('takes every option', () => {
    const made = client({
      ...base,
      scopes: ['groups', 'openid'],
      audiences: ['other'],
      idTokenAlgorithms: ['ES256', 'EdDSA'],
      decryption: [{ privateKey: rsa, keyId: 'enc' }],
      requireEncryption: true,
      requestSigning: { signer: { privateKey: ec }, keyId: 'requests' },
      dpop: { privateKey: ec },
      userInfo: true,
      requireSignedUserInfo: true,
      clockSkewSeconds: 0,
    });
    expect(made).toMatchObject({
      scopes: ['openid', 'groups'],
      audiences: ['other'],
      idTokenAlgorithms: ['ES256', 'EdDSA'],
      otherAlgorithms: ['ES256', 'EdDSA'],
      decryption: [{ keyId: 'enc', kind: 'rsa' }],
      requireEncryption: true,
      requestSigning: { keyId: 'requests' },
      dpop: { algorithm: { name: 'ecdsa-sha256' } },
      userInfo: true,
      requireSignedUserInfo: true,
      clockSkewSeconds: 0,
    });
    expect(client({ ...base, otherAlgorithms: ['PS256'] })).toMatchObject({ idTokenAlgorithms: ['RS256'], otherAlgorithms: ['PS256'] });
  });

  it.each<readonly [string, Record<string, unknown>]>([
    ['clientID', { clientID: 'x' }],
    ['clientId', { clientId: '' }],
    ['clientId', { clientId: undefined }],
    ['redirectUri', { redirectUri: 'http://rp.example/callback' }],
    ['redirectUri', { redirectUri: 'https://rp.example/callback#x' }],
    ['redirectUri', { redirectUri: 'com.example.app:/callback' }],
    ['redirectUri', { redirectUri: undefined }],
    ['scopes', { scopes: ['a b'] }],
    ['scopes', { scopes: ['"'] }],
    ['scopes', { scopes: ['\\'] }],
    ['scopes', { scopes: [''] }],
    ['scopes', { scopes: ['é'] }],
    ['scopes', { scopes: [7] }],
    ['scopes', { scopes: 'openid' }],
    ['audiences', { audiences: 'other' }],
    ['audiences', { audiences: [' '] }],
    ['idTokenAlgorithms', { idTokenAlgorithms: [] }],
    ['idTokenAlgorithms', { idTokenAlgorithms: ['none'] }],
    ['idTokenAlgorithms', { idTokenAlgorithms: ['HS256'] }],
    ['idTokenAlgorithms', { idTokenAlgorithms: ['RS256', 'rs256'] }],
    ['idTokenAlgorithms', { idTokenAlgorithms: 'RS256' }],
    ['otherAlgorithms', { otherAlgorithms: [] }],
    ['otherAlgorithms', { otherAlgorithms: ['HS256'] }],
    ['decryption', { requireEncryption: true }],
    ['decryption', { decryption: rsa }],
    ['decryption', { decryption: Array(9).fill({ privateKey: ec }) }],
    ['decryption[0].privateKey', { decryption: [{ privateKey: keyPair('rsa-1024').privateKey }] }],
    ['decryption[0].privateKey', { decryption: [{ privateKey: keyPair('ed25519').privateKey }] }],
    ['decryption[1].privateKey', { decryption: [{ privateKey: ec }, { privateKey: 'x' }] }],
    ['decryption[0].keyId', { decryption: [{ privateKey: ec, keyId: '' }] }],
    ['decryption[0].key', { decryption: [{ key: ec }] }],
    ['requireEncryption', { requireEncryption: 'true', decryption: [{ privateKey: rsa }] }],
    ['userInfo', { userInfo: 1 }],
    ['requireSignedUserInfo', { requireSignedUserInfo: 'yes' }],
    ['requireSignedUserInfo', { requireSignedUserInfo: null }],
    ['requestSigning.signer', { requestSigning: {} }],
    ['requestSigning.privateKey', { requestSigning: { privateKey: ec } }],
    ['requestSigning.keyId', { requestSigning: { signer: { privateKey: ec }, keyId: '' } }],
    ['dpop.privateKey', { dpop: { privateKey: 'x' } }],
    ['dpop.certificate', { dpop: { algorithm: 'ecdsa-sha256', keyId: 'kms', sign: () => new Uint8Array() } }],
    ['clockSkewSeconds', { clockSkewSeconds: 301 }],
    ['clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', { clockSkewSeconds: 0.5 }],
    ['authentication', { authentication: undefined }],
    ['authentication', { authentication: 'none' }],
    ['authentication', { authentication: null }],
    ['authentication.kind', { authentication: {} }],
    ['authentication.kind', { authentication: { kind: 'client_secret_basic' } }],
    ['authentication.secret', { authentication: { kind: 'none', secret } }],
    ['authentication.secret', { authentication: { kind: 'mtls', secret } }],
    ['authentication.secret', { authentication: { kind: 'secret-basic' } }],
    ['authentication.secret', { authentication: { kind: 'secret-post', secret: ' ' } }],
    ['authentication.audience', { authentication: { kind: 'secret-post', secret, audience: 'issuer' } }],
    ['authentication.secret', { authentication: { kind: 'secret-jwt', secret: 'x'.repeat(31) } }],
    ['authentication.secret', { authentication: { kind: 'secret-jwt' } }],
    ['authentication.audience', { authentication: { kind: 'secret-jwt', secret, audience: 'x' } }],
    ['authentication.signer', { authentication: { kind: 'private-key-jwt' } }],
    ['authentication.secret', { authentication: { kind: 'private-key-jwt', secret } }],
    ['authentication.keyId', { authentication: { kind: 'private-key-jwt', signer: { privateKey: ec }, keyId: ' ' } }],
    ['authentication.audience', { authentication: { kind: 'private-key-jwt', signer: { privateKey: ec }, audience: 'token' } }],
  ])('refuses %s: %j', (field, change) => {
    // Sound: what somebody without types may write.
    expect(refusalDetails(() => client({ ...base, ...change } as ClientOptions))).toMatchObject({ field });
  });

  it('is one by options and nothing else', () => {
    // Sound: as above.
    expect(refusalDetails(() => client(null as unknown as ClientOptions))).toMatchObject({ field: 'options' });
  });
});

describe('the way in which a client proves who it is', () => {
  it.each([
    [{ kind: 'mtls' }, { kind: 'mtls' }],
    [
      { kind: 'secret-basic', secret: 's' },
      { kind: 'secret-basic', secret: 's' },
    ],
    [
      { kind: 'secret-post', secret: 's' },
      { kind: 'secret-post', secret: 's' },
    ],
    [
      { kind: 'secret-jwt', secret },
      { kind: 'secret-jwt', secret, audience: 'issuer' },
    ],
    [{ kind: 'secret-jwt', secret, audience: 'token-endpoint' }, { audience: 'token-endpoint' }],
    [
      { kind: 'private-key-jwt', signer: { privateKey: ec }, keyId: 'k' },
      { kind: 'private-key-jwt', keyId: 'k', audience: 'issuer' },
    ],
  ] as const)('is parsed: %j', (authentication, expected) => {
    expect(client({ ...base, authentication }).authentication).toMatchObject(expected);
  });

  it('counts the octets of a secret, not its characters', () => {
    expect(client({ ...base, authentication: { kind: 'secret-jwt', secret: 'é'.repeat(16) } }).authentication.kind).toBe('secret-jwt');
  });

  it('may be a key elsewhere, whose name is told or made of its certificate', () => {
    const sign = () => new Uint8Array();
    const signer = { algorithm: 'ecdsa-sha256', keyId: 'kms', sign } as const;
    const by = (more: object, keyId?: string) =>
      client({
        ...base,
        authentication: { kind: 'private-key-jwt', signer: { ...signer, ...more }, ...(keyId === undefined ? {} : { keyId }) },
      }).authentication;
    expect(by({})).not.toHaveProperty('keyId');
    expect(by({}, 'registered')).toHaveProperty('keyId', 'registered');
    expect(by({ certificate: selfSigned(ec).pem })).toHaveProperty('keyId', thumbprintOf(client({ ...base, dpop: { privateKey: ec } })));
  });
});

describe('our own key set', () => {
  it('has the public halves of what signs and opens, by name, use and algorithm, and nothing secret', () => {
    const made = client({
      ...base,
      authentication: { kind: 'private-key-jwt', signer: { privateKey: rsa }, keyId: 'assertions' },
      requestSigning: { signer: { privateKey: ec, algorithm: 'ecdsa-sha256' } },
      decryption: [{ privateKey: rsa, keyId: 'opens' }, { privateKey: keyPair('p-384', 'rp').privateKey }],
      dpop: { privateKey: keyPair('ed25519', 'rp').privateKey },
    });
    const { keys } = keySet(made);
    expect(keys.map(({ kid, use, alg, kty }) => [kid, use, alg, kty])).toEqual([
      ['assertions', 'sig', 'RS256', 'RSA'],
      [made.requestSigning?.keyId, 'sig', 'ES256', 'EC'],
      ['opens', 'enc', undefined, 'RSA'],
      [expect.stringMatching(/^[\w-]{43}$/), 'enc', undefined, 'EC'],
    ]);
    for (const key of keys) for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(name);
  });

  it('has one key once, though it signs two things', () => {
    const made = client({
      ...base,
      authentication: { kind: 'private-key-jwt', signer: { privateKey: ec } },
      requestSigning: { signer: { privateKey: ec } },
    });
    expect(keySet(made).keys).toHaveLength(1);
  });

  it('is empty where there is no key', () => {
    expect(keySet(client(base))).toEqual({ keys: [] });
  });

  it('wants the certificate of a key elsewhere', () => {
    const signer = { algorithm: 'ecdsa-sha256', keyId: 'kms', sign: () => new Uint8Array() } as const;
    const made = client({ ...base, authentication: { kind: 'private-key-jwt', signer } });
    expect(refusalDetails(() => keySet(made))).toMatchObject({ field: 'authentication.signer.certificate' });
    const described = { ...signer, certificate: selfSigned(ec).pem };
    expect(keySet(client({ ...base, requestSigning: { signer: described } })).keys).toMatchObject([
      { kty: 'EC', use: 'sig', alg: 'ES256' },
    ]);
  });
});

function thumbprintOf({ dpop }: Client): string | undefined {
  const listed = client({ ...base, requestSigning: { signer: { privateKey: ec } } });
  return dpop === undefined ? undefined : listed.requestSigning?.keyId;
}
