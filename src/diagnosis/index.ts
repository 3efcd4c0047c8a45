/**
 * Why a login was refused, in words for an administrator: of all rules that failed the one true cause, and what to change at which
 * side, by the names that the screens of the provider have.
 *
 * `likelyCause` is for SAML, and takes what `explain` returned, or the error by which a verb refused; `likelyOpenIdCause` is for OpenID
 * Connect, and takes findings. What either says is a guess for a person to read.
 *
 * @packageDocumentation
 */
export type { Cause, LoginCause, MessageCause, Side } from './cause.ts';
export { type Clues, cluesIn } from './clues.ts';
export { type Circumstances, type Diagnosis, likelyCause } from './likely-cause.ts';
export { likelyOpenIdCause, type OpenIdCause, type OpenIdDiagnosis } from './openid-cause.ts';
export type { OurNames, Place, Remedy } from './remedy.ts';
