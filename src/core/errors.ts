import type { Finding } from './rules.ts';

/** Where in a document the reader stopped; both count from 1, `column` in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * What each error code carries. The code is stable and made to be switched on; the message is for a person and may change.
 * No value here is a token, an assertion or something personal: such text is cut, escaped, or left out where the error is made.
 * The README has a row for each: when it is thrown, who must act, and what to do.
 */
export interface ErrorDetails {
  'config.invalid': { readonly field: string; readonly reason: string };
  'xml.encoding': { readonly reason: string };
  'xml.limit': Position & { readonly limit: string; readonly maximum: number };
  'xml.syntax': Position & { readonly expected: string };
  'xml.character': Position & { readonly character: string };
  'xml.doctype': Position;
  'xml.instruction': Position;
  'xml.entity': Position & { readonly entity: string };
  'xml.namespace': Position & { readonly reason: string };
  'xml.attribute': Position & { readonly name: string };
  'message.parameter': {
    readonly parameter: string;
    readonly reason: 'missing' | 'repeated' | 'conflicting' | 'unknown-value' | 'too-long';
  };
  'message.base64': { readonly parameter: string; readonly at: number };
  'message.deflate': { readonly reason: 'malformed' | 'trailing' | 'too-large' };
  'message.binding': { readonly binding: string; readonly expected: string };
  'message.kind': { readonly expected: string; readonly found: string };
  'saml.structure': { readonly element: string; readonly problem: string };
  'saml.value': { readonly element: string; readonly attribute: string; readonly expected: string };
  'saml.time': { readonly at: string; readonly reason: 'format' | 'offset' | 'impossible' };
  'signature.missing': { readonly wanted: string; readonly found: string };
  'signature.profile': { readonly element: string; readonly problem: string };
  'signature.algorithm': { readonly algorithm: string; readonly use: 'signature' | 'digest' | 'canonicalization' | 'transform' };
  'signature.key': { readonly reason: 'none-fits' | 'rsa-1024'; readonly algorithm: string };
  'signature.value': { readonly element: string; readonly keysTried: number };
  'signature.digest': { readonly element: string; readonly key: string };
  'assertion.encrypted': { readonly reason: 'no-decryption-key' };
  'assertion.rejected': { readonly findings: readonly Finding[] };
  'assertion.replayed': { readonly until: string };
  'provider.status': {
    readonly outcome: string;
    readonly codes: readonly string[];
    readonly message?: string;
    readonly authenticated: boolean;
    readonly findings: readonly Finding[];
  };
  'provider.unsolicited': { readonly provider: string };
  'provider.endpoint': { readonly provider: string; readonly service: string; readonly binding: string };
  'metadata.document': { readonly looksLike: string };
  'metadata.entity': { readonly reason: 'several' | 'not-found' | 'duplicate'; readonly candidates: readonly string[] };
  'metadata.role': { readonly reason: 'no-identity-provider' | 'service-provider' | 'no-saml-2' | 'several' };
  'metadata.key': { readonly reason: string };
  'metadata.location': { readonly location: string; readonly reason: string };
  'metadata.expired': { readonly validUntil: string };
  'store.unavailable': { readonly store: string };
  'store.full': { readonly store: string; readonly capacity: number };
}

/** The stable name of what went wrong, `area.reason`. */
export type ErrorCode = keyof ErrorDetails;

/**
 * The one error of this package: whatever a verb refuses comes as this class with a stable `code` and `details` of its own shape.
 * `message` is for a log; never show it to the person who signs in, and never decide by it.
 */
export class SsoError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'SsoError';
  /** What went wrong, stable and made to be switched on. */
  readonly code: Code;
  /** What is known about it, in the shape that {@link ErrorDetails} gives this code. */
  readonly details: ErrorDetails[Code];

  /** For stores, signers and sources of your own that have something of this table to say; the verbs make the others. */
  constructor(code: Code, details: ErrorDetails[Code], cause?: unknown) {
    super(`${code}: ${describe(details)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** Any error of this package, so that `details` narrows once `code` is known. */
export type AnySsoError = { readonly [Code in ErrorCode]: SsoError<Code> }[ErrorCode];

/** True for an error that this package refused something with; everything else is a defect, ours or of a store or signer given to us. */
export function isSsoError(error: unknown): error is AnySsoError {
  return error instanceof SsoError;
}

function describe(details: object): string {
  return Object.entries(details)
    .map(
      ([name, value]) => `${name} ${name === 'findings' ? failedRules(value) : typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join(', ');
}

function failedRules(findings: readonly Finding[]): string {
  return findings
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ rule, expected, actual }) => `${rule} (expected ${expected}, found ${actual})`)
    .join('; ');
}
