import { type Issuer, readNameId } from '../saml/name-id.ts';
import { namespaces } from '../saml/names.ts';
import { readStatus, type Status } from '../saml/status.ts';
import {
  contentsOf,
  onlyAttributes,
  type Reading,
  requiredAttribute,
  requiredInstant,
  structure,
  uriAttribute,
} from '../saml/structure.ts';
import type { Element } from '../xml/document.ts';
import { attribute } from '../xml/element.ts';

/**
 * What stands around the message that was asked for. It may reject, never grant: whether it is signed or came over TLS alone, nobody is
 * signed in by it.
 */
export interface ArtifactResponse {
  readonly version: string;
  readonly issueInstant: Date;
  readonly destination: string | undefined;
  readonly inResponseTo: string | undefined;
  readonly issuer: Issuer | undefined;
  readonly status: Status;
  /** Is there a message in it? */
  readonly full: boolean;
}

/**
 * Reads what stands around the message.
 *
 * @throws SsoError `saml.*` for what is not as its schema has it, several messages among it
 * @see SAMLCore 3.5.2
 */
export function readArtifactResponse(element: Element, reading: Reading): ArtifactResponse {
  onlyAttributes(element, ['ID', 'Version', 'IssueInstant', 'Destination', 'Consent', 'InResponseTo'], reading);
  requiredAttribute(element, 'ID');
  const parts = contentsOf(element);
  const issuer = parts.optional(namespaces.assertion, 'Issuer');
  parts.optional(namespaces.protocol, 'Extensions');
  const status = readStatus(parts.required(namespaces.protocol, 'Status'), reading);
  const messages = parts.manyOf(() => true);
  if (messages.length > 1) throw structure(element, 'holds more than one message');
  return {
    version: requiredAttribute(element, 'Version'),
    issueInstant: requiredInstant(element, 'IssueInstant', reading),
    destination: uriAttribute(element, 'Destination'),
    inResponseTo: attribute(element, 'InResponseTo'),
    issuer: issuer && readNameId(issuer, reading),
    status,
    full: messages.length > 0,
  };
}
