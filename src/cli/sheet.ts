import { type AddressOptions, addresses, type ProductName, type SchemeOptions, sheet, sheetText } from '../adapters/index.ts';
import { invalid } from '../core/options.ts';
import { type Preset, type PresetName, presets } from '../providers/index.ts';
import { type Given, lineOf, onlyPlace, required, word } from './options.ts';
import { type ExitCode, exitCodes, jsonText, type Terminal } from './terminal.ts';
import { productNamed } from './trial.ts';

/** The options of `signon sheet`. */
export const sheetOptions = {
  provider: { value: 'NAME', help: 'at which product: entra-id, okta, ad-fs, keycloak and others; must be given' },
  'base-url': { value: 'URL', help: 'the address of the product, as its own settings have it; must be given' },
  protocol: { value: 'NAME', help: 'saml or oidc; else saml' },
  scheme: { value: 'NAME', help: 'how our addresses are made: own, kantega, microsoft, built-in; else own' },
  id: { value: 'ID', help: 'what stands in the addresses of the first two; else, for own, the name of the provider' },
  'public-url': { value: 'URL', help: 'where an application proxy publishes it' },
  'initiated-by': { value: 'WHO', help: 'where logins begin: service or provider; else service' },
  'relay-state': { value: 'TEXT', help: 'what the provider is to send along with a login that it begins' },
  json: { help: 'for machines' },
} as const;

/** `signon sheet PRODUCT`: what to type into the screens of a provider. @throws SsoError `config.invalid` */
export async function sheetCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { given, places } = lineOf(words, sheetOptions);
  const provider = required('provider', productNamed(given.provider));
  const made = sheet({
    preset: described[provider](),
    protocol: word('protocol', given.protocol, ['saml', 'oidc']) ?? 'saml',
    // Sound: what is no product is refused there.
    product: onlyPlace(places, 'PRODUCT') as ProductName,
    addresses: addresses(addressOptions(given, provider)),
  });
  terminal.write(given.json === true ? jsonText(made) : sheetText(made));
  return exitCodes.accepted;
}

function addressOptions(given: Given<typeof sheetOptions>, provider: PresetName): AddressOptions {
  const { 'public-url': publicUrl, 'relay-state': relayState } = given;
  const initiatedBy = word('initiated-by', given['initiated-by'], ['service', 'provider']);
  return {
    ...schemeOptions(given, provider),
    baseUrl: required('base-url', given['base-url']),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(initiatedBy === undefined ? {} : { initiatedBy }),
    ...(relayState === undefined ? {} : { relayState }),
  };
}

function schemeOptions(given: Given<typeof sheetOptions>, provider: PresetName): SchemeOptions {
  const scheme = word('scheme', given.scheme, ['own', 'kantega', 'microsoft', 'built-in']) ?? 'own';
  if (scheme === 'own') return { scheme, id: given.id ?? provider };
  if (scheme === 'kantega') return { scheme, id: required('id', given.id) };
  if (given.id !== undefined) throw invalid('--id', `is not an option of the scheme ${scheme}`);
  return { scheme };
}

/** Each product as somebody's: nothing that differs from one customer to the next is on a sheet. */
const described: Readonly<Record<PresetName, () => Preset>> = {
  'entra-id': () => presets['entra-id']({ tenant: '00000000-0000-0000-0000-000000000000' }),
  okta: () => presets.okta({ host: 'example.okta.com' }),
  'ad-fs': () => presets['ad-fs']({ host: 'adfs.example' }),
  'google-workspace': () => presets['google-workspace']({ domains: ['example.org'] }),
  keycloak: () => presets.keycloak({ baseUrl: 'https://keycloak.example', realm: 'example' }),
  'one-login': () => presets['one-login']({ subdomain: 'example' }),
  'ping-one': () => presets['ping-one']({ environment: '00000000-0000-0000-0000-000000000000' }),
  auth0: () => presets.auth0({ domain: 'example.auth0.com' }),
  'mini-orange': () => presets['mini-orange']({ issuer: 'https://broker.example' }),
  generic: () => presets.generic({ issuer: 'https://provider.example' }),
};
