import { describe, expect, it } from 'vitest';
import { sheet, sheetText } from '../../../src/adapters/sheet.ts';
import { addresses } from '../../../src/adapters/urls.ts';
import { entraId, type Preset } from '../../../src/providers/index.ts';
import { refusalDetails } from '../../support/refusal.ts';
import { bases, each, made, products, registration, tenant } from '../../support/registrations.ts';

describe('a sheet for Entra ID', () => {
  it.each(products)('has the one address of Kantega SSO in all three fields: %s', (product) => {
    const only = `${bases[product]}/plugins/servlet/no.kantega.saml/sp/41PRQTBD/login`;
    const ours = addresses({ scheme: 'kantega', baseUrl: bases[product], id: '41PRQTBD' });
    expect(basic(made['entra-id'], product, ours)).toEqual({ Identifier: only, 'Reply URL': only, 'Sign-on URL': only });
  });

  it.each(products)('has the addresses of the plug-in by Microsoft: %s', (product) => {
    const ours = addresses({ scheme: 'microsoft', baseUrl: bases[product] });
    expect(basic(made['entra-id'], product, ours)).toEqual({
      Identifier: `${bases[product]}/`,
      'Reply URL': `${bases[product]}/plugins/servlet/saml/auth`,
      'Sign-on URL': `${bases[product]}/plugins/servlet/saml/auth`,
    });
  });

  it('has no sign-on address where the provider begins', () => {
    const ours = addresses({ scheme: 'kantega', baseUrl: bases.jira, id: 'a', initiatedBy: 'provider' });
    expect(Object.keys(basic(made['entra-id'], 'jira', ours))).toEqual(['Identifier', 'Reply URL']);
  });

  it('names what its preset forgives', () => {
    expect(sheet(registration(made['entra-id'], 'saml')).pardons).toEqual(['issuer.alias']);
    expect(sheet(registration(made['entra-id'], 'oidc')).pardons).toEqual([]);
  });
});

describe.each(each)('a sheet for %s', (_, preset) => {
  it.each(['saml', 'oidc'] as const)('has nothing of ours but what we are, to the last character: %s', (protocol) => {
    const registered = registration(preset, protocol);
    const { serviceProvider: _sp, ...saml } = registered.addresses.saml;
    const { client: _client, ...oidc } = { client: undefined, ...registered.addresses.oidc };
    const ours = Object.values(protocol === 'saml' ? saml : oidc);
    const copied = sheet(registered).fields.filter((field) => field.copied);
    expect(copied.length).toBeGreaterThan(0);
    for (const { value } of copied) expect(ours).toContain(value);
    const needed = protocol === 'saml' ? [saml.entityId, saml.replyUrl] : [oidc.redirectUri];
    expect(copied.map(({ value }) => value)).toEqual(expect.arrayContaining(needed));
  });

  it.each(['saml', 'oidc'] as const)('asks for no field twice, and for none without a name: %s', (protocol) => {
    const { fields, copy } = sheet(registration(preset, protocol));
    const places = fields.map(({ screen, field }) => `${screen}: ${field}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { screen, field, value } of fields) expect([screen, field, value].every((text) => text.trim() !== '')).toBe(true);
    expect(copy.map(({ is }) => is)).toContain(protocol === 'saml' ? 'metadata' : 'clientId');
  });

  it.each(['saml', 'oidc'] as const)('has as text every value that it has as data: %s', (protocol) => {
    const made = sheet(registration(preset, protocol));
    const lines = sheetText(made).split('\n');
    expect(lines[0]).toBe(made.title);
    for (const { field, value } of made.fields) expect(lines).toContain(`  ${field}: ${value}`);
    for (const { screen } of made.fields) expect(lines).toContain(screen);
  });
});

describe('a sheet as text', () => {
  it('is what stands on the screens, one below the other', () => {
    const ours = addresses({ scheme: 'microsoft', baseUrl: 'https://jira.example.org' });
    expect(sheetText(sheet(registration(made['entra-id'], 'saml', 'jira', ours)))).toBe(`Microsoft Entra ID, SAML, for Jira

Basic SAML Configuration
  Identifier: https://jira.example.org/
  Reply URL: https://jira.example.org/plugins/servlet/saml/auth
  Sign-on URL: https://jira.example.org/plugins/servlet/saml/auth
Attributes & Claims
  Unique User Identifier (Name ID): user.userprincipalname
  Group Claims: Groups assigned to the application, by their Group ID
SAML Certificates
  Signing Option: Sign SAML assertion
  Signing Algorithm: SHA-256

To be copied from there

SAML Certificates
  App Federation Metadata Url: its metadata
  Certificate (Base64): its certificate
Set up
  Login URL: where requests go
  Microsoft Entra Identifier: its entityID
  Logout URL: where messages about logout go

Forgiven: issuer.alias
`);
  });
});

describe('there is no sheet', () => {
  it('by OpenID Connect for the addresses of add-ons that have none', () => {
    for (const ours of [
      addresses({ scheme: 'kantega', baseUrl: bases.jira, id: 'a' }),
      addresses({ scheme: 'microsoft', baseUrl: bases.jira }),
    ])
      expect(refusalDetails(() => sheet(registration(made['entra-id'], 'oidc', 'jira', ours)))).toMatchObject({ field: 'protocol' });
  });

  it('by a protocol that the provider does not speak', () => {
    const many = entraId({ tenant: 'organizations', tenants: [tenant] });
    expect(refusalDetails(() => sheet(registration(many, 'saml')))).toMatchObject({ field: 'protocol' });
    const silent: Preset = { ...made.okta, oidc: undefined };
    expect(refusalDetails(() => sheet(registration(silent, 'oidc')))).toMatchObject({ field: 'protocol' });
  });
});

/** What belongs into the fields for our addresses. */
function basic(...[preset, product, ours]: [Preset, (typeof products)[number], ReturnType<typeof addresses>]) {
  const { fields } = sheet(registration(preset, 'saml', product, ours));
  const ofScreen = fields.filter(({ screen }) => screen === 'Basic SAML Configuration');
  return Object.fromEntries(ofScreen.map(({ field, value }) => [field, value]));
}
