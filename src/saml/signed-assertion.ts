import { SsoError } from '../core/errors.ts';
import { type Finding, finding } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import type { Document, Element } from '../xml/document.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import type { Trust } from '../xmldsig/trust.ts';
import { verifyElement } from '../xmldsig/verify.ts';
import type { Expectation } from './expectation.ts';
import { isAssertion } from './response.ts';

/** A response whose own signature, if it has one, was verified. */
export interface SignedResponse {
  readonly document: Document;
  /** The response as that signature covers it. */
  readonly response: Verified<Element> | undefined;
  readonly trust: Trust;
  readonly expected: Expectation;
  readonly findings: Finding[];
}

/** A signature that is there must verify, whether or not another one would be enough. @throws SsoError `signature.*` */
export function verifySigned(
  document: Document,
  element: Element,
  id: string,
  trust: Trust,
  findings: Finding[],
): Verified<Element> | undefined {
  const signature = signatureOf(element);
  const verified = signature === undefined ? undefined : verifyElement(document, element, signature, trust, findings);
  findings.push(finding({ id, spec: 'SAMLCore 5.4' }, verified === undefined ? 'not-applicable' : undefined, trust.pardons));
  return verified;
}

/**
 * The assertion as signed: by its own signature, else by that of the response around it.
 *
 * @throws SsoError `signature.*`
 */
export function plainAssertion(received: SignedResponse): Verified<Element> {
  const { document, response } = received;
  const within = response && (() => readVerified(response, onlyAssertion));
  return verifiedAssertion(document, onlyAssertion(document.root), within, received);
}

/**
 * An assertion by its own signature, else by that of what it was within.
 *
 * @param within - makes it of what that signature covers; absent where there is none
 * @throws SsoError `signature.*`, and what `within` throws
 */
export function verifiedAssertion(
  document: Document,
  assertion: Element,
  within: (() => Verified<Element>) | undefined,
  { trust, expected, findings }: SignedResponse,
): Verified<Element> {
  const own = verifySigned(document, assertion, 'assertion.signature', trust, findings);
  const found = [...(within === undefined ? [] : ['response']), ...(own === undefined ? [] : ['assertion'])];
  const verified = signedAsWanted(expected, found) ? (own ?? within?.()) : undefined;
  if (verified === undefined) throw notSigned(expected, found);
  return verified;
}

/** Which signatures must exist is our setting; one at least. */
export function signedAsWanted(expected: Expectation, found: readonly string[]): boolean {
  const wanted = wantedOf(expected);
  return wanted === 'either' ? found.length > 0 : wanted === 'both' ? found.length === 2 : found.includes(wanted);
}

/** The error for a message that lacks a signature which is wanted. */
export function notSigned(expected: Expectation, found: readonly string[]): SsoError<'signature.missing'> {
  return new SsoError('signature.missing', { wanted: wantedOf(expected), found: found.join(' and ') || 'none' });
}

function wantedOf({ sp, idp }: Expectation): string {
  return idp.wantSigned ?? sp.wantSigned;
}

/** The one assertion of a response whose envelope was read, encrypted or not. */
export function onlyAssertion(response: Element): Element {
  // Sound: the envelope has exactly one.
  return response.children.find(isAssertion) as Element;
}
