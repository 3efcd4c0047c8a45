import { SsoError } from '../core/errors.ts';
import { invalid, knownFields, text, webAddress } from '../core/options.ts';
import type { Outgoing } from '../identity/login.ts';
import { appended, query, uriOf } from './address.ts';
import { namespaces } from './names.ts';
import { defaultOf } from './numbered.ts';
import type { ServiceProvider } from './service-provider.ts';

/** What a discovery service is asked. */
export interface DiscoveryOptions {
  /** Which of our `discoveryResponses` people shall come back to, by its address. Default: the default one. */
  readonly response?: string;
  /** What shall come back with them in the query, such as a handle that nobody can guess: the answer itself is tied to nothing. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Show nothing: answer at once, with nobody if need be. */
  readonly isPassive?: boolean;
  /** The parameter in which the answer comes. Default: `entityID`. */
  readonly returnIdParameter?: string;
  /** How the service shall proceed, as a URI. Default: it chooses one provider. */
  readonly policy?: string;
}

/**
 * Asks a discovery service which provider a person uses.
 *
 * @param serviceUrl - its address, from our configuration
 * @throws SsoError `config.invalid` for options that cannot be, or where we have no address to come back to
 * @see SAMLDisco 2.4.1
 */
export function discoveryRequest(sp: ServiceProvider, serviceUrl: string, options: DiscoveryOptions = {}): Outgoing {
  knownFields(options, ['response', 'parameters', 'isPassive', 'returnIdParameter', 'policy']);
  const { isPassive, returnIdParameter, policy } = options;
  const service = webAddress('serviceUrl', serviceUrl);
  if (service.includes('#')) throw invalid('serviceUrl', 'must not have a fragment');
  const asked: readonly (readonly [string, string])[] = [
    ['entityID', sp.entityId],
    ['return', returnAddress(sp, options)],
    ...(policy === undefined ? [] : [['policy', text('policy', policy)] as const]),
    ...(returnIdParameter === undefined ? [] : [['returnIDParam', text('returnIdParameter', returnIdParameter)] as const]),
    ...(isPassive === true ? [['isPassive', 'true'] as const] : []),
  ];
  return { kind: 'redirect', url: appended(uriOf(service), query(asked)) };
}

/**
 * The provider that was chosen, if it is one of those we know. Anybody can make up such an answer: it says where to begin a login, and
 * nothing about who somebody is.
 *
 * @param parameters - the query of the address at which the person came back
 * @param providers - those that this person may use; others are not found, even if they exist
 * @returns undefined where none was chosen, or none that is known
 * @throws SsoError `message.parameter` for an answer that is there twice
 * @see SAMLDisco 2.4.3
 */
export function readDiscoveryResponse<Provider extends { readonly entityId: string }>(
  parameters: URLSearchParams,
  providers: readonly Provider[],
  { returnIdParameter = 'entityID' }: Pick<DiscoveryOptions, 'returnIdParameter'> = {},
): Provider | undefined {
  const chosen = only(parameters, returnIdParameter);
  const found = providers.filter(({ entityId }) => entityId === chosen);
  // Two tenants may have registered the same entityID: which of them is meant, no answer can say.
  return found.length === 1 ? found[0] : undefined;
}

/** The value of a parameter that may be there once. @throws SsoError `message.parameter` */
export function only(parameters: URLSearchParams, parameter: string): string | undefined {
  const [value, ...more] = parameters.getAll(parameter);
  if (more.length > 0) throw new SsoError('message.parameter', { parameter, reason: 'repeated' });
  return value;
}

function returnAddress({ discoveryResponses }: ServiceProvider, options: DiscoveryOptions): string {
  const { response, parameters = {}, returnIdParameter = 'entityID' } = options;
  const found = response === undefined ? defaultOf(discoveryResponses) : discoveryResponses.find(({ url }) => url === response);
  if (found === undefined) throw invalid('response', 'must be one of the discoveryResponses of the service provider');
  const added = query(Object.entries(parameters).map(([name, value]) => [name, text(`parameters.${name}`, value)]));
  const address = added === '' ? found.url : appended(found.url, added);
  if (new URL(address).searchParams.has(returnIdParameter))
    throw invalid('returnIdParameter', 'must not be a parameter of the address that people come back to');
  return address;
}

/** What `policy` is where a request does not say: one provider is chosen. */
export const choosesOne = `${namespaces.idpdisc}:single`;
