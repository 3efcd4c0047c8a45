import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeKey } from '../../../src/crypto/keys.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair, trusted } from '../../support/keys.ts';
import { entityXml, groupXml, keyInfoXml, keyXml, read, roleXml, serviceXml, x509Xml } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('the keys of a provider', () => {
  const [a, b, c] = [keyPair('p-256', 'a'), keyPair('p-384', 'b'), keyPair('rsa-2048', 'c')];

  it('are all that may sign: for signing, and for no use in particular', () => {
    expect(fingerprints(keyXml('signing', a) + keyXml(null, b) + keyXml('encryption', c))).toEqual([a, b].map(fingerprint));
  });

  it('are all certificates of one descriptor, of several X509Data', () => {
    const [x, y, z] = [a, b, c].map(({ privateKey }) => selfSigned(privateKey).base64);
    expect(fingerprints(keyInfoXml(x509Xml(`${x}`, `${y}`) + x509Xml(`${z}`)))).toEqual([a, b, c].map(fingerprint));
  });

  it('are not those of the authorities above a certificate, which stand beside it in any order', () => {
    const leaf = selfSigned(b.privateKey, { subject: 'idp', issuer: 'authority', publicKey: a.publicKey }).base64;
    const authority = selfSigned(c.privateKey, { subject: 'authority', issuer: 'root', publicKey: b.publicKey }).base64;
    const root = selfSigned(c.privateKey, { subject: 'root' }).base64;
    for (const chain of [
      [leaf, authority, root],
      [root, authority, leaf],
    ])
      for (const written of [x509Xml(...chain), chain.map((each) => x509Xml(each)).join('')])
        expect(fingerprints(keyInfoXml(written))).toEqual([fingerprint(a)]);
  });

  it('are not those of the authority above a certificate whose key cannot be used', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const leaf = selfSigned(b.privateKey, { subject: 'idp', issuer: 'authority', publicKey }).base64;
    const chain = x509Xml(leaf, selfSigned(b.privateKey, { subject: 'authority' }).base64);
    expect(refusal(() => fingerprints(keyInfoXml(chain)))).toBe('metadata.key');
    expect(fingerprints(keyInfoXml(chain) + keyXml('signing', a))).toEqual([fingerprint(a)]);
  });

  it('are not those of the authority however the path to it is written', () => {
    const leaf = selfSigned(b.privateKey, { subject: 'idp', issuer: 'authority', publicKey: a.publicKey });
    const upper = selfSigned(b.privateKey, { subject: 'authority' });
    for (const chain of [
      [leaf.pem, upper.pem],
      [leaf.pem, upper.base64],
      [leaf.base64, upper.pem],
      [leaf.base64, ...Array.from({ length: 30 }, () => leaf.base64), upper.base64],
    ])
      expect(fingerprints(keyInfoXml(x509Xml(...chain)))).toEqual([fingerprint(a)]);
  });

  it('are looked at for an authority only where the certificates are as few and as small as they are anywhere', () => {
    const leaf = (serial: number) =>
      selfSigned(b.privateKey, { serial, subject: 'idp', issuer: 'authority', publicKey: a.publicKey }).base64;
    const large = selfSigned(b.privateKey, { subject: 'authority', names: Array.from({ length: 1_500 }, (_, at) => `${at}.example.org`) });
    const many = Array.from({ length: 10 }, (_, at) => leaf(at + 1));
    expect(fingerprints(keyInfoXml(x509Xml(leaf(1), large.base64)))).toEqual([a, b].map(fingerprint));
    expect(fingerprints(keyInfoXml(x509Xml(...many, selfSigned(b.privateKey, { subject: 'authority' }).base64)))).toEqual(
      [a, b].map(fingerprint),
    );
  });

  it('are those of an authority, too, where it has a place of its own', () => {
    const leaf = selfSigned(b.privateKey, { subject: 'idp', issuer: 'authority', publicKey: a.publicKey }).base64;
    const authority = selfSigned(b.privateKey, { subject: 'authority' }).base64;
    expect(fingerprints(keyInfoXml(x509Xml(leaf)) + keyInfoXml(x509Xml(authority)))).toEqual([a, b].map(fingerprint));
  });

  it('are those of an old certificate and a new one beside it, whoever has issued them', () => {
    const old = selfSigned(b.privateKey).base64;
    const renewed = selfSigned(b.privateKey, { serial: 2 }).base64;
    const issuedByOld = selfSigned(b.privateKey, { serial: 3, publicKey: a.publicKey }).base64;
    const ofThatName = selfSigned(c.privateKey, { subject: 'other', issuer: 'idp.example' }).base64;
    expect(fingerprints(keyInfoXml(x509Xml(old, renewed, issuedByOld, ofThatName)))).toEqual([b, a, c].map(fingerprint));
  });

  it('are each there once, whatever certificates they come in', () => {
    const again = selfSigned(a.privateKey, { serial: 2, subject: 'renewed' }).base64;
    expect(fingerprints(keyXml('signing', a) + keyInfoXml(x509Xml(again)))).toEqual([fingerprint(a)]);
  });

  it('never are those of another role or of the entity next to it', () => {
    const attributes = `<md:AttributeAuthorityDescriptor>${keyXml('signing', b)}</md:AttributeAuthorityDescriptor>`;
    const neighbour = entityXml({ entityId: 'urn:n', roles: roleXml({ keys: keyXml('signing', c) }) });
    const roles = roleXml({ keys: keyXml('signing', a) }) + attributes;
    const provider = read(groupXml(entityXml({ roles }) + neighbour), { entityId: 'https://idp.example/saml' });
    expect(provider.keys.map((key) => key.fingerprint)).toEqual([fingerprint(a)]);
  });

  it.each<KeyName>(['rsa-2048', 'p-256', 'p-384', 'p-521'])('may be given as bare numbers: %s', (name) => {
    expect(fingerprints(keyInfoXml(keyValueXml(name)))).toEqual([fingerprint(keyPair(name))]);
  });

  it('are read from certificates with line breaks, out of date, of version 1, or signed with SHA-1: trust is the key', () => {
    const options = { notBefore: new Date('2001-01-01T00:00:00Z'), notAfter: new Date('2002-01-01T00:00:00Z'), v1: true, sha1: true };
    const certificate = selfSigned(c.privateKey, options).base64;
    const broken = `\n  ${certificate.replace(/.{64}/g, '$&\r\n  ')}\n`;
    const [key] = read(entityXml({ roles: roleXml({ keys: keyInfoXml(x509Xml(broken)) }) })).keys;
    expect(key?.fingerprint).toBe(fingerprint(c));
    expect(key && describeKey(key)).toMatchObject({ notAfter: options.notAfter });
  });

  it('are what is left where some cannot be read', () => {
    expect(fingerprints(keyInfoXml(x509Xml('AAAA')) + keyInfoXml('<ds:KeyName>k</ds:KeyName>') + keyXml('signing', a))).toEqual([
      fingerprint(a),
    ]);
  });

  it.each([
    ['none at all', ''],
    ['only one for encryption', keyXml('encryption')],
    ['a name alone', keyInfoXml('<ds:KeyName>k</ds:KeyName>')],
    ['nothing that can be read', keyInfoXml(x509Xml('AAAA'))],
    ['an element in place of a certificate', keyInfoXml(x509Xml('<a/>'))],
    ['a key without its exponent', keyInfoXml('<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus></ds:RSAKeyValue></ds:KeyValue>')],
    ['a key of DSA', keyInfoXml('<ds:KeyValue><ds:DSAKeyValue/></ds:KeyValue>')],
    ['a point that is not on its curve', keyInfoXml(ecKeyXml('1.2.840.10045.3.1.7', Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])))],
    ['a compressed point', keyInfoXml(ecKeyXml('1.2.840.10045.3.1.7', Buffer.concat([Buffer.of(2), Buffer.alloc(32, 1)])))],
    ['a curve that nobody knows', keyInfoXml(ecKeyXml('1.3.132.0.10', Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])))],
  ])('are demanded: %s', (_, keys) => {
    expect(refusal(() => read(entityXml({ roles: roleXml({ keys }) })))).toBe('metadata.key');
  });

  it('are refused for a use that does not exist', () => {
    expect(refusal(() => read(entityXml({ roles: roleXml({ keys: keyXml('Signing') }) })))).toBe('saml.structure');
  });
});

describe('the addresses of a provider', () => {
  it('are read by binding, in their order, each with where responses go', () => {
    const logout = serviceXml(
      'https://idp.example/slo',
      'HTTP-POST',
      'SingleLogoutService',
      ' ResponseLocation="https://idp.example/slo/r"',
    );
    const artifact = serviceXml('https://idp.example/ars', 'SOAP', 'ArtifactResolutionService', ' index="3" isDefault="true"');
    const services = serviceXml('https://idp.example/p?idpid=C01', 'HTTP-POST') + serviceXml();
    const provider = read(entityXml({ roles: roleXml({ between: artifact + logout, services }) }));
    expect(provider.singleSignOnServices.map(({ binding, location }) => [binding.split(':').at(-1), location])).toEqual([
      ['HTTP-POST', 'https://idp.example/p?idpid=C01'],
      ['HTTP-Redirect', 'https://idp.example/sso'],
    ]);
    expect(provider.singleLogoutServices).toMatchObject([
      { location: 'https://idp.example/slo', responseLocation: 'https://idp.example/slo/r' },
    ]);
    expect(provider.artifactResolutionServices).toMatchObject([{ index: 3, isDefault: true, location: 'https://idp.example/ars' }]);
  });

  it('are passed over for bindings that are not ours, whatever they are', () => {
    const services = serviceXml('javascript:alert(1)', 'HTTP-POST-SimpleSign') + serviceXml('x', 'SOAP') + serviceXml();
    expect(read(entityXml({ roles: roleXml({ services }) })).singleSignOnServices).toHaveLength(1);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://idp.example/',
    '/sso',
    'https://a:b@idp.example/',
    'http://idp.example/sso',
    'https://idp.example/a b',
  ])('are refused where no browser may be sent: %s', (location) => {
    expect(refusal(() => read(entityXml({ roles: roleXml({ services: serviceXml(location) }) })))).toBe('metadata.location');
    const between = serviceXml('https://idp.example/slo', 'HTTP-POST', 'SingleLogoutService', ` ResponseLocation="${location}"`);
    expect(refusal(() => read(entityXml({ roles: roleXml({ between }) })))).toBe('metadata.location');
  });

  it('may lack TLS on loopback, or where that is pardoned', () => {
    const plain = (location: string) => entityXml({ roles: roleXml({ services: serviceXml(location) }) });
    expect(read(plain('http://localhost:8080/sso')).singleSignOnServices).toHaveLength(1);
    expect(read(plain('http://idp.example/sso'), { pardons: ['location.http'] }).singleSignOnServices).toHaveLength(1);
    expect(refusal(() => read(plain('javascript:alert(1)'), { pardons: ['location.http'] }))).toBe('metadata.location');
  });

  it.each([
    ['saml.structure', '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/>'],
    ['saml.structure', serviceXml('')],
    ['saml.value', serviceXml('https://idp.example/', 'SOAP', 'ArtifactResolutionService', ' index="70000"')],
    ['saml.value', serviceXml('https://idp.example/', 'SOAP', 'ArtifactResolutionService', ' index="1" isDefault="yes"')],
  ])('are refused as %s where they say nothing that can be understood', (code, between) => {
    expect(refusal(() => read(entityXml({ roles: roleXml({ between }) })))).toBe(code);
  });
});

describe('what else a role says', () => {
  const withRole = (parts: Parameters<typeof roleXml>[0]) => read(entityXml({ roles: roleXml(parts) }));

  it('is whether requests must be signed', () => {
    expect(withRole({ attributes: ' WantAuthnRequestsSigned=" 1 "' }).wantAuthnRequestsSigned).toBe(true);
    expect(withRole({ attributes: ' WantAuthnRequestsSigned="false"' }).wantAuthnRequestsSigned).toBe(false);
    expect(refusal(() => withRole({ attributes: ' WantAuthnRequestsSigned="TRUE"' }))).toBe('saml.value');
  });

  it('is the formats of names, white space collapsed', () => {
    expect(withRole({ between: '<md:NameIDFormat>\n urn:x \n</md:NameIDFormat>' }).nameIdFormats).toEqual(['urn:x']);
  });

  it('is where people are sent when something is wrong, if they may be', () => {
    expect(withRole({ attributes: ' errorURL="http://idp.example/help"' }).errorUrl).toBe('http://idp.example/help');
    expect(withRole({ attributes: ' errorURL="javascript:alert(1)"' }).errorUrl).toBeUndefined();
  });

  it('is names, pictures, scopes, algorithms and attributes of the entity', () => {
    const ui = `<u:UIInfo xmlns:u="urn:oasis:names:tc:SAML:metadata:ui"><u:DisplayName xml:lang="en"> Example\n IdP </u:DisplayName>
      <u:Logo width="16" height="16">https://idp.example/l.png</u:Logo><u:Logo width="0" height="1">https://idp.example/0.png</u:Logo>
      <u:Logo width="1" height="1" xml:lang="de">javascript:alert(1)</u:Logo></u:UIInfo>`;
    const scopes = `<s:Scope xmlns:s="urn:mace:shibboleth:metadata:1.0" regexp="false">example.org</s:Scope>
      <s:Scope xmlns:s="urn:mace:shibboleth:metadata:1.0" regexp="true">.*</s:Scope>`;
    const algorithm = (name: string) => `<alg:SigningMethod xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport" Algorithm="${name}"/>`;
    const attributes = `<a:EntityAttributes xmlns:a="urn:oasis:names:tc:SAML:metadata:attribute" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
      <saml:Attribute Name="__proto__"><saml:AttributeValue> urn:one </saml:AttributeValue></saml:Attribute></a:EntityAttributes>`;
    const provider = read(
      entityXml({
        before: `<md:Extensions>${attributes}${algorithm('urn:entity')}</md:Extensions>`,
        roles: roleXml({ extensions: `<md:Extensions>${ui}${scopes}${algorithm('urn:role')}</md:Extensions>` }),
      }),
    );
    expect(provider.displayNames).toEqual([{ language: 'en', text: 'Example IdP' }]);
    expect(provider.logos).toEqual([{ url: 'https://idp.example/l.png', width: 16, height: 16 }]);
    expect(provider.scopes).toEqual([
      { value: 'example.org', regexp: false },
      { value: '.*', regexp: true },
    ]);
    expect(provider.signingMethods).toEqual([{ algorithm: 'urn:role' }]);
    expect([...provider.entityAttributes]).toEqual([['__proto__', ['urn:one']]]);
  });

  it('is nothing where extensions say nothing that can be used', () => {
    const ui =
      '<u:UIInfo xmlns:u="urn:oasis:names:tc:SAML:metadata:ui"><u:DisplayName> </u:DisplayName><u:DisplayName>No language</u:DisplayName><u:Logo>https://idp.example/l.png</u:Logo></u:UIInfo>';
    const scope = '<s:Scope xmlns:s="urn:mace:shibboleth:metadata:1.0"> </s:Scope>';
    const { displayNames, logos, scopes } = withRole({ extensions: `<md:Extensions>${ui}${scope}</md:Extensions>` });
    expect([displayNames, logos, scopes]).toEqual([[{ language: '', text: 'No language' }], [], []]);
  });

  it('is nobody else’s: extensions of any kind are passed over', () => {
    const extensions = '<md:Extensions><x:Any xmlns:x="urn:x" a="1"><y xmlns="urn:y"/>text</x:Any></md:Extensions>';
    expect(withRole({ extensions, attributes: ' x:type="t" xmlns:x="urn:x"' }).keys).toHaveLength(1);
  });
});

describe('how long metadata counts', () => {
  const soon = '2026-01-15T13:00:00Z';
  const later = '2026-01-16T12:00:00Z';
  const past = '2026-01-15T12:00:00Z';

  it('is said by the entity, its role or any group around it, and the earliest wins', () => {
    const entity = entityXml({ attributes: ` validUntil="${later}"` });
    expect(read(entity).validUntil).toEqual(new Date(later));
    expect(read(groupXml(groupXml(entity), ` validUntil="${soon}"`)).validUntil).toEqual(new Date(soon));
    expect(read(entityXml({ roles: roleXml({ attributes: ` validUntil="${soon}"` }) })).validUntil).toEqual(new Date(soon));
  });

  it('ends at the very instant, at whichever level it is said', () => {
    const action = (xml: string) => refusal(() => read(xml));
    expect(action(entityXml({ attributes: ` validUntil="${past}"` }))).toBe('metadata.expired');
    expect(action(entityXml({ attributes: ' validUntil="2026-01-15T12:00:00.001Z"' }))).toBe('accepted');
    expect(action(groupXml(groupXml(entityXml({ attributes: ` validUntil="${later}"` })), ` validUntil="${past}"`))).toBe(
      'metadata.expired',
    );
    expect(action(entityXml({ roles: roleXml({ attributes: ` validUntil="${past}"` }) }))).toBe('metadata.expired');
  });

  it('does not depend on groups that the entity is not in', () => {
    const other = groupXml(entityXml({ entityId: 'urn:o' }), ` validUntil="${past}"`);
    expect(read(groupXml(other + entityXml()), { entityId: 'https://idp.example/saml' }).validUntil).toBeUndefined();
  });

  it.each(['never', '', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2027-01-01'])('is refused where nobody can tell: "%s"', (text) => {
    expect(refusal(() => read(entityXml({ attributes: ` validUntil="${text}"` })))).toBe('saml.time');
  });

  it('may be in another time zone where that is pardoned', () => {
    const xml = entityXml({ attributes: ' validUntil="2026-01-15T14:00:00+01:00"' });
    expect(refusalDetails(() => read(xml))).toMatchObject({ reason: 'offset' });
    expect(read(xml, { pardons: ['time.offset'] }).validUntil).toEqual(new Date(soon));
  });

  it('says when to look again: by the shortest cache duration, and never after it ends', () => {
    const refreshAt = (attributes: string, around = '') => read(groupXml(entityXml({ attributes }), around)).refreshAt;
    expect(refreshAt('')).toBeUndefined();
    expect(refreshAt(' cacheDuration="PT6H"')).toEqual(new Date('2026-01-15T18:00:00Z'));
    expect(refreshAt(' cacheDuration="PT6H"', ' cacheDuration="PT1H"')).toEqual(new Date(soon));
    expect(refreshAt(` cacheDuration="PT6H" validUntil="${soon}"`)).toEqual(new Date(soon));
    expect(refreshAt(` validUntil="${soon}"`)).toEqual(new Date(soon));
    expect(refusal(() => read(entityXml({ attributes: ' cacheDuration="6 hours"' })))).toBe('saml.value');
  });
});

function fingerprint(pair: Parameters<typeof trusted>[0]): string {
  return trusted(pair).fingerprint;
}

function fingerprints(keys: string): readonly string[] {
  return read(entityXml({ roles: roleXml({ keys }) })).keys.map((key) => key.fingerprint);
}

function keyValueXml(name: KeyName): string {
  const { n, e, x, y } = keyPair(name).publicKey.export({ format: 'jwk' });
  const octets = (base64url: string | undefined) => Buffer.from(base64url ?? '', 'base64url');
  const number = (base64url: string | undefined) => octets(base64url).toString('base64');
  if (n !== undefined) {
    const parts = `<ds:Modulus>\n${number(n)}\n</ds:Modulus><ds:Exponent>${number(e)}</ds:Exponent>`;
    return `<ds:KeyValue><ds:RSAKeyValue>${parts}</ds:RSAKeyValue></ds:KeyValue>`;
  }
  const curve = { 'p-256': '1.2.840.10045.3.1.7', 'p-384': '1.3.132.0.34' }[name as string] ?? '1.3.132.0.35';
  return ecKeyXml(curve, Buffer.concat([Buffer.of(4), octets(x), octets(y)]));
}

function ecKeyXml(curve: string, point: Buffer): string {
  const content = `<dsig11:NamedCurve URI="urn:oid:${curve}"/><dsig11:PublicKey>${point.toString('base64')}</dsig11:PublicKey>`;
  return `<ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">${content}</dsig11:ECKeyValue></ds:KeyValue>`;
}
