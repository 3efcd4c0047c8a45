import { fromBase64Url } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { isJsonFault, type JsonObject, parseObject } from '../core/json.ts';

/** A JWS in its parts, none of which is to be trusted. */
export interface Jws {
  /** What the token is, for errors: `ID token`, `logout token` and so on. */
  readonly token: string;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What the signature covers: header and payload as they were sent. */
  readonly signed: string;
  readonly signature: Uint8Array;
}

/**
 * Takes a JWS in compact form apart, to the letter: three parts of strict base64url, of which the first two are JSON objects.
 *
 * @param token - what it is, for errors
 * @throws SsoError `token.form`
 * @see RFC 7515 5.2
 */
export function parseJws(compact: string, token: string): Jws {
  if (compact.length > mostCharacters) throw malformed(token, `longer than ${mostCharacters} characters`);
  const [header = '', payload = '', signature, ...more] = compact.split('.');
  if (signature === undefined || more.length > 0) throw malformed(token, 'not three parts between dots');
  return {
    token,
    header: checkHeader(objectIn(header, token, 'header'), token),
    claims: objectIn(payload, token, 'payload'),
    signed: compact.slice(0, header.length + 1 + payload.length),
    signature: octetsIn(signature, token, 'signature'),
  };
}

/** Is it in the compact form of what is encrypted (RFC 7516 3.1)? */
export function isJwe(compact: string): boolean {
  return compact.split('.', 6).length === 5;
}

/** The header of what is encrypted, whose other parts are strict base64url as well. @throws SsoError `token.form` */
export function headerOfJwe(compact: string, token: string): JsonObject {
  if (compact.length > mostCharacters) throw malformed(token, `longer than ${mostCharacters} characters`);
  const [header = '', ...others] = compact.split('.');
  for (const [place, part] of others.entries()) octetsIn(part, token, `part ${place + 2}`);
  return checkHeader(objectIn(header, token, 'header'), token);
}

/** The error for a token that is not of its form. */
export function malformed(token: string, problem: string): SsoError<'token.form'> {
  return new SsoError('token.form', { token, problem });
}

/** Nothing is taken from a header that would let a token choose what it is checked with. */
function checkHeader(header: JsonObject, token: string): JsonObject {
  const found = refusedMembers.find((name) => Object.hasOwn(header, name));
  if (found !== undefined) throw malformed(token, `has ${found} in its header`);
  return header;
}

function objectIn(part: string, token: string, name: string): JsonObject {
  const octets = octetsIn(part, token, name);
  // Decoding would pass over a byte order mark, which no JSON text may have (RFC 8259 8.1).
  const object = octets[0] === byteOrderMark ? 'encoding' : parseObject(octets);
  if (isJsonFault(object)) throw malformed(token, `${name} is no JSON object: ${object}`);
  return object;
}

function octetsIn(part: string, token: string, name: string): Uint8Array {
  const octets = fromBase64Url(part);
  if (octets === undefined) throw malformed(token, `${name} is not base64url`);
  return octets;
}

/** `crit` names what must be understood, and nothing of that kind is; `b64` and `zip` change what the octets mean. */
const refusedMembers = ['crit', 'jwk', 'jku', 'x5u', 'b64', 'zip'];
const mostCharacters = 262_144;
/** The first of its octets, with which nothing else begins that could be JSON. */
const byteOrderMark = 0xef;
