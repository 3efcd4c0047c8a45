import type { Finding } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import type { Cause } from './cause.ts';
import type { Clues } from './clues.ts';

/** What points at a cause: one of these rules failed (or reading ended with such a code), and this is so beside. */
export interface Symptom {
  readonly cause: Cause;
  readonly rules: readonly string[];
  readonly when?: (evidence: Evidence) => boolean;
}

/** What a symptom is looked for in. */
export interface Evidence {
  /** The finding of the rule that failed. */
  readonly finding: Finding;
  readonly findings: readonly Finding[];
  readonly clues: Clues;
  /** The names that the provider may give itself; empty where it is not known. */
  readonly issuers: readonly string[];
  /** The keys of the provider, by fingerprint. */
  readonly keys: readonly string[];
  /** When we asked, by our clock; undefined where that is not known. */
  readonly askedAt: Date | undefined;
}

/**
 * From the truest cause to the mere consequence; the first that fits is the one. What cannot be read comes first, then who sent it, then
 * how it is signed and encrypted, then what the provider says, then what is configured wrongly and so would be wrong at every login,
 * then what is wrong with this one, and the clocks last: whoever looks at an answer of yesterday finds it expired, whatever else it is.
 */
export const symptoms: readonly Symptom[] = [
  { cause: 'metadata-expired', rules: ['metadata.expired'] },
  { cause: 'not-metadata', rules: ['metadata.document', 'metadata.role', 'metadata.entity'] },
  { cause: 'unusable-metadata', rules: ['metadata.key', 'metadata.location', 'metadata.validity', 'metadata.older', 'metadata.backup'] },
  { cause: 'unreachable', rules: ['transport.unreachable', 'transport.timeout', 'transport.redirect', 'transport.too-large'] },
  { cause: 'unreachable', rules: ['transport.status', 'transport.content-type', 'transport.json', 'transport.address'] },
  { cause: 'set-up', rules: ['config.invalid', 'provider.endpoint', 'provider.algorithm'] },
  { cause: 'replayed', rules: ['assertion.replayed', 'artifact.replayed'] },
  { cause: 'passing-name', rules: ['mapping.failed'], when: ({ finding }) => /transient/.test(finding.actual ?? '') },
  { cause: 'no-name', rules: ['mapping.failed'], when: ({ finding }) => /names nobody/.test(finding.actual ?? '') },
  { cause: 'binding', rules: ['message.binding'] },
  { cause: 'no-message', rules: ['message.parameter'] },
  { cause: 'another-message', rules: ['message.kind'] },
  { cause: 'no-answer', rules: ['artifact.empty'] },
  { cause: 'damaged', rules: ['message.artifact'] },
  { cause: 'damaged', rules: ['message.base64', 'message.deflate', 'xml.encoding', 'xml.syntax', 'xml.character', 'xml.entity'] },
  { cause: 'odd-message', rules: ['xml.limit', 'xml.doctype', 'xml.instruction', 'xml.namespace', 'xml.attribute'] },

  {
    cause: 'another-provider',
    rules: ['signature.value', 'signature.key', 'signature.algorithm', 'encryption.failed'],
    when: isFromAnother,
  },
  { cause: 'another-provider', rules: ['response.issuer', 'assertion.issuer', 'artifact.source', 'artifact-response.issuer'] },

  { cause: 'signed-elsewhere', rules: ['signature.missing'], when: isSignedElsewhere },
  { cause: 'unsigned', rules: ['signature.missing'] },
  { cause: 'sha1', rules: ['signature.algorithm'], when: ({ finding }) => /[#-]sha1\b/.test(finding.actual ?? '') },
  { cause: 'signature-algorithm', rules: ['signature.algorithm'] },
  { cause: 'short-key', rules: ['signature.key'], when: ({ finding }) => /rsa-1024/.test(finding.actual ?? '') },
  { cause: 'altered', rules: ['signature.value'], when: ({ clues, keys }) => clues.keys.some((key) => keys.includes(key)) },
  { cause: 'certificate', rules: ['signature.value', 'signature.key'] },
  { cause: 'altered', rules: ['signature.digest'] },
  { cause: 'unconfirmed-key', rules: ['signature.unconfirmed'] },
  { cause: 'wrapped', rules: ['signature.profile'] },
  { cause: 'no-decryption-key', rules: ['assertion.encrypted'] },
  { cause: 'another-decryption-key', rules: ['encryption.failed'] },
  { cause: 'encryption-algorithm', rules: ['encryption.algorithm', 'encryption.authenticated'] },
  { cause: 'unencrypted', rules: ['response.encrypted'] },
  { cause: 'odd-message', rules: ['saml.structure', 'saml.value', 'saml.time', 'encryption.profile'] },
  { cause: 'odd-message', rules: ['response.version', 'assertion.version', 'artifact-response.version'] },

  { cause: 'authn-context', rules: ['response.status'], when: says('NoAuthnContext') },
  { cause: 'denied', rules: ['response.status'], when: says('RequestDenied', 'AuthnFailed', 'UnknownPrincipal') },
  { cause: 'passive', rules: ['response.status'], when: says('NoPassive') },
  { cause: 'name-id-policy', rules: ['response.status'], when: says('InvalidNameIDPolicy') },
  { cause: 'provider-error', rules: ['response.status', 'artifact-response.status'] },
  { cause: 'no-assertion', rules: ['response.assertions'], when: ({ finding }) => finding.actual === '0' },
  { cause: 'several-assertions', rules: ['response.assertions'] },

  { cause: 'no-audience', rules: ['conditions.audience'], when: ({ finding }) => finding.actual === 'no restriction' },
  { cause: 'audience', rules: ['conditions.audience'] },
  { cause: 'reply-url', rules: ['confirmation.recipient'] },
  { cause: 'destination', rules: ['response.destination', 'artifact-response.destination'] },
  { cause: 'no-destination', rules: ['destination.missing'] },
  { cause: 'no-bearer', rules: ['confirmation.bearer'] },
  { cause: 'no-statement', rules: ['authentication.statement'] },
  { cause: 'name-id-format', rules: ['subject.format'] },
  { cause: 'weaker-context', rules: ['authentication.context'] },
  { cause: 'not-fresh', rules: ['authentication.forced', 'authentication.age'] },
  { cause: 'odd-message', rules: ['conditions.unknown', 'conditions.one-time-use', 'conditions.proxy-restriction'] },
  { cause: 'odd-message', rules: ['conditions.window', 'confirmation.window', 'confirmation.not-before'] },

  { cause: 'another-asked', rules: ['provider.asked'] },
  { cause: 'another-endpoint', rules: ['request.endpoint'] },
  { cause: 'forgotten', rules: ['confirmation.in-response-to', 'response.in-response-to'], when: wasNotAsked },
  { cause: 'another-login', rules: ['confirmation.in-response-to', 'response.in-response-to'] },
  { cause: 'another-login', rules: ['artifact-response.in-response-to'] },
  { cause: 'unsolicited', rules: ['provider.unsolicited'] },

  { cause: 'clock-behind', rules: ['response.issue-instant', 'assertion.issue-instant', 'conditions.not-before', 'confirmation.begun'] },
  { cause: 'clock-behind', rules: ['authentication.instant', 'artifact-response.issue-instant'] },
  { cause: 'clock-ahead', rules: ['conditions.not-on-or-after', 'confirmation.not-on-or-after'], when: isClockAhead },
  { cause: 'expired', rules: ['conditions.not-on-or-after', 'confirmation.not-on-or-after', 'assertion.age', 'unsolicited.age'] },
  { cause: 'session-over', rules: ['session.not-on-or-after'] },
];

/** How far the two instants of a finding of time are apart, in seconds; undefined where it has not two. */
export function apartSeconds({ expected = '', actual = '' }: Finding): number | undefined {
  const [one, other] = [expected, actual].map((text) => Date.parse(/\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(text)?.[0] ?? ''));
  if (one === undefined || other === undefined || Number.isNaN(one) || Number.isNaN(other)) return undefined;
  return Math.abs(one - other) / 1000;
}

function isFromAnother({ clues: { issuer }, issuers }: Evidence): boolean {
  return issuer !== undefined && issuers.length > 0 && !issuers.includes(issuer);
}

/** One of the two signatures is there, and it is the other one that is wanted. */
function isSignedElsewhere({ findings }: Evidence): boolean {
  return findings.some(({ rule, outcome }) => /^(?:response|assertion)\.signature$/.test(rule) && outcome === 'passed');
}

function says(...names: readonly string[]): (evidence: Evidence) => boolean {
  return ({ finding: { actual = '' } }) => names.some((name) => actual.includes(`:status:${name}`));
}

/** The rule of the provider that was asked has nothing to say where none was. */
function wasNotAsked({ findings }: Evidence): boolean {
  return findings.some(({ rule, outcome }) => rule === 'provider.asked' && outcome === 'not-applicable');
}

/**
 * No answer was made before its question: then it is the clocks. Where the question is not known, an answer that is late by less than an
 * hour has hardly lain so long in a browser, which sends it on at once.
 */
function isClockAhead({ finding, clues: { issuedAt }, askedAt }: Evidence): boolean {
  if (askedAt !== undefined && issuedAt !== undefined) return issuedAt < plusSeconds(askedAt, -tolerated);
  return (apartSeconds(finding) ?? 0) <= mostLate;
}

const tolerated = 60;
const mostLate = 3_600;
