/**
 * Presets of identity providers, as data: where each is found, what it calls things, what it wants otherwise than others, and what to type
 * into its screens. Made of the few values that differ from one customer to the next; what comes out is for the options of `signon/saml`
 * and `signon/oidc`, for a mapping, and for the sheets of `signon/adapters`.
 *
 * Screens are called as they were when this was written; products rename them.
 *
 * @packageDocumentation
 */
export type { LoginHints } from '../identity/login.ts';
export { type AdFsOptions, adFs } from './ad-fs.ts';
export { type Auth0Options, auth0 } from './auth0.ts';
export { type EntraIdOptions, entraId } from './entra-id.ts';
export type { FormField, Offered, OidcOffer, OidcValue, SamlOffer, SamlValue, Trouble } from './form.ts';
export { type GenericOptions, generic } from './generic.ts';
export { type GoogleWorkspaceOptions, googleWorkspace } from './google-workspace.ts';
export { type KeycloakOptions, keycloak } from './keycloak.ts';
export { oidcLogin, samlLogin } from './login.ts';
export { type MiniOrangeOptions, miniOrange } from './mini-orange.ts';
export { type OktaOptions, okta } from './okta.ts';
export { type OneLoginOptions, oneLogin } from './one-login.ts';
export { type PingOneOptions, pingOne } from './ping-one.ts';
export type { HintParameters, MetadataPlace, OidcPreset, Overage, Preset, ProtocolPreset, RequestLimits, SamlPreset } from './preset.ts';
export { presets } from './presets.ts';
export type { SamlProduct, SamlSettings, Setting } from './saml-product.ts';
export { type PresetName, productOf, samlProducts } from './saml-products.ts';
