/**
 * SAML 2.0 for service providers: who we are and who they are, and the verbs between them.
 *
 * - `serviceProvider` and `identityProvider` (or `identityProviderFrom`) read, once, who we are and who they are.
 * - `login` makes a request; `fromForm` takes what comes back; `finish` verifies and judges it, and returns a `Login`.
 * - `finishUnsolicited` takes an answer that nobody asked for, where that is allowed.
 * - `logout` ends the session at the provider, too; `fromForm`, `fromQuery` or `fromSoap` take what providers say of logout, and `readLogout`
 *   verifies and judges it.
 * - `discoveryRequest` asks a discovery service which provider somebody uses; `readDiscoveryRequest` and `answerDiscovery` are that
 *   service's own side.
 * - `explain` tells an administrator how every rule came out.
 *
 * Whatever is refused is an `SsoError`; the arguments are always: us, them, the message, what we expect, and last the environment.
 *
 * @packageDocumentation
 */
export type { DigestAlgorithm, KeyKind, SignatureAlgorithm, SignatureAlgorithmName } from '../crypto/algorithms.ts';
export type { CertificateDescription } from '../crypto/certificate.ts';
export type { DecryptionKey, DecryptionKeyState, OpeningKey } from '../crypto/decryption-key.ts';
export { describeKey, type VerificationKey } from '../crypto/keys.ts';
export type { PrivateKey } from '../crypto/private-key.ts';
export type { LocalSigner, RemoteSigner, Signer, SigningKey } from '../crypto/signer.ts';
export type { Draft } from '../xml/writer.ts';
export type { QuerySignature } from '../xmldsig/query.ts';
export { inspectMetadata, metadata } from './administration.ts';
export type { Assertion, AuthenticationStatement, Conditions, Confirmation } from './assertion.ts';
export type { AttributeConsumingService, AttributeConsumingServiceOptions, RequestedAttribute } from './attribute-services.ts';
export { refedsMfa } from './authn-context.ts';
export type { AuthnRequestOptions, NameIdPolicy, Scoping } from './authn-request.ts';
export type { LoginOptions } from './begin.ts';
export type { LogoutOptions } from './begin-logout.ts';
export type { Contact, Description, DescriptionOptions, Organization, UserInterface } from './description.ts';
export { type DiscoveryOptions, discoveryRequest, readDiscoveryResponse } from './discovery.ts';
export type { DiscoveryResponse, DiscoveryResponseOptions } from './discovery-responses.ts';
export { answerDiscovery, type DiscoveryParty, type DiscoveryRequest, readDiscoveryRequest } from './discovery-service.ts';
export { explain } from './explain.ts';
export { finish, finishUnsolicited } from './finish.ts';
export type { SamlLogin } from './identity-of.ts';
export {
  type Endpoint,
  type IdentityProvider,
  type IdentityProviderFields,
  type IndexedEndpoint,
  identityProviderFrom,
  type LocalisedText,
  type PeerOptions,
  type SigningMethod,
} from './identity-provider.ts';
export { fromForm, fromQuery, fromSoap, type Incoming } from './incoming.ts';
export type { InspectedEndpoint, InspectedKey, InspectedRole } from './inspected.ts';
export type { Inspection, InspectionOptions } from './inspection.ts';
export type { Localised, Logo } from './localised.ts';
export { login } from './login.ts';
export { logout, readLogout } from './logout.ts';
export type { LogoutExpected } from './logout-expectation.ts';
export type { SamlLogoutPending } from './logout-pending.ts';
export type { LogoutOutcome, LogoutReply } from './logout-reply.ts';
export { identityProvider } from './metadata.ts';
export type { Issuer } from './name-id.ts';
export { type AuthnContextClass, authnContexts, bindings, type NameIdFormat, nameIdFormats } from './names.ts';
export type { Numbered } from './numbered.ts';
export type { Pardon } from './pardons.ts';
export type { RequestedAuthnContext, SamlPending } from './pending.ts';
export type { Publication, PublicationOptions } from './publication.ts';
export type { LogoutAnswered, LogoutAsked, LogoutMessage } from './read-logout.ts';
export type { Scope } from './scopes.ts';
export type { SendingOptions } from './sending.ts';
export {
  type AssertionConsumerServiceOptions,
  type ServiceProvider,
  type ServiceProviderOptions,
  type SingleLogoutServiceOptions,
  serviceProvider,
  type WantSigned,
} from './service-provider.ts';
export type { Status, StatusOutcome } from './status.ts';
export { type SubjectIdentifier, subjectIdentifiers } from './subject-id.ts';
