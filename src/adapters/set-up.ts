import { knownFields, list, text } from '../core/options.ts';
import type { MappingOptions } from '../identity/mapping/mapping.ts';
import type { AuthenticationMethod } from '../oidc/authentication.ts';
import type { ProviderOptions } from '../oidc/provider.ts';
import type { Offered, OidcOffer, SamlOffer, Trouble } from '../providers/form.ts';
import type { MetadataPlace, OidcPreset, SamlPreset } from '../providers/preset.ts';
import type { InspectedKey } from '../saml/inspected.ts';
import { type Check, preparation } from './preparation.ts';
import { productNames, type Registration, type Sheet, sheet } from './sheet.ts';

/** What is set up, and what is known of it by now. */
export interface SetUpOptions extends Registration {
  /** What the metadata of the provider has for keys, by `inspectMetadata`, once it is there. */
  readonly keys?: readonly InspectedKey[];
  /** The domains whose people have their accounts at this provider. Default: none; everybody has to choose then. */
  readonly domains?: readonly string[];
}

/**
 * One step of setting a registration up, in the order in which they are given. Data for a page: what it says for itself is in `title`, all
 * else is for the page to show in its own words.
 */
export type SetUpStep =
  | { readonly kind: 'prepare'; readonly title: string; readonly checks: readonly Check[] }
  | { readonly kind: 'addresses'; readonly title: string; readonly sheet: Sheet }
  | {
      readonly kind: 'metadata';
      readonly title: string;
      readonly place: MetadataPlace;
      /** What its metadata must call it; undefined where only that can tell. */
      readonly entityId: string | undefined;
      /** What to type in its place: the fields of `identityProviderFrom`. */
      readonly byHand: readonly Offered<SamlOffer>[];
    }
  | {
      readonly kind: 'certificate';
      readonly title: string;
      /** All keys that may sign, one or several: nothing is trusted before somebody has compared them. Empty until there is metadata. */
      readonly keys: readonly InspectedKey[];
      /** What they are to be compared with. */
      readonly compareWith: readonly Offered<SamlOffer>[];
    }
  | { readonly kind: 'discovery'; readonly title: string; readonly issuer: string; readonly provider: ProviderOptions }
  | {
      readonly kind: 'credentials';
      readonly title: string;
      /** The ways to prove who we are, the best first. */
      readonly authentication: readonly AuthenticationMethod['kind'][];
      readonly copy: readonly Offered<OidcOffer>[];
    }
  | {
      readonly kind: 'accounts';
      readonly title: string;
      /** A mapping to begin with; `tryMapping` shows what it makes of somebody. */
      readonly mapping: MappingOptions;
      readonly linkAttribute: string | undefined;
    }
  | { readonly kind: 'known-domains'; readonly title: string; readonly domains: readonly string[] }
  | { readonly kind: 'test'; readonly title: string; readonly runs: readonly TestRun[]; readonly troubles: readonly Trouble[] };

/** One login to be tried before anybody depends on it. */
export interface TestRun {
  readonly begins: 'at-the-service' | 'at-the-provider';
  /** Where; absent where it begins on a page of the provider. */
  readonly at?: string;
}

/**
 * The steps that set a registration up, each with all that it needs.
 *
 * @throws SsoError `config.invalid`
 */
export function setUp(options: SetUpOptions): readonly SetUpStep[] {
  knownFields(options, ['preset', 'protocol', 'product', 'addresses', 'keys', 'domains'] satisfies (keyof SetUpOptions)[]);
  const { preset, protocol } = options;
  const typed = sheet(options);
  // Sound: there is no sheet without it.
  const known = (protocol === 'saml' ? preset.saml : preset.oidc) as SamlPreset | OidcPreset;
  return [
    { kind: 'prepare', title: 'Before you begin', checks: preparation(options) },
    { kind: 'addresses', title: `Register ${productNames[options.product]} with ${preset.title}`, sheet: typed },
    ...('metadata' in known ? samlSteps(known, options.keys) : oidcSteps(known)),
    { kind: 'accounts', title: 'Who becomes which account', mapping: known.mapping, linkAttribute: known.linkAttribute },
    { kind: 'known-domains', title: 'Whose people sign in there', domains: domainsOf(options.domains) },
    { kind: 'test', title: 'Try it', runs: runs(options), troubles: known.troubles },
  ];
}

function samlSteps({ metadata, entityId, offers }: SamlPreset, keys: readonly InspectedKey[] = []): readonly SetUpStep[] {
  const byHand = offers.filter(({ is }) => is !== 'metadata');
  return [
    { kind: 'metadata', title: 'Bring its metadata', place: metadata, entityId, byHand },
    {
      kind: 'certificate',
      title: 'Compare its certificates',
      keys: keys.filter(({ use }) => use !== 'encryption'),
      compareWith: offers.filter(({ is }) => is === 'certificates'),
    },
  ];
}

function oidcSteps({ issuer, provider, authentication, offers }: OidcPreset): readonly SetUpStep[] {
  return [
    { kind: 'discovery', title: 'Find it', issuer, provider },
    { kind: 'credentials', title: 'Bring our credentials', authentication, copy: offers },
  ];
}

function runs({ protocol, addresses }: Registration): readonly TestRun[] {
  const begin = protocol === 'saml' ? addresses.saml.signOnUrl : addresses.oidc?.initiateLoginUri;
  const ours: readonly TestRun[] = begin === undefined ? [] : [{ begins: 'at-the-service', at: begin }];
  // By OpenID Connect a provider begins nothing but by asking us to.
  return protocol === 'saml' ? [...ours, { begins: 'at-the-provider' }] : ours;
}

function domainsOf(domains: readonly string[] | undefined): readonly string[] {
  return list('domains', domains).map((domain) => text('domains', domain).toLowerCase());
}
