import { callbackCases } from '../callback-case.ts';
import { asked } from '../token.ts';
import type { Case } from '../workshop.ts';

const { refuses } = callbackCases({ spec: 'OIDCCore 3.1.2.6', flags: 'status' });
const { state, issuer } = asked;

/** Answers in which the provider says no. */
export const callbackErrorCases: readonly Case[] = [...known(), ...others()];

function known(): readonly Case[] {
  const outcomes = [
    ['access_denied', 'the person or the provider has refused'],
    ['login_required', 'nobody is signed in there, and nothing may be shown'],
    ['interaction_required', 'something must be shown, and nothing may be'],
    ['account_selection_required', 'an account must be chosen, and nothing may be shown'],
    ['consent_required', 'a consent is wanting, and nothing may be shown'],
    ['unmet_authentication_requirements', 'the context that was demanded cannot be had'],
    ['temporarily_unavailable', 'the provider is busy'],
    ['server_error', 'something went wrong there'],
    ['invalid_request', 'it does not like the request'],
    ['invalid_scope', 'it does not like what was asked for'],
    ['invalid_target', 'it does not like for whom it was asked'],
    ['unauthorized_client', 'we may not ask so'],
    ['unsupported_response_type', 'it has no codes'],
    ['invalid_request_uri', 'the request that was pushed is gone'],
    ['invalid_request_object', 'it does not like the signed request'],
    ['request_not_supported', 'it takes no signed requests'],
    ['request_uri_not_supported', 'it takes no requests by reference'],
    ['registration_not_supported', 'it takes no registrations along the way'],
  ] as const;
  return outcomes.map(([error, comment]) =>
    refuses(`error-${error.replaceAll('_', '-')}`, comment, status(error.replaceAll('_', '-'), error), { error, state }),
  );
}

function others(): readonly Case[] {
  const text = 'AADSTS50105: not assigned to a role';
  return [
    refuses('error-unknown', 'an error that no standard has', status('other', 'interaction_timed_out'), {
      error: 'interaction_timed_out',
      state,
    }),
    refuses('error-capitals', 'an error that a standard has, in capitals', status('other', 'ACCESS_DENIED'), {
      error: 'ACCESS_DENIED',
      state,
    }),
    refuses('error-hyphens', 'an error that a standard has, with hyphens', status('other', 'access-denied'), {
      error: 'access-denied',
      state,
    }),
    refuses('error-described', 'an error with its text', status('access-denied', 'access_denied', { message: text }), {
      error: 'access_denied',
      error_description: text,
      error_uri: 'https://op.example/errors/50105',
      state,
    }),
    refuses(
      'error-issuer',
      'an error with the issuer, as announced',
      status('login-required', 'login_required'),
      { error: 'login_required', state, iss: issuer },
      {
        parties: 'rp op-names-itself',
        spec: 'RFC 9207 2.3',
      },
    ),
    refuses(
      'error-form',
      'an error as a form',
      status('login-required', 'login_required'),
      { error: 'login_required', state },
      {
        mode: 'form_post',
        pending: { responseMode: 'form_post' },
        source: 'OpenID conformance suite, oidcc-client-test-form-post-error',
      },
    ),
    refuses(
      'error-control',
      'a text that would begin a line of its own in a log',
      status('server-error', 'server_error', { message: 'a\\u{a}b\\u{1b}[2J' }),
      { error: 'server_error', error_description: 'a\nb\u001b[2J', state },
      { flags: 'status text' },
    ),
    refuses('error-empty-code', 'an error beside an empty code', status('access-denied', 'access_denied'), {
      error: 'access_denied',
      code: '',
      state,
    }),
  ];
}

function status(outcome: string, error: string, more: object = {}): string {
  return `provider.status ${JSON.stringify({ outcome, codes: [error], authenticated: false, ...more })}`;
}
