import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { type Provider, type ProviderFields, type ProviderOptions, provider } from '../../../src/oidc/provider.ts';
import { jwsSigner, publicJwkOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { world } from '../../support/world.ts';

// Sound: a JWK is JSON.
const jwk = publicJwkOf(jwsSigner('RS256')) as JsonObject;
const base: ProviderFields = {
  issuer: 'https://op.example',
  authorizationEndpoint: 'https://op.example/authorize',
  tokenEndpoint: 'https://op.example/token',
  keys: [jwk],
};

describe('a provider typed by hand', () => {
  it('is what was typed, and frozen', async () => {
    const made = typed();
    expect({ ...made, keys: undefined }).toEqual({
      id: 'https://op.example',
      issuer: 'https://op.example',
      subject: 'sub',
      endpoints: { authorization: 'https://op.example/authorize', token: 'https://op.example/token' },
      mutualTlsEndpoints: {},
      namesItself: false,
      wantsPushedRequests: false,
      keys: undefined,
    });
    expect([made, made.endpoints, made.mutualTlsEndpoints].map(Object.isFrozen)).toEqual([true, true, true]);
    expect((await made.keys.current()).keys).toMatchObject([{ keyId: 'RS256' }]);
  });

  it('takes every field', () => {
    const made = typed({
      userInfoEndpoint: 'https://op.example/a',
      pushedRequestEndpoint: 'https://op.example/b',
      revocationEndpoint: 'https://op.example/c',
      introspectionEndpoint: 'https://op.example/d',
      endSessionEndpoint: 'https://op.example/e',
      mutualTlsEndpoints: { token: 'https://mtls.op.example/token' },
      namesItself: true,
      wantsPushedRequests: true,
    });
    expect(made).toMatchObject({
      endpoints: {
        userInfo: 'https://op.example/a',
        pushedRequest: 'https://op.example/b',
        revocation: 'https://op.example/c',
        introspection: 'https://op.example/d',
        endSession: 'https://op.example/e',
      },
      mutualTlsEndpoints: { token: 'https://mtls.op.example/token' },
      namesItself: true,
      wantsPushedRequests: true,
    });
  });

  it('takes every option', () => {
    expect(typed({}, { id: 'op', subject: 'oid' })).toMatchObject({ id: 'op', subject: 'oid' });
    const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
    expect(typed({ issuer }, { tenants: 'any' })).toMatchObject({ issuer, tenants: 'any', subject: 'oid' });
  });

  it('has keys that are fetched with what it was given, and no others', async () => {
    const { keys: _, ...rest } = base;
    const env = world(async () => Response.json({ keys: [] }));
    const made = provider({ ...rest, jwksUri: 'https://op.example/jwks' }, {}, env);
    expect((await made.keys.current()).keys).toEqual([]);
  });

  it.each<readonly [string, Record<string, unknown>]>([
    ['issuer', { issuer: 'http://op.example' }],
    ['issuer', { issuer: undefined }],
    ['authorizationEndpoint', { authorizationEndpoint: undefined }],
    ['tokenEndpoint', { tokenEndpoint: 'http://op.example/token' }],
    ['userInfoEndpoint', { userInfoEndpoint: '' }],
    ['pushedRequestEndpoint', { pushedRequestEndpoint: 'x' }],
    ['revocationEndpoint', { revocationEndpoint: 'ftp://op.example' }],
    ['introspectionEndpoint', { introspectionEndpoint: 7 }],
    ['endSessionEndpoint', { endSessionEndpoint: 'http://op.example' }],
    ['mutualTlsEndpoints.token', { mutualTlsEndpoints: { token: 'http://op.example' } }],
    ['mutualTlsEndpoints.authorization', { mutualTlsEndpoints: { authorization: 'https://op.example' } }],
    ['keys', { keys: undefined }],
    ['keys', { jwksUri: 'https://op.example/jwks' }],
    ['keys', { keys: 'x' }],
    ['jwksUri', { keys: undefined, jwksUri: 'http://op.example/jwks' }],
    ['namesItself', { namesItself: 'yes' }],
    ['wantsPushedRequests', { wantsPushedRequests: 1 }],
    ['token_endpoint', { token_endpoint: 'x' }],
  ])('refuses %s: %j', (field, change) => {
    // Sound: what somebody without types may write.
    expect(refusalDetails(() => typed(change as Partial<ProviderFields>))).toMatchObject({ field });
  });

  it('has no confirmation for keys that were typed, nor by what is no fingerprint', () => {
    for (const confirmedKeys of [[], ['abc']])
      expect(refusalDetails(() => typed({}, { confirmedKeys }))).toMatchObject({ field: 'confirmedKeys' });
  });

  it('refuses keys that cannot be used', () => {
    // Sound: as above.
    const secret = { ...keyPair('rsa-2048').privateKey.export({ format: 'jwk' }) } as JsonObject;
    expect(refusalDetails(() => typed({ keys: [secret] }, { id: 'op' }))).toMatchObject({ provider: 'op' });
    expect(refusalDetails(() => typed({ keys: [] }))).toMatchObject({ provider: 'https://op.example' });
    expect(refusal(() => typed({ keys: [{ ...jwk, use: 'enc' }] }))).toBe('provider.keys');
    expect(refusal(() => typed({ keys: Array(101).fill(jwk) }))).toBe('provider.keys');
  });
});

function typed(fields: Partial<ProviderFields> = {}, options: ProviderOptions = {}): Provider {
  return provider({ ...base, ...fields }, options, world());
}
