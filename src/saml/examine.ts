import { SsoError } from '../core/errors.ts';
import { type Finding, failures, finding, judge, judgeBest } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { childrenNamed } from '../xml/element.ts';
import { messageLimits } from '../xml/limits.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import type { Trust } from '../xmldsig/trust.ts';
import { verifyElement } from '../xmldsig/verify.ts';
import { type Assertion, type AuthenticationStatement, readAssertion } from './assertion.ts';
import { assertionRules, authenticationRules, confirmationRules, isBearer } from './assertion-rules.ts';
import type { Expectation } from './expectation.ts';
import type { Incoming } from './incoming.ts';
import { namespaces } from './names.ts';
import { checkKind, type Envelope, readEnvelope } from './response.ts';
import { responseRules } from './response-rules.ts';

/** What a response came to: its envelope, and its assertion where there was one to be judged. */
export interface Examined {
  readonly envelope: Envelope;
  readonly assertion?: Verified<Assertion>;
  /** The statement of authentication that comes nearest to what was asked. */
  readonly authentication?: AuthenticationStatement;
}

/**
 * Reads, verifies and judges a response. All rules are judged whatever the first of them says; what cannot be read or verified ends it,
 * since nothing that was not signed is ever read as a claim.
 *
 * @param findings - takes every finding, also when this throws
 * @throws SsoError `message.*`, `xml.*`, `saml.*`, `signature.*`, `assertion.encrypted`
 */
export function examine(incoming: Incoming, expected: Expectation, findings: Finding[]): Examined {
  checkBinding(incoming);
  const document = parseDocument(incoming.document, messageLimits);
  const trust: Trust = { provider: expected.idp.id, keys: expected.idp.keys, pardons: expected.idp.pardons };
  checkKind(document.root);
  const response = verifySigned(document, document.root, 'response.signature', trust, findings);
  const { pardons } = expected.idp;
  // Outside the assertion an attribute that no schema knows is only noted, signed or not: samlp signs `<StatusMessage Value="…">`.
  const envelope = readEnvelope(response?.value ?? document.root, response !== undefined, { pardons, findings, closed: false });
  findings.push(...judge(responseRules, envelope, expected, pardons));
  if (envelope.assertions + envelope.encryptedAssertions !== 1 || envelope.status.outcome !== 'success') return { envelope };
  if (envelope.encryptedAssertions === 1) {
    if (failures(findings).length > 0) return { envelope };
    throw new SsoError('assertion.encrypted', { reason: 'no-decryption-key' });
  }
  const element = verifiedAssertion(document, response, trust, expected, findings);
  const assertion = readVerified(element, (signed) => readAssertion(signed, { pardons, findings, closed: true }));
  return { envelope, assertion, ...judgeAssertion(assertion, expected, findings) };
}

/** SAMLProf 4.1.2: a response never comes by redirect, where a browser's history and every log would keep it. */
function checkBinding({ binding, parameter }: Incoming): void {
  if (binding !== 'post') throw new SsoError('message.binding', { binding, expected: 'post' });
  if (parameter !== 'SAMLResponse') throw new SsoError('message.kind', { expected: 'SAMLResponse', found: parameter });
}

/** A signature that is there must verify, whether or not another one would be enough. */
function verifySigned(document: Document, element: Element, id: string, trust: Trust, findings: Finding[]): Verified<Element> | undefined {
  const signature = signatureOf(element);
  const verified = signature === undefined ? undefined : verifyElement(document, element, signature, trust, findings);
  findings.push(finding({ id, spec: 'SAMLCore 5.4' }, verified === undefined ? 'not-applicable' : undefined, trust.pardons));
  return verified;
}

/**
 * The assertion as signed: by its own signature, else by that of the response around it. Which signatures must exist is our setting.
 *
 * @throws SsoError `signature.missing`
 */
function verifiedAssertion(
  document: Document,
  response: Verified<Element> | undefined,
  trust: Trust,
  { sp, idp }: Expectation,
  findings: Finding[],
): Verified<Element> {
  const own = verifySigned(document, onlyAssertion(document.root), 'assertion.signature', trust, findings);
  const wanted = idp.wantSigned ?? sp.wantSigned;
  const found = [...(response === undefined ? [] : ['response']), ...(own === undefined ? [] : ['assertion'])];
  const enough = wanted === 'either' ? found.length > 0 : wanted === 'both' ? found.length === 2 : found.includes(wanted);
  const verified = own ?? (response === undefined ? undefined : readVerified(response, onlyAssertion));
  if (!enough || verified === undefined) throw new SsoError('signature.missing', { wanted, found: found.join(' and ') || 'none' });
  return verified;
}

/** Sound: the envelope was read and has exactly one. */
function onlyAssertion(response: Element): Element {
  return childrenNamed(response, namespaces.assertion, 'Assertion')[0] as Element;
}

function judgeAssertion({ value }: Verified<Assertion>, expected: Expectation, findings: Finding[]): Pick<Examined, 'authentication'> {
  const { pardons } = expected.idp;
  const confirmation = judgeBest(confirmationRules, value.confirmations.filter(isBearer), expected, pardons);
  const authentication = judgeBest(authenticationRules, value.authentications, expected, pardons);
  findings.push(...judge(assertionRules, value, expected, pardons), ...confirmation.findings, ...authentication.findings);
  return authentication.best === undefined ? {} : { authentication: authentication.best };
}
