import { isSsoError } from '../core/errors.ts';
import { parseInstant } from '../core/time.ts';
import { isKeyProblem } from '../crypto/keys.ts';
import type { Incoming } from '../saml/incoming.ts';
import { keysWithin } from '../saml/key-info.ts';
import { namespaces } from '../saml/names.ts';
import { type Element, parseDocument } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, onlyText } from '../xml/element.ts';
import { messageLimits } from '../xml/limits.ts';

/**
 * What a message says of itself. Nobody has verified any of it, and anybody can have written it: it tells an administrator why a message
 * may have been refused, and nothing is ever to be granted for it.
 */
export interface Clues {
  /** Who says that it sent the message: its issuer, else that of an assertion in it. */
  readonly issuer?: string;
  /** When it says that it was made. */
  readonly issuedAt?: Date;
  /** The request that it says it answers. */
  readonly inResponseTo?: string;
  /** SHA-256 over the public keys that came with its signatures, lower-case hexadecimal. */
  readonly keys: readonly string[];
  /** The algorithms of its signatures and digests, by URI. */
  readonly algorithms: readonly string[];
}

/** The clues in a message, none in one that cannot be read: why it cannot be is for the reader to say. */
export function cluesIn({ document }: Pick<Incoming, 'document'>): Clues {
  try {
    const { root } = parseDocument(document, messageLimits);
    return cluesOf(root);
  } catch (error) {
    if (isSsoError(error)) return { keys: [], algorithms: [] };
    throw error;
  }
}

function cluesOf(root: Element): Clues {
  const parts = [root, ...childrenNamed(root, namespaces.assertion, 'Assertion').slice(0, mostParts)];
  const issuer = first(parts, issuerOf);
  const issuedAt = first(parts, (part) => instantOf(attribute(part, 'IssueInstant')));
  const inResponseTo = attribute(root, 'InResponseTo');
  const signatures = parts.flatMap((part) => childrenNamed(part, namespaces.dsig, 'Signature')).slice(0, mostParts);
  return {
    ...(issuer === undefined ? {} : { issuer }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(inResponseTo === undefined ? {} : { inResponseTo }),
    keys: signatures.flatMap((signature) => keysWithin(signature, mostParts)).flatMap((key) => (isKeyProblem(key) ? [] : key.fingerprint)),
    algorithms: signatures.flatMap(algorithmsOf),
  };
}

function issuerOf(part: Element): string | undefined {
  const [issuer] = childrenNamed(part, namespaces.assertion, 'Issuer');
  return issuer === undefined ? undefined : onlyText(issuer)?.slice(0, longestName);
}

function instantOf(written: string | undefined): Date | undefined {
  const instant = parseInstant(collapse(written ?? ''), { offsets: true });
  return typeof instant === 'string' ? undefined : instant;
}

/** Of the signature itself, and of what it covers. */
function algorithmsOf(signature: Element): readonly string[] {
  const info = childrenNamed(signature, namespaces.dsig, 'SignedInfo');
  const references = info.flatMap((each) => childrenNamed(each, namespaces.dsig, 'Reference'));
  const methods = [...info, ...references]
    .flatMap(childElements)
    .filter(({ name }) => name === 'SignatureMethod' || name === 'DigestMethod');
  return methods.slice(0, mostParts).flatMap((method) => attribute(method, 'Algorithm') ?? []);
}

function first<T>(parts: readonly Element[], of: (part: Element) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = of(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** More than these nobody sends who means it. */
const mostParts = 4;
/** SAMLCore 8.3.6. */
const longestName = 1_024;
