/**
 * OpenID Connect for relying parties: who we are and who they are, and the verbs between them.
 *
 * - `client` reads, once, who we are; `providerSource`, `discover` or `provider` say who they are.
 * - `login` makes a request; `fromCallback` takes what comes back; `finish` judges it, exchanges its code, verifies what was signed, and
 *   returns a login. `explain` tells an administrator how every rule came out.
 * - `userInfo`, `refresh`, `revoke` and `introspect` ask the provider further; `logout` sends the browser there to sign out.
 * - `readInitiatedLogin` and `readLogoutToken` take what the provider begins.
 *
 * Whatever is refused is an `SsoError`; the arguments are always: us, them, the message, what we expect, and last the environment.
 *
 * @packageDocumentation
 */
export type { Json, JsonObject } from '../core/json.ts';
export type { PrivateKey } from '../crypto/private-key.ts';
export type { LocalSigner, RemoteSigner, Signer, SigningKey } from '../crypto/signer.ts';
export type { JwsAlgorithm } from '../jose/algorithms.ts';
export type { JwsKey, KeySet } from '../jose/key-set.ts';
export type { OpeningKey, TokenKey } from '../jose/open.ts';
export type { TokenSigner, TokenSigningKey } from '../jose/token-signer.ts';
export type { AssertionAudience, Authentication, AuthenticationMethod } from './authentication.ts';
export { type Callback, type CallbackParameters, fromCallback } from './callback.ts';
export { type Client, type ClientOptions, client } from './client.ts';
export { discover, providerSource } from './discovery.ts';
export { explain, finish } from './finish.ts';
export type { OidcLogin } from './identity-of.ts';
export { type InitiatedLogin, type InitiatedLoginOptions, readInitiatedLogin } from './initiated-login.ts';
export type { Tenants } from './issuer.ts';
export type { KeySource } from './key-source.ts';
export { login } from './login.ts';
export type { LoginOptions, Prompt } from './login-options.ts';
export { type LogoutOptions, logout } from './logout.ts';
export { type LogoutNotice, readLogoutToken } from './logout-token.ts';
export type { AuthorizationOutcome } from './outcome.ts';
export { keySet } from './own-key-set.ts';
export type { OidcPending, ResponseMode } from './pending.ts';
export {
  type Provider,
  type ProviderEndpoints,
  type ProviderFields,
  type ProviderOptions,
  provider,
  type RequiredClaims,
} from './provider.ts';
export { type Refreshed, refresh } from './refresh.ts';
export { introspect, revoke, type TokenHint } from './token-administration.ts';
export type { Tokens } from './tokens.ts';
export { type UserInfo, userInfo } from './user-info.ts';
