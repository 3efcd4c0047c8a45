import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { Subject } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute, isElement } from '../xml/element.ts';
import { type Issuer, readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import { readStatus, type Status } from './status.ts';
import {
  contentsOf,
  instantAttribute,
  onlyAttributes,
  opened,
  type Reading,
  requiredAttribute,
  requiredInstant,
  textIn,
  uriAttribute,
} from './structure.ts';

/** What requests and responses about logout have in common (SAMLCore 3.2). */
export interface LogoutHead {
  readonly id: string;
  readonly version: string;
  readonly issueInstant: Date;
  readonly destination: string | undefined;
  readonly issuer: Issuer | undefined;
  /** Whether a trusted key has signed all of it. */
  readonly signed: boolean;
}

/** A request to end sessions (SAMLCore 3.7.1). */
export interface LogoutRequest extends LogoutHead {
  /** Whose sessions; undefined where that is not said by a NameID, or by an encrypted one and we have no key. */
  readonly nameId: Subject | undefined;
  /** Which of them; none means all. */
  readonly sessionIndexes: readonly string[];
  readonly notOnOrAfter: Date | undefined;
}

/** The answer to such a request of ours (SAMLCore 3.7.2). It may reject, never grant: unsigned, anybody can have written it. */
export interface LogoutResponse extends LogoutHead {
  readonly inResponseTo: string | undefined;
  readonly status: Status;
}

/** Refuses a message of another kind before anything in it is looked at. @throws SsoError `message.kind` */
export function checkLogoutKind(message: Element, expected: 'LogoutRequest' | 'LogoutResponse'): void {
  if (!isElement(message, namespaces.protocol, expected)) throw new SsoError('message.kind', { expected, found: legible(message.name) });
}

/**
 * Reads a request to the last attribute. What is encrypted in it is opened: only what was verified may come here.
 *
 * @throws SsoError `saml.*` for what is not as the schema has it, `encryption.*`
 */
export function readLogoutRequest(request: Element, reading: Reading): LogoutRequest {
  onlyAttributes(request, [...headAttributes, 'NotOnOrAfter', 'Reason'], reading);
  const parts = contentsOf(request);
  const issuer = parts.optional(namespaces.assertion, 'Issuer');
  parts.optional(namespaces.protocol, 'Extensions');
  const nameId = parts.optional(namespaces.assertion, 'NameID');
  const encrypted = nameId === undefined ? parts.optional(namespaces.assertion, 'EncryptedID') : undefined;
  // A BaseID is of a kind that others have made up: nobody here can tell whom it means.
  if (nameId === undefined && encrypted === undefined) parts.optional(namespaces.assertion, 'BaseID');
  const indexes = parts.many(namespaces.protocol, 'SessionIndex');
  parts.end();
  const named = encrypted === undefined ? nameId : opened(encrypted, 'NameID', reading);
  return {
    ...readHead(request, issuer, true, reading),
    nameId: named && readNameId(named, reading),
    sessionIndexes: indexes.map(textIn),
    notOnOrAfter: instantAttribute(request, 'NotOnOrAfter', reading),
  };
}

/** Reads a response. @throws SsoError `saml.*` for one that is not as its schema has it */
export function readLogoutResponse(response: Element, signed: boolean, reading: Reading): LogoutResponse {
  onlyAttributes(response, [...headAttributes, 'InResponseTo'], reading);
  const parts = contentsOf(response);
  const issuer = parts.optional(namespaces.assertion, 'Issuer');
  parts.optional(namespaces.protocol, 'Extensions');
  const status = readStatus(parts.required(namespaces.protocol, 'Status'), reading);
  parts.end();
  return { ...readHead(response, issuer, signed, reading), inResponseTo: attribute(response, 'InResponseTo'), status };
}

function readHead(message: Element, issuer: Element | undefined, signed: boolean, reading: Reading): LogoutHead {
  return {
    id: requiredAttribute(message, 'ID'),
    version: requiredAttribute(message, 'Version'),
    issueInstant: requiredInstant(message, 'IssueInstant', reading),
    destination: uriAttribute(message, 'Destination'),
    issuer: issuer && readNameId(issuer, reading),
    signed,
  };
}

const headAttributes = ['ID', 'Version', 'IssueInstant', 'Destination', 'Consent'];
