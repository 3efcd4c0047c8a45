import { deflateRawSync } from 'node:zlib';
import type { Cause, Side } from '../../src/diagnosis/index.ts';
import type { PresetName } from '../../src/providers/saml-products.ts';
import { selfSigned } from './certificate.ts';
import { encryptedXml } from './encrypt.ts';
import { keyPair } from './keys.ts';
import {
  type AssertionParts,
  assertionXml,
  audienceXml,
  bearerXml,
  clean,
  conditionsXml,
  issuerXml,
  later,
  nameIdXml,
  type ResponseParts,
  responseXml,
  statusXml,
  subjectXml,
} from './messages.ts';
import { entityXml, keyXml, roleXml } from './metadata.ts';
import { made } from './registrations.ts';
import { type Signed, signed } from './saml-login.ts';
import { type SignOptions, signXml } from './sign.ts';

/** The products whose answers are broken here. */
export const brokenProducts = ['entra-id', 'okta', 'ad-fs', 'keycloak'] as const satisfies readonly PresetName[];

/** One of them. */
export type BrokenProduct = (typeof brokenProducts)[number];

/** One frequent mistake: an answer with it, its true cause, who has to change something, and where each product has that. */
export interface BrokenAnswer {
  readonly name: string;
  /** The file, in any of the forms in which people have it. */
  readonly file: (from: Sender) => string;
  /** What is typed beside what is always typed. */
  readonly options?: readonly string[];
  /** The files that the options name. */
  readonly files?: (from: Sender) => Readonly<Record<string, string>>;
  readonly cause: Cause;
  readonly side: Side;
  /** One screen and field that the remedy must name, for each product in the order of `brokenProducts`. */
  readonly places: readonly [entraId: string, okta: string, adFs: string, keycloak: string];
}

/** Who sends an answer. */
export interface Sender {
  readonly product: BrokenProduct;
  /** An answer of theirs with these parts. */
  answer(assertion?: AssertionParts, response?: ResponseParts, what?: Signed, sign?: SignOptions): string;
}

/** A provider of a product, with its metadata. */
export function sender(product: BrokenProduct, name = entityIdOf(product)): Sender {
  const issuer = issuerXml(name);
  return {
    product,
    answer: (assertion = {}, response = {}, what = 'assertion', sign = { key: theirs.privateKey }) =>
      signed(responseXml({ issuer, assertions: [assertionXml({ issuer, ...assertion })], ...response }), what, sign),
  };
}

/** What that product calls itself. */
export function entityIdOf(product: BrokenProduct): string {
  return made[product].saml?.entityId ?? '';
}

/** Metadata of that product, with the key that its answers are signed by unless another is given. */
export function metadataOf(product: BrokenProduct): string {
  return entityXml({ entityId: entityIdOf(product), roles: roleXml({ keys: keyXml('signing', theirs) }) });
}

const theirs = keyPair('rsa-2048');
const next = keyPair('rsa-2048', 'next');
const ours = keyPair('rsa-2048', 'sp');
const logs = [
  'Sign-in logs > User sign-ins',
  'Reports > System Log',
  'Event Viewer: Applications and Services Logs, AD FS > Admin',
  'Events > User events',
] as const;
const metadata = [
  'SAML Certificates > App Federation Metadata Url',
  'Sign On > Metadata URL',
  'Service: Endpoints > Federation Metadata',
  'Realm settings > SAML 2.0 Identity Provider Metadata',
] as const;
const replyUrls = [
  'Basic SAML Configuration > Reply URL',
  'SAML Settings > Single sign-on URL',
  'Add Relying Party Trust > Relying party SAML 2.0 SSO service URL',
  'Create client > Valid redirect URIs',
] as const;
const signing = [
  'SAML Certificates > Signing Option: Sign SAML response and assertion',
  'SAML Settings > Assertion Signature: Signed',
  'PowerShell: Set-AdfsRelyingPartyTrust > -SamlResponseSignature: MessageAndAssertion',
  'Signature and Encryption > Sign assertions: On',
] as const;
const encryption = [
  'Token encryption > Import Certificate',
  'SAML Settings > Encryption Certificate',
  'Properties: Encryption > Encryption certificate',
  'Keys > Encrypt assertions',
] as const;
const people = [
  'Users and groups > Add user/group',
  'Assignments > Assign',
  'Edit Access Control Policy > Policy',
  'Advanced: Authentication flow overrides > Browser Flow',
] as const;

/** One answer for each frequent mistake. */
export const brokenAnswers: readonly BrokenAnswer[] = [
  {
    name: 'made for another service',
    file: ({ answer }) => answer({ conditions: conditionsXml({}, [audienceXml('https://other.example/saml')]) }),
    cause: 'audience',
    side: 'provider',
    places: [
      `Basic SAML Configuration > Identifier: ${clean.sp}`,
      `SAML Settings > Audience URI (SP Entity ID): ${clean.sp}`,
      `Add Relying Party Trust > Relying party trust identifier: ${clean.sp}`,
      `Create client > Client ID: ${clean.sp}`,
    ],
  },
  {
    name: 'made by a clock that is ahead of ours',
    file: ({ answer }) => answer(),
    options: ['--now', later(-600)],
    cause: 'clock-behind',
    side: 'ours',
    places: logs,
  },
  {
    name: 'over before it came in, made before we asked',
    file: ({ answer }) => answer(),
    options: ['--now', later(900), '--requested-at', later(890)],
    cause: 'clock-ahead',
    side: 'ours',
    places: logs,
  },
  {
    name: 'kept in a browser over night',
    file: ({ answer }) => answer(),
    options: ['--now', later(36_000)],
    cause: 'expired',
    side: 'person',
    places: logs,
  },
  {
    name: 'signed with the certificate after the one that we know',
    file: ({ answer }) => answer({}, {}, 'both', { key: next.privateKey, keyInfo: { certificate: selfSigned(next.privateKey).base64 } }),
    cause: 'certificate',
    side: 'ours',
    places: metadata,
  },
  {
    name: 'made for another address',
    file: ({ answer }) => {
      const elsewhere = 'https://old.example/saml/acs';
      return answer({ subject: subjectXml(undefined, [bearerXml({ Recipient: elsewhere })]) }, { destination: elsewhere });
    },
    cause: 'reply-url',
    side: 'provider',
    places: replyUrls,
  },
  {
    name: 'with another address as its destination alone',
    file: ({ answer }) => answer({}, { destination: 'http://sp.example/saml/acs' }),
    cause: 'destination',
    side: 'provider',
    places: [
      'Basic SAML Configuration > Reply URL',
      'SAML Settings > Use this for Recipient URL and Destination URL: checked',
      'Properties: Endpoints > Trusted URL',
      'Access settings > Master SAML Processing URL',
    ],
  },
  { name: 'not signed', file: ({ answer }) => answer({}, {}, 'none'), cause: 'unsigned', side: 'provider', places: signing },
  {
    name: 'signed around the assertion, where the assertion itself must be',
    file: ({ answer }) => answer({}, {}, 'response'),
    options: ['--want-signed', 'assertion'],
    cause: 'signed-elsewhere',
    side: 'provider',
    places: signing,
  },
  { name: 'encrypted, and we have no key', file: encrypted, cause: 'no-decryption-key', side: 'ours', places: encryption },
  {
    name: 'encrypted for another key',
    file: encrypted,
    options: ['--key', 'ours.pem'],
    files: () => ({ 'ours.pem': ours.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }),
    cause: 'another-decryption-key',
    side: 'provider',
    places: encryption,
  },
  {
    name: 'brought by a redirect',
    file: ({ answer }) => `https://sp.example/saml/acs?SAMLResponse=${deflated(answer())}&RelayState=x`,
    cause: 'binding',
    side: 'provider',
    places: [
      'Basic SAML Configuration > Reply URL',
      'SAML Settings > Single sign-on URL',
      'Properties: Endpoints > Binding: POST',
      'SAML capabilities > Force POST binding: On',
    ],
  },
  {
    name: 'that nobody asked for',
    file: ({ answer }) => answer({ subject: subjectXml(undefined, [bearerXml({ InResponseTo: null })]) }, { inResponseTo: null }),
    cause: 'unsolicited',
    side: 'ours',
    places: [
      'Basic SAML Configuration > Sign-on URL',
      'General Settings > App visibility',
      'PowerShell: Set-AdfsProperties > -EnableIdPInitiatedSignonPage: $false',
      'Access settings > IDP-Initiated SSO URL name',
    ],
  },
  {
    name: 'to another login',
    file: ({ answer }) => answer(),
    options: ['--request-id', '_another'],
    cause: 'another-login',
    side: 'person',
    places: logs,
  },
  {
    name: 'used before',
    file: ({ answer }) => answer(),
    options: ['--refused-as', 'assertion.replayed'],
    cause: 'replayed',
    side: 'person',
    places: logs,
  },
  {
    name: 'of another tenant',
    file: ({ product }) => sender(product, tenantsOf[product]).answer({}, {}, 'both', { key: next.privateKey }),
    cause: 'another-provider',
    side: 'ours',
    places: metadata,
  },
  {
    name: 'held against the metadata of another product',
    file: ({ answer }) => answer({}, {}, 'both', { key: next.privateKey }),
    files: ({ product }) => ({ 'metadata.xml': metadataOf(product === 'okta' ? 'keycloak' : 'okta') }),
    cause: 'another-provider',
    side: 'ours',
    places: metadata,
  },
  {
    name: 'signed with SHA-1',
    file: ({ answer }) => answer({}, {}, 'assertion', { key: theirs.privateKey, algorithm: 'rsa-sha1', digest: 'sha1' }),
    cause: 'sha1',
    side: 'provider',
    places: [
      'SAML Certificates > Signing Algorithm: SHA-256',
      'SAML Settings > Signature Algorithm: RSA-SHA256',
      'Properties: Advanced > Secure hash algorithm: SHA-256',
      'Signature and Encryption > Signature algorithm: RSA_SHA256',
    ],
  },
  {
    name: 'that says it cannot authenticate people so',
    file: ({ answer }) => answer({}, { status: statusXml(['Responder', 'NoAuthnContext']), assertions: [] }),
    cause: 'authn-context',
    side: 'ours',
    places: [
      'Conditional Access > Grant',
      'Sign On > Authentication policy',
      'Service: Authentication Methods > Primary and additional methods',
      'Authentication: Flows > browser',
    ],
  },
  {
    name: 'that says no',
    file: ({ answer }) => answer({}, { status: statusXml(['Responder', 'RequestDenied']), assertions: [] }),
    cause: 'denied',
    side: 'provider',
    places: people,
  },
  {
    name: 'with two assertions',
    file: ({ answer, product }) => {
      const issuer = issuerXml(entityIdOf(product));
      return answer({}, { assertions: [assertionXml({ issuer }), assertionXml({ issuer, id: '_second' })] });
    },
    cause: 'several-assertions',
    side: 'provider',
    places: logs,
  },
  {
    name: 'cut off in the middle of its base64',
    file: ({ answer }) => base64(answer()).slice(0, 1_001),
    cause: 'damaged',
    side: 'between',
    places: logs,
  },
  {
    name: 'cut off where base64 may end',
    file: ({ answer }) => base64(answer()).slice(0, 1_000),
    cause: 'damaged',
    side: 'between',
    places: logs,
  },
  {
    name: 'with a name that is another one each time, where one that stays is needed',
    file: ({ answer }) => answer({ subject: subjectXml(nameIdXml('_a1b2', { Format: transient })) }),
    options: ['--name-id-format', 'persistent'],
    cause: 'name-id-format',
    side: 'provider',
    places: [
      'Attributes & Claims: Unique User Identifier (Name ID) > Name identifier format',
      'SAML Settings > Name ID format',
      'Edit Claim Issuance Policy: Transform an Incoming Claim > Outgoing name ID format',
      'SAML capabilities > Name ID format',
    ],
  },
  {
    name: 'changed on its way',
    file: ({ answer }) => answer().replaceAll('alice@', 'admin@'),
    cause: 'altered',
    side: 'between',
    places: logs,
  },
];

/** What is always typed. */
export function usualOptions(product: BrokenProduct): readonly string[] {
  const parties = ['--metadata', 'metadata.xml', '--sp-entity-id', clean.sp, '--acs', clean.acsUrl];
  return [...parties, '--provider', product];
}

function base64(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

/** As the query of a redirect has it. */
function deflated(xml: string): string {
  return encodeURIComponent(deflateRawSync(xml).toString('base64'));
}

/** For a key that nobody here has. */
function encrypted({ answer, product }: Sender): string {
  const issuer = issuerXml(entityIdOf(product));
  const assertion = signXml(assertionXml({ issuer }), { key: theirs.privateKey });
  const wrapped = encryptedXml(assertion, 'EncryptedAssertion', { recipients: [{ key: keyPair('rsa-2048', 'stranger').publicKey }] });
  return answer({}, { assertions: [wrapped] }, 'none');
}

const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const tenantsOf: Readonly<Record<BrokenProduct, string>> = {
  'entra-id': 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/',
  okta: 'http://www.okta.com/exkanother',
  'ad-fs': 'http://adfs.another.example/adfs/services/trust',
  keycloak: 'https://sso.example.org/realms/another',
};
