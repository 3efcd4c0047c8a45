import { SsoError } from '../core/errors.ts';
import { addressProblem, flag, invalid, knownFields, list, oneOf, text } from '../core/options.ts';
import { isKeyProblem, type VerificationKey, verificationKey } from '../crypto/keys.ts';
import type { Logo } from './localised.ts';
import { bindings } from './names.ts';
import { type Pardon, pardonSet } from './pardons.ts';
import type { Scope } from './scopes.ts';
import { type WantSigned, wantSignedWords } from './service-provider.ts';
import type { SubjectIdentifier } from './subject-id.ts';

/** What we have to say about a provider beside what its metadata says. */
export interface PeerOptions {
  /**
   * Our own name for this provider; links, replay keys and sessions are kept under it. Default: its entityID. Where several tenants
   * bring providers of their own, give each an id: nobody can then take over what belongs to another by using its entityID.
   */
  readonly id?: string;
  /** Which entity is meant, where metadata holds several. */
  readonly entityId?: string;
  /**
   * Keys (PEM or base64 of a certificate or public key) of which one must have signed the metadata. A key of a federation signs for all
   * its members: give `entityId` too, or whoever is on the way can put another member in the place of this one.
   */
  readonly trust?: readonly string[];
  /** Further names under which this provider may mean us; Entra ID writes `spn:<id>` for identifiers that are no URI. */
  readonly audiences?: readonly string[];
  /** One further name that this provider may give itself in messages. */
  readonly issuer?: string;
  /** Flaws of this provider that are forgiven, by name. Default: none. */
  readonly pardons?: readonly Pardon[];
  /** Answers that nobody asked for are refused unless this is true, and then still only accepted by `finishUnsolicited`. */
  readonly allowUnsolicited?: boolean;
  /** Stands in for the subject where the provider sends no NameID: the name of an attribute with exactly one value. */
  readonly subjectAttribute?: string;
  /** The identifier that is the subject in place of the NameID; a login without it has no subject. Not beside `subjectAttribute`. */
  readonly subjectIdentifier?: SubjectIdentifier;
  /**
   * The domains for which this provider may speak, in place of those in its metadata: what stands behind the `@` of a scoped value.
   * Metadata that comes from the provider itself and from nobody who looked at it says only what the provider wants.
   */
  readonly scopes?: readonly string[];
  /** Further attributes whose values must have such a scope, by name, beside those of eduPerson and the identifiers of the subject. */
  readonly scopedAttributes?: readonly string[];
  /** Refuse a NameID of another format than the one asked for; else it is only noted. */
  readonly demandNameIdFormat?: boolean;
  /** Which signatures this provider's answers must have, where that differs from our own setting. */
  readonly wantSigned?: WantSigned;
  /**
   * The address that an administrator typed, and at which the metadata was found: where that is inside our network, what the metadata has
   * us ask may be inside, too. Default: of a metadata source its own address, else nobody's, and nothing inside is asked.
   */
  readonly learntFrom?: string;
}

/** Who they are: made by {@link identityProvider} or {@link identityProviderFrom} and frozen; a refresh makes a new one. */
export interface IdentityProvider {
  /** Our own name for it. */
  readonly id: string;
  /** Its name for itself: an exact string, never normalised. */
  readonly entityId: string;
  /** The names that its messages may give as their issuer, the entityID first. */
  readonly issuers: readonly string[];
  /** Its further names for us. */
  readonly audiences: readonly string[];
  /** Every key that may have signed its messages; several during a rollover. */
  readonly keys: readonly VerificationKey[];
  /** Where requests go; only bindings that can be used here. */
  readonly singleSignOnServices: readonly Endpoint[];
  readonly singleLogoutServices: readonly Endpoint[];
  readonly artifactResolutionServices: readonly IndexedEndpoint[];
  /** Does it refuse requests that are not signed? */
  readonly wantAuthnRequestsSigned: boolean;
  /** The kinds of names that it can give, as URIs. */
  readonly nameIdFormats: readonly string[];
  /** What to call it where people choose; text of the provider, to be escaped. */
  readonly displayNames: readonly LocalisedText[];
  readonly logos: readonly Logo[];
  /** The domains for which it may speak: ours for it, else those in its metadata. */
  readonly scopes: readonly Scope[];
  /** What it says it can verify, the preferred first; empty where it says nothing. Requests are signed with these alone. */
  readonly signingMethods: readonly SigningMethod[];
  /** The same for digests, by URI. */
  readonly digestMethods: readonly string[];
  /** Entity categories and the like: values by name. */
  readonly entityAttributes: ReadonlyMap<string, readonly string[]>;
  /** Where a person may be sent when something is wrong. */
  readonly errorUrl?: string;
  /** After this instant nothing here counts any more. */
  readonly validUntil?: Date;
  /** When it is time to look again. */
  readonly refreshAt?: Date;
  /** As in {@link PeerOptions}, and so are those that follow. */
  readonly pardons: ReadonlySet<Pardon>;
  readonly allowUnsolicited: boolean;
  readonly subjectAttribute?: string;
  readonly subjectIdentifier?: SubjectIdentifier;
  readonly scopedAttributes: readonly string[];
  readonly demandNameIdFormat: boolean;
  readonly wantSigned?: WantSigned;
  readonly learntFrom?: string;
}

/** An address for messages of one kind and binding. */
export interface Endpoint {
  /** As a URI, one of `bindings`. */
  readonly binding: string;
  /** An absolute address; it may have a query of its own. */
  readonly location: string;
  /** Where responses go, if not to `location`. */
  readonly responseLocation?: string;
}

/** An endpoint that messages refer to by number. */
export interface IndexedEndpoint extends Endpoint {
  readonly index: number;
  readonly isDefault: boolean;
}

/** A signature algorithm that a provider can verify (SAML V2.0 Metadata Profile for Algorithm Support 2.4). */
export interface SigningMethod {
  /** As a URI. */
  readonly algorithm: string;
  /** The smallest key that it takes with it, in bits, and the largest; absent, there is no such bound. */
  readonly minKeySize?: number;
  readonly maxKeySize?: number;
}

/** A text in one language. */
export interface LocalisedText {
  readonly language: string;
  readonly text: string;
}

/** What metadata says of a provider, before our own options are put to it. */
export type Described = Omit<IdentityProvider, 'issuers' | Exclude<keyof PeerOptions, 'entityId' | 'scopes'>>;

/** What is typed by hand where there is no metadata. */
export interface IdentityProviderFields {
  /** The provider's name for itself, to the last character; its messages give it as their issuer. */
  readonly entityId: string;
  /** Where requests go: https, or http on loopback. */
  readonly ssoUrl: string;
  /** Default: `redirect`. */
  readonly ssoBinding?: 'redirect' | 'post';
  /** Where messages about logout go, by redirect. */
  readonly sloUrl?: string;
  /** PEM or base64, of certificates or public keys; several during a rollover. */
  readonly certificates: readonly string[];
}

/**
 * A provider from values typed by hand.
 *
 * @throws SsoError `config.invalid` with the field, `metadata.key` for a certificate that cannot be read
 */
export function identityProviderFrom(fields: IdentityProviderFields, options: PeerOptions = {}): IdentityProvider {
  knownFields(fields, ['entityId', 'ssoUrl', 'ssoBinding', 'sloUrl', 'certificates']);
  for (const field of ['entityId', 'trust'] as const)
    if (options[field] !== undefined) throw invalid(field, 'is about metadata, of which there is none');
  const http = pardonSet(options.pardons).has('location.http');
  const sso = oneOf('ssoBinding', fields.ssoBinding, ['redirect', 'post'], 'redirect');
  const location = (field: 'ssoUrl' | 'sloUrl'): string => {
    const address = text(field, fields[field]);
    const problem = addressProblem(address, { http });
    if (problem !== undefined) throw invalid(field, problem);
    return address;
  };
  return withOptions(
    {
      ...undescribed,
      entityId: text('entityId', fields.entityId),
      keys: keysFrom('certificates', fields.certificates),
      singleSignOnServices: [{ binding: bindings[sso], location: location('ssoUrl') }],
      singleLogoutServices: fields.sloUrl === undefined ? [] : [{ binding: bindings.redirect, location: location('sloUrl') }],
    },
    options,
  );
}

/**
 * Puts our options to what metadata says.
 *
 * @throws SsoError `config.invalid`, `metadata.key` for more keys than anybody has
 */
export function withOptions(described: Described, options: PeerOptions): IdentityProvider {
  peerOptions(options);
  const { id = described.entityId, issuer, audiences = [], subjectAttribute, subjectIdentifier, scopes, wantSigned, learntFrom } = options;
  if (described.keys.length > mostKeys) throw new SsoError('metadata.key', { reason: `more than ${mostKeys} keys for signing` });
  return Object.freeze({
    ...described,
    id,
    issuers: issuer === undefined ? [described.entityId] : [described.entityId, issuer],
    audiences: Object.freeze([...audiences]),
    pardons: pardonSet(options.pardons),
    allowUnsolicited: flag('allowUnsolicited', options.allowUnsolicited),
    demandNameIdFormat: flag('demandNameIdFormat', options.demandNameIdFormat),
    scopes: scopes === undefined ? described.scopes : Object.freeze(scopes.map((value) => ({ value, regexp: false }))),
    scopedAttributes: Object.freeze([...(options.scopedAttributes ?? [])]),
    ...(subjectIdentifier === undefined ? {} : { subjectIdentifier }),
    ...(subjectAttribute === undefined ? {} : { subjectAttribute }),
    ...(wantSigned === undefined ? {} : { wantSigned }),
    ...(learntFrom === undefined ? {} : { learntFrom }),
  });
}

/** The options, once it is certain that each exists and can be. */
export function peerOptions(options: PeerOptions): PeerOptions {
  knownFields(options, optionFields);
  for (const field of ['id', 'entityId', 'issuer', 'subjectAttribute', 'learntFrom'] as const)
    if (options[field] !== undefined) text(field, options[field]);
  for (const field of ['audiences', 'scopes', 'scopedAttributes'] as const)
    for (const entry of list<string>(field, options[field])) text(field, entry);
  oneOf('subjectIdentifier', options.subjectIdentifier, ['subject-id', 'pairwise-id'], 'subject-id');
  if (options.subjectIdentifier !== undefined && options.subjectAttribute !== undefined)
    throw invalid('subjectAttribute', 'cannot stand in beside subjectIdentifier');
  oneOf('wantSigned', options.wantSigned, wantSignedWords, 'either');
  return options;
}

/**
 * The keys of a list, each one once.
 *
 * @throws SsoError `config.invalid` for an empty list, `metadata.key` for what is no key
 */
export function keysFrom(field: string, materials: readonly string[]): readonly VerificationKey[] {
  if (list(field, materials).length === 0) throw invalid(field, 'must list at least one key');
  const keys = new Map<string, VerificationKey>();
  for (const material of materials) {
    const key = verificationKey(material);
    if (isKeyProblem(key)) throw new SsoError('metadata.key', { reason: key.problem });
    keys.set(key.fingerprint, key);
  }
  return [...keys.values()];
}

/** What nothing is said of. */
const undescribed = {
  singleLogoutServices: [],
  artifactResolutionServices: [],
  wantAuthnRequestsSigned: false,
  nameIdFormats: [],
  displayNames: [],
  logos: [],
  scopes: [],
  signingMethods: [],
  digestMethods: [],
  entityAttributes: new Map(),
} as const satisfies Partial<Described>;

/** Each is tried for a signature that none has made, as anybody can send: with thousands that would take seconds. */
const mostKeys = 50;
const optionFields = [
  'id',
  'entityId',
  'trust',
  'audiences',
  'issuer',
  'pardons',
  'allowUnsolicited',
  'subjectAttribute',
  'subjectIdentifier',
  'scopes',
  'scopedAttributes',
  'demandNameIdFormat',
  'wantSigned',
  'learntFrom',
] satisfies (keyof PeerOptions)[];
