import { knownFields } from '../core/options.ts';
import { standardClaims } from './claim-names.ts';
import { base, host, segment } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, type SamlProduct } from './saml-product.ts';

/** Which organisation and application at Okta are meant. */
export interface OktaOptions {
  /** As `acme.okta.com`, or a domain of your own. */
  readonly host: string;
  /** The application for SAML: what stands in its metadata address behind `/app/`, as `exk1fcia6d6EMsf331d8`. */
  readonly application?: string;
  /** What it calls itself in OpenID Connect. Default: `https://<host>`, the organisation; a server of its own is `…/oauth2/<id>`. */
  readonly issuer?: string;
}

/** Okta. @throws SsoError `config.invalid` */
export function okta(options: OktaOptions): Preset {
  knownFields(options, ['host', 'application', 'issuer'] satisfies (keyof OktaOptions)[]);
  const organisation = host('host', options.host);
  return { title: oktaSaml.title, saml: saml(organisation, options), oidc: oidc(organisation, options) };
}

function saml(organisation: string, { application }: OktaOptions): SamlPreset {
  const id = application === undefined ? undefined : segment('application', application);
  const entityId = id === undefined ? undefined : `http://www.okta.com/${id}`;
  return {
    // It is a name and no address.
    entityId,
    metadata:
      id === undefined
        ? { kind: 'download', screen: 'Sign On', field: 'Metadata URL' }
        : { kind: 'address', url: `https://${organisation}/app/${id}/sso/saml/metadata` },
    peer: { ...(entityId === undefined ? {} : { entityId }), ...oktaSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    // It sends no attributes until they are listed: these are the names that the sheet lists.
    mapping: { name: ['subject'], displayName: [['firstName', 'lastName']], email: ['Email'], groups: ['groups'] },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [{ seen: 'User is not assigned to this application', cause: 'neither the person nor a group of theirs is assigned' }],
    form: oktaSaml.form,
    offers: oktaSaml.offers,
  };
}

function oidc(organisation: string, { issuer }: OktaOptions): OidcPreset {
  return {
    issuer: issuer === undefined ? `https://${organisation}` : base('issuer', issuer),
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email', 'groups'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'token-endpoint',
    login: {},
    mapping: { ...standardClaims, name: [{ attribute: 'preferred_username' }] },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [{ seen: "The 'redirect_uri' parameter must be a Login redirect URI", cause: 'the redirect URI is another one there' }],
    form: oidcForm,
    offers: oidcOffers,
  };
}

const oidcForm: OidcPreset['form'] = [
  ...choicesOf('Create a new app integration', { 'Sign-in method': 'OIDC - OpenID Connect', 'Application type': 'Web Application' }),
  ...fieldsOf('General Settings', {
    'App integration name': 'product',
    'Sign-in redirect URIs': 'redirectUri',
    'Sign-out redirect URIs': 'postLogoutRedirectUri',
    'Initiate login URI': 'initiateLoginUri',
  }),
  ...choicesOf('General Settings', { 'Grant type': 'Authorization Code' }),
  ...choicesOf('Sign On: OpenID Connect ID Token', { 'Group claim filter': 'groups, Matches regex .*' }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('Client Credentials', { 'Client ID': 'clientId', Secret: 'secret' });

/** What Okta is to all its customers alike. */
export const oktaSaml: SamlProduct = {
  title: 'Okta',
  entityIds: /^http:\/\/www\.okta(?:preview)?\.com\//,
  peer: { pardons: [] },
  form: [
    ...fieldsOf('General Settings', { 'App name': 'product' }),
    ...fieldsOf('SAML Settings', {
      'Single sign-on URL': 'replyUrl',
      'Audience URI (SP Entity ID)': 'entityId',
      'Default RelayState': 'relayState',
    }),
    ...choicesOf('SAML Settings', {
      'Use this for Recipient URL and Destination URL': 'checked',
      'Name ID format': 'EmailAddress',
      'Application username': 'Okta username',
      Response: 'Signed',
      'Assertion Signature': 'Signed',
      'Signature Algorithm': 'RSA-SHA256',
      'Digest Algorithm': 'SHA256',
    }),
    ...choicesOf('Attribute Statements', { firstName: 'user.firstName', lastName: 'user.lastName', Email: 'user.email' }),
    ...choicesOf('Group Attribute Statements', { groups: 'Matches regex .*' }),
  ],
  offers: [
    ...offeredBy('Sign On', { 'Metadata URL': 'metadata' }),
    ...offeredBy('View SAML setup instructions', {
      'Identity Provider Single Sign-On URL': 'ssoUrl',
      'Identity Provider Issuer': 'entityId',
      'X.509 Certificate': 'certificates',
    }),
  ],
  settings: {
    signing: [at('SAML Settings', 'Response', 'Signed'), at('SAML Settings', 'Assertion Signature', 'Signed')],
    signatureAlgorithm: [at('SAML Settings', 'Signature Algorithm', 'RSA-SHA256'), at('SAML Settings', 'Digest Algorithm', 'SHA256')],
    encryption: [at('SAML Settings', 'Encryption Certificate')],
    nameId: [at('SAML Settings', 'Name ID format')],
    binding: [at('SAML Settings', 'Single sign-on URL')],
    destination: [at('SAML Settings', 'Use this for Recipient URL and Destination URL', 'checked')],
    statement: [],
    tile: [at('General Settings', 'App visibility', 'not shown to users; a Bookmark App leads to our login page')],
    people: [at('Assignments', 'Assign')],
    authentication: [at('Sign On', 'Authentication policy')],
    lifetime: [],
    clock: [],
    log: [at('Reports', 'System Log')],
  },
};
