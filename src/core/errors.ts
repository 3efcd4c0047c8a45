import type { JsonFault } from './json.ts';
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
  /** An option is unknown, missing, contradictory or unusable. */
  'config.invalid': { readonly field: string; readonly reason: string };
  /** In no encoding that is read, or not in the one it declares. */
  'xml.encoding': { readonly reason: string };
  /** Larger or deeper than the limits allow; `limit` is its name. */
  'xml.limit': Position & { readonly limit: string; readonly maximum: number };
  /** Not well-formed: something else was `expected` there. */
  'xml.syntax': Position & { readonly expected: string };
  /** A character that XML does not allow. */
  'xml.character': Position & { readonly character: string };
  /** A document type declaration, which is never needed and always refused. */
  'xml.doctype': Position;
  /** A processing instruction. */
  'xml.instruction': Position;
  /** A reference to an entity other than the five that XML has by itself. */
  'xml.entity': Position & { readonly entity: string };
  /** A prefix that is not declared, or a declaration that cannot be. */
  'xml.namespace': Position & { readonly reason: string };
  /** The same attribute twice on one element. */
  'xml.attribute': Position & { readonly name: string };
  /** A parameter of the binding that is missing, there twice, or not to be understood. */
  'message.parameter': {
    readonly parameter: string;
    readonly reason: 'missing' | 'repeated' | 'conflicting' | 'unknown-value' | 'too-long';
  };
  /** Not base64; `at` is the index of the first character that cannot stand there. */
  'message.base64': { readonly parameter: string; readonly at: number };
  /** No artifact of the one type that SAML 2.0 has, or not as long as that is. */
  'message.artifact': { readonly reason: 'type' | 'length' };
  /** Not raw DEFLATE, with octets behind its end, or inflating to more than a message may have. */
  'message.deflate': { readonly reason: 'malformed' | 'trailing' | 'too-large' };
  /** An answer that came by another binding than the one for which that address of ours is announced. */
  'message.binding': { readonly binding: string; readonly expected: string };
  /** Another message than the one that belongs there. */
  'message.kind': { readonly expected: string; readonly found: string };
  /** An element that is not as its schema has it. */
  'saml.structure': { readonly element: string; readonly problem: string };
  /** An attribute that is not of its type. */
  'saml.value': { readonly element: string; readonly attribute: string; readonly expected: string };
  /** An instant that is not in the one format, not in UTC, or on no calendar; `at` names the attribute. */
  'saml.time': { readonly at: string; readonly reason: 'format' | 'offset' | 'impossible' };
  /** Not signed as wanted. */
  'signature.missing': { readonly wanted: string; readonly found: string };
  /** A signature that is not of the form which SAML allows (SAMLCore 5.4). */
  'signature.profile': { readonly element: string; readonly problem: string };
  /** An algorithm that is unknown, or too weak and not pardoned. */
  'signature.algorithm': { readonly algorithm: string; readonly use: 'signature' | 'digest' | 'canonicalization' | 'transform' };
  /** No key of the provider fits the algorithm, or only one that is too short and not pardoned. */
  'signature.key': { readonly reason: 'none-fits' | 'rsa-1024'; readonly algorithm: string };
  /** None of the keys of the provider has made the signature. */
  'signature.value': { readonly element: string; readonly keysTried: number };
  /** Made by a key that the provider publishes, and that is still to be confirmed here; `key` is its fingerprint. */
  'signature.unconfirmed': { readonly element: string; readonly key: string };
  /** The signature is good, but what it covers was changed; `key` is the fingerprint of the key that made it. */
  'signature.digest': { readonly element: string; readonly key: string };
  /** An encrypted assertion, and nothing to decrypt it with. */
  'assertion.encrypted': { readonly reason: 'no-decryption-key' };
  /** An encrypted element that is not of the form which XML Encryption gives it. */
  'encryption.profile': { readonly element: string; readonly problem: string };
  /** An algorithm that is unknown or broken. */
  'encryption.algorithm': { readonly algorithm: string; readonly use: 'content' | 'key-transport' | 'digest' | 'mask' };
  /**
   * Not decrypted, or what came out is not what belongs there, signed as it must be. Never says which: whoever could tell them apart
   * could decrypt by asking often enough.
   */
  'encryption.failed': { readonly element: string };
  /** Rules were broken; `findings` are all of them, passed ones included. */
  'assertion.rejected': { readonly findings: readonly Finding[] };
  /** An artifact of somebody else than the provider; whose is said by `sourceId`, SHA-1 of an entityID. */
  'artifact.source': { readonly provider: string; readonly sourceId: string };
  /** Has led to its answer before; it is remembered `until` then, as ISO 8601. */
  'artifact.replayed': { readonly until: string };
  /** What came for an artifact broke rules; `findings` are all of them, passed ones included. */
  'artifact.rejected': { readonly findings: readonly Finding[] };
  /** The provider has no message for the artifact: it was asked for before, its time is over, or it never was. */
  'artifact.empty': { readonly provider: string };
  /** Used before; it is remembered `until` then, as ISO 8601. */
  'assertion.replayed': { readonly until: string };
  /** A message about logout broke rules; `findings` are all of them. */
  'logout.rejected': { readonly findings: readonly Finding[] };
  /** A provider's request for logout was used before; it is remembered `until` then, as ISO 8601. */
  'logout.replayed': { readonly until: string };
  /** The provider says no. `message` is its own text, for the log; only where `authenticated` is true was the answer signed. */
  'provider.status': {
    readonly outcome: string;
    readonly codes: readonly string[];
    readonly message?: string;
    readonly authenticated: boolean;
    readonly findings: readonly Finding[];
  };
  /** Nobody asked, and this provider is not allowed to begin. */
  'provider.unsolicited': { readonly provider: string };
  /** The provider has no address for such a message by that binding. */
  'provider.endpoint': { readonly provider: string; readonly service: string; readonly binding: string };
  /** It announces what it can verify, and our key may use none of it; by URI, at most 20 of each. */
  'provider.algorithm': {
    readonly provider: string;
    readonly use: 'signature' | 'digest';
    readonly announced: readonly string[];
    readonly possible: readonly string[];
  };
  /** Not metadata; what it looks like instead. */
  'metadata.document': { readonly looksLike: string };
  /** Not exactly one entity that can be meant; `candidates` are the entityIDs there are, at most 20. */
  'metadata.entity': { readonly reason: 'several' | 'not-found' | 'duplicate'; readonly candidates: readonly string[] };
  /** The entity is no identity provider for SAML 2.0, or several. */
  'metadata.role': { readonly reason: 'no-identity-provider' | 'service-provider' | 'no-saml-2' | 'several' };
  /** No key for signing, or none that can be used. */
  'metadata.key': { readonly reason: string };
  /** An address that no browser may be sent to. */
  'metadata.location': { readonly location: string; readonly reason: string };
  /** No longer valid; `validUntil` as ISO 8601. */
  'metadata.expired': { readonly validUntil: string };
  /** It does not say until when it is valid, or is valid for longer than may be. */
  'metadata.validity': { readonly reason: 'no-end' | 'too-long'; readonly maximumSeconds: number };
  /** Signed, and made before what is known already, both as ISO 8601: somebody gives out again what has been replaced. */
  'metadata.older': { readonly made: string; readonly known: string };
  /** A copy that was kept is not as it was written, or not by us. */
  'metadata.backup': { readonly problem: string };
  /** The provider calls itself something else than was typed; `remedy` says which of the two to change, where only a slash or a letter's case differs. */
  'provider.issuer': { readonly expected: string; readonly found: string; readonly remedy?: string };
  /** The document of an OpenID provider, or what was typed in its place, cannot be used. */
  'provider.document': { readonly provider: string; readonly field: string; readonly problem: string };
  /** The keys that an OpenID provider publishes cannot be used. */
  'provider.keys': { readonly provider: string; readonly problem: string };
  /** The answer to a login broke rules; `findings` are all of them. Nothing was sent to anybody because of it. */
  'callback.rejected': { readonly findings: readonly Finding[] };
  /** This answer was used before; it is remembered `until` then, as ISO 8601. */
  'callback.replayed': { readonly until: string };
  /** The provider refused at one of its endpoints. `error` is its code, `message` its own text, for the log. */
  'token.refused': { readonly endpoint: string; readonly status: number; readonly error: string; readonly message?: string };
  /** Not a token of the form that it must have. */
  'token.form': { readonly token: string; readonly problem: string };
  /** A token, or what came with it, broke rules; `findings` are all of them. */
  'token.rejected': { readonly token: string; readonly findings: readonly Finding[] };
  /** No connection, or one that broke. */
  'transport.unreachable': { readonly url: string };
  /** No whole answer within the time. */
  'transport.timeout': { readonly url: string; readonly seconds: number };
  /** An answer that sends elsewhere; of metadata alone, further than on the same origin. */
  'transport.redirect': { readonly url: string; readonly status: number };
  /** More octets than anything has that is asked for here. */
  'transport.too-large': { readonly url: string; readonly maximum: number };
  /** A status that is no success, where the provider says no more. */
  'transport.status': { readonly url: string; readonly status: number };
  /** Another kind of document than was asked for. */
  'transport.content-type': { readonly url: string; readonly expected: string; readonly found: string };
  /** Not one JSON object, each of whose members is there once. */
  'transport.json': { readonly url: string; readonly reason: JsonFault };
  /** A host that may not be asked, by the address that its name led to; `private` where only an administrator could have meant it. */
  'transport.address': { readonly host: string; readonly reason: AddressReason };
  /** A mapping gives no value, or none that its rules let pass. */
  'mapping.failed': { readonly field: string; readonly problem: string };
  /** There is no such account, and none may be made. */
  'product.user-not-found': { readonly product: string };
  /** The account is there and switched off, and may not be switched on. */
  'product.user-inactive': { readonly product: string };
  /** Several accounts fit; `by` says what was looked for. */
  'product.ambiguous-user': { readonly product: string; readonly by: 'name' | 'email' | 'key' };
  /** The account is linked to somebody else, or nobody said that this provider may speak for it. */
  'product.account-taken': { readonly product: string; readonly reason: 'linked' | 'not-authoritative' | 'administrator' };
  /** The provider may not speak for people of that domain. */
  'product.domain-not-allowed': { readonly product: string; readonly domain: string };
  /** No name, or none that the product takes. */
  'product.name': { readonly product: string; readonly of: 'user' | 'group'; readonly problem: string };
  /** What the product needs to know of a person and the provider did not say. */
  'product.missing-attribute': { readonly product: string; readonly field: string };
  /** The provider says that there are more groups than it sent. */
  'product.group-overage': { readonly product: string };
  /** More groups would be taken away than may be without a person's word. */
  'product.group-removal': { readonly product: string; readonly removed: number; readonly of: number };
  /** The product's REST has nothing for that, or not in that version. */
  'product.unsupported': {
    readonly product: string;
    readonly operation: string;
    readonly reason: 'no-such-call' | 'version';
    readonly since?: string;
  };
  /** It does not take our token or password. */
  'product.credentials': { readonly product: string };
  /** It takes them, and does not let us do that. */
  'product.permission': { readonly product: string; readonly operation: string };
  /** It wants an administrator to type a password once more, which nobody is there for; `setting` ends that. */
  'product.websudo-required': { readonly product: string; readonly setting: string };
  /** It wants somebody to solve a picture puzzle: too many attempts with a wrong password. */
  'product.captcha-required': { readonly product: string };
  /** The account is in a directory that the product cannot write to. */
  'product.directory-read-only': { readonly product: string };
  /** No licence is left for another person. */
  'product.license-exceeded': { readonly product: string };
  /** It is there already, or was changed at the same time. */
  'product.conflict': { readonly product: string; readonly operation: string };
  /** It wants to be asked less often. */
  'product.busy': { readonly product: string; readonly retryAfterSeconds?: number };
  /** Any other answer that is no success, or one that is not as its documentation has it. */
  'product.answer': { readonly product: string; readonly operation: string; readonly status: number; readonly problem?: string };
  /** The browser brings no cookie of such a login: it began elsewhere, or the cookie was lost. `others` is how many it brings of other logins. */
  'login.cookie-missing': { readonly others: number };
  /** The provider has ended this session already: its logout came before the login did. */
  'login.ended': { readonly provider: string };
  /** The login that the browser began was taken before, or its time is over. */
  'login.over': { readonly seconds: number };
  /** This browser has finished that login already: somebody went back, or sent the answer twice. */
  'login.finished': { readonly provider: string };
  /** The provider began a login of somebody, while this browser is signed in as somebody else. */
  'login.other-user': { readonly provider: string };
  /** Login after login was begun in this browser, and none came to its end, or none was any good to the application. */
  'login.repeated': { readonly begun: number };
  /** An answer of a provider that nobody has configured for the address at which it came in, or that more than one is called like. */
  'login.unknown-provider': { readonly receivedAt: string };
  /** Nobody is signed in, and what asks is no person who could sign in: a script, an image, a frame. */
  'login.required': Record<string, never>;
  /** The address is ours, and not meant to be asked like this. */
  'request.method': { readonly allowed: readonly string[] };
  /** A body of another kind than belongs there. */
  'request.content-type': { readonly expected: string; readonly found: string };
  /** A body with more octets than anything has that belongs there. */
  'request.too-large': { readonly maximum: number };
  /** A body that has not come whole within the time, or broke off. */
  'request.incomplete': { readonly seconds: number };
  /** Something was sent by somebody who is not signed in, and could not be kept until they are. */
  'request.not-kept': { readonly reason: 'method' | 'origin' | 'address' | 'content-type' | 'too-large' | 'not-configured' | 'choice' };
  /** A store did not answer. For stores of your own, too. */
  'store.unavailable': { readonly store: string };
  /** A store is full of what still counts; `capacity` where the store knows how much it takes. */
  'store.full': { readonly store: string; readonly capacity?: number };
  /** More than the store takes of one login. */
  'store.too-large': { readonly store: string; readonly maximum: number };
}

/** Why no connection is made to an address. */
export type AddressReason = 'private' | 'link-local' | 'metadata' | 'unspecified' | 'multicast' | 'reserved';

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
