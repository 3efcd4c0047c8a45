import { knownFields, text, webAddress } from '../core/options.ts';
import { claims, oids, standardClaims } from './claim-names.ts';
import { fieldsOf, offeredBy } from './form.ts';
import { anyRequest, loginHint, noHints, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { noSettings, type SamlProduct } from './saml-product.ts';

/** What is known of a provider for which there is no preset. */
export interface GenericOptions {
  /** What to call it. Default: `Identity provider`. */
  readonly title?: string;
  /** Where its metadata is; without it somebody must bring the file. */
  readonly metadataUrl?: string;
  /** What it calls itself in SAML. Default: whatever its metadata says. */
  readonly entityId?: string;
  /** What it calls itself in OpenID Connect; without it there is only SAML. */
  readonly issuer?: string;
}

/**
 * Any other provider. For names, addresses and groups the usual attributes are tried; what a person is called is never guessed, and is the
 * subject unless your own mapping says otherwise.
 *
 * @throws SsoError `config.invalid`
 */
export function generic(options: GenericOptions = {}): Preset {
  knownFields(options, ['title', 'metadataUrl', 'entityId', 'issuer'] satisfies (keyof GenericOptions)[]);
  const { title = genericSaml.title, issuer } = options;
  return { title: text('title', title), saml: saml(options), oidc: issuer === undefined ? undefined : oidc(webAddress('issuer', issuer)) };
}

function saml({ metadataUrl, entityId: named }: GenericOptions): SamlPreset {
  const entityId = named === undefined ? undefined : text('entityId', named);
  return {
    entityId,
    metadata:
      metadataUrl === undefined
        ? { kind: 'download', screen: 'Identity provider', field: 'Metadata' }
        : { kind: 'address', url: webAddress('metadataUrl', metadataUrl) },
    peer: { ...(entityId === undefined ? {} : { entityId }), ...genericSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: {
      name: ['subject'],
      displayName: [
        'displayName',
        oids.displayName,
        'cn',
        ['givenName', 'sn'],
        ['firstName', 'lastName'],
        [oids.givenName, oids.surname],
        [claims.givenName, claims.surname],
      ],
      email: ['mail', 'email', 'Email', claims.emailAddress, oids.mail],
      groups: ['groups', 'memberOf', 'Group', claims.group, 'role'],
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: noHints,
    troubles: [],
    form: genericSaml.form,
    offers: genericSaml.offers,
  };
}

function oidc(issuer: string): OidcPreset {
  return {
    issuer,
    provider: { subject: 'sub' },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'issuer',
    login: {},
    mapping: { ...standardClaims, name: ['subject'] },
    linkAttribute: undefined,
    overage: undefined,
    hints: loginHint,
    troubles: [],
    form: oidcForm,
    offers: oidcOffers,
  };
}

const oidcForm: OidcPreset['form'] = fieldsOf('Client', {
  client_name: 'product',
  redirect_uris: 'redirectUri',
  initiate_login_uri: 'initiateLoginUri',
  post_logout_redirect_uris: 'postLogoutRedirectUri',
  backchannel_logout_uri: 'backChannelLogoutUri',
});
const oidcOffers: OidcPreset['offers'] = offeredBy('Client', { issuer: 'issuer', client_id: 'clientId', client_secret: 'secret' });

/** What any product is, by the words of the standards, which most screens have in some form. */
export const genericSaml: SamlProduct = {
  title: 'Identity provider',
  entityIds: undefined,
  peer: { pardons: [] },
  form: fieldsOf('Service provider', {
    Name: 'product',
    'Entity ID': 'entityId',
    'Assertion Consumer Service (HTTP-POST)': 'replyUrl',
    'Where a login begins': 'signOnUrl',
    'Default RelayState': 'relayState',
    'Single Logout Service (HTTP-Redirect)': 'logoutUrl',
    Metadata: 'metadataUrl',
  }),
  offers: offeredBy('Identity provider', {
    Metadata: 'metadata',
    'Entity ID': 'entityId',
    'Single Sign-On Service': 'ssoUrl',
    'Single Logout Service': 'sloUrl',
    'Signing certificate': 'certificates',
  }),
  settings: noSettings,
};
