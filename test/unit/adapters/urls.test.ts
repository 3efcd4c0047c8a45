import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type AddressOptions, addresses } from '../../../src/adapters/urls.ts';
import { client } from '../../../src/oidc/client.ts';
import { serviceProvider } from '../../../src/saml/service-provider.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const jira = 'https://jira.example.org:8443/tools';

describe('the addresses of a product', () => {
  it('are one for everything as Kantega SSO has them', () => {
    const { saml, oidc } = addresses({ scheme: 'kantega', baseUrl: jira, id: 'k9Xq-2' });
    const only = 'https://jira.example.org:8443/tools/plugins/servlet/no.kantega.saml/sp/k9Xq-2/login';
    expect([saml.entityId, saml.replyUrl, saml.signOnUrl]).toEqual([only, only, only]);
    expect(oidc).toBeUndefined();
  });

  it('end in a slash and in saml/auth as the plug-in by Microsoft has them', () => {
    const { saml, oidc } = addresses({ scheme: 'microsoft', baseUrl: 'https://jira.example.org:8443' });
    expect(saml.entityId).toBe('https://jira.example.org:8443/');
    expect(saml.replyUrl).toBe('https://jira.example.org:8443/plugins/servlet/saml/auth');
    expect(saml.signOnUrl).toBe(saml.replyUrl);
    expect(oidc).toBeUndefined();
  });

  it('are those of the product itself where it signs people in without an add-on', () => {
    const { saml, oidc } = addresses({ scheme: 'built-in', baseUrl: jira });
    expect([saml.entityId, saml.replyUrl]).toEqual([jira, `${jira}/plugins/servlet/samlconsumer`]);
    expect(oidc?.redirectUri).toBe(`${jira}/plugins/servlet/oidc/callback`);
    expect(oidc?.initiateLoginUri).toBe(`${jira}/plugins/servlet/oidc/initiate-login`);
  });

  it('are one set for each provider where a service of ours stands in front', () => {
    const [acme, other] = ['acme', 'other'].map((id) => addresses({ scheme: 'own', baseUrl: jira, id }));
    expect(acme?.saml).toMatchObject({ entityId: `${jira}/saml/acme/metadata`, replyUrl: `${jira}/saml/acme/acs` });
    expect(acme?.oidc?.redirectUri).toBe(`${jira}/oidc/acme/callback`);
    expect(other?.oidc?.redirectUri).not.toBe(acme?.oidc?.redirectUri);
  });

  it('have their answers arrive where a proxy publishes the product, and nothing else', () => {
    const published = { baseUrl: 'https://jira.internal:8443/jira', publicUrl: 'https://jira-acme.proxy.example' };
    const { saml } = addresses({ scheme: 'microsoft', ...published });
    expect(saml).toMatchObject({
      entityId: 'https://jira.internal:8443/jira/',
      replyUrl: 'https://jira-acme.proxy.example/plugins/servlet/saml/auth',
      signOnUrl: 'https://jira.internal:8443/jira/plugins/servlet/saml/auth',
    });
    expect(saml.serviceProvider.assertionConsumerServices).toEqual([{ url: saml.replyUrl }]);
    expect(addresses({ scheme: 'own', id: 'a', ...published }).oidc?.client.redirectUri).toBe(
      'https://jira-acme.proxy.example/oidc/a/callback',
    );
  });

  it('have a sign-on address only where logins begin at the service', () => {
    const options = { scheme: 'kantega', baseUrl: jira, id: 'a' } as const;
    expect(addresses({ ...options, initiatedBy: 'service' }).saml.signOnUrl).toBeDefined();
    expect(addresses({ ...options, initiatedBy: 'provider' }).saml).not.toHaveProperty('signOnUrl');
  });

  it('are options of a service provider and of a client as they are', () => {
    const { saml, oidc } = addresses({ scheme: 'own', baseUrl: jira, id: 'acme' });
    const sp = serviceProvider(saml.serviceProvider);
    expect(sp.assertionConsumerServices).toMatchObject([{ url: saml.replyUrl, binding: 'post' }]);
    expect(sp.singleLogoutServices).toEqual([{ url: saml.logoutUrl, binding: 'redirect' }]);
    const registered = { clientId: 'jira', authentication: { kind: 'none' } } as const;
    expect(client({ redirectUri: '', ...oidc?.client, ...registered }).redirectUri).toBe(oidc?.redirectUri);
  });

  it('keep what a provider is to send along', () => {
    const made = (relayState: string) => addresses({ scheme: 'own', baseUrl: jira, id: 'a', relayState }).saml.relayState;
    expect(made('/secure/Dashboard.jspa')).toBe('/secure/Dashboard.jspa');
    for (const wrong of ['', 'a b', 'ä', 'x'.repeat(81), 'a\n']) expect(refusal(() => made(wrong))).toBe('config.invalid');
  });
});

describe('addresses that cannot be', () => {
  it.each([
    'http://jira.example.org',
    'jira.example.org',
    'https://jira.example.org/?a=b',
    'https://jira.example.org/#a',
    'https://user@jira.example.org',
    'https://jira.example.org/a/../b',
    'https://jira.example.org/%2e%2e',
    'https://jira.example.org\\evil.example',
    'javascript:alert(1)',
    '',
  ])('are refused: %s', (url) => {
    expect(refusalDetails(() => addresses({ scheme: 'microsoft', baseUrl: url }))).toMatchObject({ field: 'baseUrl' });
    const published = () => addresses({ scheme: 'microsoft', baseUrl: jira, publicUrl: url });
    expect(refusalDetails(published)).toMatchObject({ field: 'publicUrl' });
  });

  it('may be without TLS on this machine', () => {
    expect(addresses({ scheme: 'microsoft', baseUrl: 'http://localhost:8080/' }).saml.entityId).toBe('http://localhost:8080/');
  });

  it.each(['', ' ', 'a/b', '..', 'a?b', 'a#b', 'a%2fb', 'a.b', 'ä', 'x'.repeat(65)])('have no id such as %j', (id) => {
    for (const scheme of ['kantega', 'own'] as const)
      expect(refusalDetails(() => addresses({ scheme, baseUrl: jira, id }))).toMatchObject({ field: 'id' });
  });

  it.each([
    { scheme: 'microsoft', id: 'a' },
    { scheme: 'kantega' },
    { scheme: 'resolution', id: 'a' },
    { scheme: 'toString' },
    { scheme: 'microsoft', initiatedBy: 'nobody' },
    { scheme: 'microsoft', replyUrl: jira },
  ])('are not made of %j', (wrong) => {
    // Sound: that is what is tried.
    expect(refusal(() => addresses({ baseUrl: jira, ...wrong } as unknown as AddressOptions))).toBe('config.invalid');
  });

  const part = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const base = fc
    .record({ host: fc.domain(), port: fc.option(fc.integer({ min: 1024, max: 65_535 })), path: fc.array(part, { maxLength: 2 }) })
    .map(({ host, port, path }) => `https://${host}${port === null ? '' : `:${port}`}${path.map((each) => `/${each}`).join('')}`);
  test.prop([base, part])('are never outside of the product', (baseUrl, id) => {
    const made = (['kantega', 'own', 'microsoft', 'built-in'] as const).map((scheme) =>
      addresses(scheme === 'kantega' || scheme === 'own' ? { scheme, baseUrl, id } : { scheme, baseUrl }),
    );
    for (const { saml, oidc } of made) {
      const { serviceProvider: _, ...places } = saml;
      const { client: __, ...others } = { client: undefined, ...oidc };
      for (const address of [...Object.values(places), ...Object.values(others)])
        expect(`${address}/`.startsWith(`${baseUrl}/`)).toBe(true);
    }
  });
});
