import { SsoError } from '../core/errors.ts';

/** The answer of a provider as the browser brought it: decoded, and not trusted in anything. */
export interface Callback {
  /** How it came: as the query of the address, or as a posted form. */
  readonly mode: 'query' | 'form_post';
  /** The address of ours at which it came in, where that was told. */
  readonly receivedAt?: string;
  /** What is known of its parameters, each once; what else came along is passed over. */
  readonly parameters: CallbackParameters;
}

/** The parameters that an answer may have (OIDCCore 3.1.2.5 and 3.1.2.6, RFC 9207 2, JARM 2.3). */
export type CallbackParameters = { readonly [Name in (typeof parameterNames)[number]]?: string };

/**
 * Takes an answer from the parameters that the browser brought.
 *
 * @param parameters - of the query, or of the body decoded as `application/x-www-form-urlencoded`
 * @param mode - which of the two it was; never both together
 * @param receivedAt - the configured redirect URI whose route matched, never one made of Host or X-Forwarded headers. With several
 *   providers it tells the answer of one from that of another which does not say who it is (RFC 9700 4.4.2.2)
 * @throws SsoError `message.parameter` for one that is there twice or too long
 * @see RFC 6749 3.1
 */
export function fromCallback(parameters: URLSearchParams, mode: Callback['mode'], receivedAt?: string): Callback {
  const found = parameterNames.map((name) => [name, single(parameters, name)] as const).filter(([, value]) => value !== undefined);
  return Object.freeze({ mode, ...(receivedAt === undefined ? {} : { receivedAt }), parameters: Object.freeze(Object.fromEntries(found)) });
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw new SsoError('message.parameter', { parameter: name, reason: 'repeated' });
  if (value !== undefined && value.length > longest) throw new SsoError('message.parameter', { parameter: name, reason: 'too-long' });
  return value;
}

/** Their names. */
export const parameterNames = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'response',
  'access_token',
  'id_token',
  'token_type',
] as const;
/** Codes of some providers are tokens of several KB. */
const longest = 65_536;
