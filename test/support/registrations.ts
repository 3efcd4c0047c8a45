import type { ProductName } from '../../src/adapters/product.ts';
import type { Registration } from '../../src/adapters/sheet.ts';
import { type Addresses, addresses } from '../../src/adapters/urls.ts';
import type { Preset } from '../../src/providers/preset.ts';
import { presets } from '../../src/providers/presets.ts';

export const tenant = '81c1df79-e153-4f9d-a101-8dcf04af6c2c';
export const application = '6f9e6f5b-7f4b-4a55-9a3c-0d9d3d2a1b11';

/** Every preset, made of as many values as it takes. */
export const made: Readonly<Record<keyof typeof presets, Preset>> = {
  'entra-id': presets['entra-id']({ tenant, application }),
  okta: presets.okta({ host: 'acme.okta.com', application: 'exk1fcia6d6EMsf331d8' }),
  'ad-fs': presets['ad-fs']({ host: 'adfs.example.org' }),
  'google-workspace': presets['google-workspace']({ domains: ['example.org'], customer: 'C03p9xl22' }),
  keycloak: presets.keycloak({ baseUrl: 'https://sso.example.org', realm: 'acme' }),
  'one-login': presets['one-login']({ subdomain: 'acme', application: '1b2c3d' }),
  'ping-one': presets['ping-one']({ environment: tenant, application }),
  auth0: presets.auth0({ domain: 'acme.eu.auth0.com', client: 'aBcD1234' }),
  'mini-orange': presets['mini-orange']({ issuer: 'https://login.xecurify.com/moas/discovery/v2.0/1/app' }),
  generic: presets.generic({ issuer: 'https://op.example.org', metadataUrl: 'https://idp.example.org/metadata' }),
};

/** All of them, with their names. */
export const each = Object.entries(made);
export const products: readonly ProductName[] = ['jira', 'service-management', 'confluence', 'bitbucket'];

/** Where a product is, with a context path as it comes. */
export const bases: Readonly<Record<ProductName, string>> = {
  jira: 'https://jira.example.org',
  'service-management': 'https://help.example.org:8443',
  confluence: 'https://wiki.example.org/confluence',
  bitbucket: 'https://code.example.org:7990/bitbucket',
};

/** The registration of a product with a provider; our own addresses unless told otherwise. */
export function registration(
  preset: Preset,
  protocol: Registration['protocol'],
  product: ProductName = 'jira',
  ours: Addresses = addresses({ scheme: 'own', baseUrl: bases[product], id: 'acme', relayState: '/home' }),
): Registration {
  return { preset, protocol, product, addresses: ours };
}
