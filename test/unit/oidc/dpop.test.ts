import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../../src/crypto/signer.ts';
import { withProof } from '../../../src/oidc/dpop.ts';
import { userInfo } from '../../../src/oidc/user-info.ts';
import { partOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { loggedIn, refusals, them, us } from '../../support/openid-login.ts';
import { type Answerer, OpenIdParty } from '../../support/openid-party.ts';

const signer = { privateKey: keyPair('p-256', 'rp').privateKey };
const client = us({ dpop: signer });

describe('a proof that we have the key', () => {
  it('is a token about the request, which anybody can check by the key in it', async () => {
    const [proof = ''] = await proofs({ method: 'POST', url: 'https://op.example/token?tenant=a#x' });
    const { jwk, ...header } = partOf(proof, 0);
    expect(header).toEqual({ alg: 'ES256', typ: 'dpop+jwt' });
    expect(Object.keys(Object(jwk)).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    const { seconds } = new OpenIdParty();
    expect(partOf(proof, 1)).toEqual({
      jti: expect.stringMatching(/^[\w-]{43}$/),
      htm: 'POST',
      htu: 'https://op.example/token',
      iat: seconds,
    });
    const [head, payload, signature = ''] = proof.split('.');
    const key = createPublicKey({ key: { ...Object(jwk) }, format: 'jwk' });
    const input = { key, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(`${head}.${payload}`), input, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('names the token that is shown with it by its hash', async () => {
    const [proof = ''] = await proofs({ method: 'GET', url: 'https://op.example/userinfo', accessToken: 'access' });
    expect(partOf(proof, 1)).toMatchObject({ htm: 'GET', ath: createHash('sha256').update('access').digest('base64url') });
  });

  it('is made once more with the nonce that the provider wants, and only once', async () => {
    const wants = () => Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': 'n' } });
    const sent = await proofs({ method: 'POST', url: 'https://op.example/token' }, wants);
    expect(sent.map((proof) => partOf(proof, 1)['nonce'])).toEqual([undefined, 'n']);
    expect(new Set(sent.map((proof) => partOf(proof, 1)['jti'])).size).toBe(2);
  });

  it('is wanted anew by a header, too', async () => {
    const headers = { 'dpop-nonce': 'n', 'www-authenticate': 'DPoP error="use_dpop_nonce", algs="ES256"' };
    expect(await proofs(about, () => new Response(null, { status: 401, headers }))).toHaveLength(2);
  });

  it.each<readonly [string, Answerer]>([
    ['success', () => Response.json({}, { headers: { 'dpop-nonce': 'n' } })],
    ['another error', () => Response.json({ error: 'invalid_grant' }, { status: 400, headers: { 'dpop-nonce': 'n' } })],
    ['another status', () => Response.json({ error: 'use_dpop_nonce' }, { status: 403, headers: { 'dpop-nonce': 'n' } })],
    ['no nonce', () => Response.json({ error: 'use_dpop_nonce' }, { status: 400 })],
    ['an error in no JSON', () => new Response('use_dpop_nonce', { status: 400, headers: { 'dpop-nonce': 'n' } })],
  ])('is not made again after %s', async (_, answer) => {
    expect(await proofs(about, answer)).toHaveLength(1);
  });
});

describe('a login whose tokens are bound', () => {
  it('has tokens of that type, and asks for UserInfo with the key', async () => {
    const party = new OpenIdParty();
    party.tokens = { token_type: 'dpop' };
    const login = await loggedIn({ party, client });
    expect(login.tokens.tokenType).toBe('DPoP');
    await userInfo(client, them(party), login, party.world);
    const asked = party.requests.at(-1);
    expect([asked?.path, asked?.headers.get('authorization')]).toEqual(['/userinfo', 'DPoP access']);
    expect(partOf(asked?.headers.get('dpop') ?? '', 1)).toMatchObject({ htu: 'https://op.example/userinfo', ath: expect.any(String) });
  });

  it('is refused where anybody could use its tokens', async () => {
    for (const token_type of ['Bearer', 'bearer', undefined, 'N_A', 7]) {
      const party = new OpenIdParty();
      party.tokens = { token_type };
      expect(await refusals({ party, client })).toEqual(['tokens.type']);
    }
  });

  it('gives the code with each proof, and proves who we are with each', async () => {
    const party = new OpenIdParty();
    party.tokens = { token_type: 'DPoP' };
    const usual = party.answers.get('/token');
    let asked = 0;
    party.answers.set('/token', (request) => {
      asked += 1;
      if (asked === 1 || usual === undefined)
        return Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': 'n' } });
      return usual(request);
    });
    const keyed = us({
      dpop: signer,
      authentication: { kind: 'private-key-jwt', signer: { privateKey: keyPair('rsa-2048', 'rp').privateKey } },
    });
    await loggedIn({ party, client: keyed });
    const [first, second] = party.requests.filter(({ path }) => path === '/token');
    expect(first?.form.get('code')).toBe(second?.form.get('code'));
    expect(first?.form.get('client_assertion')).not.toBe(second?.form.get('client_assertion'));
  });
});

describe('a login whose tokens are not bound', () => {
  it('is refused where they are said to be', async () => {
    const party = new OpenIdParty();
    party.tokens = { token_type: 'DPoP' };
    expect(await refusals({ party })).toEqual(['tokens.type']);
  });
});

const about = { method: 'POST', url: 'https://op.example/token' } as const;

/** The proofs that are sent to a provider that answers like this. */
async function proofs(of: Parameters<typeof withProof>[1], answer: Answerer = () => Response.json({})): Promise<readonly string[]> {
  const sent: string[] = [];
  const { world } = new OpenIdParty();
  await withProof(signingKey(signer, 'dpop'), of, world, async (headers) => {
    sent.push(headers['dpop'] ?? '');
    const response = await answer({} as Parameters<Answerer>[0]);
    const mediaType = response.headers.get('content-type') ?? '';
    return {
      from: '',
      status: response.status,
      headers: response.headers,
      mediaType,
      octets: new Uint8Array(await response.arrayBuffer()),
    };
  });
  return sent;
}
