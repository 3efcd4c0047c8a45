import { SsoError } from '../core/errors.ts';
import { lazily } from '../core/lazily.ts';
import { type Finding, judge, judgeBest } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import { parseDocument } from '../xml/document.ts';
import { messageLimits } from '../xml/limits.ts';
import { type Assertion, type AuthenticationStatement, readAssertion } from './assertion.ts';
import { assertionRules, authenticationRules, confirmationRules, isBearer } from './assertion-rules.ts';
import { type Expectation, trustOf } from './expectation.ts';
import type { Incoming } from './incoming.ts';
import { checkKind, type Envelope, readEnvelope } from './response.ts';
import { responseRules } from './response-rules.ts';
import { plainAssertion, type SignedResponse, verifySigned } from './signed-assertion.ts';

/** What a response came to: its envelope, and its assertion where there was one to be judged. */
export interface Examined {
  readonly envelope: Envelope;
  readonly assertion: Verified<Assertion> | undefined;
  /** The statement of authentication that comes nearest to what was asked. */
  readonly authentication: AuthenticationStatement | undefined;
}

/**
 * Reads, verifies and judges a response. All rules are judged whatever the first of them says; what cannot be read or verified ends it,
 * since nothing that was not signed is ever read as a claim.
 *
 * @param findings - takes every finding, also when this throws
 * @throws SsoError `message.*`, `xml.*`, `saml.*`, `signature.*`, `encryption.*`, `assertion.encrypted`
 */
export async function examine(incoming: Incoming, expected: Expectation, findings: Finding[]): Promise<Examined> {
  checkBinding(incoming, expected);
  const document = parseDocument(incoming.document, messageLimits);
  const { pardons } = expected.idp;
  const trust = trustOf(expected);
  checkKind(document.root);
  const response = verifySigned(document, document.root, 'response.signature', trust, findings);
  // Outside the assertion an attribute that no schema knows is only noted, signed or not: samlp signs `<StatusMessage Value="…">`.
  const envelope = readEnvelope(response?.value ?? document.root, response !== undefined, { pardons, findings, closed: false });
  findings.push(...judge(responseRules, envelope, expected, pardons));
  if (envelope.assertions + envelope.encryptedAssertions !== 1 || envelope.status.outcome !== 'success') return unjudged(envelope);
  const received: SignedResponse = { document, response, trust, expected, findings };
  // Loaded when something may have to be opened: most are sent nothing that is encrypted, and have no key for it.
  const encrypted = envelope.encryptedAssertions > 0;
  const opening = encrypted || expected.sp.decryption.length > 0 ? await decryption() : undefined;
  const element = encrypted ? opening?.openedAssertion(received) : plainAssertion(received);
  if (element === undefined) return unjudged(envelope);
  const open = opening?.openerOf(expected);
  const reading = { pardons, findings, closed: true, ...(open === undefined ? {} : { open }) };
  const assertion = readVerified(element, (signed) => readAssertion(signed, reading));
  return { envelope, assertion, authentication: judgeAssertion(assertion, expected, findings) };
}

/** Of a response without an assertion that could be read. */
function unjudged(envelope: Envelope): Examined {
  return { envelope, assertion: undefined, authentication: undefined };
}

/**
 * By the binding for which our service is announced, and so never by redirect, where a browser's history and every log would keep it.
 * SAMLProf 4.1.2
 */
function checkBinding({ binding, parameter }: Incoming, { sp, receivedAt }: Expectation): void {
  const services = sp.assertionConsumerServices;
  if (!services.some((service) => service.url === receivedAt && service.binding === binding)) {
    const taken = services.filter(({ url }) => url === receivedAt).map((service) => service.binding);
    throw new SsoError('message.binding', { binding, expected: taken.join(' or ') });
  }
  if (parameter !== 'SAMLResponse') throw new SsoError('message.kind', { expected: 'SAMLResponse', found: parameter });
}

function judgeAssertion({ value }: Verified<Assertion>, expected: Expectation, findings: Finding[]): Examined['authentication'] {
  const { pardons } = expected.idp;
  const confirmation = judgeBest(confirmationRules, value.confirmations.filter(isBearer), expected, pardons);
  const authentication = judgeBest(authenticationRules, value.authentications, expected, pardons);
  for (const judged of [judge(assertionRules, value, expected, pardons), confirmation.findings, authentication.findings])
    findings.push(...judged);
  return authentication.best;
}

const decryption = lazily(() => import('./opened-assertion.ts'));
