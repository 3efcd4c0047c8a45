import { type Element, parseDocument } from '../xml/document.ts';
import { attribute, childrenNamed, onlyText } from '../xml/element.ts';
import { messageLimits } from '../xml/limits.ts';
import type { Incoming } from './incoming.ts';
import { namespaces } from './names.ts';
import { checkKind } from './response.ts';
import { readSoap } from './soap.ts';

/** What a message says on its outside of where it belongs. Anybody can have written it: it may lead to where to look, and to nothing else. */
export interface Hints {
  /** The entityID of whoever says that it is theirs. */
  readonly issuer?: string;
  /** The request that it says it answers; absent where nobody is said to have asked. */
  readonly inResponseTo?: string;
}

/**
 * Reads the outside of a response that cannot be told by its RelayState. Nothing is verified.
 *
 * @throws SsoError `xml.*`, `message.kind`
 */
export function hintsOf({ document }: Incoming): Hints {
  const { root } = parseDocument(document, messageLimits);
  checkKind(root);
  return readHints(root);
}

/** The same of a message about logout, of either kind. @throws SsoError `xml.*`; `message.kind`, `saml.structure` for what is no SOAP envelope */
export function logoutHintsOf({ document, binding }: Incoming): Hints {
  const { root } = parseDocument(document, messageLimits);
  return readHints(binding === 'soap' ? readSoap(root) : root);
}

function readHints(root: Element): Hints {
  const [named] = childrenNamed(root, namespaces.assertion, 'Issuer');
  const issuer = named === undefined ? undefined : onlyText(named);
  const inResponseTo = attribute(root, 'InResponseTo');
  return { ...(issuer === undefined ? {} : { issuer }), ...(inResponseTo === undefined ? {} : { inResponseTo }) };
}
