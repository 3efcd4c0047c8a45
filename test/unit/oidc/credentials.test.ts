import { createHash, createHmac, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuthenticationMethod } from '../../../src/oidc/authentication.ts';
import { credentials } from '../../../src/oidc/credentials.ts';
import { login } from '../../../src/oidc/login.ts';
import { revoke } from '../../../src/oidc/token-administration.ts';
import { selfSigned } from '../../support/certificate.ts';
import { partOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { them, us } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';

const secret = 'a secret of 32 octets or even more';
const key = keyPair('rsa-2048', 'rp');
const assertions = [
  { kind: 'secret-jwt', secret },
  { kind: 'private-key-jwt', signer: { privateKey: key.privateKey } },
] as const;

describe('what proves who we are', () => {
  it('is nothing but our name, with or without a certificate in the connection', async () => {
    for (const kind of ['none', 'mtls'] as const) expect(await shown({ kind })).toEqual({ fields: { client_id: 'client' }, headers: {} });
  });

  it('is the secret in a header, each half encoded as in a form before they are joined', async () => {
    const { fields, headers } = await shown({ kind: 'secret-basic', secret: 'a:b %+é' }, 'my:client&');
    expect(fields).toEqual({});
    const [scheme, encoded = ''] = (headers['authorization'] ?? '').split(' ');
    expect([scheme, Buffer.from(encoded, 'base64').toString()]).toEqual(['Basic', 'my%3Aclient%26:a%3Ab+%25%2B%C3%A9']);
  });

  it('is the secret in the form', async () => {
    expect(await shown({ kind: 'secret-post', secret })).toEqual({ fields: { client_id: 'client', client_secret: secret }, headers: {} });
  });

  it('is a token of a minute that the secret made', async () => {
    const { fields, headers } = await shown({ kind: 'secret-jwt', secret });
    expect([Object.keys(fields), headers]).toEqual([['client_id', 'client_assertion_type', 'client_assertion'], {}]);
    expect(fields['client_assertion_type']).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const token = fields['client_assertion'] ?? '';
    expect(partOf(token, 0)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(partOf(token, 1)).toEqual(claims());
    const [header, payload, mac] = token.split('.');
    expect(createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')).toBe(mac);
  });

  it('is a token of a minute that a key of ours signed', async () => {
    const { fields } = await shown({ kind: 'private-key-jwt', signer: { privateKey: key.privateKey }, keyId: 'assertions' });
    const token = fields['client_assertion'] ?? '';
    expect(partOf(token, 0)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'assertions' });
    expect(partOf(token, 1)).toEqual(claims());
    const [header, payload, signature = ''] = token.split('.');
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key.publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('names the certificate, which is what Entra ID knows us by, and AD FS by its SHA-1 alone', async () => {
    const certificate = selfSigned(key.privateKey);
    const signer = { privateKey: key.privateKey, certificate: certificate.pem };
    const { fields } = await shown({ kind: 'private-key-jwt', signer, keyId: 'assertions' });
    expect(partOf(fields['client_assertion'] ?? '', 0)).toMatchObject({
      x5t: createHash('sha1').update(certificate.der).digest('base64url'),
      'x5t#S256': createHash('sha256').update(certificate.der).digest('base64url'),
    });
  });

  it('may be signed elsewhere', async () => {
    const sign = async (octets: Uint8Array) => Buffer.from(`signed ${octets.length}`);
    const { fields } = await shown({ kind: 'private-key-jwt', signer: { algorithm: 'ecdsa-sha384', keyId: 'kms', sign } });
    const token = fields['client_assertion'] ?? '';
    expect(partOf(token, 0)).toEqual({ alg: 'ES384', typ: 'JWT' });
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString()).toBe(`signed ${token.lastIndexOf('.')}`);
  });

  it('is for the provider, or for its token endpoint where older ones want that', async () => {
    for (const audience of ['issuer', 'token-endpoint'] as const) {
      const { fields } = await shown({ kind: 'secret-jwt', secret, audience });
      const expected = audience === 'issuer' ? 'https://op.example' : 'https://op.example/token';
      expect(partOf(fields['client_assertion'] ?? '', 1)['aud']).toBe(expected);
    }
  });

  it('is never for the token endpoint of somebody else than who is shown it', async () => {
    const elsewhere = 'https://honest.example/token';
    for (const method of assertions) {
      const party = new OpenIdParty();
      const provider = them(party, { tokenEndpoint: elsewhere });
      const asking = us({ authentication: { ...method, audience: 'token-endpoint' } });
      party.answers.set('/revoke', () => new Response(null));
      await login(asking, provider, { pushed: true }, party.world);
      await revoke(asking, provider, 'token', undefined, party.world);
      const shownTo = party.requests.map(({ url, form }) => [url, partOf(form.get('client_assertion') ?? '', 1)['aud']]);
      expect(shownTo).toEqual(['https://op.example/par', 'https://op.example/revoke'].map((url) => [url, url]));
    }
  });

  it('is for the token endpoint wherever else the same host wants it', async () => {
    const party = new OpenIdParty();
    const authentication = { kind: 'secret-jwt', secret, audience: 'token-endpoint' } as const;
    party.answers.set('/revoke', () => new Response(null));
    await revoke(us({ authentication }), them(party), 'token', undefined, party.world);
    expect(partOf(party.requests[0]?.form.get('client_assertion') ?? '', 1)['aud']).toBe('https://op.example/token');
  });

  it('is made anew for each request', async () => {
    const party = new OpenIdParty();
    const client = us({ authentication: { kind: 'secret-jwt', secret } });
    party.answers.set('/revoke', () => new Response(null));
    await revoke(client, them(party), 'token', undefined, party.world);
    await revoke(client, them(party), 'token', undefined, party.world);
    const names = party.requests.map(({ form }) => partOf(form.get('client_assertion') ?? '', 1)['jti']);
    expect(new Set(names).size).toBe(2);
  });

  it('goes to the address that takes certificates, where there is another', async () => {
    const party = new OpenIdParty();
    party.answers.set('/mtls/revoke', () => new Response(null));
    party.answers.set('/revoke', () => new Response(null));
    const provider = them(party, { mutualTlsEndpoints: { revocation: 'https://op.example/mtls/revoke' } });
    await revoke(us({ authentication: { kind: 'mtls' } }), provider, 'token', undefined, party.world);
    await revoke(us(), provider, 'token', undefined, party.world);
    await revoke(us({ authentication: { kind: 'mtls' } }), them(party), 'token', undefined, party.world);
    expect(party.requests.map(({ path }) => path)).toEqual(['/mtls/revoke', '/revoke', '/revoke']);
  });
});

function shown(authentication: AuthenticationMethod, clientId = 'client') {
  const party = new OpenIdParty();
  return credentials(us({ authentication, clientId }), them(party), 'https://op.example/token', party.world);
}

function claims() {
  const { seconds } = new OpenIdParty();
  const jti = expect.stringMatching(/^[\w-]{43}$/);
  return { iss: 'client', sub: 'client', aud: 'https://op.example', jti, iat: seconds, nbf: seconds, exp: seconds + 60 };
}
