import { knownFields } from '../core/options.ts';
import { standardClaims } from './claim-names.ts';
import { segment } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, noSettings, type SamlProduct } from './saml-product.ts';

/** Which account and application at OneLogin are meant, and what is not the same for all. */
export interface OneLoginOptions {
  /** What stands before `.onelogin.com`. */
  readonly subdomain: string;
  /** The application for SAML: what stands behind `/saml/metadata/` in its Issuer URL. */
  readonly application?: string;
  /** The claim with the user name in OpenID Connect. Default: `preferred_username`. */
  readonly nameClaim?: string;
  /** The scope that brings the groups in OpenID Connect. Default: `groups`. */
  readonly groupsScope?: string;
}

/** OneLogin. @throws SsoError `config.invalid` */
export function oneLogin(options: OneLoginOptions): Preset {
  knownFields(options, ['subdomain', 'application', 'nameClaim', 'groupsScope'] satisfies (keyof OneLoginOptions)[]);
  const origin = `https://${segment('subdomain', options.subdomain).toLowerCase()}.onelogin.com`;
  return { title: oneLoginSaml.title, saml: saml(options), oidc: oidc(origin, options) };
}

function saml({ application }: OneLoginOptions): SamlPreset {
  const entityId = application === undefined ? undefined : `https://app.onelogin.com/saml/metadata/${segment('application', application)}`;
  return {
    entityId,
    metadata:
      entityId === undefined
        ? { kind: 'download', screen: 'More Actions', field: 'SAML Metadata' }
        : // Its name is where its metadata is.
          { kind: 'address', url: entityId },
    peer: { ...(entityId === undefined ? {} : { entityId }), ...oneLoginSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: {
      name: ['subject'],
      displayName: [['User.FirstName', 'User.LastName']],
      email: ['User.email'],
      groups: ['memberOf'],
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [],
    form: oneLoginSaml.form,
    offers: oneLoginSaml.offers,
  };
}

function oidc(origin: string, { nameClaim = 'preferred_username', groupsScope = 'groups' }: OneLoginOptions): OidcPreset {
  return {
    issuer: `${origin}/oidc/2`,
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email', groupsScope] },
    authentication: ['secret-basic', 'secret-post'],
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
  ...choicesOf('Add App', { Application: 'OpenId Connect (OIDC)' }),
  ...fieldsOf('Add App', { 'Display Name': 'product' }),
  ...fieldsOf('Configuration', {
    'Login Url': 'initiateLoginUri',
    'Redirect URIs': 'redirectUri',
    'Post Logout Redirect URIs': 'postLogoutRedirectUri',
  }),
  ...choicesOf('SSO', { 'Application Type': 'Web', 'Token Endpoint Authentication Method': 'Basic' }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('SSO', { 'Client ID': 'clientId', 'Client Secret': 'secret', 'Issuer URL': 'issuer' });

/** What OneLogin is to all its customers alike. */
export const oneLoginSaml: SamlProduct = {
  title: 'OneLogin',
  entityIds: /^https:\/\/app\.onelogin\.com\/saml\/metadata\//,
  peer: { pardons: [] },
  form: [
    ...choicesOf('Add App', { Application: 'SAML Custom Connector (Advanced)' }),
    ...fieldsOf('Add App', { 'Display Name': 'product' }),
    ...fieldsOf('Configuration', {
      'Audience (EntityID)': 'entityId',
      Recipient: 'replyUrl',
      'ACS (Consumer) URL Validator': 'replyUrl',
      'ACS (Consumer) URL': 'replyUrl',
      'Login URL': 'signOnUrl',
      RelayState: 'relayState',
      'Single Logout URL': 'logoutUrl',
    }),
    ...choicesOf('Configuration', { 'SAML initiator': 'Service Provider', 'SAML signature element': 'Both' }),
    ...choicesOf('Parameters', {
      'User.email': 'Email',
      'User.FirstName': 'First Name',
      'User.LastName': 'Last Name',
      // Else all groups come as one text.
      memberOf: 'MemberOf, as Multi-value output',
    }),
    // As it comes it may sign with SHA-1, which is refused here.
    ...choicesOf('SSO', { 'SAML Signature Algorithm': 'SHA-256' }),
  ],
  offers: [
    ...offeredBy('More Actions', { 'SAML Metadata': 'metadata' }),
    ...offeredBy('SSO', {
      'Issuer URL': 'entityId',
      'SAML 2.0 Endpoint (HTTP)': 'ssoUrl',
      'SLO Endpoint (HTTP)': 'sloUrl',
      'X.509 Certificate': 'certificates',
    }),
  ],
  settings: {
    ...noSettings,
    signing: [at('Configuration', 'SAML signature element', 'Both')],
    signatureAlgorithm: [at('SSO', 'SAML Signature Algorithm', 'SHA-256')],
    nameId: [at('Configuration', 'SAML nameID format')],
    tile: [at('Configuration', 'SAML initiator', 'Service Provider')],
    people: [at('Access', 'Roles')],
    log: [at('Activity', 'Events')],
  },
};
