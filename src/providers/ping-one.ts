import { knownFields, text } from '../core/options.ts';
import { standardClaims } from './claim-names.ts';
import { guid, host } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, noSettings, type SamlProduct } from './saml-product.ts';

/** Which environment of PingOne is meant, and what is not the same for all. */
export interface PingOneOptions {
  /** "Environment ID", a GUID. */
  readonly environment: string;
  /** The application for SAML, a GUID; without it its metadata is downloaded. */
  readonly application?: string;
  /** That of the region. Default: `auth.pingone.com`; `auth.pingone.eu` and others. */
  readonly host?: string;
  /** What it calls itself in SAML. Default: `https://<host>/<environment>`. */
  readonly entityId?: string;
  /** The claim with the user name in OpenID Connect. Default: `preferred_username`. */
  readonly nameClaim?: string;
}

/** PingOne. @throws SsoError `config.invalid` */
export function pingOne(options: PingOneOptions): Preset {
  knownFields(options, ['environment', 'application', 'host', 'entityId', 'nameClaim'] satisfies (keyof PingOneOptions)[]);
  const environment = `https://${host('host', options.host ?? 'auth.pingone.com')}/${guid('environment', options.environment)}`;
  return { title: pingOneSaml.title, saml: saml(environment, options), oidc: oidc(environment, options) };
}

function saml(environment: string, { application, entityId: named }: PingOneOptions): SamlPreset {
  const entityId = named === undefined ? environment : text('entityId', named);
  return {
    entityId,
    metadata:
      application === undefined
        ? { kind: 'download', screen: 'Configuration', field: 'Download Metadata' }
        : { kind: 'address', url: `${environment}/saml20/metadata/${guid('application', application)}` },
    peer: { entityId, ...pingOneSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    // It sends the id of the person and nothing else until more is mapped: these are the names that the sheet maps.
    mapping: { name: [{ attribute: 'username' }], displayName: [['firstName', 'lastName']], email: ['email'], groups: ['groups'] },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [],
    form: pingOneSaml.form,
    offers: pingOneSaml.offers,
  };
}

function oidc(environment: string, { nameClaim = 'preferred_username' }: PingOneOptions): OidcPreset {
  return {
    issuer: `${environment}/as`,
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'issuer',
    login: {},
    mapping: { ...standardClaims, name: [{ attribute: nameClaim }] },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [],
    form: oidcForm,
    offers: oidcOffers,
  };
}

const oidcForm: OidcPreset['form'] = [
  ...choicesOf('Add Application', { 'Application Type': 'OIDC Web App' }),
  ...fieldsOf('Add Application', { 'Application Name': 'product' }),
  ...fieldsOf('Configuration', {
    'Redirect URIs': 'redirectUri',
    'Signoff URLs': 'postLogoutRedirectUri',
    'Initiate Login URI': 'initiateLoginUri',
  }),
  ...choicesOf('Configuration', { 'Grant Type': 'Authorization Code', 'PKCE Enforcement': 'S256_REQUIRED' }),
  ...choicesOf('Attribute Mappings', { preferred_username: 'Username', email: 'Email Address', groups: 'Group Names' }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('Configuration', {
  'Client ID': 'clientId',
  'Client Secret': 'secret',
  Issuer: 'issuer',
});

/** What PingOne is to all its customers alike. */
export const pingOneSaml: SamlProduct = {
  title: 'PingOne',
  entityIds: /^https:\/\/(?:auth\.pingone\.[a-z.]+|pingone\.com\/idp)\//,
  peer: { pardons: [] },
  form: [
    ...choicesOf('Add Application', { 'Application Type': 'SAML Application' }),
    ...fieldsOf('Add Application', { 'Application Name': 'product' }),
    ...fieldsOf('SAML Configuration', {
      'ACS URLs': 'replyUrl',
      'Entity ID': 'entityId',
      'SLO Endpoint': 'logoutUrl',
      'Target Application URL': 'relayState',
    }),
    ...choicesOf('SAML Configuration', { 'Sign Assertion & Response': 'selected', 'Signing Algorithm': 'RSA_SHA256' }),
    ...choicesOf('Attribute Mappings', {
      saml_subject: 'User ID',
      username: 'Username',
      email: 'Email Address',
      firstName: 'Given Name',
      lastName: 'Family Name',
      groups: 'Group Names',
    }),
  ],
  offers: offeredBy('Configuration', {
    'IDP Metadata URL': 'metadata',
    'Issuer ID': 'entityId',
    'Single Signon Service': 'ssoUrl',
    'Single Logout Service': 'sloUrl',
    'Download Signing Certificate': 'certificates',
  }),
  settings: {
    ...noSettings,
    signing: [at('SAML Configuration', 'Sign Assertion & Response', 'selected')],
    signatureAlgorithm: [at('SAML Configuration', 'Signing Algorithm', 'RSA_SHA256')],
    people: [at('Access', 'Group membership')],
  },
};
