import { knownFields } from '../core/options.ts';
import { claims, standardClaims } from './claim-names.ts';
import { base, host } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import { anyRequest, type OidcPreset, type Preset, type SamlPreset } from './preset.ts';
import { at, type SamlProduct } from './saml-product.ts';

/** Which AD FS is meant, and what is not the same for all. */
export interface AdFsOptions {
  /** The name of the federation service, as `adfs.example.org`. */
  readonly host: string;
  /** The parameter for the domain of a person. Default: `whr`, which is documented for another protocol. */
  readonly domainParameter?: string;
  /** What it calls itself in OpenID Connect. Default: `https://<host>/adfs`. */
  readonly issuer?: string;
  /** The claim with the groups, as its rules issue it for OpenID Connect. Default: `group`. */
  readonly groupsClaim?: string;
}

/** Active Directory Federation Services, of Windows Server 2016 or later. @throws SsoError `config.invalid` */
export function adFs(options: AdFsOptions): Preset {
  knownFields(options, ['host', 'domainParameter', 'issuer', 'groupsClaim'] satisfies (keyof AdFsOptions)[]);
  const service = host('host', options.host);
  return { title: adFsSaml.title, saml: saml(service, options), oidc: oidc(service, options) };
}

function saml(service: string, { domainParameter = 'whr' }: AdFsOptions): SamlPreset {
  // It is a name and no address, and begins with http wherever the service is.
  const entityId = `http://${service}/adfs/services/trust`;
  return {
    entityId,
    metadata: { kind: 'address', url: `https://${service}/FederationMetadata/2007-06/FederationMetadata.xml` },
    // There is no NameID until a rule issues one.
    peer: { entityId, ...adFsSaml.peer },
    wantsSignedRequests: false,
    request: anyRequest,
    mapping: {
      name: ['subject', { attribute: claims.upn }],
      displayName: [claims.name, claims.commonName, [claims.givenName, claims.surname]],
      email: [claims.emailAddress],
      groups: [claims.group],
    },
    linkAttribute: undefined,
    overage: undefined,
    hints: { domain: domainParameter, user: undefined },
    troubles: [
      { seen: 'MSIS0037', cause: 'requests are signed, and the trust has no certificate of ours to verify them with' },
      { seen: 'MSIS7042', cause: 'the browser went back and forth too often: mostly the answer was refused on our side' },
    ],
    form: adFsSaml.form,
    offers: adFsSaml.offers,
  };
}

function oidc(service: string, { issuer, groupsClaim = 'group' }: AdFsOptions): OidcPreset {
  return {
    issuer: issuer === undefined ? `https://${service}/adfs` : base('issuer', issuer),
    provider: { subject: 'sub' },
    // Without the last one the ID token has none of the claims that the rules issue, and it has them only where it is posted.
    client: { scopes: ['openid', 'profile', 'email', 'allatclaims'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'token-endpoint',
    login: { responseMode: 'form_post' },
    mapping: { ...standardClaims, name: [{ attribute: 'upn' }, { attribute: 'unique_name' }], groups: [groupsClaim] },
    linkAttribute: undefined,
    overage: undefined,
    hints: { domain: 'domain_hint', user: 'login_hint' },
    troubles: [{ seen: 'MSIS9224', cause: 'the redirect URI is not the one that the application group has' }],
    form: oidcForm,
    offers: oidcOffers,
  };
}

const rule = 'Edit Claim Issuance Policy: Send LDAP Attributes as Claims';
const oidcForm: OidcPreset['form'] = [
  ...fieldsOf('Add Application Group', { Name: 'product' }),
  ...choicesOf('Add Application Group', { Template: 'Server application accessing a web API' }),
  ...fieldsOf('Server application', { 'Redirect URI': 'redirectUri' }),
  ...choicesOf('Configure Application Credentials', { 'Generate a shared secret': 'checked' }),
  ...choicesOf('Configure Web API', { Identifier: 'the client identifier, once more' }),
  ...choicesOf('Configure Application Permissions', { 'Permitted scopes': 'openid, profile, email, allatclaims' }),
];
const oidcOffers: OidcPreset['offers'] = [
  ...offeredBy('Server application', { 'Client Identifier': 'clientId' }),
  ...offeredBy('Configure Application Credentials', { Secret: 'secret' }),
];

/** What AD FS is to all its customers alike. */
export const adFsSaml: SamlProduct = {
  title: 'AD FS',
  entityIds: /\/adfs\/services\/trust$/i,
  peer: { pardons: [], subjectAttribute: claims.upn },
  form: [
    ...choicesOf('Add Relying Party Trust', {
      Welcome: 'Claims aware',
      'Select Data Source': 'Enter data about the relying party manually',
      'Enable support for the SAML 2.0 WebSSO protocol': 'checked',
    }),
    ...fieldsOf('Add Relying Party Trust', {
      'Display name': 'product',
      'Relying party SAML 2.0 SSO service URL': 'replyUrl',
      'Relying party trust identifier': 'entityId',
    }),
    ...fieldsOf('Properties: Endpoints', { 'SAML Logout, Trusted URL': 'logoutUrl' }),
    ...choicesOf(rule, {
      'Attribute store': 'Active Directory',
      'User-Principal-Name': 'Name ID, and UPN',
      'E-Mail-Addresses': 'E-Mail Address',
      'Display-Name': 'Name',
      'Given-Name': 'Given Name',
      Surname: 'Surname',
      'Token-Groups - Unqualified Names': 'Group',
    }),
  ],
  offers: [
    ...offeredBy('Service: Endpoints', { 'Federation Metadata': 'metadata' }),
    ...offeredBy('Service: Certificates', { 'Token-signing': 'certificates' }),
  ],
  settings: {
    signing: [at('PowerShell: Set-AdfsRelyingPartyTrust', '-SamlResponseSignature', 'MessageAndAssertion')],
    signatureAlgorithm: [at('Properties: Advanced', 'Secure hash algorithm', 'SHA-256')],
    encryption: [at('Properties: Encryption', 'Encryption certificate')],
    nameId: [at('Edit Claim Issuance Policy: Transform an Incoming Claim', 'Outgoing name ID format')],
    binding: [at('Properties: Endpoints', 'Binding', 'POST')],
    destination: [at('Properties: Endpoints', 'Trusted URL')],
    statement: [],
    tile: [at('PowerShell: Set-AdfsProperties', '-EnableIdPInitiatedSignonPage', '$false')],
    people: [at('Edit Access Control Policy', 'Policy')],
    authentication: [at('Service: Authentication Methods', 'Primary and additional methods')],
    lifetime: [at('PowerShell: Set-AdfsRelyingPartyTrust', '-TokenLifetime')],
    clock: [at('Windows Time on each server of AD FS', 'w32tm /resync')],
    log: [at('Event Viewer: Applications and Services Logs, AD FS', 'Admin')],
  },
};
