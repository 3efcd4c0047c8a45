/** The namespaces and identifiers of SAML 2.0 that are used here, under the names that the standard gives them. */
export const namespaces = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  dsig: 'http://www.w3.org/2000/09/xmldsig#',
  dsig11: 'http://www.w3.org/2009/xmldsig11#',
  mdui: 'urn:oasis:names:tc:SAML:metadata:ui',
  mdattr: 'urn:oasis:names:tc:SAML:metadata:attribute',
  alg: 'urn:oasis:names:tc:SAML:metadata:algsupport',
  idpdisc: 'urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol',
  shibmd: 'urn:mace:shibboleth:metadata:1.0',
  remd: 'http://refeds.org/metadata',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

/** How a message travels, by the URIs of SAMLBind 3. */
export const bindings = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  artifact: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact',
  soap: 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP',
} as const;

/** What kind of name a NameID is, by the URIs of SAMLCore 8.3; `encrypted` is only ever asked for (SAMLCore 3.4.1.1). */
export const nameIdFormats = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  x509SubjectName: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
  windowsDomainQualifiedName: 'urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName',
  kerberos: 'urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos',
  entity: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  encrypted: 'urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted',
} as const;

/** A kind of name: one of {@link nameIdFormats}, or any other URI that the two parties agree on. */
export type NameIdFormat = (typeof nameIdFormats)[keyof typeof nameIdFormats] | OtherUri;

/** What every class of the standard begins with. */
const contextClass = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';

/**
 * How a person is authenticated: the classes of SAMLAuthnCxt 3.4, those of REFEDS (one factor, several), and the name by which
 * Microsoft's products call several factors.
 */
export const authnContexts = {
  internetProtocol: `${contextClass}InternetProtocol`,
  internetProtocolPassword: `${contextClass}InternetProtocolPassword`,
  kerberos: `${contextClass}Kerberos`,
  mobileOneFactorUnregistered: `${contextClass}MobileOneFactorUnregistered`,
  mobileTwoFactorUnregistered: `${contextClass}MobileTwoFactorUnregistered`,
  mobileOneFactorContract: `${contextClass}MobileOneFactorContract`,
  mobileTwoFactorContract: `${contextClass}MobileTwoFactorContract`,
  password: `${contextClass}Password`,
  passwordProtectedTransport: `${contextClass}PasswordProtectedTransport`,
  previousSession: `${contextClass}PreviousSession`,
  x509: `${contextClass}X509`,
  pgp: `${contextClass}PGP`,
  spki: `${contextClass}SPKI`,
  xmlDsig: `${contextClass}XMLDSig`,
  smartcard: `${contextClass}Smartcard`,
  smartcardPki: `${contextClass}SmartcardPKI`,
  softwarePki: `${contextClass}SoftwarePKI`,
  telephony: `${contextClass}Telephony`,
  nomadTelephony: `${contextClass}NomadTelephony`,
  personalTelephony: `${contextClass}PersonalTelephony`,
  authenticatedTelephony: `${contextClass}AuthenticatedTelephony`,
  secureRemotePassword: `${contextClass}SecureRemotePassword`,
  tlsClient: `${contextClass}TLSClient`,
  timeSyncToken: `${contextClass}TimeSyncToken`,
  unspecified: `${contextClass}unspecified`,
  refedsSfa: 'https://refeds.org/profile/sfa',
  refedsMfa: 'https://refeds.org/profile/mfa',
  microsoftMfa: 'http://schemas.microsoft.com/claims/multipleauthn',
} as const;

/** A way to authenticate: one of {@link authnContexts}, or any other URI that the two parties agree on. */
export type AuthnContextClass = (typeof authnContexts)[keyof typeof authnContexts] | OtherUri;

/** Any other text, written so that an editor still offers the names that are known. */
type OtherUri = string & Record<never, never>;

/** SAMLProf 3.3: what a subject confirmation of whoever bears the assertion is called. */
export const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
