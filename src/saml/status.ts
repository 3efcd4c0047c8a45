import { SsoError } from '../core/errors.ts';
import { type Finding, legible } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { collapse, onlyText } from '../xml/element.ts';
import { namespaces } from './names.ts';
import { contentsOf, onlyAttributes, type Reading, requiredAttribute, textIn } from './structure.ts';

/**
 * How the provider says it went, by the innermost code that the standard has (SAMLCore 3.2.2.2): `no-passive` is
 * `urn:oasis:names:tc:SAML:2.0:status:NoPassive`, and so on. `requester`, `responder` and `version-mismatch` where it says no more than
 * whose fault it is; `other` is a code that the standard does not have; the codes tell.
 *
 * An answer that was not signed says nothing for certain: never ask again for less (no ForceAuthn, a weaker context) because of it.
 */
export type StatusOutcome = (typeof outcomes)[number] | 'other';

/** The status of a response (SAMLCore 3.2.2.1). */
export interface Status {
  /** What the codes amount to. */
  readonly outcome: StatusOutcome;
  /** The codes from the outermost to the innermost, as URIs. */
  readonly codes: readonly string[];
  /** For the log only: nobody has checked what it says. */
  readonly message?: string;
}

const outcomes = [
  'success',
  'requester',
  'responder',
  'version-mismatch',
  'authn-failed',
  'invalid-attr-name-or-value',
  'invalid-name-id-policy',
  'no-authn-context',
  'no-available-idp',
  'no-passive',
  'no-supported-idp',
  'partial-logout',
  'proxy-count-exceeded',
  'request-denied',
  'request-unsupported',
  'request-version-deprecated',
  'request-version-too-high',
  'request-version-too-low',
  'resource-not-recognized',
  'too-many-responses',
  'unknown-attr-profile',
  'unknown-principal',
  'unsupported-binding',
] as const;

/** Reads a status; the innermost known code gives the outcome, and only the outermost one can give success. */
export function readStatus(status: Element, reading: Reading): Status {
  onlyAttributes(status, [], reading);
  const parts = contentsOf(status);
  const codes = readCodes(parts.required(namespaces.protocol, 'StatusCode'), reading);
  const message = parts.optional(namespaces.protocol, 'StatusMessage');
  if (message !== undefined) onlyAttributes(message, [], reading);
  // Whatever it holds: the schema has it open.
  parts.optional(namespaces.protocol, 'StatusDetail');
  parts.end();
  const text = message === undefined ? '' : (onlyText(message) ?? textIn(message));
  return { outcome: outcomeOf(codes), codes: codes.map(legible), ...(text === '' ? {} : { message: legible(text) }) };
}

/** The refusal that it amounts to. @param authenticated - whether what says it was signed */
export function saidNo(
  { outcome, codes, message }: Status,
  authenticated: boolean,
  findings: readonly Finding[],
): SsoError<'provider.status'> {
  return new SsoError('provider.status', { outcome, codes, ...(message === undefined ? {} : { message }), authenticated, findings });
}

function readCodes(outermost: Element, reading: Reading): readonly string[] {
  const codes: string[] = [];
  for (let code: Element | undefined = outermost; code !== undefined; ) {
    onlyAttributes(code, ['Value'], reading);
    codes.push(collapse(requiredAttribute(code, 'Value')));
    const parts = contentsOf(code);
    code = parts.optional(namespaces.protocol, 'StatusCode');
    parts.end();
  }
  return codes;
}

function outcomeOf(codes: readonly string[]): StatusOutcome {
  const [outermost, ...inner] = codes.map((code) => byUri.get(code));
  if (outermost === undefined || !topLevel.has(outermost)) return 'other';
  if (outermost === 'success') return 'success';
  return inner.findLast((outcome) => outcome !== undefined && !topLevel.has(outcome)) ?? outermost;
}

/** SAMLCore 3.2.2.2: `no-authn-context` is `…:status:NoAuthnContext`, and so on. */
function uriOf(outcome: string): string {
  const name = outcome.split('-').map((word) => irregular.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1));
  return `urn:oasis:names:tc:SAML:2.0:status:${name.join('')}`;
}

const irregular = new Map([
  ['idp', 'IDP'],
  ['id', 'ID'],
]);
const byUri = new Map(outcomes.map((outcome) => [uriOf(outcome), outcome]));
const topLevel: ReadonlySet<string> = new Set(['success', 'requester', 'responder', 'version-mismatch']);
