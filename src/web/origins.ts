import type { Provider } from '../oidc/provider.ts';

/** The origins whose pages are the provider's: those alone may show an answer of ours in a frame. */
export function originsOf({ issuer, endpoints: { authorization, endSession } }: Provider): readonly string[] {
  const addresses = [issuer, authorization, endSession].filter((address) => address !== undefined);
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}
