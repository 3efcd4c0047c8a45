import { knownFields } from '../core/options.ts';
import { oids, standardClaims } from './claim-names.ts';
import { base, segment } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, type SamlProduct } from './saml-product.ts';

/** Which realm is meant. */
export interface KeycloakOptions {
  /** What stands before `/realms/`: `https://sso.example.org`, in versions before 17 with `/auth` at its end. */
  readonly baseUrl: string;
  readonly realm: string;
}

/** Keycloak, and what was made of it. @throws SsoError `config.invalid` */
export function keycloak(options: KeycloakOptions): Preset {
  knownFields(options, ['baseUrl', 'realm'] satisfies (keyof KeycloakOptions)[]);
  const realm = `${base('baseUrl', options.baseUrl)}/realms/${segment('realm', options.realm)}`;
  return { title: keycloakSaml.title, saml: saml(realm), oidc: oidc(realm) };
}

function saml(realm: string): SamlPreset {
  return {
    entityId: realm,
    metadata: { kind: 'address', url: `${realm}/protocol/saml/descriptor` },
    peer: { entityId: realm, ...keycloakSaml.peer },
    wantsSignedRequests: true,
    request: anyRequest,
    mapping: {
      name: ['subject'],
      displayName: [[oids.givenName, oids.surname]],
      // Its own mapper has the older of the two names for an address.
      email: [oids.emailAddress, oids.mail],
      groups: ['groups'],
      groupRules: withoutSlash,
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [
      { seen: 'Client not found', cause: 'no client has our entityID as its Client ID: compare them to the last character' },
      { seen: 'Invalid requester', cause: 'the signature of the request is missing, or is not by the key that the client has' },
      { seen: 'Invalid redirect uri', cause: 'our reply URL is not among the valid redirect URIs' },
    ],
    form: keycloakSaml.form,
    offers: keycloakSaml.offers,
  };
}

function oidc(realm: string): OidcPreset {
  return {
    issuer: realm,
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'issuer',
    login: {},
    mapping: { ...standardClaims, name: [{ attribute: 'preferred_username' }], groupRules: withoutSlash },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [
      { seen: 'Invalid parameter: redirect_uri', cause: 'the redirect URI is not among those of the client' },
      { seen: 'Client not found', cause: 'the realm has no client with our client id' },
    ],
    form: oidcForm,
    offers: oidcOffers,
  };
}

/** A group may come as its path, with a slash in front. */
const withoutSlash = [{ kind: 'path', as: 'whole' }] as const;
const mappers = 'Client scopes: Dedicated scope and mappers';
const oidcForm: OidcPreset['form'] = [
  ...choicesOf('Create client', { 'Client type': 'OpenID Connect', 'Client ID': 'a name of your choice' }),
  ...fieldsOf('Create client', { Name: 'product' }),
  ...choicesOf('Capability config', { 'Client authentication': 'On', 'Standard flow': 'On', 'Direct access grants': 'Off' }),
  ...fieldsOf('Login settings', {
    'Valid redirect URIs': 'redirectUri',
    'Valid post logout redirect URIs': 'postLogoutRedirectUri',
  }),
  ...fieldsOf('Logout settings', { 'Backchannel logout URL': 'backChannelLogoutUri' }),
  ...choicesOf('Advanced', { 'Proof Key for Code Exchange Code Challenge Method': 'S256' }),
  ...choicesOf(mappers, { 'Group Membership': 'Token Claim Name groups, Full group path Off' }),
];
const oidcOffers: OidcPreset['offers'] = [
  ...offeredBy('Settings', { 'Client ID': 'clientId' }),
  ...offeredBy('Credentials', { 'Client Secret': 'secret' }),
];

/** What Keycloak is to all its customers alike. */
export const keycloakSaml: SamlProduct = {
  title: 'Keycloak',
  entityIds: /\/realms\/[^/]+$/,
  peer: { pardons: [] },
  form: [
    ...choicesOf('Create client', { 'Client type': 'SAML' }),
    ...fieldsOf('Create client', { 'Client ID': 'entityId', Name: 'product', 'Valid redirect URIs': 'replyUrl', 'Home URL': 'signOnUrl' }),
    ...fieldsOf('Create client', { 'IDP Initiated SSO Relay State': 'relayState', 'Master SAML Processing URL': 'replyUrl' }),
    ...choicesOf('SAML capabilities', {
      'Name ID format': 'username',
      'Force name ID format': 'On',
      'Force POST binding': 'On',
      'Include AuthnStatement': 'On',
    }),
    ...choicesOf('Signature and Encryption', { 'Sign documents': 'On', 'Sign assertions': 'On', 'Signature algorithm': 'RSA_SHA256' }),
    ...choicesOf('Keys', { 'Client signature required': 'On, with our certificate imported' }),
    ...fieldsOf('Advanced', {
      'Assertion Consumer Service POST Binding URL': 'replyUrl',
      'Logout Service Redirect Binding URL': 'logoutUrl',
    }),
    ...choicesOf(mappers, {
      'X500 email, X500 givenName, X500 surname': 'Add predefined mapper',
      'Group list': 'Group attribute name groups, Single Group Attribute On, Full group path Off',
    }),
  ],
  offers: [
    ...offeredBy('Realm settings', { 'SAML 2.0 Identity Provider Metadata': 'metadata' }),
    ...offeredBy('Realm settings: Keys', { 'RS256, Certificate': 'certificates' }),
  ],
  settings: {
    signing: [at('Signature and Encryption', 'Sign documents', 'On'), at('Signature and Encryption', 'Sign assertions', 'On')],
    signatureAlgorithm: [at('Signature and Encryption', 'Signature algorithm', 'RSA_SHA256')],
    encryption: [at('Keys', 'Encrypt assertions')],
    nameId: [at('SAML capabilities', 'Name ID format')],
    binding: [at('SAML capabilities', 'Force POST binding', 'On')],
    destination: [at('Access settings', 'Master SAML Processing URL')],
    statement: [at('SAML capabilities', 'Include AuthnStatement', 'On')],
    tile: [at('Access settings', 'IDP-Initiated SSO URL name', 'empty, which switches it off')],
    people: [at('Advanced: Authentication flow overrides', 'Browser Flow')],
    authentication: [at('Authentication: Flows', 'browser')],
    lifetime: [at('Advanced: Advanced settings', 'Assertion Lifespan')],
    clock: [at('The machine that Keycloak runs on', 'Time service (NTP)')],
    log: [at('Events', 'User events')],
  },
};
