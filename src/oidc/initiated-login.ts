import { SsoError } from '../core/errors.ts';
import { addressProblem, knownFields, webAddress } from '../core/options.ts';

/** What somebody else wants us to begin: a login at this provider. */
export interface InitiatedLogin<Party> {
  /** The one of those configured that is meant. */
  readonly provider: Party;
  /** Whom to sign in, for `login`. */
  readonly loginHint?: string;
  /** Where to go afterwards, for `login`: within our own origin. */
  readonly returnTo?: string;
}

/** What such a request is held against. */
export interface InitiatedLoginOptions {
  /** Our own address: where to go afterwards must have its origin. */
  readonly ourAddress: string;
}

/**
 * Reads a request to begin a login, as providers and portals send it to an address of ours. Anybody can send one: it signs nobody in,
 * and nothing is fetched for an issuer that is not configured.
 *
 * @param configured - the providers that there are, with the issuers that were typed
 * @param parameters - of the query, or of the body of a form
 * @throws SsoError `message.parameter`: `iss` that is missing or of nobody here, a parameter that is there twice, or a target of another origin
 * @see OIDCCore 4
 */
export function readInitiatedLogin<Party extends { readonly issuer: string }>(
  configured: readonly Party[],
  parameters: URLSearchParams,
  options: InitiatedLoginOptions,
): InitiatedLogin<Party> {
  knownFields(options, ['ourAddress']);
  const issuer = single(parameters, 'iss');
  const provider = configured.find((party) => party.issuer === issuer);
  if (issuer === undefined) throw refused('iss', 'missing');
  if (provider === undefined) throw refused('iss', 'unknown-value');
  const [loginHint, target] = ['login_hint', 'target_link_uri'].map((name) => single(parameters, name));
  const ours = new URL(webAddress('ourAddress', options.ourAddress));
  if (target !== undefined && !isWithin(ours, target)) throw refused('target_link_uri', 'unknown-value');
  return {
    provider,
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(target === undefined ? {} : { returnTo: target }),
  };
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw refused(name, 'repeated');
  if (value !== undefined && value.length > longest) throw refused(name, 'too-long');
  return value === undefined || !/\S/.test(value) ? undefined : value;
}

/** An address that means the same to whoever follows it, and is one of ours. */
function isWithin({ origin }: URL, target: string): boolean {
  return addressProblem(target) === undefined && new URL(target).origin === origin;
}

function refused(parameter: string, reason: 'missing' | 'repeated' | 'unknown-value' | 'too-long'): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}

const longest = 2_048;
