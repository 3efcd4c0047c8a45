import { invalid, knownFields, list, text } from '../core/options.ts';
import { standardClaims } from './claim-names.ts';
import { segment } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, noSettings, type SamlProduct } from './saml-product.ts';

/** Whose Google Workspace is meant. */
export interface GoogleWorkspaceOptions {
  /** The domains of the organisation: everybody can have an account with Google, and these people have one of them as `hd`. */
  readonly domains: readonly string[];
  /** For SAML: what stands behind `idpid=` in its addresses. */
  readonly customer?: string;
}

/** Google Workspace. @throws SsoError `config.invalid` */
export function googleWorkspace(options: GoogleWorkspaceOptions): Preset {
  knownFields(options, ['domains', 'customer'] satisfies (keyof GoogleWorkspaceOptions)[]);
  const domains = list('domains', options.domains).map((domain) => text('domains', domain).toLowerCase());
  if (domains.length === 0) throw invalid('domains', 'must have at least one');
  return { title: googleWorkspaceSaml.title, saml: saml(options), oidc: oidc(domains) };
}

function saml({ customer }: GoogleWorkspaceOptions): SamlPreset {
  const entityId = customer === undefined ? undefined : `https://accounts.google.com/o/saml2?idpid=${segment('customer', customer)}`;
  return {
    entityId,
    metadata: { kind: 'download', screen: 'Google Identity Provider details', field: 'DOWNLOAD METADATA' },
    peer: { ...(entityId === undefined ? {} : { entityId }), ...googleWorkspaceSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: { name: ['subject'], displayName: [['firstName', 'lastName']], email: ['email'], groups: ['groups'] },
    linkAttribute: undefined,
    // It sends those groups that were chosen on its screen, 75 at most; one that is renamed must be chosen anew.
    overage: undefined,
    hints: noHints,
    troubles: [
      { seen: 'app_not_configured', cause: 'no application has our entityID as its Entity ID: compare them to the last character' },
      { seen: 'app_not_configured_for_user', cause: 'the application is not switched on for the person' },
      { seen: 'app_not_enabled', cause: 'the application is switched off' },
    ],
    form: googleWorkspaceSaml.form,
    offers: googleWorkspaceSaml.offers,
  };
}

function oidc(domains: readonly string[]): OidcPreset {
  return {
    issuer: 'https://accounts.google.com',
    provider: { subject: 'sub', requireClaims: { hd: domains } },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['secret-basic', 'secret-post'],
    assertionAudience: 'issuer',
    // Of several domains none can be asked for: an asterisk asks for any but private accounts.
    login: { parameters: { hd: domains.length === 1 ? (domains[0] ?? '*') : '*' } },
    mapping: { ...standardClaims, name: [{ attribute: 'email' }], groups: [] },
    linkAttribute: undefined,
    overage: undefined,
    hints: { domain: 'hd', user: 'login_hint' },
    troubles: [{ seen: 'redirect_uri_mismatch', cause: 'the redirect URI is not among those of the client' }],
    form: oidcForm,
    offers: oidcOffers,
  };
}

const oidcForm: OidcPreset['form'] = [
  ...choicesOf('OAuth consent screen', { Audience: 'Internal' }),
  ...choicesOf('Create OAuth client ID', { 'Application type': 'Web application' }),
  ...fieldsOf('Create OAuth client ID', { Name: 'product', 'Authorized redirect URIs': 'redirectUri' }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('OAuth client created', { 'Client ID': 'clientId', 'Client secret': 'secret' });

/** What Google Workspace is to all its customers alike. */
export const googleWorkspaceSaml: SamlProduct = {
  title: 'Google Workspace',
  entityIds: /^https:\/\/accounts\.google\.com\/o\/saml2\?idpid=/,
  peer: { pardons: [] },
  form: [
    ...fieldsOf('App details', { 'App name': 'product' }),
    ...fieldsOf('Service provider details', { 'ACS URL': 'replyUrl', 'Entity ID': 'entityId', 'Start URL': 'relayState' }),
    ...choicesOf('Service provider details', {
      'Signed response': 'checked',
      'Name ID format': 'EMAIL',
      'Name ID': 'Basic Information > Primary email',
    }),
    ...choicesOf('Attribute mapping', {
      'First name': 'firstName',
      'Last name': 'lastName',
      'Primary email': 'email',
      'Group membership (optional)': 'groups, for each group that counts',
    }),
  ],
  offers: offeredBy('Google Identity Provider details', {
    'DOWNLOAD METADATA': 'metadata',
    'SSO URL': 'ssoUrl',
    'Entity ID': 'entityId',
    Certificate: 'certificates',
  }),
  settings: {
    ...noSettings,
    signing: [at('Service provider details', 'Signed response', 'checked')],
    nameId: [at('Service provider details', 'Name ID format')],
    people: [at('User access', 'Service status')],
    authentication: [at('Security: Authentication', '2-Step Verification')],
    log: [at('Audit and investigation', 'SAML log events')],
  },
};
