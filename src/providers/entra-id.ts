import { invalid, knownFields } from '../core/options.ts';
import type { MappingOptions } from '../identity/mapping/mapping.ts';
import type { ProviderOptions } from '../oidc/provider.ts';
import { claims, standardClaims } from './claim-names.ts';
import { guid, host } from './fields.ts';
import { choicesOf, fieldsOf, offeredBy } from './form.ts';
import type { OidcPreset, Preset, SamlPreset } from './preset.ts';
import { at, type SamlProduct } from './saml-product.ts';

/** Which Entra ID is meant. */
export interface EntraIdOptions {
  /** "Directory (tenant) ID", a GUID; or the people of many tenants: `organizations`, `common` or `consumers`, by OpenID Connect alone. */
  readonly tenant: string;
  /** "Application (client) ID", a GUID: its own metadata has the certificates that are used for it, that of the tenant others. */
  readonly application?: string;
  /** For many tenants: whose people may sign in, by GUID, or `any`. */
  readonly tenants?: ProviderOptions['tenants'];
  /** Where people of this cloud sign in. Default: `login.microsoftonline.com`; `login.microsoftonline.us` for the government of the US. */
  readonly host?: string;
  /** What it calls itself in SAML. Default: `https://sts.windows.net/<tenant>/`, at another host whatever its metadata says. */
  readonly entityId?: string;
}

/** Microsoft Entra ID, once Azure AD, in any of its clouds. @throws SsoError `config.invalid` */
export function entraId(options: EntraIdOptions): Preset {
  knownFields(options, ['tenant', 'application', 'tenants', 'host', 'entityId'] satisfies (keyof EntraIdOptions)[]);
  const origin = `https://${host('host', options.host ?? worldwide)}`;
  const many = sharedTenants.includes(options.tenant);
  if (!many && options.tenants !== undefined) throw invalid('tenants', `is for the tenants ${sharedTenants.join(', ')}`);
  if (many && options.tenants === undefined) throw invalid('tenants', 'must list the tenants that may sign in, or be "any"');
  const tenant = many ? options.tenant : guid('tenant', options.tenant);
  return {
    title: entraIdSaml.title,
    // What is common to all tenants calls itself by a template, which no message can be held against.
    saml: many ? undefined : saml(origin, tenant, options),
    oidc: oidc(origin, tenant, options),
  };
}

function saml(origin: string, tenant: string, { application, entityId: named }: EntraIdOptions): SamlPreset {
  const entityId = named ?? (origin === `https://${worldwide}` ? `https://sts.windows.net/${tenant}/` : undefined);
  return {
    entityId,
    metadata: { kind: 'address', url: `${origin}/${tenant}/${metadataPath(application)}` },
    // Its answers to a logout call themselves by the address of the tenant.
    peer: { ...(entityId === undefined ? {} : { entityId }), ...entraIdSaml.peer },
    wantsSignedRequests: false,
    request: {
      mustNotHold: ['subject', 'scoping'],
      nameIdFormats: [
        'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
        'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
      ],
      comparisons: ['exact'],
    },
    mapping: {
      // The name of the subject is the user principal name, unless somebody changed that there.
      name: ['subject'],
      displayName: [`${microsoft}displayname`, [claims.givenName, claims.surname], claims.name],
      email: [claims.emailAddress],
      groups: ['http://schemas.microsoft.com/ws/2008/06/identity/claims/groups'],
    },
    linkAttribute: `${microsoft}objectidentifier`,
    overage: { above: 150, marks: ['http://schemas.microsoft.com/claims/groups.link'] },
    hints: { domain: 'whr', user: 'login_hint' },
    troubles: samlTroubles,
    form: entraIdSaml.form,
    offers: entraIdSaml.offers,
  };
}

/** As it is written on the screens; that of the tenant with capitals. */
function metadataPath(application: string | undefined): string {
  return application === undefined
    ? 'FederationMetadata/2007-06/FederationMetadata.xml'
    : `federationmetadata/2007-06/federationmetadata.xml?appid=${guid('application', application)}`;
}

function oidc(origin: string, tenant: string, { tenants }: EntraIdOptions): OidcPreset {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    // `sub` is another for each application; the object id is the same for all, and is one within its tenant.
    provider: { subject: 'oid', ...(tenants === undefined ? {} : { tenants }) },
    client: { scopes: ['openid', 'profile', 'email'] },
    authentication: ['private-key-jwt', 'secret-basic', 'secret-post'],
    assertionAudience: 'token-endpoint',
    login: {},
    mapping: oidcMapping,
    linkAttribute: undefined,
    overage: { above: 200, marks: ['_claim_names', 'hasgroups'] },
    hints: { domain: 'domain_hint', user: 'login_hint' },
    troubles: oidcTroubles,
    form: oidcForm,
    offers: oidcOffers,
  };
}

const worldwide = 'login.microsoftonline.com';
const sharedTenants = ['organizations', 'common', 'consumers'];
const microsoft = 'http://schemas.microsoft.com/identity/claims/';
/** The last two are names of the older tokens. No address of it is verified, so that none is ever declared to be. */
const oidcMapping: MappingOptions = {
  ...standardClaims,
  name: [{ attribute: 'preferred_username' }, { attribute: 'upn' }, { attribute: 'unique_name' }],
};

const samlTroubles: SamlPreset['troubles'] = [
  { seen: 'AADSTS700016', cause: 'no application has our entityID as its Identifier: compare them to the last character' },
  { seen: 'AADSTS50011', cause: 'the Reply URL is not the one that the request names' },
  { seen: 'AADSTS50105', cause: 'the person is not assigned to the application, nor is a group of theirs' },
  { seen: 'AADSTS75011', cause: 'the request wants an authentication context that the person did not sign in with' },
];

const oidcForm: OidcPreset['form'] = [
  ...fieldsOf('Register an application', { Name: 'product' }),
  ...choicesOf('Register an application', { Platform: 'Web' }),
  ...fieldsOf('Authentication', { 'Redirect URI': 'redirectUri' }),
  ...choicesOf('Token configuration', { 'Add groups claim': 'Groups assigned to the application, as Group ID in the ID token' }),
];
const oidcOffers: OidcPreset['offers'] = [
  ...offeredBy('Overview', { 'Application (client) ID': 'clientId' }),
  ...offeredBy('Certificates & secrets', { Value: 'secret' }),
];
const oidcTroubles: OidcPreset['troubles'] = [
  { seen: 'AADSTS700016', cause: 'the tenant has no application with our client id' },
  { seen: 'AADSTS50011', cause: 'the Redirect URI is not the one that the request names' },
  { seen: 'AADSTS50105', cause: 'the person is not assigned to the application, nor is a group of theirs' },
  { seen: 'AADSTS7000215', cause: 'the client secret is wrong: its Value is wanted, not its Secret ID' },
];

/** What Microsoft Entra ID is to all its customers alike. */
export const entraIdSaml: SamlProduct = {
  title: 'Microsoft Entra ID',
  entityIds: /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\//,
  peer: { pardons: ['issuer.alias'] },
  form: [
    ...fieldsOf('Basic SAML Configuration', {
      Identifier: 'entityId',
      'Reply URL': 'replyUrl',
      'Sign-on URL': 'signOnUrl',
      'Relay State': 'relayState',
      'Logout Url': 'logoutUrl',
    }),
    ...choicesOf('Attributes & Claims', {
      'Unique User Identifier (Name ID)': 'user.userprincipalname',
      'Group Claims': 'Groups assigned to the application, by their Group ID',
    }),
    ...choicesOf('SAML Certificates', { 'Signing Option': 'Sign SAML assertion', 'Signing Algorithm': 'SHA-256' }),
  ],
  offers: [
    ...offeredBy('SAML Certificates', { 'App Federation Metadata Url': 'metadata', 'Certificate (Base64)': 'certificates' }),
    ...offeredBy('Set up', { 'Login URL': 'ssoUrl', 'Microsoft Entra Identifier': 'entityId', 'Logout URL': 'sloUrl' }),
  ],
  settings: {
    signing: [at('SAML Certificates', 'Signing Option', 'Sign SAML response and assertion')],
    signatureAlgorithm: [at('SAML Certificates', 'Signing Algorithm', 'SHA-256')],
    encryption: [at('Token encryption', 'Import Certificate')],
    nameId: [at('Attributes & Claims: Unique User Identifier (Name ID)', 'Name identifier format')],
    binding: [at('Basic SAML Configuration', 'Reply URL')],
    destination: [at('Basic SAML Configuration', 'Reply URL')],
    statement: [],
    tile: [at('Basic SAML Configuration', 'Sign-on URL', 'the address of our login page')],
    people: [at('Users and groups', 'Add user/group')],
    authentication: [at('Conditional Access', 'Grant')],
    lifetime: [],
    clock: [],
    log: [at('Sign-in logs', 'User sign-ins')],
  },
};
