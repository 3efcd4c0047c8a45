import { fromBase64, toBase64, toHex } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { digest } from '../crypto/algorithms.ts';

/** What an artifact of type 4 says. Anybody can have written it: it tells whom to ask where, and nothing else. SAMLBind 3.6.4 */
export interface Artifact {
  /** The index of the artifact resolution service that knows it, in the metadata of whoever made it. */
  readonly endpointIndex: number;
  /** SHA-1 of the entityID of whoever made it, as lower-case hexadecimal. */
  readonly sourceId: string;
}

/**
 * Reads an artifact of type 4, the only one that SAML 2.0 defines: type code, index of the endpoint, 20 octets for whoever made it, 20 for
 * the message. It is written in one way only, so that nobody can use it twice by writing it otherwise.
 *
 * @throws SsoError `message.base64` for what is not base64 to the letter, white space included; `message.artifact` for another type or length
 * @see SAMLBind 3.6.4
 */
export function parseArtifact(text: string): Artifact {
  const octets = fromBase64(text);
  if (typeof octets === 'number') throw new SsoError('message.base64', { parameter: 'SAMLart', at: octets });
  if (toBase64(octets) !== text) throw new SsoError('message.base64', { parameter: 'SAMLart', at: text.search(/[ \t\r\n]/) });
  const [high, low, upper = 0, lower = 0] = octets;
  if (high !== 0 || low !== 4) throw new SsoError('message.artifact', { reason: 'type' });
  if (octets.length !== artifactOctets) throw new SsoError('message.artifact', { reason: 'length' });
  return { endpointIndex: upper * 256 + lower, sourceId: toHex(octets.subarray(4, 24)) };
}

/** By what artifacts name whoever makes them. SAMLBind 3.6.4 */
export function sourceIdOf(entityId: string): string {
  return toHex(digest({ hash: 'sha1' }, entityId));
}

const artifactOctets = 44;
