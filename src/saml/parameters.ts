import { utf8 } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';

/** The parameters of the bindings with all their values: decoded of a form, in percent encoding of a query. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** The parameters that hold a message, or lead to one. */
export type MessageName = 'SAMLResponse' | 'SAMLRequest' | 'SAMLart';

/** The parameters of a posted form. */
export function formValues(fields: URLSearchParams): Values {
  const values = new Map<string, string[]>();
  fields.forEach((value, name) => {
    if (isKnown(name)) add(values, name, value);
  });
  return values;
}

/**
 * The parameters of a raw query, with or without its question mark, with their values still percent-encoded.
 *
 * @throws SsoError `message.parameter`
 */
export function queryValues(query: string): Values {
  const values = new Map<string, string[]>();
  for (const pair of (query.startsWith('?') ? query.slice(1) : query).split('&')) {
    const equals = pair.indexOf('=');
    const written = equals < 0 ? pair : pair.slice(0, equals);
    if (isKnown(written)) add(values, written, equals < 0 ? '' : pair.slice(equals + 1));
    else checkDisguise(written);
  }
  return values;
}

/**
 * The parameter of the one message, where it is one of those that belong: a request, a response or an artifact never come together.
 *
 * @throws SsoError `message.parameter`
 */
export function onlyMessage<Name extends MessageName>(values: Values, belonging: readonly [Name, ...Name[]]): Name {
  const [parameter, ...more] = messageNames.filter((name) => (values.get(name) ?? []).length > 0);
  if (parameter === undefined) throw refused(belonging[0], 'missing');
  const found = belonging.find((name) => name === parameter);
  if (found === undefined || more.length > 0) throw refused(parameter, 'conflicting');
  return found;
}

/** The value of a parameter that may be there once. @throws SsoError `message.parameter` */
export function single(values: Values, name: string): string | undefined {
  const [value, ...more] = values.get(name) ?? [];
  if (more.length > 0) throw refused(name, 'repeated');
  return value;
}

/** The RelayState of a form. @throws SsoError `message.parameter` */
export function relayStateOf(relayState: string | undefined): { readonly relayState?: string } {
  if (relayState === undefined) return {};
  if (utf8(relayState).length > longestRelayState) throw refused('RelayState', 'too-long');
  return { relayState };
}

/** The RelayState of a query, which may be in any encoding. @throws SsoError `message.parameter` */
export function rawRelayStateOf(relayState: string | undefined): { readonly relayState?: string } {
  return relayStateOf(relayState === undefined ? undefined : (new URLSearchParams(`v=${relayState}`).get('v') ?? ''));
}

/** A value of a query, decoded. @throws SsoError `message.parameter` */
export function decoded(name: string, raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw refused(name, 'unknown-value');
  }
}

/** The error for a parameter. */
export function refused(
  parameter: string,
  reason: 'missing' | 'repeated' | 'conflicting' | 'unknown-value' | 'too-long',
): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const earlier = values.get(name);
  if (earlier === undefined) values.set(name, [value]);
  else earlier.push(value);
}

/** A name of ours in percent encoding is one that two readers may not both see. */
function checkDisguise(written: string): void {
  const name = new URLSearchParams(`${written}=`).keys().next().value;
  if (name !== undefined && isKnown(name)) throw refused(name, 'conflicting');
}

function isKnown(name: string): boolean {
  return names.includes(name);
}

const messageNames = ['SAMLRequest', 'SAMLResponse', 'SAMLart'] as const;
const names: readonly string[] = [...messageNames, 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'];
const longestRelayState = 2_048;
