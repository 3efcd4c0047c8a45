import { expect } from 'vitest';
import { refresh } from '../../src/oidc/refresh.ts';
import { jwsSigner } from '../support/jws.ts';
import { detailsOf, loggedIn, refusals, refusalsOf, them, us } from '../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../support/openid-party.ts';
import { basicRows } from './basic.ts';
import { basicClient, not, ours, type Plan, partyThat, refused, refusedAnswer } from './module.ts';

const posted = { options: { responseMode: 'form_post' } } as const;
const elsewhere = 'tokens are never taken from the front channel, and nothing is asked for there but a code';

/** What comes as a posted form, and what other plans have that may concern us. */
export const formPost: Plan = {
  name: 'Form Post',
  section: '4.3',
  rows: {
    'Form Post Basic = Basic plan with form_post': Object.values(basicRows(posted)).flat(),
    'form-post-error': [
      ours('form-post-error', async () => {
        const options = { ...posted.options, prompt: 'none', maxAgeSeconds: 0 } as const;
        const answer = { code: undefined, error: 'login_required' };
        const said = await detailsOf(() => loggedIn({ client: basicClient, options, answer }));
        expect(said).toMatchObject({ code: 'provider.status', details: { outcome: 'login-required' } });
      }),
    ],
    'hybrid: invalid-/missing-chash, invalid-/missing-athash, nonce-unless-code-flow': [
      refused('invalid-chash', 'id-token.code-hash', { claims: { c_hash: 'another' } }),
      not('missing-chash', elsewhere),
      refused('invalid-athash', 'id-token.access-token-hash', { claims: { at_hash: 'another' } }),
      not('missing-athash', elsewhere),
      refusedAnswer('hybrid', 'callback.no-tokens', { id_token: 'x' }, posted),
      // Which is demanded in the code flow as well.
      refused('nonce-unless-code-flow', 'id-token.nonce', { claims: { nonce: undefined } }),
    ],
    'invalid-sig-es256, invalid-sig-hs256': [
      refused(
        'invalid-sig-es256',
        'signature.value',
        { keys: [jwsSigner('ES256', 'ES256', 'other')], published: [jwsSigner('ES256')] },
        { client: us({ idTokenAlgorithms: ['ES256'] }) },
      ),
      refused('invalid-sig-hs256', 'signature.algorithm', { keys: [jwsSigner('HS256')], published: [jwsSigner('RS256')] }),
    ],
    'missing-aud': [refused('missing-aud', 'id-token.audience', { claims: { aud: undefined } })],
    'client-secret-basic': [
      ours('client-secret-basic', async () => {
        const party = new OpenIdParty();
        await loggedIn({ party, client: basicClient });
        const sent = Buffer.from(party.requests[0]?.headers.get('authorization')?.slice(6) ?? '', 'base64').toString();
        expect(sent).toBe('client:a+secret%3A+with+%2B+and+%25');
      }),
    ],
    'userinfo-bearer-header (or -body)': [
      ours('userinfo-bearer-header', async () => {
        const party = new OpenIdParty();
        await loggedIn({ party, client: basicClient });
        expect(party.requests.at(-1)?.headers.get('authorization')).toBe('Bearer access');
      }),
      not('userinfo-bearer-body', 'a token goes in the header, where no log of addresses has it (RFC 6750 2)'),
    ],
    'userinfo-signed': [
      ours('userinfo-signed', async () => {
        const party = new OpenIdParty();
        const signed = party.sign({ iss: party.issuer, aud: 'client', sub: 'alice', name: 'Alice' });
        party.answers.set('/userinfo', () => new Response(signed, { headers: { 'content-type': 'application/jwt' } }));
        const client = us({ userInfo: true, requireSignedUserInfo: true });
        expect((await loggedIn({ party, client })).userInfo).toMatchObject({ name: 'Alice' });
      }),
    ],
    'aggregated-claims, distributed-claims': [
      not('aggregated-claims', 'kept as they came: whose signature is to count is for those to say who want them'),
      not('distributed-claims', 'kept as they came, and known to be elsewhere: no address out of a token is ever asked'),
    ],
    'mtls-endpoint-aliases': [
      ours('mtls-endpoint-aliases', async () => {
        const party = new OpenIdParty();
        party.answers.set('/mtls/token', party.answers.get('/token') ?? expect.fail());
        const provider = them(party, { mutualTlsEndpoints: { token: 'https://op.example/mtls/token' } });
        expect(await refusals({ party, provider, client: us({ authentication: { kind: 'mtls' } }) })).toEqual([]);
        expect([party.count('/mtls/token'), party.count('/token')]).toEqual([1, 0]);
      }),
    ],
    'refresh-token, -invalid-issuer, -invalid-sub': [
      ours('refresh-token', async () => expect(await refreshed({})).toEqual([])),
      ours('refresh-token-invalid-issuer', async () =>
        expect(await refreshed({ iss: 'https://evil.example' })).toEqual(['id-token.issuer', 'refreshed.issuer']),
      ),
      ours('refresh-token-invalid-sub', async () => expect(await refreshed({ sub: 'mallory' })).toEqual(['refreshed.subject'])),
    ],
  },
};

/** Why an ID token that comes with a refresh is refused. */
async function refreshed(claims: Changes): Promise<readonly string[]> {
  const party = partyThat({});
  const login = await loggedIn({ party, client: basicClient });
  party.claims = claims;
  return await refusalsOf(() => refresh(basicClient, them(party), login, party.world));
}
