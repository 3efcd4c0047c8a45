import { knownFields, text, webAddress } from '../core/options.ts';
import { standardClaims } from './claim-names.ts';
import { base } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, noSettings, type SamlProduct } from './saml-product.ts';

/** Which application of miniOrange is meant. Nothing of it can be guessed: its addresses are made for each application. */
export interface MiniOrangeOptions {
  /**
   * Where people sign in: at an account of miniOrange itself, or, with `broker`, at a provider behind it, such as Okta or Entra ID. It has
   * metadata for each of the two, and only one of them is right. Default: `broker`.
   */
  readonly face?: 'provider' | 'broker';
  /** "Metadata URL" of that face; without it the metadata is downloaded. */
  readonly metadataUrl?: string;
  /** "IDP Entity ID or Issuer". Default: whatever its metadata says. */
  readonly entityId?: string;
  /** For OpenID Connect: what stands before `/.well-known/` in its discovery address. Without it there is only SAML. */
  readonly issuer?: string;
}

/** The broker of miniOrange, `login.xecurify.com`, or one of your own. @throws SsoError `config.invalid` */
export function miniOrange(options: MiniOrangeOptions): Preset {
  knownFields(options, ['face', 'metadataUrl', 'entityId', 'issuer'] satisfies (keyof MiniOrangeOptions)[]);
  const { issuer } = options;
  return { title: miniOrangeSaml.title, saml: saml(options), oidc: issuer === undefined ? undefined : oidc(base('issuer', issuer)) };
}

function saml({ face = 'broker', metadataUrl, entityId: named }: MiniOrangeOptions): SamlPreset {
  const entityId = named === undefined ? undefined : text('entityId', named);
  const screen = faces[face];
  return {
    entityId,
    metadata:
      metadataUrl === undefined
        ? { kind: 'download', screen, field: 'Download Metadata' }
        : { kind: 'address', url: webAddress('metadataUrl', metadataUrl) },
    // The sheet switches both signatures on; whoever stands in the middle can be held to both.
    peer: { ...(entityId === undefined ? {} : { entityId }), ...miniOrangeSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: { name: ['subject'], displayName: [['firstName', 'lastName']], email: ['Email'], groups: ['groups'] },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [],
    form: miniOrangeSaml.form,
    offers: offersOn(screen),
  };
}

function oidc(issuer: string): OidcPreset {
  return {
    issuer,
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['secret-post', 'secret-basic'],
    assertionAudience: 'issuer',
    login: {},
    mapping: { ...standardClaims, name: [{ attribute: 'preferred_username' }, { attribute: 'username' }] },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [],
    form: oidcForm,
    offers: oidcOffers,
  };
}

function offersOn(screen: string): SamlProduct['offers'] {
  return offeredBy(screen, {
    'Metadata URL': 'metadata',
    'IDP Entity ID or Issuer': 'entityId',
    'SAML Login URL': 'ssoUrl',
    'SAML Logout URL': 'sloUrl',
    'X.509 Certificate': 'certificates',
  });
}

const faces = {
  provider: 'Metadata: Information required for SP-initiated SSO',
  broker: 'Metadata: Information required to Authenticate via External IDPs',
} as const;
const oidcForm: OidcPreset['form'] = [
  ...choicesOf('Add Application', { 'All Apps': 'OAuth/OpenID', Application: 'OAuth2/OpenID Connect' }),
  ...fieldsOf('Basic', { 'Display Name': 'product', 'Redirect URL': 'redirectUri' }),
];
const oidcOffers: OidcPreset['offers'] = offeredBy('Basic', { 'Client ID': 'clientId', 'Client Secret': 'secret' });

/** What miniOrange is to all its customers alike. */
export const miniOrangeSaml: SamlProduct = {
  title: 'miniOrange',
  entityIds: /^https:\/\/[^/]*\.xecurify\.com\//,
  peer: { pardons: [], wantSigned: 'both' },
  form: [
    ...fieldsOf('Basic Settings', {
      'Display Name': 'product',
      'SP Entity ID or Issuer': 'entityId',
      'ACS URL': 'replyUrl',
      'Audience URL': 'entityId',
      'Single Logout URL': 'logoutUrl',
    }),
    ...choicesOf('Basic Settings', { 'Sign Response': 'On', 'Sign Assertion': 'On' }),
    ...choicesOf('Attribute Mapping', {
      NameID: 'E-Mail Address',
      'NameID Format': 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      firstName: 'First Name',
      lastName: 'Last Name',
      Email: 'E-Mail Address',
      groups: 'User Groups',
    }),
    ...fieldsOf('Advanced', { 'Relay State': 'relayState' }),
  ],
  offers: offersOn(faces.broker),
  settings: {
    ...noSettings,
    signing: [at('Basic Settings', 'Sign Response', 'On'), at('Basic Settings', 'Sign Assertion', 'On')],
    nameId: [at('Attribute Mapping', 'NameID Format')],
  },
};
