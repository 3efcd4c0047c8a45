import { SsoError } from '../core/errors.ts';
import { type Finding, finding, judge } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { messageLimits } from '../xml/limits.ts';
import { verifyQuery } from '../xmldsig/query.ts';
import { trustOf } from './expectation.ts';
import type { Incoming } from './incoming.ts';
import type { LogoutExpectation } from './logout-expectation.ts';
import { checkLogoutKind, type LogoutRequest, type LogoutResponse, readLogoutRequest, readLogoutResponse } from './logout-message.ts';
import { logoutRequestRules, logoutResponseRules, logoutRules } from './logout-rules.ts';
import { openerOf } from './opened-assertion.ts';
import { verifySigned } from './signed-assertion.ts';
import { readSoap } from './soap.ts';

/** What a message about logout came to. */
export type ExaminedLogout =
  | { readonly kind: 'asked'; readonly request: Verified<LogoutRequest> }
  | { readonly kind: 'answered'; readonly response: LogoutResponse };

/**
 * Reads, verifies and judges a message about logout. A request counts for nothing unless it is signed; an answer that is not is read, and
 * says of itself that nobody has signed it.
 *
 * @param findings - takes every finding, also when this throws
 * @throws SsoError `message.*`, `xml.*`, `saml.*`, `signature.*`, `encryption.*`
 */
export function examineLogout(incoming: Incoming, expected: LogoutExpectation, findings: Finding[]): ExaminedLogout {
  const document = parseDocument(incoming.document, messageLimits);
  const message = incoming.binding === 'soap' ? readSoap(document.root) : document.root;
  const asked = incoming.parameter === 'SAMLRequest';
  checkLogoutKind(message, asked ? 'LogoutRequest' : 'LogoutResponse');
  const verified = verifiedMessage(incoming, document, message, expected, findings);
  return asked ? examineRequest(verified, expected, findings) : examineResponse(verified, message, expected, findings);
}

function examineRequest(verified: Verified<Element> | undefined, expected: LogoutExpectation, findings: Finding[]): ExaminedLogout {
  if (verified === undefined) throw new SsoError('signature.missing', { wanted: 'LogoutRequest', found: 'none' });
  const { pardons } = expected.idp;
  const open = openerOf(expected);
  const reading = { pardons, findings, closed: true, ...(open === undefined ? {} : { open }) };
  const request = readVerified(verified, (signed) => readLogoutRequest(signed, reading));
  findings.push(...judge(logoutRules, request.value, expected, pardons), ...judge(logoutRequestRules, request.value, expected, pardons));
  return { kind: 'asked', request };
}

function examineResponse(
  verified: Verified<Element> | undefined,
  message: Element,
  expected: LogoutExpectation,
  findings: Finding[],
): ExaminedLogout {
  const { pardons } = expected.idp;
  const response = readLogoutResponse(verified?.value ?? message, verified !== undefined, { pardons, findings, closed: false });
  findings.push(...judge(logoutRules, response, expected, pardons), ...judge(logoutResponseRules, response, expected, pardons));
  return { kind: 'answered', response };
}

/** By redirect the signature is in the query, and covers all of the message; else it is in the message (SAMLBind 3.4.4.1, 3.5.4.1). */
function verifiedMessage(
  { binding, signature }: Incoming,
  document: Document,
  message: Element,
  expected: LogoutExpectation,
  findings: Finding[],
): Verified<Element> | undefined {
  const trust = trustOf(expected);
  if (binding !== 'redirect') return verifySigned(document, message, rule.id, trust, findings);
  const verified = signature === undefined ? undefined : verifyQuery(message, signature, trust, findings);
  findings.push(finding(rule, verified === undefined ? 'not-applicable' : undefined, trust.pardons));
  return verified;
}

const rule = { id: 'logout.signature', spec: 'SAMLCore 5.4' };
