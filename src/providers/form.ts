import type { IdentityProviderFields } from '../saml/identity-provider.ts';

/**
 * One field of a screen of the provider, by the names that it has there, and what belongs into it: a value of ours, or one of the choices
 * that the screen offers. A field whose value we have not, such as the address of a logout that is not there, stays as it is.
 */
export type FormField<Ours extends string> = {
  /** The page or the section. */
  readonly screen: string;
  readonly field: string;
} & ({ readonly ours: Ours } | { readonly choose: string });

/** What we have to say to a provider about SAML. */
export type SamlValue = 'product' | 'entityId' | 'replyUrl' | 'signOnUrl' | 'logoutUrl' | 'metadataUrl' | 'relayState';

/** The same about OpenID Connect. */
export type OidcValue = 'product' | 'redirectUri' | 'initiateLoginUri' | 'postLogoutRedirectUri' | 'backChannelLogoutUri';

/** What the provider's screen shows to be copied, and what it is to us. */
export interface Offered<Theirs extends string> {
  readonly screen: string;
  readonly field: string;
  readonly is: Theirs;
}

/** What there is to copy for SAML: its metadata, or the fields to type where there is none. */
export type SamlOffer = 'metadata' | keyof Pick<IdentityProviderFields, 'entityId' | 'ssoUrl' | 'sloUrl' | 'certificates'>;

/** The same for OpenID Connect. */
export type OidcOffer = 'issuer' | 'clientId' | 'secret';

/** Something that people see when a field is wrong, and which. */
export interface Trouble {
  /** The provider's own code or words. */
  readonly seen: string;
  readonly cause: string;
}

/** The fields of one screen, each with a value of ours. */
export function fieldsOf<Ours extends string>(screen: string, fields: Readonly<Record<string, Ours>>): readonly FormField<Ours>[] {
  return Object.entries(fields).map(([field, ours]) => ({ screen, field, ours }));
}

/** The fields of one screen, each with a choice. */
export function choicesOf(screen: string, choices: Readonly<Record<string, string>>): readonly FormField<never>[] {
  return Object.entries(choices).map(([field, choose]) => ({ screen, field, choose }));
}

/** What one screen offers. */
export function offeredBy<Theirs extends string>(screen: string, fields: Readonly<Record<string, Theirs>>): readonly Offered<Theirs>[] {
  return Object.entries(fields).map(([field, is]) => ({ screen, field, is }));
}
