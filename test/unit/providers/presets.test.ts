import { describe, expect, it } from 'vitest';
import { accountOf, mapping } from '../../../src/identity/mapping/mapping.ts';
import { client } from '../../../src/oidc/client.ts';
import { providerSource } from '../../../src/oidc/discovery.ts';
import { oids } from '../../../src/providers/claim-names.ts';
import { type OidcPreset, presets, type SamlPreset } from '../../../src/providers/index.ts';
import { identityProvider, identityProviderFrom } from '../../../src/saml/index.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { identityOf } from '../../support/people.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { application, each, made, tenant } from '../../support/registrations.ts';
import { at, sharedFixtures } from '../../support/shared.ts';

const certificates = [selfSigned(keyPair('rsa-2048').privateKey).base64];

describe.each(each)('the preset of %s', (_, { saml, oidc }) => {
  it('is plain data with every field', () => {
    for (const [preset, fields] of [
      [saml, samlFields],
      [oidc, oidcFields],
    ] as const) {
      expect(Object.keys(preset ?? {}).toSorted()).toEqual([...fields].toSorted());
      expect(JSON.stringify(preset)).not.toContain('null');
    }
  });

  it('is made of options that our parties take', () => {
    for (const preset of [saml, oidc]) expect(mapping(preset?.mapping).name.length).toBeGreaterThan(0);
    const { entityId, ...peer } = saml?.peer ?? {};
    const idp = identityProviderFrom({ entityId: entityId ?? 'x', ssoUrl: 'https://idp.example/sso', certificates }, peer);
    expect([...idp.pardons]).toEqual(peer.pardons);
    expect(entityId).toBe(saml?.entityId);
    const registered = { clientId: 'a', redirectUri: 'https://rp.example/callback', authentication: { kind: 'none' } } as const;
    expect(client({ ...registered, ...oidc?.client }).scopes).toContain('openid');
    expect(refusal(() => providerSource(oidc?.issuer ?? '', oidc?.provider))).toBe('accepted');
  });

  it('forgives nothing by which somebody could sign in as somebody else', () => {
    expect(['', 'issuer.alias']).toContain(saml?.peer.pardons?.join());
  });

  it('takes user names from what the provider says they are, never from what looks like one', () => {
    expect(saml?.mapping.name?.length).toBeGreaterThan(0);
    expect([saml?.mapping.emailIsVerified, oidc?.mapping.emailIsVerified]).toEqual([undefined, undefined]);
  });
});

describe('where providers are found', () => {
  it.each([
    ['entra-id', `https://login.microsoftonline.com/${tenant}/federationmetadata/2007-06/federationmetadata.xml?appid=${application}`],
    ['okta', 'https://acme.okta.com/app/exk1fcia6d6EMsf331d8/sso/saml/metadata'],
    ['ad-fs', 'https://adfs.example.org/FederationMetadata/2007-06/FederationMetadata.xml'],
    ['keycloak', 'https://sso.example.org/realms/acme/protocol/saml/descriptor'],
    ['one-login', 'https://app.onelogin.com/saml/metadata/1b2c3d'],
    ['auth0', 'https://acme.eu.auth0.com/samlp/metadata/aBcD1234'],
  ] as const)('is the address of the metadata of %s', (name, url) => {
    expect(made[name].saml?.metadata).toEqual({ kind: 'address', url });
  });

  it.each([
    ['entra-id', `https://sts.windows.net/${tenant}/`, `https://login.microsoftonline.com/${tenant}/v2.0`],
    ['okta', 'http://www.okta.com/exk1fcia6d6EMsf331d8', 'https://acme.okta.com'],
    ['ad-fs', 'http://adfs.example.org/adfs/services/trust', 'https://adfs.example.org/adfs'],
    ['google-workspace', 'https://accounts.google.com/o/saml2?idpid=C03p9xl22', 'https://accounts.google.com'],
    ['keycloak', 'https://sso.example.org/realms/acme', 'https://sso.example.org/realms/acme'],
    ['one-login', 'https://app.onelogin.com/saml/metadata/1b2c3d', 'https://acme.onelogin.com/oidc/2'],
    ['ping-one', `https://auth.pingone.com/${tenant}`, `https://auth.pingone.com/${tenant}/as`],
    ['auth0', 'urn:acme.eu.auth0.com', 'https://acme.eu.auth0.com/'],
  ] as const)('is what %s calls itself', (name, entityId, issuer) => {
    expect([made[name].saml?.entityId, made[name].oidc?.issuer]).toEqual([entityId, issuer]);
  });

  it('is left to the metadata where only that can tell', () => {
    const downloads = [
      presets.okta({ host: 'acme.okta.com' }),
      presets.generic(),
      presets['mini-orange']({}),
      presets['google-workspace']({ domains: ['a.example'] }),
    ];
    for (const { saml } of downloads) expect(saml).toMatchObject({ entityId: undefined, metadata: { kind: 'download' } });
    expect(presets['ping-one']({ environment: tenant }).saml?.metadata.kind).toBe('download');
    expect([presets.generic().oidc, presets['mini-orange']({}).oidc]).toEqual([undefined, undefined]);
  });

  it('is not for every customer the same', () => {
    expect(presets['ad-fs']({ host: 'a.example', issuer: 'https://b.example/adfs', domainParameter: 'hint' })).toMatchObject({
      saml: { hints: { domain: 'hint' } },
      oidc: { issuer: 'https://b.example/adfs' },
    });
    expect(presets.okta({ host: 'a.example', issuer: 'https://a.example/oauth2/default' }).oidc?.issuer).toBe(
      'https://a.example/oauth2/default',
    );
    expect(presets.auth0({ domain: 'id.example.org' }).saml?.entityId).toBeUndefined();
    expect(presets['ping-one']({ environment: tenant, host: 'auth.pingone.eu', entityId: 'x' }).saml?.entityId).toBe('x');
    expect(presets['mini-orange']({ face: 'provider' }).saml?.metadata).toMatchObject({ screen: expect.stringContaining('SP-initiated') });
  });
});

describe('Entra ID', () => {
  const { 'entra-id': entraId } = presets;

  it('has the metadata of the tenant where no application is named', () => {
    expect(entraId({ tenant }).saml?.metadata).toEqual({
      kind: 'address',
      url: `https://login.microsoftonline.com/${tenant}/FederationMetadata/2007-06/FederationMetadata.xml`,
    });
  });

  it('is at another host in other clouds, where its metadata tells what it calls itself', () => {
    const { saml, oidc } = entraId({ tenant, host: 'login.microsoftonline.us' });
    expect(saml?.metadata).toMatchObject({ url: expect.stringMatching(/^https:\/\/login\.microsoftonline\.us\//) });
    expect([saml?.entityId, saml?.peer.entityId]).toEqual([undefined, undefined]);
    expect(oidc?.issuer).toBe(`https://login.microsoftonline.us/${tenant}/v2.0`);
    expect(entraId({ tenant, host: 'login.partner.microsoftonline.cn', entityId: 'x' }).saml?.peer.entityId).toBe('x');
  });

  it('signs in the people of many tenants by OpenID Connect alone, and only those that are listed', () => {
    const { saml, oidc } = entraId({ tenant: 'organizations', tenants: [tenant] });
    expect(saml).toBeUndefined();
    expect(oidc).toMatchObject({
      issuer: 'https://login.microsoftonline.com/organizations/v2.0',
      provider: { tenants: [tenant], subject: 'oid' },
    });
    expect(refusalDetails(() => entraId({ tenant: 'common' }))).toMatchObject({ field: 'tenants' });
    expect(refusalDetails(() => entraId({ tenant, tenants: 'any' }))).toMatchObject({ field: 'tenants' });
  });

  it('knows people by what no renaming and no other application changes', () => {
    const { saml, oidc } = made['entra-id'];
    expect(saml?.linkAttribute).toBe('http://schemas.microsoft.com/identity/claims/objectidentifier');
    expect(oidc).toMatchObject({ provider: { subject: 'oid' }, linkAttribute: undefined, assertionAudience: 'token-endpoint' });
  });

  it('says what comes in place of too many groups', () => {
    expect(made['entra-id']).toMatchObject({
      saml: { overage: { above: 150, marks: ['http://schemas.microsoft.com/claims/groups.link'] } },
      oidc: { overage: { above: 200, marks: ['_claim_names', 'hasgroups'] } },
    });
  });
});

describe('Google', () => {
  it('lets in the people of the organisation alone, since everybody has an account there', () => {
    const { oidc } = presets['google-workspace']({ domains: ['Example.org', 'example.net'] });
    expect(oidc).toMatchObject({ provider: { requireClaims: { hd: ['example.org', 'example.net'] } }, login: { parameters: { hd: '*' } } });
    expect(made['google-workspace'].oidc?.login).toEqual({ parameters: { hd: 'example.org' } });
    expect(refusalDetails(() => presets['google-workspace']({ domains: [] }))).toMatchObject({ field: 'domains' });
  });
});

describe('what is typed', () => {
  it.each([
    () => presets['entra-id']({ tenant: 'acme.onmicrosoft.com' }),
    () => presets['entra-id']({ tenant, application: 'Jira' }),
    () => presets['entra-id']({ tenant, host: 'https://login.microsoftonline.us' }),
    () => presets['entra-id']({ tenant, host: 'evil.example/x?' }),
    () => presets.okta({ host: 'acme.okta.com/app' }),
    () => presets.okta({ host: 'acme.okta.com', application: '../x' }),
    () => presets.okta({ host: 'acme.okta.com', issuer: 'http://acme.okta.com' }),
    () => presets['ad-fs']({ host: 'a b' }),
    () => presets['google-workspace']({ domains: ['a.example'], customer: 'a&b' }),
    () => presets.keycloak({ baseUrl: 'http://sso.example.org', realm: 'acme' }),
    () => presets.keycloak({ baseUrl: 'https://sso.example.org?a', realm: 'acme' }),
    () => presets.keycloak({ baseUrl: 'https://sso.example.org', realm: 'a/b' }),
    () => presets['one-login']({ subdomain: 'a.evil.example/' }),
    () => presets['ping-one']({ environment: 'x' }),
    () => presets.auth0({ domain: 'acme', client: '' }),
    () => presets['mini-orange']({ metadataUrl: 'ftp://a.example' }),
    () => presets.generic({ issuer: 'op.example' }),
    // Sound: that is what is tried.
    () => presets.generic({ isuer: 'https://op.example' } as object),
  ])('is refused where it cannot be: %s', (make) => {
    expect(refusal(make)).toBe('config.invalid');
  });

  it('may have capital letters where they make no difference', () => {
    expect(presets['entra-id']({ tenant: tenant.toUpperCase() }).saml?.entityId).toBe(`https://sts.windows.net/${tenant}/`);
    expect(presets['ad-fs']({ host: 'ADFS.example.org' }).saml?.entityId).toBe('http://adfs.example.org/adfs/services/trust');
  });
});

describe('any other provider', () => {
  const { mapping: usual } = presets.generic().saml ?? {};

  it.each([
    ['friendly names', { mail: ['a@example.org'], givenName: ['Alice'], sn: ['Ames'] }],
    ['object identifiers', { [oids.mail]: ['a@example.org'], [oids.givenName]: ['Alice'], [oids.surname]: ['Ames'] }],
    ['object identifiers and a whole name', { [oids.mail]: ['a@example.org'], [oids.displayName]: ['Alice Ames'] }],
  ])('gives people the name and the address that federations show them by: %s', (_, attributes) => {
    expect(accountOf(identityOf('a', attributes), mapping(usual))).toMatchObject({ displayName: 'Alice Ames', email: 'a@example.org' });
  });
});

const documents = sharedFixtures('products');
describe.skipIf(documents === undefined)('metadata of real providers', () => {
  it.each([
    ['entra-bom.xml', () => presets['entra-id']({ tenant })],
    ['google.xml', () => presets['google-workspace']({ domains: ['example.org'], customer: 'C03p9xl22' })],
    ['adfs-real.xml', () => presets['ad-fs']({ host: 'sts.ait.dtu.dk' })],
  ] as const)('is of whom the preset says: %s', (file, make) => {
    const { saml } = make();
    const document = documents?.octets(`metadata/${file}`) ?? new Uint8Array();
    expect(identityProvider(document, { id: 'acme', ...saml?.peer }, at('2024-01-01T00:00:00Z')).entityId).toBe(saml?.entityId);
  });
});

const bothFields = ['mapping', 'linkAttribute', 'overage', 'hints', 'troubles', 'form', 'offers'];
const samlFields: readonly string[] = [
  ...bothFields,
  ...(['entityId', 'metadata', 'peer', 'wantsSignedRequests', 'request'] satisfies (keyof SamlPreset)[]),
];
const oidcFields: readonly string[] = [
  ...bothFields,
  ...(['issuer', 'provider', 'client', 'authentication', 'assertionAudience', 'login'] satisfies (keyof OidcPreset)[]),
];
