import { describe, expect, it } from 'vitest';
import { client } from '../../../src/oidc/client.ts';
import { provider } from '../../../src/oidc/provider.ts';
import { identityProviderFrom } from '../../../src/saml/identity-provider.ts';
import type { SamlConnectionOptions } from '../../../src/web/connections.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { assertionXml, bearerXml, clean, issuerXml, nameIdXml, responseXml, subjectXml } from '../../support/messages.ts';
import { signed, them } from '../../support/saml-login.ts';
import { answerTo, askedBy, codeOf, oidcConnection, places, samlConnection, service, tile } from '../../support/sign-on.ts';

describe('the provider of a tenant, at the address where that of another answers, too', () => {
  it('finishes no login that the other was asked for, whatever it calls itself', async () => {
    for (const entityId of [clean.idp, 'https://mallory.example/saml']) {
      const { visitor, events } = tenants(entityId);
      const browser = visitor();
      const sent = await browser.open(places.samlLogin);
      expect((await browser.post(places.acs, answerOfMallory(sent, entityId))).status).toBe(403);
      expect(events.map(({ name }) => name)).toEqual(['login.started', 'login.refused']);
    }
  });

  it('signs in, where it was asked itself, nobody of the other one', async () => {
    const seen: string[] = [];
    const { visitor } = tenants('https://mallory.example/saml', (id) => seen.push(id));
    const browser = visitor();
    const sent = await browser.open(malloryLogin);
    expect(await codeOf(await browser.post(places.acs, answerTo(sent)))).toBe('signature.value');
    await browser.post(places.acs, answerOfMallory(await browser.open(malloryLogin), 'https://mallory.example/saml'));
    expect(seen).toEqual(['mallory']);
  });

  it('is never taken for the other where a tile of that is used, and nobody is sent to it', async () => {
    const { visitor } = tenants(clean.idp);
    const page = await visitor().post(places.acs, tile());
    expect([await codeOf(page), page.headers.get('location')]).toEqual(['login.unknown-provider', null]);
  });

  it('keeps nobody from the tile of the other by not saying who it is', async () => {
    const gone = { current: () => Promise.reject(new Error('gone')), refreshed: () => Promise.reject(new Error('gone')) };
    const { visitor } = service({ connections: [mallory(gone), samlConnection()] });
    expect(askedBy(await visitor().post(places.acs, tile())).requestId).not.toBe('');
  });
});

describe('the redirect URI of a provider', () => {
  it('is its own: what comes in there can be no other’s code', () => {
    const twice = () =>
      service((party, env) => ({ connections: [oidcConnection(party, env), oidcConnection(party, env, { ...other, id: 'other' })] }));
    expect(twice).toThrow(expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field: 'connections' }) }));
  });

  it('takes no answer to a login that was begun for another one', async () => {
    const web = service((party, env) => ({
      connections: [
        oidcConnection(party, env),
        oidcConnection(party, env, {
          id: 'other',
          client: client({ clientId: 'client', redirectUri: `${places.callback}/other`, authentication: { kind: 'none' } }),
          ...other,
        }),
      ],
    }));
    const browser = web.visitor();
    const sent = await browser.open('https://sp.example/other/login');
    const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const page = await browser.open(`${places.callback}?${new URLSearchParams({ code: 'of-the-first', state })}`, 'elsewhere');
    expect([await codeOf(page), web.party.count('/token')]).toEqual(['login.unknown-provider', 0]);
  });
});

/** A service at one of whose addresses two providers answer, the first of them that of an attacker. */
function tenants(entityId: string, signedIn: (provider: string) => void = () => undefined) {
  const certificates = [selfSigned(keyPair('rsa-2048', 'mallory').privateKey).base64];
  const idp = identityProviderFrom({ entityId, ssoUrl: 'https://mallory.example/sso', certificates }, { id: 'mallory' });
  return service(
    {
      connections: [mallory(idp), samlConnection()],
      onLogin: ({ identity }, _, { next }) => {
        signedIn(identity.provider);
        return next;
      },
    },
    them(),
  );
}

function mallory(idp: SamlConnectionOptions['idp']): SamlConnectionOptions {
  const { metadataUrl: _, ...rest } = samlConnection({ id: 'mallory', idp, loginUrl: malloryLogin });
  return rest;
}

/** What the attacker's provider answers that request with: the name of somebody at the other one. */
function answerOfMallory(sent: Response, entityId: string) {
  const { requestId, relayState } = askedBy(sent);
  const subject = subjectXml(nameIdXml(), [bearerXml({ InResponseTo: requestId })]);
  const issuer = issuerXml(entityId);
  const xml = responseXml({ issuer, inResponseTo: requestId, assertions: [assertionXml({ issuer, subject })] });
  const key = keyPair('rsa-2048', 'mallory').privateKey;
  return { SAMLResponse: Buffer.from(signed(xml, 'response', { key })).toString('base64'), RelayState: relayState };
}

const malloryLogin = 'https://sp.example/mallory/login';
const other = {
  provider: provider(
    {
      issuer: 'https://other.example',
      authorizationEndpoint: 'https://other.example/authorize',
      tokenEndpoint: 'https://other.example/token',
      jwksUri: 'https://other.example/keys',
    },
    { id: 'other' },
  ),
  loginUrl: 'https://sp.example/other/login',
};
