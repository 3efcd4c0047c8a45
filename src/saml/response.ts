import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { attribute, isElement } from '../xml/element.ts';
import { type Issuer, readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import { readStatus, type Status } from './status.ts';
import { contentsOf, onlyAttributes, type Reading, requiredAttribute, requiredInstant, uriAttribute } from './structure.ts';

/**
 * What stands around the assertion in a response. It may reject, never grant: where only the assertion is signed, anybody can have
 * written it, so no reader of claims takes it.
 */
export interface Envelope {
  readonly signed: boolean;
  readonly id: string;
  readonly version: string;
  readonly issueInstant: Date;
  readonly destination: string | undefined;
  readonly inResponseTo: string | undefined;
  readonly issuer: Issuer | undefined;
  readonly status: Status;
  readonly assertions: number;
  readonly encryptedAssertions: number;
}

/**
 * Reads the envelope of a response; the assertions are only counted.
 *
 * @param signed - whether the element is what a signature of the whole response covers
 * @throws SsoError `saml.*` for a response that is not as its schema has it
 * @see SAMLCore 3.2.2 and 3.3.3
 */
export function readEnvelope(response: Element, signed: boolean, reading: Reading): Envelope {
  onlyAttributes(response, ['ID', 'Version', 'IssueInstant', 'Destination', 'Consent', 'InResponseTo'], reading);
  const parts = contentsOf(response);
  const issuer = parts.optional(namespaces.assertion, 'Issuer');
  parts.optional(namespaces.protocol, 'Extensions');
  const status = readStatus(parts.required(namespaces.protocol, 'Status'), reading);
  const assertions = parts.manyOf(isAssertion);
  parts.end();
  return {
    signed,
    id: requiredAttribute(response, 'ID'),
    version: requiredAttribute(response, 'Version'),
    issueInstant: requiredInstant(response, 'IssueInstant', reading),
    destination: uriAttribute(response, 'Destination'),
    inResponseTo: attribute(response, 'InResponseTo'),
    issuer: issuer && readNameId(issuer, reading),
    status,
    assertions: assertions.filter(({ name }) => name === 'Assertion').length,
    encryptedAssertions: assertions.filter(({ name }) => name === 'EncryptedAssertion').length,
  };
}

/** Refuses a message of another kind before anything in it is looked at. @throws SsoError `message.kind` */
export function checkKind(message: Element): void {
  if (isElement(message, namespaces.protocol, 'Response')) return;
  throw new SsoError('message.kind', { expected: 'Response', found: legible(message.name) });
}

/** True for an assertion, encrypted or not. */
export function isAssertion(element: Element | string): boolean {
  return isElement(element, namespaces.assertion, 'Assertion') || isElement(element, namespaces.assertion, 'EncryptedAssertion');
}
