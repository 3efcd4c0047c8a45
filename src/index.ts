/**
 * What the protocols share: the login that they end in, the one error, the findings that explain it, and the world as an argument.
 * The verbs are in `signon/saml` and `signon/oidc`, the stores in `signon/stores`, the careful fetch in `signon/node`.
 *
 * @packageDocumentation
 */
export { systemEnv } from '#env';
export type { DocumentStore } from './core/document-store.ts';
export type { Env } from './core/env.ts';
export {
  type AddressReason,
  type AnySsoError,
  type ErrorCode,
  type ErrorDetails,
  isSsoError,
  type Position,
  SsoError,
} from './core/errors.ts';
export type { Json, JsonFault, JsonObject } from './core/json.ts';
export type { Finding, Mismatch } from './core/rules.ts';
export type { Purpose, Source } from './core/source.ts';
export type { Provenance, Verified } from './core/verified.ts';
export {
  type Attribute,
  type AttributeValue,
  type Authentication,
  all,
  type Identity,
  one,
  type Session,
  type Subject,
} from './identity/identity.ts';
export type { Login, Outgoing, ReplayStore, Started } from './identity/login.ts';
export { sessionNames } from './identity/session-names.ts';
