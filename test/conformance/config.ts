import { expect } from 'vitest';
import { discover } from '../../src/oidc/discovery.ts';
import { jwsSigner } from '../support/jws.ts';
import { loggedIn, refusals, refusalsOf, them } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';
import { basicClient, not, ours, type Plan, refused } from './module.ts';

/** What is discovered, and keys that change. */
export const config: Plan = {
  name: 'Config',
  section: '4.2',
  rows: {
    'discovery-openid-config, discovery-jwks-uri-keys': [
      ours('discovery-openid-config', async () => {
        const party = new OpenIdParty();
        const { endpoints } = await discover(party.issuer, {}, party.world);
        expect(endpoints).toMatchObject({ authorization: 'https://op.example/authorize', token: 'https://op.example/token' });
      }),
      ours('discovery-jwks-uri-keys', async () => {
        const party = new OpenIdParty();
        party.document = { jwks_uri: 'https://op.example/keys-of-this-run' };
        party.answers.set('/keys-of-this-run', party.answers.get('/jwks') ?? expect.fail());
        expect(await refusals({ party, client: basicClient, provider: await discover(party.issuer, {}, party.world) })).toEqual([]);
        expect([party.count('/keys-of-this-run'), party.count('/jwks')]).toEqual([1, 0]);
      }),
    ],
    'discovery-issuer-mismatch': [issuerMismatch()],
    'idtoken-sig-none': [
      refused('idtoken-sig-none', 'signature.algorithm', { keys: [jwsSigner('none')], published: [jwsSigner('RS256')] }),
    ],
    'signing-key-rotation-just-before-signing': [
      ours('signing-key-rotation-just-before-signing', async () => {
        const party = new OpenIdParty();
        const provider = them(party);
        await provider.keys.current();
        party.keys = [jwsSigner('RS256', 'new', 'new')];
        expect(await refusals({ party, provider, client: basicClient })).toEqual([]);
      }),
    ],
    'signing-key-rotation (Dynamic)': [
      ours('signing-key-rotation', async () => {
        const party = new OpenIdParty();
        const provider = them(party);
        await loggedIn({ party, provider, client: basicClient });
        // Under the same name, too: then it is the signature that shows it.
        for (const signer of [jwsSigner('RS256', 'new', 'new'), jwsSigner('RS256', 'new', 'newer')]) {
          party.keys = [signer];
          expect(await refusals({ party, provider, client: basicClient })).toEqual([]);
        }
      }),
    ],
    'dynamic-registration, webfinger-acct, webfinger-url, request-uri-signed-rs256/-none (Dynamic)': [
      not('dynamic-registration', 'clients are registered by an administrator, who types what the provider gives them'),
      not('webfinger-acct', 'whose provider it is is decided by who is configured, never by what a person types'),
      not('webfinger-url', 'whose provider it is is decided by who is configured, never by what a person types'),
      not('request-uri-signed-rs256', 'a signed request goes by value, or is pushed: nothing of ours has to be fetched'),
      not('request-uri-signed-none', 'a request that is not signed goes as it is, or is pushed'),
    ],
  },
};

/** What calls itself something else is asked for nothing more. */
export function issuerMismatch() {
  return ours('discovery-issuer-mismatch', async () => {
    const party = new OpenIdParty();
    party.document = { issuer: 'https://evil.example' };
    expect(await refusalsOf(() => discover(party.issuer, {}, party.world))).toEqual(['provider.issuer']);
    expect(party.requests).toHaveLength(1);
  });
}
