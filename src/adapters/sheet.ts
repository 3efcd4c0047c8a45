import { invalid } from '../core/options.ts';
import type { FormField, Offered, OidcOffer, OidcValue, SamlOffer, SamlValue } from '../providers/form.ts';
import type { Preset } from '../providers/preset.ts';
import type { Pardon } from '../saml/pardons.ts';
import type { ProductName } from './product.ts';
import type { Addresses } from './urls.ts';

/** What is set up: at which provider, by which protocol, for which product and addresses. */
export interface Registration {
  readonly preset: Preset;
  readonly protocol: 'saml' | 'oidc';
  readonly product: ProductName;
  readonly addresses: Addresses;
}

/** What to type into the screens of a provider, and what to copy from them. */
export interface Sheet {
  /** The provider, the protocol and the product. */
  readonly title: string;
  /** Field by field, in the order of the screens. */
  readonly fields: readonly SheetField[];
  readonly copy: readonly Offered<SamlOffer | OidcOffer>[];
  /** What is forgiven this provider. */
  readonly pardons: readonly Pardon[];
}

/** One field, and exactly what belongs into it. */
export interface SheetField {
  /** The page or the section, by the name that it has there. */
  readonly screen: string;
  readonly field: string;
  readonly value: string;
  /** True for a value of ours, to be copied character by character; false for a choice among those of the screen. */
  readonly copied: boolean;
}

/**
 * The sheet of a registration.
 *
 * @throws SsoError `config.invalid`: no such product or protocol, or a provider or addresses that are not for it
 */
export function sheet(registration: Registration): Sheet {
  const { preset, protocol, product } = registration;
  if (!Object.hasOwn(productNames, product)) throw invalid('product', `must be one of ${Object.keys(productNames).join(', ')}`);
  if (!Object.hasOwn(protocolNames, protocol)) throw invalid('protocol', `must be one of ${Object.keys(protocolNames).join(', ')}`);
  const [form, values, copy, pardons] = protocol === 'saml' ? samlParts(registration) : oidcParts(registration);
  return {
    title: `${preset.title}, ${protocolNames[protocol]}, for ${productNames[product]}`,
    fields: form.flatMap((field) => filled(field, { product: productNames[product], ...values })),
    copy,
    pardons,
  };
}

/** A sheet as text, for a page or a file. */
export function sheetText({ title, fields, copy, pardons }: Sheet): string {
  const typed = fields.map(({ screen, field, value }) => [screen, `${field}: ${value}`] as const);
  const copied = copy.map(({ screen, field, is }) => [screen, `${field}: ${offerNames[is]}`] as const);
  return [
    title,
    '',
    ...byScreen(typed),
    '',
    'To be copied from there',
    '',
    ...byScreen(copied),
    '',
    `Forgiven: ${pardons.length === 0 ? 'nothing' : pardons.join(', ')}`,
    '',
  ].join('\n');
}

type Parts = readonly [readonly FormField<SamlValue | OidcValue>[], Partial<Record<string, string>>, Sheet['copy'], readonly Pardon[]];

function samlParts({ preset: { title, saml }, addresses }: Registration): Parts {
  if (saml === undefined) throw invalid('protocol', `cannot be saml with ${title}, as it was described`);
  const { serviceProvider, ...values } = addresses.saml;
  return [saml.form, values, saml.offers, saml.peer.pardons ?? []];
}

function oidcParts({ preset: { title, oidc }, addresses }: Registration): Parts {
  if (oidc === undefined) throw invalid('protocol', `cannot be oidc with ${title}, as it was described`);
  if (addresses.oidc === undefined) throw invalid('protocol', `cannot be oidc with the scheme ${addresses.scheme}`);
  const { client, ...values } = addresses.oidc;
  return [oidc.form, values, oidc.offers, []];
}

/** Nothing for a field whose value we have not: it stays as it is there. */
function filled(field: FormField<string>, values: Partial<Record<string, string>>): readonly SheetField[] {
  const { screen, field: name } = field;
  if ('choose' in field) return [{ screen, field: name, value: field.choose, copied: false }];
  const value = values[field.ours];
  return value === undefined ? [] : [{ screen, field: name, value, copied: field.ours !== 'product' }];
}

function byScreen(lines: readonly (readonly [screen: string, line: string])[]): readonly string[] {
  return lines.flatMap(([screen, line], place) => (screen === lines[place - 1]?.[0] ? [`  ${line}`] : [screen, `  ${line}`]));
}

/** What people call the products. */
export const productNames: Readonly<Record<ProductName, string>> = {
  jira: 'Jira',
  'service-management': 'Jira Service Management',
  confluence: 'Confluence',
  bitbucket: 'Bitbucket',
};
const protocolNames = { saml: 'SAML', oidc: 'OpenID Connect' } as const;
const offerNames: Readonly<Record<SamlOffer | OidcOffer, string>> = {
  metadata: 'its metadata',
  entityId: 'its entityID',
  ssoUrl: 'where requests go',
  sloUrl: 'where messages about logout go',
  certificates: 'its certificate',
  issuer: 'its issuer',
  clientId: 'our client id',
  secret: 'our secret',
};
