import { SsoError } from '../core/errors.ts';
import { invalid, oneOf } from '../core/options.ts';
import type { Endpoint, IdentityProvider } from './identity-provider.ts';
import { bindings } from './names.ts';
import { reserved } from './outgoing.ts';

/** How a request of ours is sent, whatever it asks. */
export interface SendingOptions {
  /** Default: `redirect` where the provider offers it, else `post`. */
  readonly binding?: 'redirect' | 'post';
  /** Further parameters for the provider's address, such as `whr` or `login_hint`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * What to send as RelayState: at most 80 printable ASCII characters that nobody can guess. Default: the ID of the request without its
   * underscore, so that an answer whose RelayState was lost on the way still says by `InResponseTo` where to look.
   */
  readonly handle?: string;
}

/** Where the provider takes a message of ours. @throws SsoError `provider.endpoint`; `config.invalid` for a binding that there is not */
export function endpointFor(
  provider: IdentityProvider,
  service: 'SingleSignOnService' | 'SingleLogoutService',
  wanted: SendingOptions['binding'],
): Endpoint {
  if (wanted !== undefined) oneOf('binding', wanted, ['redirect', 'post'], wanted);
  const order = wanted === undefined ? [bindings.redirect, bindings.post] : [bindings[wanted]];
  const endpoints = service === 'SingleSignOnService' ? provider.singleSignOnServices : provider.singleLogoutServices;
  for (const binding of order) {
    const endpoint = endpoints.find((candidate) => candidate.binding === binding);
    if (endpoint !== undefined) return endpoint;
  }
  throw new SsoError('provider.endpoint', { provider: provider.id, service, binding: order.join(' or ') });
}

/** The handle given, or else that name. @throws SsoError `config.invalid` */
export function handleFor(handle: string | undefined, name: string): string {
  if (handle === undefined) return name;
  if (!/^[\x21-\x7e]{1,80}$/.test(handle)) throw invalid('handle', 'must be 1 to 80 printable ASCII characters (SAMLBind 3.4.3)');
  return handle;
}

/** The parameters, none of which may be one of the binding. @throws SsoError `config.invalid` */
export function extraParameters(parameters: SendingOptions['parameters'] = {}): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(parameters)) {
    if (reserved.includes(name) || typeof value !== 'string')
      throw invalid(`parameters.${name}`, 'must be a text, and not one of the binding');
  }
  return parameters;
}
