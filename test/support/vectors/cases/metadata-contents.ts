import { assertionXml, attributeStatementXml, attributeXml, clean } from '../../messages.ts';
import { groupXml, type MetadataOptions, metadataCases, serviceXml } from '../metadata-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = metadataCases({ spec: 'SAMLMeta 2.4', flags: 'metadata' });
const sso = 'https://idp.example/saml/sso';

/** Where browsers are sent, for how long metadata counts, and what its extensions say. */
export const metadataContentCases: readonly Case[] = [...locations(), ...validity(), ...extensions()];

function locations(): readonly Case[] {
  const at = (location: string, options: object = {}): MetadataOptions => ({
    role: { services: serviceXml(location) },
    flags: 'metadata location',
    ...(Object.keys(options).length === 0 ? {} : { options }),
  });
  const bad = (name: string, comment: string, location: string): Case =>
    refuses(`location-${name}`, comment, 'metadata.location', at(location));
  const loopback = (name: string, location: string): Case =>
    accepts(`location-${name}`, 'http on the loopback of this machine', { sso: [['HTTP-Redirect', location]] }, at(location));
  return [
    loopback('loopback', 'http://127.0.0.1:8080/sso'),
    loopback('localhost', 'http://localhost/sso'),
    loopback('loopback-6', 'http://[::1]/sso'),
    accepts('location-query', 'an address with a query', { sso: [['HTTP-Redirect', `${sso}?idpid=C0`]] }, at(`${sso}?idpid=C0`)),
    accepts(
      'location-http-pardoned',
      'http, where this provider is pardoned for it',
      { sso: [['HTTP-Redirect', 'http://idp.example/sso']] },
      at('http://idp.example/sso', { pardons: ['location.http'] }),
    ),
    accepts(
      'location-other-binding',
      'what is of no binding of ours is not looked at',
      { sso: [['HTTP-POST', sso]] },
      {
        role: {
          services: serviceXml('javascript:alert(1)', 'urn:mace:shibboleth:1.0:profiles:AuthnRequest') + serviceXml(sso, 'HTTP-POST'),
        },
        flags: 'metadata location',
      },
    ),
    accepts(
      'location-logout',
      'addresses of logout, one for responses',
      { slo: [['HTTP-Redirect', `${clean.idp}/slo`]], sloResponse: [`${clean.idp}/slo-answer`] },
      {
        role: {
          services:
            serviceXml(`${clean.idp}/slo`, 'HTTP-Redirect', 'SingleLogoutService', ` ResponseLocation="${clean.idp}/slo-answer"`) +
            serviceXml(),
        },
      },
    ),
    accepts(
      'location-artifact',
      'addresses of artifacts, by number',
      { artifact: [[7, `${clean.idp}/artifact`]] },
      {
        role: {
          services: serviceXml(`${clean.idp}/artifact`, 'SOAP', 'ArtifactResolutionService', ' index="7" isDefault="true"') + serviceXml(),
        },
      },
    ),
    accepts(
      'name-id-formats',
      'formats of names',
      { nameIdFormats: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'] },
      { role: { services: `<md:NameIDFormat> urn:oasis:names:tc:SAML:2.0:nameid-format:persistent </md:NameIDFormat>${serviceXml()}` } },
    ),
    bad('javascript', 'a script, which would end in the action of a form', 'javascript:alert(document.cookie)'),
    bad('javascript-case', 'a script in other case', 'JavaScript:alert(1)'),
    bad('javascript-control', 'a script behind a control character', '&#9;java&#10;script:alert(1)'),
    bad('data', 'a document in the address', 'data:text/html,x'),
    bad('http', 'http', 'http://idp.example/sso'),
    bad('loopback-like', 'a name that only begins as the loopback', 'http://127.0.0.1.evil.example/sso'),
    bad('localhost-like', 'a name that only begins as localhost', 'http://localhost.evil.example/sso'),
    bad('relative', 'a relative address', '/sso'),
    bad('credentials', 'credentials in the address', 'https://user:password@idp.example/sso'),
    bad('backslash', 'a backslash, which browsers take for a slash', 'https://idp.example\\@evil.example/sso'),
    bad('file', 'a file', 'file:///etc/passwd'),
    refuses('location-response', 'a script as the address of responses', 'metadata.location', {
      role: { services: serviceXml(sso, 'HTTP-POST', 'SingleLogoutService', ' ResponseLocation="javascript:alert(1)"') + serviceXml() },
      flags: 'metadata location',
    }),
    refuses('location-missing', 'no address', 'saml.structure', {
      role: { services: serviceXml().replace(/ Location="[^"]*"/, '') },
      flags: 'metadata location',
    }),
    refuses('location-index', 'a number that is none', 'saml.value {"attribute":"index"}', {
      role: { services: serviceXml(sso, 'SOAP', 'ArtifactResolutionService', ' index="-1"') + serviceXml() },
    }),
  ];
}

function validity(): readonly Case[] {
  const made = (attributes: string, more: MetadataOptions = {}): MetadataOptions => ({
    spec: 'SAMLMeta 2.3',
    flags: 'metadata validity',
    attributes,
    ...more,
  });
  const group = (attributes: string): MetadataOptions => made('', { around: (entity) => groupXml([groupXml([entity])], attributes) });
  return [
    accepts(
      'valid-until',
      'until when it counts, which is when to look again',
      { validUntil: '2026-01-15T12:00:00.001Z', refreshAt: '2026-01-15T12:00:00.001Z' },
      made(' validUntil="2026-01-15T12:00:00.001Z"'),
    ),
    accepts('cache-duration', 'when to look again', { refreshAt: '2026-01-16T13:00:00.000Z' }, made(' cacheDuration="P1DT1H"')),
    accepts(
      'valid-until-before-duration',
      'to look again before it ends',
      { refreshAt: '2026-01-15T13:00:00.000Z' },
      made(' validUntil="2026-01-15T13:00:00Z" cacheDuration="P1D"'),
    ),
    accepts(
      'valid-until-nearest',
      'the nearest end of all around it',
      { validUntil: '2026-01-15T13:00:00.000Z' },
      made(' validUntil="2026-01-17T00:00:00Z"', {
        role: { attributes: ' validUntil="2026-01-16T00:00:00Z"' },
        around: (entity) => groupXml([entity], ' validUntil="2026-01-15T13:00:00Z"'),
      }),
    ),
    refuses('expired', 'its end is now', 'metadata.expired', made(' validUntil="2026-01-15T12:00:00Z"')),
    refuses(
      'expired-role',
      'the end of the role is past',
      'metadata.expired',
      made('', { role: { attributes: ' validUntil="2020-01-01T00:00:00Z"' } }),
    ),
    refuses('expired-parent', 'the end of a group around it is past', 'metadata.expired', group(' validUntil="2020-01-01T00:00:00Z"')),
    refuses(
      'valid-until-unreadable',
      'an end that cannot be read is not no end',
      'saml.time {"reason":"format"}',
      made(' validUntil="never"'),
    ),
    refuses('valid-until-unreadable-parent', 'the same on a group around it', 'saml.time {"reason":"format"}', group(' validUntil="soon"')),
    refuses(
      'cache-duration-unreadable',
      'a duration that cannot be read',
      'saml.value {"attribute":"cacheDuration"}',
      made(' cacheDuration="1 day"'),
    ),
    refuses('cache-duration-negative', 'a duration below zero', 'saml.value {"attribute":"cacheDuration"}', made(' cacheDuration="-P1D"')),
  ];
}

function extensions(): readonly Case[] {
  const mdui = 'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"';
  const shibmd = 'xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"';
  const alg = 'xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport"';
  const within = (content: string) => `<md:Extensions>${content}</md:Extensions>`;
  const method = (name: string, algorithm: string) => `<alg:${name} ${alg} Algorithm="${algorithm}"/>`;
  const attributes = `<mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Attribute Name="urn:category"><saml:AttributeValue>urn:a</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes>`;
  const assertion = assertionXml({ subject: null, statements: [attributeStatementXml([attributeXml('urn:category', ['urn:b'])])] });
  return [
    accepts(
      'names',
      'names in languages',
      {
        displayNames: [
          ['en', 'Example'],
          ['de', 'Beispiel'],
        ],
      },
      {
        role: {
          extensions: within(
            `<mdui:UIInfo ${mdui}><mdui:DisplayName xml:lang="en">Example</mdui:DisplayName><mdui:DisplayName xml:lang="de">Beispiel</mdui:DisplayName></mdui:UIInfo>`,
          ),
        },
      },
    ),
    accepts(
      'logos',
      'pictures, of which a script is none',
      { logos: ['https://idp.example/logo.png'] },
      {
        role: {
          extensions: within(
            `<mdui:UIInfo ${mdui}><mdui:Logo height="16" width="16">https://idp.example/logo.png</mdui:Logo><mdui:Logo height="16" width="16">javascript:alert(1)</mdui:Logo></mdui:UIInfo>`,
          ),
        },
      },
    ),
    accepts(
      'scopes',
      'domains for which it may speak',
      {
        scopes: [
          ['example.com', false],
          ['^.+\\.example\\.com$', true],
        ],
      },
      {
        role: {
          extensions: within(
            `<shibmd:Scope ${shibmd} regexp="false">example.com</shibmd:Scope><shibmd:Scope ${shibmd} regexp="true">^.+\\.example\\.com$</shibmd:Scope>`,
          ),
        },
      },
    ),
    accepts(
      'algorithms',
      'algorithms: those of the role count before those of the entity',
      { signingMethods: [{ algorithm: 'urn:a' }], digestMethods: ['urn:c'] },
      {
        role: { extensions: within(method('SigningMethod', 'urn:a')) },
        extensions: within(method('SigningMethod', 'urn:b') + method('DigestMethod', 'urn:c')),
      },
    ),
    accepts(
      'entity-attributes',
      'attributes of the entity itself',
      { entityAttributes: [['urn:category', ['urn:a']]] },
      { extensions: within(attributes) },
    ),
    accepts(
      'entity-attributes-assertion',
      'attributes in an assertion of somebody who would have to be trusted first',
      { entityAttributes: [['urn:category', ['urn:a']]] },
      { extensions: within(attributes.replace('</mdattr:EntityAttributes>', `${assertion}</mdattr:EntityAttributes>`)) },
    ),
    accepts(
      'extensions-unknown',
      'extensions of others',
      {},
      { extensions: within('<x xmlns="urn:x"><y/></x>'), role: { extensions: within('<x xmlns="urn:x"/>') } },
    ),
  ];
}
