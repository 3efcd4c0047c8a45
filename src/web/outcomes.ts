import { type AnySsoError, type ErrorCode, type ErrorDetails, isSsoError } from '../core/errors.ts';
import { type Finding, failures } from '../core/rules.ts';
import type { AuthorizationOutcome } from '../oidc/outcome.ts';
import type { StatusOutcome } from '../saml/status.ts';
import type { Reason } from './pages/texts.ts';

/** What a browser sees of an error: a status, and the words for the reason. Nothing in it stems from a message. */
export interface Outcome {
  /** The status of the answer (RFC 9110 15). */
  readonly status: number;
  /** Which words a person reads. */
  readonly reason: Reason;
  /** For a 405: the methods that the address takes (RFC 9110 10.2.1). */
  readonly allow?: readonly string[];
  /** For a 503: after how long to ask again (RFC 9110 10.2.3). */
  readonly retryAfterSeconds?: number;
}

/** What an administrator needs to find an error in the log. Nothing in it stems from a message either: it may be sent on. */
export interface Report {
  /** The code of the error; `unexpected` for one that is not of this package. */
  readonly code: ErrorCode | 'unexpected';
  /** The ids of the rules that failed, 20 at most. */
  readonly rules: readonly string[];
  /** What all entries of the log have that belong to this. */
  readonly correlationId: string;
  /** As ISO 8601. */
  readonly at: string;
  /** Our local id of the provider, where it is known. */
  readonly provider?: string;
}

/** What a browser sees of whatever was thrown. */
export function outcomeOf(error: unknown): Outcome {
  return isListed(error) ? outcomeFor(error) : { status: 500, reason: 'unexpected' };
}

/** What an administrator is told of whatever was thrown. */
export function reportOf(
  error: unknown,
  context: { readonly correlationId: string; readonly at: Date; readonly provider?: string },
): Report {
  const { correlationId, at, provider } = context;
  return {
    code: isListed(error) ? error.code : 'unexpected',
    rules: isListed(error) && 'findings' in error.details ? failedRules(error.details.findings) : [],
    correlationId,
    at: at.toISOString(),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** A store that was written without types may throw a code that there is not. */
function isListed(error: unknown): error is AnySsoError {
  return isSsoError(error) && Object.hasOwn(outcomes, error.code);
}

function outcomeFor<Code extends ErrorCode>({ code, details }: { readonly code: Code; readonly details: ErrorDetails[Code] }): Outcome {
  const row: Row<Code> = outcomes[code];
  return typeof row === 'function' ? row(details) : row;
}

/** The ids alone, and nothing that only stands in the place of one. */
function failedRules(findings: readonly Finding[]): readonly string[] {
  const ids = new Set(failures(findings).map(({ rule }) => rule));
  return [...ids].filter((id) => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(id)).slice(0, 20);
}

function saidNo(outcome: string): Outcome {
  // Sound: it is one of the names of that table.
  return Object.hasOwn(refusals, outcome) ? refusals[outcome as keyof typeof refusals] : refusedThere;
}

function forbidden(reason: Reason): Outcome {
  return { status: 403, reason };
}

/** The same for each error of a code, or by what is known about it. */
type Row<Code extends ErrorCode> = Outcome | ((details: ErrorDetails[Code]) => Outcome);

const malformed: Outcome = { status: 400, reason: 'unreadable' };
const refused = forbidden('refused');
const usedBefore = forbidden('usedBefore');
const unclear = forbidden('accountUnclear');
const incomplete = forbidden('accountIncomplete');
const refusedThere = forbidden('providerRefused');
const interactionNeeded = forbidden('interactionNeeded');
const strongerNeeded = forbidden('strongerNeeded');
const misconfigured: Outcome = { status: 500, reason: 'misconfigured' };
/** The same, where it is another server that answers as it never should. */
const misconfiguredThere: Outcome = { status: 502, reason: 'misconfigured' };
const unavailableThere: Outcome = { status: 503, reason: 'providerUnavailable', retryAfterSeconds: 60 };
const busy: Outcome = { status: 503, reason: 'busy', retryAfterSeconds: 10 };

/** What cannot be read is 400, what is not accepted 403; what is wrong with us 500, with another server 502, and 503 is what may pass. */
const outcomes: { readonly [Code in ErrorCode]: Row<Code> } = {
  'config.invalid': misconfigured,
  'xml.encoding': malformed,
  'xml.limit': malformed,
  'xml.syntax': malformed,
  'xml.character': malformed,
  'xml.doctype': malformed,
  'xml.instruction': malformed,
  'xml.entity': malformed,
  'xml.namespace': malformed,
  'xml.attribute': malformed,
  'message.parameter': malformed,
  'message.base64': malformed,
  'message.artifact': malformed,
  'message.deflate': malformed,
  'message.binding': malformed,
  'message.kind': malformed,
  'saml.structure': malformed,
  'saml.value': malformed,
  'saml.time': malformed,
  'signature.missing': refused,
  'signature.profile': refused,
  'signature.algorithm': refused,
  'signature.key': refused,
  'signature.value': refused,
  // Nobody can forge it: it waits for a word of ours.
  'signature.unconfirmed': misconfigured,
  'signature.digest': refused,
  'assertion.encrypted': refused,
  'encryption.profile': refused,
  'encryption.algorithm': refused,
  'encryption.failed': refused,
  'artifact.source': refused,
  'artifact.replayed': usedBefore,
  'artifact.rejected': refused,
  // It was waited for too long, or asked for already.
  'artifact.empty': forbidden('over'),
  'assertion.rejected': refused,
  'assertion.replayed': usedBefore,
  'logout.rejected': refused,
  'logout.replayed': usedBefore,
  'provider.status': ({ outcome }) => saidNo(outcome),
  'provider.unsolicited': forbidden('beginHere'),
  'provider.endpoint': misconfigured,
  'provider.algorithm': misconfigured,
  'metadata.document': misconfigured,
  'metadata.entity': misconfigured,
  'metadata.role': misconfigured,
  'metadata.key': misconfigured,
  'metadata.location': misconfigured,
  'metadata.expired': misconfigured,
  'metadata.validity': misconfiguredThere,
  'metadata.older': misconfiguredThere,
  'metadata.backup': misconfigured,
  'provider.issuer': misconfigured,
  'provider.document': misconfiguredThere,
  'provider.keys': misconfiguredThere,
  'callback.rejected': refused,
  'callback.replayed': usedBefore,
  // A code that is old or used: nothing is set up wrongly, and another login helps.
  'token.refused': ({ error }) => (error === 'invalid_grant' ? forbidden('over') : misconfigured),
  'token.form': malformed,
  'token.rejected': refused,
  'transport.unreachable': unavailableThere,
  'transport.timeout': unavailableThere,
  'transport.redirect': misconfiguredThere,
  'transport.too-large': misconfiguredThere,
  'transport.status': unavailableThere,
  'transport.content-type': misconfiguredThere,
  'transport.json': misconfiguredThere,
  'transport.address': misconfigured,
  'mapping.failed': incomplete,
  'product.user-not-found': forbidden('accountMissing'),
  'product.user-inactive': forbidden('accountInactive'),
  'product.ambiguous-user': unclear,
  'product.account-taken': unclear,
  'product.domain-not-allowed': forbidden('notAllowed'),
  'product.name': incomplete,
  'product.missing-attribute': incomplete,
  'product.group-overage': incomplete,
  'product.group-removal': forbidden('changeHeld'),
  'product.unsupported': misconfigured,
  'product.credentials': misconfigured,
  'product.permission': misconfigured,
  'product.websudo-required': misconfigured,
  'product.captcha-required': misconfigured,
  'product.directory-read-only': misconfigured,
  'product.license-exceeded': forbidden('licenceMissing'),
  'product.conflict': busy,
  'product.busy': ({ retryAfterSeconds = 10 }) => ({
    ...busy,
    retryAfterSeconds: Math.min(Math.max(Math.ceil(retryAfterSeconds), 1), 3_600),
  }),
  'product.answer': { status: 502, reason: 'busy' },
  'login.cookie-missing': forbidden('cookieMissing'),
  'login.over': forbidden('over'),
  'login.ended': forbidden('over'),
  'login.finished': { status: 409, reason: 'finished' },
  'login.other-user': { status: 409, reason: 'otherUser' },
  'login.repeated': forbidden('repeated'),
  'login.unknown-provider': forbidden('notConfigured'),
  'login.required': { status: 401, reason: 'over' },
  'request.method': ({ allowed }) => ({ status: 405, reason: 'notMeantSo', allow: allowed }),
  'request.content-type': { status: 415, reason: 'unreadable' },
  'request.too-large': { status: 413, reason: 'unreadable' },
  'request.incomplete': { status: 408, reason: 'unreadable' },
  'request.not-kept': forbidden('notKept'),
  'store.unavailable': busy,
  'store.full': busy,
  'store.too-large': { status: 400, reason: 'tooLong' },
};

/** How a provider says no, in both protocols (SAMLCore 3.2.2.2, RFC 6749 4.1.2.1, OIDCCore 3.1.2.6). */
const refusals: { readonly [Of in Exclude<StatusOutcome | AuthorizationOutcome, 'success'>]: Outcome } = {
  'authn-failed': refusedThere,
  'request-denied': refusedThere,
  'unknown-principal': refusedThere,
  'access-denied': refusedThere,
  other: refusedThere,
  'no-passive': interactionNeeded,
  'login-required': interactionNeeded,
  'interaction-required': interactionNeeded,
  'account-selection-required': interactionNeeded,
  'consent-required': interactionNeeded,
  'no-authn-context': strongerNeeded,
  'unmet-authentication-requirements': strongerNeeded,
  responder: unavailableThere,
  'no-available-idp': unavailableThere,
  'no-supported-idp': unavailableThere,
  'temporarily-unavailable': unavailableThere,
  'server-error': unavailableThere,
  requester: misconfigured,
  'version-mismatch': misconfigured,
  'invalid-attr-name-or-value': misconfigured,
  'invalid-name-id-policy': misconfigured,
  'partial-logout': misconfigured,
  'proxy-count-exceeded': misconfigured,
  'request-unsupported': misconfigured,
  'request-version-deprecated': misconfigured,
  'request-version-too-high': misconfigured,
  'request-version-too-low': misconfigured,
  'resource-not-recognized': misconfigured,
  'too-many-responses': misconfigured,
  'unknown-attr-profile': misconfigured,
  'unsupported-binding': misconfigured,
  'invalid-request': misconfigured,
  'invalid-scope': misconfigured,
  'invalid-target': misconfigured,
  'unauthorized-client': misconfigured,
  'unsupported-response-type': misconfigured,
  'invalid-request-uri': misconfigured,
  'invalid-request-object': misconfigured,
  'request-not-supported': misconfigured,
  'request-uri-not-supported': misconfigured,
  'registration-not-supported': misconfigured,
};
