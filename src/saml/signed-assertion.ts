import { SsoError } from '../core/errors.ts';
import { type Finding, failures, finding } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import type { Document, Element } from '../xml/document.ts';
import { isElement } from '../xml/element.ts';
import { open, openVerified } from '../xmldsig/decrypt.ts';
import { type Encrypted, type Opening, readEncrypted } from '../xmldsig/encrypted.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import type { Trust } from '../xmldsig/trust.ts';
import { verifyElement } from '../xmldsig/verify.ts';
import type { Expectation } from './expectation.ts';
import { namespaces } from './names.ts';
import { isAssertion } from './response.ts';
import { structure } from './structure.ts';

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
  const within = response === undefined ? undefined : readVerified(response, onlyAssertion);
  return verifiedAssertion(document, onlyAssertion(document.root), within, received);
}

/**
 * The same out of its ciphertext; undefined where a rule refuses the response before. A signature of the response covers the
 * ciphertext and is verified by now: then nothing is decrypted that somebody else has put there.
 *
 * @throws SsoError `assertion.encrypted` without a key of ours, `signature.missing`, and as `open`
 * @see SAMLCore 6.2
 */
export function openedAssertion(received: SignedResponse): Verified<Element> | undefined {
  const { document, response, expected, findings } = received;
  if (failures(findings).length > 0) return undefined;
  const opening = openingOf(expected);
  const { keys } = opening;
  if (keys.length === 0) throw new SsoError('assertion.encrypted', { reason: 'no-decryption-key' });
  const readContent = (within: Element): Encrypted => readEncrypted(onlyAssertion(within), opening);
  const sealed = response === undefined ? undefined : readVerified(response, readContent);
  const encrypted = sealed?.value ?? readContent(document.root);
  findings.push(authenticated(encrypted, received));
  if (failures(findings).length > 0) return undefined;
  if (response === undefined && !signedAsWanted(expected, ['assertion'])) throw notSigned(expected, []);
  // What is found within is told only when all of it is well.
  const inner: SignedResponse = { ...received, findings: [] };
  const read = (plain: Document, within?: Verified<Element>): Verified<Element> => {
    if (!isElement(plain.root, namespaces.assertion, 'Assertion')) throw structure(plain.root, 'is no Assertion');
    return verifiedAssertion(plain, plain.root, within, inner);
  };
  const verified = sealed === undefined ? open(encrypted, keys, read) : openVerified(sealed, keys, read);
  findings.push(...inner.findings);
  return verified;
}

/** What opens things that were encrypted for us by a provider. */
export function openingOf({ sp, idp }: Pick<Expectation, 'sp' | 'idp'>): Opening {
  return { keys: sp.decryption, recipients: [sp.entityId, ...idp.audiences], blocked: sp.blockedAlgorithms };
}

/** CBC does not notice changes. Where no signature does so before, answers to changed ciphertexts can tell what the first one said. */
function authenticated({ algorithm }: Encrypted, { response, expected, trust }: SignedResponse): Finding {
  const verdict =
    algorithm.authenticated || response !== undefined
      ? undefined
      : { expected: 'AES-GCM, or a signature over the ciphertext', actual: `${algorithm.name} without such a signature` };
  const advisory = !expected.sp.requireAuthenticatedEncryption;
  return finding({ id: 'encryption.authenticated', spec: 'XMLEnc 6.1', advisory }, verdict, trust.pardons);
}

function verifiedAssertion(
  document: Document,
  assertion: Element,
  within: Verified<Element> | undefined,
  { trust, expected, findings }: SignedResponse,
): Verified<Element> {
  const own = verifySigned(document, assertion, 'assertion.signature', trust, findings);
  const found = [...(within === undefined ? [] : ['response']), ...(own === undefined ? [] : ['assertion'])];
  const verified = own ?? within;
  if (verified === undefined || !signedAsWanted(expected, found)) throw notSigned(expected, found);
  return verified;
}

/** Which signatures must exist is our setting; one at least. */
function signedAsWanted(expected: Expectation, found: readonly string[]): boolean {
  const wanted = wantedOf(expected);
  return wanted === 'either' ? found.length > 0 : wanted === 'both' ? found.length === 2 : found.includes(wanted);
}

function notSigned(expected: Expectation, found: readonly string[]): SsoError<'signature.missing'> {
  return new SsoError('signature.missing', { wanted: wantedOf(expected), found: found.join(' and ') || 'none' });
}

function wantedOf({ sp, idp }: Expectation): string {
  return idp.wantSigned ?? sp.wantSigned;
}

/** Sound: the envelope was read and has exactly one, encrypted or not. */
function onlyAssertion(response: Element): Element {
  return response.children.find(isAssertion) as Element;
}
