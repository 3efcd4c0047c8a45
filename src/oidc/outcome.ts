import { SsoError } from '../core/errors.ts';
import { type Finding, legible } from '../core/rules.ts';
import type { CallbackParameters } from './callback.ts';

/**
 * What a provider says where it does not let somebody in, by its code (RFC 6749 4.1.2.1, OIDCCore 3.1.2.6, Unmet Authentication
 * Requirements 1.0): `login-required` is `login_required`, and so on; `other` is one that no standard has.
 *
 * An answer that was not signed says nothing for certain: never ask again for less because of it.
 */
export type AuthorizationOutcome = (typeof outcomes)[number] | 'other';

/** The error for an answer in which the provider says no. */
export function statusOf(
  parameters: CallbackParameters,
  authenticated: boolean,
  findings: readonly Finding[],
): SsoError<'provider.status'> {
  const { error = '', error_description: message } = parameters;
  return new SsoError('provider.status', {
    outcome: outcomeOf(error),
    codes: [legible(error)],
    ...(message === undefined ? {} : { message: legible(message) }),
    authenticated,
    findings,
  });
}

function outcomeOf(error: string): AuthorizationOutcome {
  return outcomes.find((outcome) => outcome.replaceAll('-', '_') === error) ?? 'other';
}

const outcomes = [
  'access-denied',
  'login-required',
  'interaction-required',
  'account-selection-required',
  'consent-required',
  'unmet-authentication-requirements',
  'temporarily-unavailable',
  'server-error',
  'invalid-request',
  'invalid-scope',
  'invalid-target',
  'unauthorized-client',
  'unsupported-response-type',
  'invalid-request-uri',
  'invalid-request-object',
  'request-not-supported',
  'request-uri-not-supported',
  'registration-not-supported',
] as const;
