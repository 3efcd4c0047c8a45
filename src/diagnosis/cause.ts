import type { SamlSettings } from '../providers/saml-product.ts';

/**
 * Who has to change something: `ours` is this service, `provider` whoever runs the identity provider, `person` who wants to sign in, and
 * `between` whatever a message passes on its way.
 */
export type Side = 'ours' | 'provider' | 'person' | 'between';

/** What has gone wrong, by a name that stays. */
export type Cause = MessageCause | LoginCause;

/** Why an answer could not be read or verified, why there is nobody to hold it against, or why no login could begin. */
export type MessageCause =
  | 'binding'
  | 'damaged'
  | 'no-message'
  | 'another-message'
  | 'no-answer'
  | 'odd-message'
  | 'another-provider'
  | 'certificate'
  | 'unconfirmed-key'
  | 'altered'
  | 'wrapped'
  | 'unsigned'
  | 'signed-elsewhere'
  | 'sha1'
  | 'signature-algorithm'
  | 'short-key'
  | 'no-decryption-key'
  | 'another-decryption-key'
  | 'encryption-algorithm'
  | 'unencrypted'
  | 'metadata-expired'
  | 'not-metadata'
  | 'unusable-metadata'
  | 'unreachable'
  | 'set-up';

/** Why an answer that could be read and verified is not one to this login. */
export type LoginCause =
  | 'audience'
  | 'no-audience'
  | 'reply-url'
  | 'destination'
  | 'no-destination'
  | 'another-endpoint'
  | 'unsolicited'
  | 'forgotten'
  | 'another-login'
  | 'another-asked'
  | 'replayed'
  | 'clock-behind'
  | 'clock-ahead'
  | 'expired'
  | 'session-over'
  | 'authn-context'
  | 'weaker-context'
  | 'not-fresh'
  | 'no-statement'
  | 'denied'
  | 'passive'
  | 'name-id-policy'
  | 'provider-error'
  | 'several-assertions'
  | 'no-assertion'
  | 'name-id-format'
  | 'passing-name'
  | 'no-name'
  | 'no-bearer'
  | 'other';

/** What a finding expects that stands for an error: no rule has it. */
export const nothingToRefuse = 'nothing to refuse';

/** What happens by one cause, and what can be done about it. */
export interface CauseRow {
  /** What has happened, as a sentence for an administrator. */
  readonly what: (known: Known) => string;
  /** What to do, the likeliest first, which can be done whatever the product is. */
  readonly remedies: readonly [RemedyRow, ...(RemedyRow & { readonly onlyThere?: true })[]];
}

/** One thing to do; with `onlyThere` it is left out where the product is not known to have what it is about. */
export interface RemedyRow {
  readonly side: Side;
  readonly action: string | ((known: Known) => string);
  /** Where the product has what this is about. */
  readonly at?: readonly Topic[];
}

/** What a product has on its screens: our names as they were typed there, what it offers to be copied, and its settings. */
export type Topic = 'entityId' | 'replyUrl' | 'metadata' | 'certificates' | 'issuer' | keyof SamlSettings;

/** What sentences may speak of. All text from a message is cut and escaped by now. */
export interface Known {
  /** What people call the provider. */
  readonly product: string;
  /** What the finding that shows it expected, and what it found. */
  readonly expected: string;
  readonly actual: string;
  /** Who says that it sent the message, and what it seems to be; nobody has verified that. */
  readonly sender: string;
  /** The provider whose answers are taken. */
  readonly provider: string;
  /** What the two differ in, where it is little, as a sentence with a blank before it; else empty. */
  readonly difference: string;
  /** How far two instants in the finding are apart, in words; empty where there are none. */
  readonly apart: string;
  /** The fingerprint of the key that came with the message, in brackets; empty where there is none. */
  readonly key: string;
}
