import { fromBase64, utf8 } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { text } from '../core/options.ts';
import { messageLimits } from '../xml/limits.ts';
import type { QuerySignature } from '../xmldsig/query.ts';
import { inflate } from './inflate.ts';

/** A message as it came in: decoded, and not trusted in anything. */
export interface Incoming {
  readonly binding: 'post' | 'redirect';
  readonly parameter: 'SAMLRequest' | 'SAMLResponse';
  /** The octets of the XML document. */
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
  const values = new Map(names.map((name) => [name, fields.getAll(name)]));
  const parameter = onlyMessage(values);
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
  const raw = rawValues(query.startsWith('?') ? query.slice(1) : query);
  const parameter = onlyMessage(raw);
  const encoding = single(raw, 'SAMLEncoding');
  if (encoding !== undefined && decoded('SAMLEncoding', encoding) !== deflateEncoding) throw refused('SAMLEncoding', 'unknown-value');
  const message = single(raw, parameter) ?? '';
  const relayState = single(raw, 'RelayState');
  return {
    binding: 'redirect',
    parameter,
    document: inflate(octets(parameter, decoded(parameter, message)), messageLimits.bytes),
    ...relayStateOf(relayState === undefined ? undefined : (new URLSearchParams(`v=${relayState}`).get('v') ?? '')),
    receivedAt: text('receivedAt', receivedAt),
    ...signatureOf(raw, parameter, message, relayState),
  };
}

type Values = ReadonlyMap<string, readonly string[]>;

/** The parameters of ours with their values still percent-encoded. */
function rawValues(query: string): Values {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const written = equals < 0 ? pair : pair.slice(0, equals);
    const name = names.find((known) => known === written) ?? disguised(written);
    if (name === undefined) continue;
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    const earlier = values.get(name);
    if (earlier === undefined) values.set(name, [value]);
    else earlier.push(value);
  }
  return values;
}

/** A name of ours in percent encoding is one that two readers may not both see. */
function disguised(written: string): undefined {
  const name = new URLSearchParams(`${written}=`).keys().next().value;
  if (name !== undefined && names.some((known) => known === name)) throw refused(name, 'conflicting');
  return undefined;
}

/** The one message: a request, a response or an artifact never come together. */
function onlyMessage(values: Values): 'SAMLRequest' | 'SAMLResponse' {
  const present = (['SAMLRequest', 'SAMLResponse', 'SAMLart'] as const).filter((name) => (values.get(name) ?? []).length > 0);
  const [parameter] = present;
  if (parameter === undefined) throw refused('SAMLResponse', 'missing');
  if (present.length > 1 || parameter === 'SAMLart') throw refused(parameter, 'conflicting');
  return parameter;
}

function single(values: Values, name: string): string | undefined {
  const [value, ...more] = values.get(name) ?? [];
  if (more.length > 0) throw refused(name, 'repeated');
  return value;
}

function octets(parameter: string, base64: string): Uint8Array {
  // A third more than the octets, and room for line breaks: what is longer need not be decoded to be refused.
  const most = messageLimits.bytes;
  if (base64.length > most * 1.5) throw new SsoError('xml.limit', { limit: 'bytes', maximum: most, line: 1, column: 1 });
  const value = fromBase64(base64);
  if (typeof value === 'number') throw new SsoError('message.base64', { parameter, at: value });
  return value;
}

function relayStateOf(relayState: string | undefined): { readonly relayState?: string } {
  if (relayState === undefined) return {};
  if (utf8(relayState).length > longestRelayState) throw refused('RelayState', 'too-long');
  return { relayState };
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

function decoded(name: string, raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw refused(name, 'unknown-value');
  }
}

function refused(
  parameter: string,
  reason: 'missing' | 'repeated' | 'conflicting' | 'unknown-value' | 'too-long',
): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}

const names = ['SAMLRequest', 'SAMLResponse', 'SAMLart', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'] as const;
const deflateEncoding = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';
const longestRelayState = 2_048;
