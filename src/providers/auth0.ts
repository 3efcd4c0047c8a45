import { knownFields, text } from '../core/options.ts';
import { claims, standardClaims } from './claim-names.ts';
import { base, host, segment } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, noSettings, type SamlProduct } from './saml-product.ts';

/** Which tenant and application at Auth0 are meant, and what is not the same for all. */
export interface Auth0Options {
  /** As `acme.eu.auth0.com`, or a domain of your own. */
  readonly domain: string;
  /** For SAML: the "Client ID" of the application. */
  readonly client?: string;
  /** What it calls itself in SAML. Default: `urn:<domain>`, at a domain of your own whatever its metadata says. */
  readonly entityId?: string;
  /** What it calls itself in OpenID Connect. Default: `https://<domain>/`, with a slash at the end. */
  readonly issuer?: string;
  /** The claim with the groups, which an action of yours adds under a name of your own. Default: none. */
  readonly groupsClaim?: string;
}

/** Auth0. @throws SsoError `config.invalid` */
export function auth0(options: Auth0Options): Preset {
  knownFields(options, ['domain', 'client', 'entityId', 'issuer', 'groupsClaim'] satisfies (keyof Auth0Options)[]);
  const domain = host('domain', options.domain);
  return { title: auth0Saml.title, saml: saml(domain, options), oidc: oidc(domain, options) };
}

function saml(domain: string, { client, entityId: named, groupsClaim }: Auth0Options): SamlPreset {
  const usual = domain.endsWith('.auth0.com') ? `urn:${domain}` : undefined;
  const entityId = named === undefined ? usual : text('entityId', named);
  return {
    entityId,
    metadata:
      client === undefined
        ? { kind: 'download', screen: 'Addons: SAML2 Web App, Usage', field: 'Identity Provider Metadata' }
        : { kind: 'address', url: `https://${domain}/samlp/metadata/${segment('client', client)}` },
    peer: { ...(entityId === undefined ? {} : { entityId }), ...auth0Saml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: {
      // The subject is an id of its own, such as `auth0|5f7c8ec7c33c6c004bbafe82`.
      name: [{ attribute: claims.upn }, { attribute: claims.emailAddress }],
      displayName: [claims.name, [claims.givenName, claims.surname]],
      email: [claims.emailAddress],
      groups: groupsClaim === undefined ? [claims.group] : [groupsClaim, claims.group],
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [],
    form: auth0Saml.form,
    offers: auth0Saml.offers,
  };
}

function oidc(domain: string, { issuer, groupsClaim }: Auth0Options): OidcPreset {
  return {
    issuer: issuer === undefined ? `https://${domain}/` : issuerOf(issuer),
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['private-key-jwt', 'secret-post', 'secret-basic'],
    assertionAudience: 'issuer',
    login: {},
    mapping: {
      ...standardClaims,
      name: [{ attribute: 'nickname' }, { attribute: 'email' }],
      groups: groupsClaim === undefined ? [] : [groupsClaim],
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [{ seen: 'Callback URL mismatch', cause: 'the redirect URI is not among the Allowed Callback URLs' }],
    form: oidcForm,
    offers: oidcOffers,
  };
}

/** An issuer counts to the last character, the slash at its end among them. */
function issuerOf(issuer: string): string {
  base('issuer', issuer);
  return issuer;
}

const addon = 'Addons: SAML2 Web App, Settings';
const oidcForm: OidcPreset['form'] = [
  ...choicesOf('Create application', { Type: 'Regular Web Application' }),
  ...fieldsOf('Create application', { Name: 'product' }),
  ...fieldsOf('Settings', {
    'Application Login URI': 'initiateLoginUri',
    'Allowed Callback URLs': 'redirectUri',
    'Allowed Logout URLs': 'postLogoutRedirectUri',
    'Back-Channel Logout URI': 'backChannelLogoutUri',
  }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('Settings', { 'Client ID': 'clientId', 'Client Secret': 'secret' });

/** What Auth0 is to all its customers alike. */
export const auth0Saml: SamlProduct = {
  title: 'Auth0',
  entityIds: /^urn:.+\.auth0\.com$/,
  peer: { pardons: [] },
  form: [
    ...choicesOf('Create application', { Type: 'Regular Web Application' }),
    ...fieldsOf('Create application', { Name: 'product' }),
    ...fieldsOf(addon, {
      'Application Callback URL': 'replyUrl',
      audience: 'entityId',
      recipient: 'replyUrl',
      destination: 'replyUrl',
      'logout.callback': 'logoutUrl',
    }),
    // As it comes it signs with SHA-1, which is refused here.
    ...choicesOf(addon, { signatureAlgorithm: 'rsa-sha256', digestAlgorithm: 'sha256' }),
  ],
  offers: offeredBy('Addons: SAML2 Web App, Usage', {
    'Identity Provider Metadata': 'metadata',
    Issuer: 'entityId',
    'Identity Provider Login URL': 'ssoUrl',
    'Identity Provider Certificate': 'certificates',
  }),
  settings: {
    ...noSettings,
    signing: [at(addon, 'signResponse')],
    signatureAlgorithm: [at(addon, 'signatureAlgorithm', 'rsa-sha256'), at(addon, 'digestAlgorithm', 'sha256')],
    nameId: [at(addon, 'nameIdentifierFormat')],
    destination: [at(addon, 'destination')],
    log: [at('Monitoring', 'Logs')],
  },
};
