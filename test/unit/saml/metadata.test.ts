import { describe, expect, it } from 'vitest';
import { keyPair } from '../../support/keys.ts';
import { entityXml, groupXml, keyXml, read, roleXml, serviceXml } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { signXml } from '../../support/sign.ts';

describe('metadata', () => {
  it('makes a provider of what it says, and leaves the rest at its default', () => {
    const provider = read(entityXml());
    expect(provider).toMatchObject({
      id: 'https://idp.example/saml',
      entityId: 'https://idp.example/saml',
      issuers: ['https://idp.example/saml'],
      singleSignOnServices: [{ binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', location: 'https://idp.example/sso' }],
      wantAuthnRequestsSigned: false,
      allowUnsolicited: false,
      demandNameIdFormat: false,
    });
    expect(provider.keys).toHaveLength(1);
    expect(Object.isFrozen(provider)).toBe(true);
  });

  it('is read as text and as octets, with a byte order mark and in UTF-16', () => {
    const xml = entityXml();
    for (const given of [xml, Buffer.from(xml), Buffer.from(`\uFEFF${xml}`), Buffer.from(`\uFEFF${xml}`, 'utf16le')])
      expect(read(given).entityId).toBe('https://idp.example/saml');
  });

  it('is nothing else, such as the promise of it', () => {
    // Sound: who writes no types can give anything.
    for (const given of [undefined, null, {}, Promise.resolve(entityXml())])
      expect(refusalDetails(() => read(given as string))).toMatchObject({ field: 'metadata' });
  });

  it.each(['http://idp.example/adfs/services/trust', 'urn:idp.example:tenant', 'HTTPS://IDP.example:443/%7e', 'no uri at all'])(
    'names an entity by an exact string: %s',
    (entityId) => {
      expect(read(entityXml({ entityId })).entityId).toBe(entityId);
    },
  );

  it('keeps a local id of ours apart from the name of the entity', () => {
    const provider = read(entityXml(), { id: 'tenant-7' });
    expect([provider.id, provider.entityId]).toEqual(['tenant-7', 'https://idp.example/saml']);
  });

  it('is passed over where it speaks of other roles and other protocols', () => {
    const federation = '<md:RoleDescriptor protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/>';
    const shibboleth1 = roleXml({ protocols: 'urn:mace:shibboleth:1.0', keys: '', services: '' });
    const roles = `${federation}${shibboleth1}${roleXml()}<md:SPSSODescriptor protocolSupportEnumeration="x"/>`;
    expect(read(entityXml({ roles })).keys).toHaveLength(1);
  });

  it('is refused where it holds an element that does not belong there', () => {
    expect(refusal(() => read(entityXml({ before: '<md:IDPSSODescriptorr/>' })))).toBe('saml.structure');
    expect(refusal(() => read(entityXml({ roles: roleXml({ after: '<md:SingleSignonService/>' }) })))).toBe('saml.structure');
    expect(refusal(() => read(entityXml({ before: 'text' })))).toBe('saml.structure');
  });

  it.each([
    ['no-identity-provider', '<md:PDPDescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
    ['service-provider', '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
    ['no-saml-2', roleXml({ protocols: 'urn:oasis:names:tc:SAML:1.1:protocol' })],
    ['several', roleXml() + roleXml()],
  ])('is refused for its roles: %s', (reason, roles) => {
    expect(refusal(() => read(entityXml({ roles })))).toBe('metadata.role');
    expect(refusalDetails(() => read(entityXml({ roles })))).toEqual({ reason });
  });
});

describe('one entity among several', () => {
  const a = entityXml({ entityId: 'urn:a' });
  const b = entityXml({ entityId: 'urn:b' });
  const sp = entityXml({
    entityId: 'urn:sp',
    roles: '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>',
  });

  it('is chosen by its name, however deep it lies', () => {
    expect(read(groupXml(a + groupXml(sp + groupXml(b))), { entityId: 'urn:b' }).entityId).toBe('urn:b');
  });

  it('is chosen without a name where it is the only identity provider', () => {
    expect(read(groupXml(sp + groupXml(b))).entityId).toBe('urn:b');
    expect(read(groupXml(a)).entityId).toBe('urn:a');
  });

  it.each([
    ['several', groupXml(a + sp + b), undefined, ['urn:a', 'urn:b']],
    ['not-found', groupXml(a + b), 'urn:A', ['urn:a', 'urn:b']],
    ['not-found', a, 'urn:b', ['urn:a']],
    ['not-found', groupXml(sp + entityXml({ entityId: 'urn:sp2', roles: '' })), undefined, []],
    ['duplicate', groupXml(a + groupXml(a)), 'urn:a', ['urn:a', 'urn:a']],
  ] as const)('is not guessed: %s', (reason, metadata, entityId, candidates) => {
    const action = () => read(metadata, entityId === undefined ? {} : { entityId });
    expect(refusal(action)).toBe('metadata.entity');
    expect(refusalDetails(action)).toEqual({ reason, candidates });
  });

  it('is not compared but with the whole name', () => {
    expect(refusal(() => read(a, { entityId: 'urn:a/' }))).toBe('metadata.entity');
  });
});

describe('a body that is no metadata', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['a web page without a type', '<html><head/></html>'],
    ['JSON', '{"issuer":"https://idp.example"}'],
    ['an address', 'https://idp.example/metadata'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----'],
    ['text', 'entityID: x'],
    ['other XML', '<rss version="2.0"/>'],
    ['a response', '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
    ['an Entra template', entityXml({ entityId: 'https://sts.windows.net/{tenantid}/' })],
  ])('is called what it looks like: %s', (_, body) => {
    expect(refusal(() => read(body))).toBe('metadata.document');
    if (body !== '') expect(refusal(() => read(Buffer.from(body)))).toBe('metadata.document');
  });

  it('is told from the name of the file that holds it', () => {
    for (const name of ['identity-provider.xml', './config/acme metadata.xml', 'C:\\sso\\idp.XML'])
      expect(refusalDetails(() => read(name))).toEqual({ looksLike: 'the name of a file, and not what the file holds' });
  });

  it('is refused with the place where it stops being XML', () => {
    expect(refusalDetails(() => read(entityXml().replace('</md:EntityDescriptor>', '')))).toMatchObject({ line: 1 });
  });

  it('is refused for a document type, whatever else it holds', () => {
    expect(refusal(() => read(`<!DOCTYPE md:EntityDescriptor>${entityXml()}`))).toBe('xml.doctype');
  });
});

describe('metadata that must be signed', () => {
  const federation = keyPair('p-256', 'federation');
  const trust = [federation.publicKey.export({ format: 'pem', type: 'spki' }).toString()];
  const signed = (xml: string, id?: string, key = federation.privateKey) => signXml(xml, { key, ...(id === undefined ? {} : { id }) });

  it('is believed when a key that we trust has signed all of it', () => {
    expect(read(signed(entityXml({ attributes: ' ID="_e"' })), { trust }).entityId).toBe('https://idp.example/saml');
    const group = signed(groupXml(entityXml(), ' ID="_g"'));
    expect(read(group, { trust, entityId: 'https://idp.example/saml' }).entityId).toBe('https://idp.example/saml');
  });

  it('is believed when a key that we trust has signed the one entity', () => {
    const other = entityXml({ entityId: 'urn:other' });
    const group = signed(groupXml(other + entityXml({ attributes: ' ID="_e"' })), '_e');
    expect(read(group, { trust, entityId: 'https://idp.example/saml' }).entityId).toBe('https://idp.example/saml');
    expect(refusal(() => read(group, { trust, entityId: 'urn:other' }))).toBe('signature.missing');
  });

  it('is refused without a signature, or with one of somebody else', () => {
    expect(refusal(() => read(entityXml(), { trust }))).toBe('signature.missing');
    const forged = signed(entityXml({ attributes: ' ID="_e"' }), undefined, keyPair('p-256', 'mallory').privateKey);
    expect(refusal(() => read(forged, { trust }))).toBe('signature.value');
  });

  it('is refused when it was changed afterwards', () => {
    const changed = signed(entityXml({ attributes: ' ID="_e"' })).replace('https://idp.example/sso', 'https://evil.example/sso');
    expect(refusal(() => read(changed, { trust }))).toBe('signature.digest');
  });

  it('is not signed by the keys that it brings itself', () => {
    const own = signed(
      entityXml({ attributes: ' ID="_e"', roles: roleXml({ keys: keyXml('signing', keyPair('p-256', 'mallory')) }) }),
      undefined,
      keyPair('p-256', 'mallory').privateKey,
    );
    expect(refusal(() => read(own, { trust }))).toBe('signature.value');
  });

  it('never takes an entity that stands beside what was signed', () => {
    const honest = signed(entityXml({ entityId: 'urn:honest', attributes: ' ID="_e"' }));
    const evil = entityXml({ roles: roleXml({ services: serviceXml('https://evil.example/sso') }) });
    expect(refusal(() => read(groupXml(evil + honest), { trust, entityId: 'https://idp.example/saml' }))).toBe('signature.missing');
    expect(read(groupXml(evil + honest), { trust, entityId: 'urn:honest' }).entityId).toBe('urn:honest');
    expect(refusal(() => read(groupXml(evil + honest), { trust }))).toBe('metadata.entity');
  });

  it.each([[[]], [['no key']]])('needs at least one key to trust, which can be read: %j', (keys) => {
    expect(['config.invalid', 'metadata.key']).toContain(refusal(() => read(entityXml(), { trust: keys })));
  });
});
