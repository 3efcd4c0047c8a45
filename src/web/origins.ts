import type { Provider } from '../oidc/provider.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import { bindings } from '../saml/names.ts';

/**
 * The origins whose pages are the provider's, as far as a Content-Security-Policy can name them: those alone may show an answer of ours in a
 * frame.
 */
export function originsOf(provider: Provider | IdentityProvider): readonly string[] {
  const addresses = 'endpoints' in provider ? openIdAddresses(provider) : samlAddresses(provider);
  return [...new Set(addresses.map((address) => new URL(address).origin))].filter((origin) => nameable.test(origin));
}

function openIdAddresses({ issuer, endpoints: { authorization, endSession } }: Provider): readonly string[] {
  return [issuer, authorization, ...(endSession === undefined ? [] : [endSession])];
}

function samlAddresses({ singleSignOnServices, singleLogoutServices }: IdentityProvider): readonly string[] {
  // What is asked without a browser shows no pages.
  const services = [...singleSignOnServices, ...singleLogoutServices].filter(({ binding }) => binding !== bindings.soap);
  return services.map(({ location }) => location);
}

/** The host of an address may hold more: a policy would take `*` for any host, and what follows a semicolon or a comma for something else. */
const nameable = /^https?:\/\/[\w.:[\]-]+$/;
