import { describe, expect, it } from 'vitest';
import { type SetUpStep, setUp } from '../../src/adapters/set-up.ts';
import { sheet } from '../../src/adapters/sheet.ts';
import { addresses } from '../../src/adapters/urls.ts';
import { accountOf, mapping } from '../../src/identity/mapping/mapping.ts';
import type { SamlPreset } from '../../src/providers/index.ts';
import { identityProvider, identityProviderFrom, inspectMetadata, metadata, nameIdFormats, serviceProvider } from '../../src/saml/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { keyPair } from '../support/keys.ts';
import { attributeStatementXml, attributeXml, authnStatementXml } from '../support/messages.ts';
import { entityXml, keyInfoXml, roleXml, x509Xml } from '../support/metadata.ts';
import { application, bases, each, made, products, registration, tenant } from '../support/registrations.ts';
import { answer, at, loggedIn } from '../support/saml-login.ts';

const kantega = (product: (typeof products)[number], more: object = {}) =>
  addresses({ scheme: 'kantega', baseUrl: bases[product], id: '41PRQTBD', ...more }).saml;
const certificate = (owner: string) => selfSigned(keyPair('rsa-2048', owner).privateKey);

describe('addresses and metadata', () => {
  it.each(products)('row 16: the pattern of Kantega SSO is one address: %s', (product) => {
    const only = `${bases[product]}/plugins/servlet/no.kantega.saml/sp/41PRQTBD/login`;
    expect(kantega(product)).toMatchObject({ entityId: only, replyUrl: only, signOnUrl: only });
  });

  it('row 17: the values are made of the base URL and an id, and are one to copy', () => {
    const { entityId, replyUrl, signOnUrl } = kantega('jira');
    expect(new Set([entityId, replyUrl, signOnUrl]).size).toBe(1);
    const { fields } = sheet(
      registration(made['entra-id'], 'saml', 'jira', addresses({ scheme: 'kantega', baseUrl: bases.jira, id: '41PRQTBD' })),
    );
    expect(new Set(fields.filter(({ copied }) => copied).map(({ value }) => value))).toEqual(new Set([entityId]));
  });

  it('row 18: a sign-on address is demanded only where logins begin at the service', () => {
    expect(kantega('jira').signOnUrl).toBeDefined();
    const { entityId, replyUrl, signOnUrl } = kantega('jira', { initiatedBy: 'provider' });
    expect([typeof entityId, typeof replyUrl, signOnUrl]).toEqual(['string', 'string', undefined]);
  });

  it.each(products)('row 19: the pattern of the plug-in by Microsoft ends in a slash and in saml/auth: %s', (product) => {
    const { saml } = addresses({ scheme: 'microsoft', baseUrl: bases[product] });
    expect(saml).toMatchObject({
      entityId: `${bases[product]}/`,
      replyUrl: `${bases[product]}/plugins/servlet/saml/auth`,
      signOnUrl: `${bases[product]}/plugins/servlet/saml/auth`,
    });
  });

  it('row 20: behind an application proxy answers arrive at its public address', () => {
    const { saml } = addresses({ scheme: 'microsoft', baseUrl: bases.jira, publicUrl: 'https://jira.proxy.example' });
    expect(saml.replyUrl).toBe('https://jira.proxy.example/plugins/servlet/saml/auth');
    expect(saml.entityId).toBe(`${bases.jira}/`);
    expect(saml.serviceProvider.assertionConsumerServices).toEqual([{ url: saml.replyUrl }]);
  });

  it('row 21: our metadata and the sheet have the entityID, the reply address and what to send along', async () => {
    const { saml } = addresses({ scheme: 'own', baseUrl: bases.jira, id: 'acme', relayState: '/secure/Dashboard.jspa' });
    const published = await metadata(serviceProvider(saml.serviceProvider), at());
    expect(published).toContain(`entityID="${saml.entityId}"`);
    expect(published).toContain(`Location="${saml.replyUrl}"`);
    const typed = sheet(
      registration(made.okta, 'saml', 'jira', addresses({ scheme: 'own', baseUrl: bases.jira, id: 'acme', relayState: '/x' })),
    );
    expect(typed.fields).toContainEqual({ screen: 'SAML Settings', field: 'Default RelayState', value: '/x', copied: true });
  });

  it('row 26: the metadata of Entra ID is that of the application', () => {
    expect(samlOf('entra-id').metadata).toEqual({
      kind: 'address',
      url: `https://login.microsoftonline.com/${tenant}/federationmetadata/2007-06/federationmetadata.xml?appid=${application}`,
    });
  });

  it.each(['entra-id', 'okta', 'google-workspace', 'mini-orange'] as const)(
    'row 27: without metadata the fields that the screen offers are typed: %s',
    (name) => {
      const { offers } = samlOf(name);
      const typed = { entityId: 'https://idp.example', ssoUrl: 'https://idp.example/sso', certificates: [certificate('idp').base64] };
      for (const field of Object.keys(typed)) expect(offers.map(({ is }) => is)).toContain(field);
      const idp = identityProviderFrom({ ...typed, sloUrl: 'https://idp.example/slo' }, { id: 'acme' });
      expect(idp).toMatchObject({ id: 'acme', entityId: typed.entityId });
    },
  );

  it('row 28: the certificate is shown, to be compared, before it is trusted', async () => {
    const document = entityXml({ roles: roleXml({ keys: keyInfoXml(x509Xml(certificate('idp').base64)) }) });
    const { keys } = await inspectMetadata(document);
    const steps = setUp({ ...registration(made['entra-id'], 'saml'), keys });
    const { keys: shown } = stepOf(steps, 'certificate');
    expect(shown[0]?.certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(shown[0]?.fingerprint).toBe(identityProvider(document).keys[0]?.fingerprint);
    const kinds = steps.map(({ kind }) => kind);
    expect(kinds.indexOf('certificate')).toBeLessThan(kinds.indexOf('test'));
  });

  it('row 77: metadata with several certificates is read, and all of them are shown', async () => {
    const document = entityXml({ roles: roleXml({ keys: x509Keys('one', 'two') }) });
    expect(identityProvider(document).keys).toHaveLength(2);
    const { keys } = await inspectMetadata(document);
    expect(stepOf(setUp({ ...registration(made['entra-id'], 'saml'), keys }), 'certificate').keys).toHaveLength(2);
  });
});

describe('the names of claims', () => {
  it('row 34: an address is the kind of name that is asked of Okta, which sends its user name', async () => {
    const { fields } = sheet(registration(made.okta, 'saml'));
    expect(inField(fields, 'Name ID format')).toBe('EmailAddress');
    expect(inField(fields, 'Application username')).toBe('Okta username');
    const { identity } = await loggedIn(answer());
    expect(identity.subject?.format).toBe(nameIdFormats.emailAddress);
    expect(accountOf(identity, mapping(samlOf('okta').mapping)).name).toBe('alice@example.com');
  });

  it('row 35: firstName, lastName and Email become an account, and are what the sheet has Okta send', async () => {
    const { fields } = sheet(registration(made.okta, 'saml'));
    expect(['firstName', 'lastName', 'Email'].map((name) => inField(fields, name))).toEqual([
      'user.firstName',
      'user.lastName',
      'user.email',
    ]);
    const account = await accountBy('okta', { firstName: ['Alice'], lastName: ['Liddell'], Email: ['alice@example.org'] });
    expect(account).toMatchObject({ displayName: 'Alice Liddell', email: 'alice@example.org' });
  });

  it('row 36: groups are optional, and are sent by a filter', async () => {
    const { fields } = sheet(registration(made.okta, 'saml'));
    expect(fields.find(({ screen }) => screen === 'Group Attribute Statements')).toMatchObject({
      field: 'groups',
      value: 'Matches regex .*',
    });
    expect((await accountBy('okta', { groups: ['users', 'readers'] })).groups).toEqual(['users', 'readers']);
    expect(await accountBy('okta', {})).not.toHaveProperty('groups');
  });

  it('row 37: the default claims of Entra ID, those that are added, and the claim of groups become an account', async () => {
    const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
    const sent = {
      [`${soap}/name`]: ['alice@example.org'],
      [`${soap}/emailaddress`]: ['alice.liddell@example.org'],
      [`${soap}/givenname`]: ['Alice'],
      [`${soap}/surname`]: ['Liddell'],
      'http://schemas.microsoft.com/identity/claims/objectidentifier': ['5f7c8ec7'],
    };
    expect(await accountBy('entra-id', sent)).toMatchObject({ displayName: 'Alice Liddell', email: 'alice.liddell@example.org' });
    const added = {
      'http://schemas.microsoft.com/identity/claims/displayname': ['Alice L.'],
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['6f9e6f5b'],
    };
    expect(await accountBy('entra-id', { ...sent, ...added })).toMatchObject({ displayName: 'Alice L.', groups: ['6f9e6f5b'] });
    const many = { 'http://schemas.microsoft.com/claims/groups.link': ['https://graph.example/groups'] };
    expect((await accountBy('entra-id', { ...sent, ...many })).groupsTruncated).toBe(true);
  });
});

describe('assistance', () => {
  it('row 61: there is a list of providers to choose from', () => {
    expect(each.map(([name, { title }]) => [name, title])).toEqual([
      ['entra-id', 'Microsoft Entra ID'],
      ['okta', 'Okta'],
      ['ad-fs', 'AD FS'],
      ['google-workspace', 'Google Workspace'],
      ['keycloak', 'Keycloak'],
      ['one-login', 'OneLogin'],
      ['ping-one', 'PingOne'],
      ['auth0', 'Auth0'],
      ['mini-orange', 'miniOrange'],
      ['generic', 'Identity provider'],
    ]);
  });

  it('row 63: setting up goes step by step', () => {
    const steps = setUp({ ...registration(made['entra-id'], 'saml', 'confluence'), domains: ['example.org'] });
    expect(steps.map(({ kind }) => kind)).toEqual(['prepare', 'addresses', 'metadata', 'certificate', 'accounts', 'known-domains', 'test']);
    for (const { title } of steps) expect(title).toMatch(/\S/);
  });

  it.each(each)('row 64: each protocol has a sheet and steps of its own: %s', (_, preset) => {
    const [saml, oidc] = (['saml', 'oidc'] as const).map((protocol) => setUp(registration(preset, protocol)));
    expect(stepOf(saml ?? [], 'addresses').sheet).not.toEqual(stepOf(oidc ?? [], 'addresses').sheet);
    expect(saml?.map(({ kind }) => kind)).not.toEqual(oidc?.map(({ kind }) => kind));
  });

  it('row 65: a login is tried from either side before anybody depends on it', () => {
    const { runs } = stepOf(setUp(registration(made['entra-id'], 'saml')), 'test');
    expect(runs.map(({ begins }) => begins)).toEqual(['at-the-service', 'at-the-provider']);
  });

  it.each(each)('row 66: what is typed there is made here, to the last character: %s', (_, preset) => {
    const { addresses: ours, ...others } = registration(preset, 'saml');
    const copied = sheet({ ...others, addresses: ours }).fields.filter((field) => field.copied);
    const { serviceProvider: made, ...values } = ours.saml;
    expect(copied.filter(({ value }) => !Object.values(values).includes(value))).toEqual([]);
    const sp = serviceProvider(made);
    expect(copied.map(({ value }) => value)).toEqual(expect.arrayContaining([sp.entityId, sp.assertionConsumerServices[0]?.url]));
  });

  it('row 79: what Entra ID says of an entityID that it does not know is told with its cause', () => {
    const { troubles } = stepOf(setUp(registration(made['entra-id'], 'saml')), 'test');
    expect(troubles.find(({ seen }) => seen === 'AADSTS700016')?.cause).toContain('Identifier');
  });

  it('row 84: that people are asked for a password once more is switched off first', () => {
    const settings = products.map((product) => {
      const { checks } = stepOf(setUp(registration(made['entra-id'], 'saml', product)), 'prepare');
      return checks.find(({ topic }) => topic === 'password-prompt')?.demand;
    });
    expect(settings[0]).toContain('jira.websudo.is.disabled = true');
    expect(settings[1]).toBe(settings[0]);
    expect(settings[2]).toContain('Secure administrator sessions');
  });

  it('row 85: the versions that the plug-in by Microsoft was for are told where its addresses are taken', () => {
    const versions = (product: (typeof products)[number]) => {
      const ours = addresses({ scheme: 'microsoft', baseUrl: bases[product] });
      const { checks } = stepOf(setUp(registration(made['entra-id'], 'saml', product, ours)), 'prepare');
      return checks.find(({ topic }) => topic === 'version')?.demand;
    };
    expect(versions('jira')).toMatch(/6\.0 to 9\.10\.0.* 5\.2/);
    expect(versions('service-management')).toContain('3.0.0 to 4.22.1');
    expect(versions('confluence')).toMatch(/5\.0 to 5\.10, 6\.0\.1 to 6\.15\.9 and 7\.0\.1 to 8\.5\.1/);
    expect(stepOf(setUp(registration(made['entra-id'], 'saml')), 'prepare').checks.map(({ topic }) => topic)).not.toContain('version');
  });
});

/** The account that a real login with these attributes comes to. */
async function accountBy(name: keyof typeof made, attributes: Readonly<Record<string, readonly string[]>>) {
  const xml = Object.entries(attributes).map(([attribute, values]) => attributeXml(attribute, values));
  const statements = [authnStatementXml(), ...(xml.length === 0 ? [] : [attributeStatementXml(xml)])];
  const { identity } = await loggedIn(answer({ statements }));
  return accountOf(identity, mapping(samlOf(name).mapping));
}

function samlOf(name: keyof typeof made): SamlPreset {
  const { saml } = made[name];
  if (saml === undefined) throw new Error(`${name} has no SAML`);
  return saml;
}

function stepOf<Kind extends SetUpStep['kind']>(steps: readonly SetUpStep[], kind: Kind): Extract<SetUpStep, { kind: Kind }> {
  // Sound: what is found has that kind.
  const found = steps.find((step) => step.kind === kind) as Extract<SetUpStep, { kind: Kind }> | undefined;
  if (found === undefined) throw new Error(`there is no step ${kind}`);
  return found;
}

function inField(fields: readonly { readonly field: string; readonly value: string }[], name: string): string | undefined {
  return fields.find(({ field }) => field === name)?.value;
}

function x509Keys(...owners: readonly string[]): string {
  return owners.map((owner) => keyInfoXml(x509Xml(certificate(owner).base64))).join('');
}
