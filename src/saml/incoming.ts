import { fromBase64, utf8 } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { text } from '../core/options.ts';
import { messageLimits } from '../xml/limits.ts';
import type { QuerySignature } from '../xmldsig/query.ts';
import { inflate } from './inflate.ts';
import {
  decoded,
  formValues,
  onlyMessage,
  queryValues,
  rawRelayStateOf,
  refused,
  relayStateOf,
  single,
  type Values,
} from './parameters.ts';

/** A message as it came in: decoded, and not trusted in anything. */
export interface Incoming {
  /** How it came; `artifact` where it was asked for by one. */
  readonly binding: 'post' | 'redirect' | 'artifact' | 'soap';
  readonly parameter: 'SAMLRequest' | 'SAMLResponse';
  /** The octets of the XML document; by SOAP, that of the envelope. */
  readonly document: Uint8Array;
  /** What came along; portals send addresses here, so it may be up to 2 KB long and mean anything. */
  readonly relayState?: string;
  /** The address of ours at which it came in. */
  readonly receivedAt: string;
  /** The signature over the query of a redirect, if there was one. */
  readonly signature?: QuerySignature;
}

/**
 * Takes a message from a posted form.
 *
 * @param fields - the body, decoded as `application/x-www-form-urlencoded`
 * @param receivedAt - the configured address whose route matched; never made of Host or X-Forwarded headers
 * @throws SsoError `message.parameter`, `message.base64`, `xml.limit`
 * @see SAMLBind 3.5.4
 */
export function fromForm(fields: URLSearchParams, receivedAt: string): Incoming {
  const values = formValues(fields);
  const parameter = onlyMessage(values, messages);
  return {
    binding: 'post',
    parameter,
    document: octets(parameter, single(values, parameter) ?? ''),
    ...relayStateOf(single(values, 'RelayState')),
    receivedAt: text('receivedAt', receivedAt),
  };
}

/**
 * Takes a message from the query of a redirect.
 *
 * @param query - the raw query as received, with or without the question mark: its signature covers the octets as they were sent
 * @param receivedAt - the configured address whose route matched
 * @throws SsoError `message.parameter`, `message.base64`, `message.deflate`, `xml.limit`
 * @see SAMLBind 3.4.4
 */
export function fromQuery(query: string, receivedAt: string): Incoming {
  const raw = queryValues(query);
  const parameter = onlyMessage(raw, messages);
  const encoding = single(raw, 'SAMLEncoding');
  if (encoding !== undefined && decoded('SAMLEncoding', encoding) !== deflateEncoding) throw refused('SAMLEncoding', 'unknown-value');
  const message = single(raw, parameter) ?? '';
  const relayState = single(raw, 'RelayState');
  return {
    binding: 'redirect',
    parameter,
    document: inflate(octets(parameter, decoded(parameter, message)), messageLimits.bytes),
    ...rawRelayStateOf(relayState),
    receivedAt: text('receivedAt', receivedAt),
    ...signatureOf(raw, parameter, message, relayState),
  };
}

/**
 * Takes a request from the body of one that a provider makes itself, with no browser between.
 *
 * @param body - the octets as received, whatever the headers say of them
 * @param receivedAt - the configured address whose route matched
 * @see SAMLBind 3.2.3
 */
export function fromSoap(body: Uint8Array, receivedAt: string): Incoming {
  return { binding: 'soap', parameter: 'SAMLRequest', document: body, receivedAt: text('receivedAt', receivedAt) };
}

function octets(parameter: string, base64: string): Uint8Array {
  // A third more than the octets, and room for line breaks: what is longer need not be decoded to be refused.
  const most = messageLimits.bytes;
  if (base64.length > most * 1.5) throw new SsoError('xml.limit', { limit: 'bytes', maximum: most, line: 1, column: 1 });
  const value = fromBase64(base64);
  if (typeof value === 'number') throw new SsoError('message.base64', { parameter, at: value });
  return value;
}

/** SAMLBind 3.4.4.1: the message, the RelayState if there is one and the algorithm in that order, just as they were encoded. */
function signatureOf(
  raw: Values,
  parameter: string,
  message: string,
  relayState: string | undefined,
): { readonly signature?: QuerySignature } {
  const signature = single(raw, 'Signature');
  const algorithm = single(raw, 'SigAlg');
  if (signature === undefined && algorithm === undefined) return {};
  if (signature === undefined) throw refused('Signature', 'missing');
  if (algorithm === undefined) throw refused('SigAlg', 'missing');
  const signed = [`${parameter}=${message}`, ...(relayState === undefined ? [] : [`RelayState=${relayState}`]), `SigAlg=${algorithm}`].join(
    '&',
  );
  return {
    signature: {
      octets: utf8(signed),
      algorithm: decoded('SigAlg', algorithm),
      value: octets('Signature', decoded('Signature', signature)),
    },
  };
}

const messages = ['SAMLResponse', 'SAMLRequest'] as const;
const deflateEncoding = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';
