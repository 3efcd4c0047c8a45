import type { Finding } from '../core/rules.ts';
import { seal, type Verified } from '../core/verified.ts';
import type { Element } from '../xml/document.ts';
import { signingKeyOf, type Trust } from './trust.ts';

/** The signature of a message that came by redirect, over the octets of the query just as they were received. */
export interface QuerySignature {
  /** `SAMLRequest=…&RelayState=…&SigAlg=…`, percent encoding and all. */
  readonly octets: Uint8Array;
  readonly algorithm: string;
  readonly value: Uint8Array;
}

/**
 * Verifies the detached signature of the redirect binding and returns the message that it covers.
 *
 * Has not checked what the message says. The caller has made `message` of the very octets that `signature` holds.
 *
 * @throws SsoError `signature.*`
 * @see SAMLBind 3.4.4.1
 */
export function verifyQuery(message: Element, signature: QuerySignature, trust: Trust, findings: Finding[]): Verified<Element> {
  const key = signingKeyOf({ element: message.name, ...signature }, trust, findings);
  return seal(message, { provider: trust.provider, key: key.fingerprint, signed: message.name });
}
