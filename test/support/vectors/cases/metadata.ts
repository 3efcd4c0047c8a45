import { clean } from '../../messages.ts';
import { entityXml, groupXml, keyInfoXml, keyXml, metadataCases, roleXml, serviceXml } from '../metadata-case.ts';
import { certificateNamed, publicJwkNamed } from '../parties.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = metadataCases({ spec: 'SAMLMeta 2.4', flags: 'metadata' });
const other = 'https://other-idp.example/saml';
const sso = 'https://idp.example/saml/sso';
const longest = `urn:${'a'.repeat(1_020)}`;

/** Which entity is meant, which of its roles, and with which keys it signs. */
export const metadataRoleCases: readonly Case[] = [...entities(), ...roles(), ...keys(), ...notMetadata()];

function entities(): readonly Case[] {
  const both = (entity: string) => groupXml([entityXml({ entityId: other, role: { keys: keyXml('stranger') } }), entity]);
  return [
    accepts('clean', 'one entity', { sso: [['HTTP-Redirect', sso]], wantAuthnRequestsSigned: false }),
    accepts(
      'declaration',
      'with an XML declaration and a byte order mark',
      {},
      { after: (xml) => `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n${xml}` },
    ),
    accepts(
      'entity-id-exact',
      'an entityID is an exact string',
      { entityId: 'HTTP://Idp.Example:80/a/../b?c#d' },
      { entityId: 'HTTP://Idp.Example:80/a/../b?c#d' },
    ),
    accepts('entity-id-urn', 'an entityID need be no address', { entityId: 'urn:example:idp' }, { entityId: 'urn:example:idp' }),
    accepts('entity-id-longest', 'a name of 1,024 characters', { entityId: longest }, { entityId: longest }),
    refuses('entity-id-long', 'a name of 1,025 characters', 'saml.value {"attribute":"entityID"}', { entityId: `${longest}a` }),
    accepts('entity-id-white-space', 'white space around an anyURI is no part of it', {}, { entityId: ` ${clean.idp} ` }),
    accepts('group', 'a group of one', {}, { around: (entity) => groupXml([entity]) }),
    accepts('group-nested', 'groups within groups', {}, { around: (entity) => groupXml([groupXml([groupXml([entity])])]) }),
    accepts('group-chosen', 'the one that is meant', {}, { around: both, options: { entityId: clean.idp } }),
    accepts(
      'group-only-provider',
      'the only one that is an identity provider',
      {},
      { around: (entity) => groupXml([entityXml({ entityId: other, role: { name: 'SPSSODescriptor', services: '' } }), entity]) },
    ),
    refuses(
      'group-several',
      'several, and nobody said which',
      'metadata.entity {"reason":"several","candidates":["https://other-idp.example/saml","https://idp.example/saml"]}',
      { around: both },
    ),
    refuses('group-not-found', 'none of the name that is meant', 'metadata.entity {"reason":"not-found"}', {
      around: both,
      options: { entityId: 'https://third.example/' },
    }),
    refuses('group-not-normalised', 'a name that is only nearly the one that is meant', 'metadata.entity {"reason":"not-found"}', {
      around: both,
      options: { entityId: `${clean.idp}/` },
    }),
    refuses('group-duplicate', 'two of the name that is meant', 'metadata.entity {"reason":"duplicate"}', {
      around: (entity) => groupXml([entity, entity]),
      options: { entityId: clean.idp },
    }),
    refuses('group-empty', 'a group of nobody', 'metadata.entity {"reason":"not-found"}', { around: () => groupXml([]) }),
    refuses('entity-other', 'another entity than the one that is meant', 'metadata.entity {"reason":"not-found"}', {
      options: { entityId: other },
    }),
    refuses('entity-id-missing', 'an entity without entityID', 'saml.structure', { after: (xml) => xml.replace(/ entityID="[^"]*"/, '') }),
    refuses('entity-foreign-child', 'an element that does not belong there', 'saml.structure', { extensions: '<md:SingleSignOnService/>' }),
  ];
}

function roles(): readonly Case[] {
  const saml1 = 'urn:oasis:names:tc:SAML:1.1:protocol';
  const saml2 = 'urn:oasis:names:tc:SAML:2.0:protocol';
  return [
    accepts('role-of-both-versions', 'a role for SAML 2.0 among others', {}, { role: { protocols: `${saml1}\n ${saml2}` } }),
    accepts(
      'roles-other',
      'beside roles of other kinds, whose keys are not ours',
      {},
      {
        roles:
          roleXml({ name: 'SPSSODescriptor', keys: keyXml('stranger'), services: '' }) +
          roleXml() +
          roleXml({ name: 'AttributeAuthorityDescriptor', keys: keyXml('attribute-authority'), services: '' }),
      },
    ),
    accepts(
      'roles-older',
      'beside a role for SAML 1.1 alone',
      {},
      { roles: roleXml({ protocols: saml1, keys: keyXml('stranger') }) + roleXml() },
    ),
    accepts(
      'role-descriptor',
      'beside a role of WS-Federation',
      {},
      {
        roles: `<md:RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/>${roleXml()}`,
      },
    ),
    accepts(
      'wants-signed-requests',
      'it wants requests to be signed',
      { wantAuthnRequestsSigned: true },
      { role: { attributes: ' WantAuthnRequestsSigned="1"' } },
    ),
    refuses('role-service-provider', 'a service provider', 'metadata.role {"reason":"service-provider"}', {
      role: { name: 'SPSSODescriptor', services: '' },
    }),
    refuses('role-none', 'an entity that plays no role of ours', 'metadata.role {"reason":"no-identity-provider"}', {
      role: { name: 'AttributeAuthorityDescriptor', services: '' },
    }),
    refuses('role-older', 'an identity provider for SAML 1.1 alone', 'metadata.role {"reason":"no-saml-2"}', {
      role: { protocols: saml1 },
    }),
    refuses('role-protocol-similar', 'a protocol whose name only begins so', 'metadata.role {"reason":"no-saml-2"}', {
      role: { protocols: `${saml2}x` },
    }),
    refuses('role-twice', 'the same role twice', 'metadata.role {"reason":"several"}', { roles: roleXml() + roleXml() }),
    refuses('role-boolean', 'a boolean that is none', 'saml.value {"attribute":"WantAuthnRequestsSigned"}', {
      role: { attributes: ' WantAuthnRequestsSigned="yes"' },
    }),
    refuses('role-foreign-child', 'an element in the role that does not belong there', 'saml.structure', {
      role: { services: `${serviceXml()}<md:AssertionConsumerService/>` },
    }),
  ];
}

function keys(): readonly Case[] {
  const jwk = publicJwkNamed('idp');
  const base64 = (value: string | undefined) => Buffer.from(value ?? '', 'base64url').toString('base64');
  const rsa = (modulus: string) =>
    `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${modulus}</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`;
  const point = (name: 'idp-p256' | 'idp-p521') => {
    const { x, y } = publicJwkNamed(name);
    return Buffer.concat([Buffer.from([4]), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]).toString('base64');
  };
  const { x = '', y = '' } = publicJwkNamed('idp-p256');
  // SEC 1, 2.3.3, has it begin with 6 or 7, by the last bit of y.
  const last = Buffer.from(y, 'base64url').at(-1) ?? 0;
  const hybrid = Buffer.concat([Buffer.from([6 + (last & 1)]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64',
  );
  const ec = (curve: string, publicKey: string) =>
    `<ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#"><dsig11:NamedCurve URI="urn:oid:${curve}"/><dsig11:PublicKey>${publicKey}</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue>`;
  const holding = (...all: readonly string[]) => ({ role: { keys: all.join('') }, flags: 'metadata key' });
  const certificate = (text: string) => keyInfoXml(`<ds:X509Data><ds:X509Certificate>${text}</ds:X509Certificate></ds:X509Data>`);
  const bad = (name: string, comment: string, ...all: readonly string[]): Case =>
    refuses(`key-${name}`, comment, 'metadata.key', holding(...all));
  return [
    accepts('keys-rollover', 'an old key and a new one', { keys: ['idp', 'idp-next'] }, holding(keyXml('idp'), keyXml('idp-next'))),
    accepts(
      'keys-one-descriptor',
      'two certificates in one descriptor',
      { keys: ['idp', 'idp-next'] },
      holding(
        keyXml('idp').replace('</ds:X509Data>', `</ds:X509Data>${/<ds:X509Data>[\s\S]*<\/ds:X509Data>/.exec(keyXml('idp-next'))?.[0]}`),
      ),
    ),
    accepts('keys-without-use', 'a key for any use', {}, holding(keyXml('idp', null))),
    accepts(
      'keys-for-encryption',
      'a key for encryption verifies nothing',
      {},
      holding(keyXml('idp'), keyXml('idp-encryption', 'encryption')),
    ),
    accepts('keys-twice', 'one key twice is one key', {}, holding(keyXml('idp'), keyXml('idp', null))),
    accepts('key-value-rsa', 'an RSA key as its numbers', {}, holding(keyInfoXml(rsa(base64(jwk.n))))),
    accepts(
      'key-value-p256',
      'a key on P-256 as its point',
      { keys: ['idp-p256'] },
      holding(keyInfoXml(ec('1.2.840.10045.3.1.7', point('idp-p256')))),
    ),
    accepts(
      'key-value-p521',
      'a key on P-521 as its point',
      { keys: ['idp-p521'] },
      holding(keyInfoXml(ec('1.3.132.0.35', point('idp-p521')))),
    ),
    accepts('key-ed25519', 'an Ed25519 key', { keys: ['idp-ed25519'] }, holding(keyXml('idp-ed25519'))),
    accepts(
      'key-white-space',
      'a certificate broken into lines',
      {},
      holding(
        certificate(
          `\n  ${certificateNamed('idp')
            .replace(/-----[^-]+-----/g, '')
            .replaceAll('\n', '\r\n      ')}`,
        ),
      ),
    ),
    accepts(
      'key-comment',
      'a comment in a certificate cuts nothing',
      {},
      { ...holding(keyXml('idp').replace('MII', 'MI<!-- x -->I')), flags: 'comment' },
    ),
    accepts('key-unreadable-beside', 'a key that cannot be read beside one that can', {}, holding(certificate('AAAA'), keyXml('idp'))),
    bad('none', 'no key'),
    bad('only-encryption', 'only a key for encryption', keyXml('idp', 'encryption')),
    bad('name-only', 'only the name of a key', keyInfoXml('<ds:KeyName>idp</ds:KeyName>')),
    bad('certificate-not-base64', 'a certificate that is not base64', certificate('***')),
    bad('certificate-none', 'base64 that is no certificate', certificate('AAAA')),
    bad('certificate-empty', 'an empty certificate', certificate('')),
    bad('value-short', 'an RSA key of 512 bits', keyInfoXml(rsa(Buffer.alloc(64, 0xc5).toString('base64')))),
    bad('value-curve', 'a key on another curve', keyInfoXml(ec('1.3.132.0.10', point('idp-p256')))),
    bad('curve', 'a certificate over a key on another curve', keyXml('idp-secp256k1')),
    bad('value-hybrid', 'a point in the hybrid form', keyInfoXml(ec('1.2.840.10045.3.1.7', hybrid))),
    bad('value-exponent-one', 'an RSA key whose exponent is one', keyInfoXml(rsa(base64(jwk.n)).replace('>AQAB<', '>AQ==<'))),
    bad('value-exponent-even', 'an RSA key whose exponent is even', keyInfoXml(rsa(base64(jwk.n)).replace('>AQAB<', '>AQAA<'))),
    bad(
      'value-compressed',
      'half a point',
      keyInfoXml(ec('1.2.840.10045.3.1.7', Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 1)]).toString('base64'))),
    ),
    bad(
      'value-off-curve',
      'a point that is not on its curve',
      keyInfoXml(ec('1.2.840.10045.3.1.7', Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64'))),
    ),
    refuses('key-use-unknown', 'a use that does not exist', 'saml.structure', holding(keyXml('idp', 'Signing'))),
  ];
}

/** What people paste or fetch in place of metadata. */
function notMetadata(): readonly Case[] {
  const bad = (name: string, comment: string, message: string | Uint8Array): Case =>
    refuses(`not-${name}`, comment, 'metadata.document', { message, flags: 'metadata diagnosis' });
  return [
    bad('web-page', 'a web page', '<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>'),
    bad('json', 'JSON', '{"issuer":"https://idp.example/"}'),
    bad('nothing', 'nothing', ''),
    bad('address', 'an address', 'https://idp.example/metadata\n'),
    bad('certificate', 'a certificate', certificateNamed('idp')),
    bad('text', 'some text', 'Not found'),
    bad('other-xml', 'other XML', '<wsdl xmlns="urn:x"/>'),
    bad(
      'namespace',
      'a root of another namespace',
      entityXml().replace('urn:oasis:names:tc:SAML:2.0:metadata', 'urn:oasis:names:tc:SAML:1.0:metadata'),
    ),
    bad('template', 'the template of Entra ID', entityXml({ entityId: 'https://sts.windows.net/{tenantid}/' })),
    refuses('not-complete', 'metadata that was cut off', 'xml.syntax', { message: entityXml().slice(0, 300), flags: 'metadata diagnosis' }),
    refuses('not-without-doctype', 'metadata with a document type', 'xml.doctype', {
      after: (xml) => `<!DOCTYPE md:EntityDescriptor>${xml}`,
      flags: 'doctype',
    }),
  ];
}
