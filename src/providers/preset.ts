import type { MappingOptions } from '../identity/mapping/mapping.ts';
import type { AssertionAudience, AuthenticationMethod } from '../oidc/authentication.ts';
import type { ClientOptions } from '../oidc/client.ts';
import type { LoginOptions } from '../oidc/login-options.ts';
import type { ProviderOptions } from '../oidc/provider.ts';
import type { PeerOptions } from '../saml/identity-provider.ts';
import type { NameIdFormat } from '../saml/names.ts';
import type { RequestedAuthnContext } from '../saml/pending.ts';
import type { FormField, Offered, OidcOffer, OidcValue, SamlOffer, SamlValue, Trouble } from './form.ts';

/**
 * What is known of a product that signs people in: where it is found, what it calls things, and what it wants otherwise than others. Plain
 * data, made of the few values that differ from one customer of it to the next. Nothing of it weakens a check but the pardons that stand
 * in `peer`.
 *
 * Every field is there, and is undefined where there is nothing to say: a preset that forgets one does not compile.
 */
export interface Preset {
  /** What people call the product. */
  readonly title: string;
  /** Undefined where it does not speak the protocol, or not with these values. */
  readonly saml: SamlPreset | undefined;
  readonly oidc: OidcPreset | undefined;
}

/** What is known of a provider in either protocol. */
export interface ProtocolPreset {
  /** What an account is made of, for `mapping`; the user name only ever of what the provider says it is. */
  readonly mapping: MappingOptions;
  /** The attribute that people are to be linked by in place of the subject, for `linkSubject`. */
  readonly linkAttribute: string | undefined;
  /** What it does where somebody is in more groups than it sends. */
  readonly overage: Overage | undefined;
  /** The parameters by which it is told, as a mere hint, who is to sign in. */
  readonly hints: HintParameters;
  /** What people see when something was typed wrong. */
  readonly troubles: readonly Trouble[];
}

/** What is known of a provider that speaks SAML. */
export interface SamlPreset extends ProtocolPreset {
  /** What it calls itself; undefined where only its metadata tells. */
  readonly entityId: string | undefined;
  readonly metadata: MetadataPlace;
  /** For `identityProvider`, beside an `id` of yours: what its messages need. */
  readonly peer: Pick<PeerOptions, 'entityId' | 'pardons' | 'subjectAttribute' | 'wantSigned'>;
  /** Does it want requests to be signed, as it comes? */
  readonly wantsSignedRequests: boolean;
  /** What a request to it must not hold; `samlLogin` refuses it. */
  readonly request: RequestLimits;
  /** What to type into its screens. */
  readonly form: readonly FormField<SamlValue>[];
  /** What to copy from them. */
  readonly offers: readonly Offered<SamlOffer>[];
}

/** What is known of a provider that speaks OpenID Connect. */
export interface OidcPreset extends ProtocolPreset {
  /** For `providerSource` or `discover`. */
  readonly issuer: string;
  /** For the same, beside an `id` of yours. */
  readonly provider: Pick<ProviderOptions, 'tenants' | 'subject' | 'requireClaims'>;
  /** For `client`, beside what was registered. */
  readonly client: Pick<ClientOptions, 'scopes'>;
  /** How to prove who we are there: the best way first. */
  readonly authentication: readonly AuthenticationMethod['kind'][];
  /** Whom a token that proves it is for. */
  readonly assertionAudience: AssertionAudience;
  /** What every login there begins with; `oidcLogin` adds the rest. */
  readonly login: LoginOptions;
  readonly form: readonly FormField<OidcValue>[];
  readonly offers: readonly Offered<OidcOffer>[];
}

/** Where metadata comes from: an address, or a file that somebody downloads. */
export type MetadataPlace =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'download'; readonly screen: string; readonly field: string };

/** What a provider makes of more groups than it sends. */
export interface Overage {
  /** The most that it sends. */
  readonly above: number;
  /** What comes in their place, by name; an identity then has the groups as an attribute with `truncated`. */
  readonly marks: readonly string[];
}

/** The names of parameters; undefined where it knows none. */
export interface HintParameters {
  /** For the domain of the person, so that they are not asked for it. */
  readonly domain: string | undefined;
  /** For the name that they sign in with. */
  readonly user: string | undefined;
}

/** What a provider answers by an error. */
export interface RequestLimits {
  readonly mustNotHold: readonly ('subject' | 'scoping')[];
  /** The formats that may be asked for; undefined for any. */
  readonly nameIdFormats: readonly NameIdFormat[] | undefined;
  readonly comparisons: readonly NonNullable<RequestedAuthnContext['comparison']>[] | undefined;
}

/** Nothing is known that a request must not hold. */
export const anyRequest: RequestLimits = { mustNotHold: [], nameIdFormats: undefined, comparisons: undefined };
/** A provider that takes no hints. */
export const noHints: HintParameters = { domain: undefined, user: undefined };
/** OIDCCore 3.1.2.1: every provider may be told whom to sign in. */
export const loginHint: HintParameters = { domain: undefined, user: 'login_hint' };
