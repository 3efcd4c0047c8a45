import { flag, invalid, knownFields, oneOf, text, webAddress, wholeNumber } from '../core/options.ts';
import { type DecryptionKey, decryptionKeys, type OpeningKey } from '../crypto/decryption-key.ts';
import { type Signer, type SigningKey, signingKey } from '../crypto/signer.ts';
import { blockedAlgorithms, unblocked } from './blocked.ts';
import { type Description, type DescriptionOptions, description, descriptionFields } from './description.ts';
import { type DiscoveryResponse, type DiscoveryResponseOptions, discoveryResponses } from './discovery-responses.ts';
import { defaultOf, distinct, numbered } from './numbered.ts';
import { type Publication, type PublicationOptions, publication } from './publication.ts';

/** Who we are, as SAML has it. */
export interface ServiceProviderOptions extends DescriptionOptions {
  /** Our entityID: a URI of our own choosing that the provider's settings must repeat character by character. */
  readonly entityId: string;
  /** Where answers may arrive: absolute https addresses (http on loopback), compared character by character. */
  readonly assertionConsumerServices: readonly AssertionConsumerServiceOptions[];
  /** Where messages about logout may arrive, each by one binding; the same address may take several. */
  readonly singleLogoutServices?: readonly SingleLogoutServiceOptions[];
  /** Where people come back from a discovery service. */
  readonly discoveryResponses?: readonly DiscoveryResponseOptions[];
  /** What signs our requests; `next` is only announced, so that providers know the key before it is used. */
  readonly signing?: { readonly current: Signer; readonly next?: Signer };
  /** What others encrypt for us with; all are tried, so that an old key still serves while a new one is made known. */
  readonly decryption?: readonly DecryptionKey[];
  /** Refuse assertions that are not encrypted. */
  readonly requireEncryption?: boolean;
  /**
   * Refuse what is encrypted with AES-CBC unless a signature of the whole response covers the ciphertext: without one, whoever sends
   * it again and again with small changes may find out what it says.
   */
  readonly requireAuthenticatedEncryption?: boolean;
  /**
   * Algorithms that are known here and shall not be used, by URI: neither in what we take nor in what we send. What is too weak for anybody
   * is refused without being named.
   */
  readonly blockedAlgorithms?: readonly string[];
  /** Which signatures an answer must have (default `either`); those that are there must verify in any case. */
  readonly wantSigned?: WantSigned;
  /** How far clocks may be apart: 180 by default, 600 at most. */
  readonly clockSkewSeconds?: number;
  /** How old an unsolicited answer, or a message about logout, may be: 300 by default, 3,600 at most. */
  readonly maxUnsolicitedAgeSeconds?: number;
  /** How long after its making an assertion may be used, whatever it says itself: 86,400 by default, a week at most. */
  readonly maxAssertionAgeSeconds?: number;
  /** How our metadata is published. */
  readonly publication?: PublicationOptions;
}

/** One assertion consumer service of ours. */
export interface AssertionConsumerServiceOptions {
  /** Absolute, as the provider's settings have it: https, or http on loopback. */
  readonly url: string;
  /** How answers arrive there. Default: `post`. */
  readonly binding?: 'post' | 'artifact';
  /** Default: its place in the list. */
  readonly index?: number;
  /** Where answers go when a request does not say; default: the first of the list. One at most. */
  readonly isDefault?: boolean;
}

/** One single logout service of ours. */
export interface SingleLogoutServiceOptions {
  /** Absolute: https, or http on loopback. */
  readonly url: string;
  /** Where answers arrive, if not at `url`. */
  readonly responseUrl?: string;
  /** How messages arrive there. */
  readonly binding: 'redirect' | 'post' | 'soap';
}

/**
 * Which signatures an answer must have: that of the response or of the assertion, a certain one, or both. Any that is there must verify
 * whatever this says.
 */
export type WantSigned = 'either' | 'assertion' | 'response' | 'both';

/** Who we are: made by {@link serviceProvider} and frozen. The fields are those of the options, with every default filled in. */
export interface ServiceProvider extends Description {
  readonly entityId: string;
  readonly assertionConsumerServices: readonly Required<AssertionConsumerServiceOptions>[];
  readonly singleLogoutServices: readonly SingleLogoutServiceOptions[];
  readonly discoveryResponses: readonly DiscoveryResponse[];
  readonly signing?: { readonly current: SigningKey; readonly next?: SigningKey };
  readonly decryption: readonly OpeningKey[];
  readonly requireEncryption: boolean;
  readonly requireAuthenticatedEncryption: boolean;
  readonly blockedAlgorithms: ReadonlySet<string>;
  readonly wantSigned: WantSigned;
  readonly clockSkewSeconds: number;
  readonly maxUnsolicitedAgeSeconds: number;
  readonly maxAssertionAgeSeconds: number;
  readonly publication: Publication;
}

/**
 * Reads who we are, once, at the start of the service.
 *
 * @throws SsoError `config.invalid` with the field: unknown, missing, contradictory or unusable
 */
export function serviceProvider(options: ServiceProviderOptions): ServiceProvider {
  knownFields(options, fields);
  const entityId = text('entityId', options.entityId);
  if (entityId.length > 1024) throw invalid('entityId', 'must have at most 1024 characters (SAMLCore 8.3.6)');
  const blocked = blockedAlgorithms(options.blockedAlgorithms);
  return Object.freeze({
    entityId,
    assertionConsumerServices: consumers(options.assertionConsumerServices),
    singleLogoutServices: (options.singleLogoutServices ?? []).map(logoutService),
    discoveryResponses: discoveryResponses(options.discoveryResponses),
    ...(options.signing === undefined ? {} : { signing: signing(options.signing, blocked) }),
    decryption: decryptionKeys(options.decryption, 'decryption'),
    requireEncryption: encryptionRequired(options),
    requireAuthenticatedEncryption: flag('requireAuthenticatedEncryption', options.requireAuthenticatedEncryption),
    blockedAlgorithms: blocked,
    wantSigned: oneOf('wantSigned', options.wantSigned, wantSignedWords, 'either'),
    clockSkewSeconds: wholeNumber('clockSkewSeconds', options.clockSkewSeconds, { initial: 180, least: 0, most: 600 }),
    maxUnsolicitedAgeSeconds: wholeNumber('maxUnsolicitedAgeSeconds', options.maxUnsolicitedAgeSeconds, {
      initial: 300,
      least: 1,
      most: 3_600,
    }),
    maxAssertionAgeSeconds: wholeNumber('maxAssertionAgeSeconds', options.maxAssertionAgeSeconds, {
      initial: 86_400,
      least: 60,
      most: 604_800,
    }),
    publication: publication(options.publication),
    ...description(options),
  });
}

/** The consumer service that is meant when none is named. */
export function defaultConsumer({ assertionConsumerServices }: ServiceProvider): Required<AssertionConsumerServiceOptions> {
  // Sound: a service provider without a consumer service is refused when it is made.
  return defaultOf(assertionConsumerServices) as Required<AssertionConsumerServiceOptions>;
}

function consumers(list: ServiceProviderOptions['assertionConsumerServices']): readonly Required<AssertionConsumerServiceOptions>[] {
  const field = 'assertionConsumerServices';
  if (!Array.isArray(list) || list.length === 0) throw invalid(field, 'must list at least one address');
  const services = (list as readonly AssertionConsumerServiceOptions[]).map((service, place) => {
    const at = `${field}[${place}].`;
    knownFields(service, ['url', 'binding', 'index', 'isDefault'], at);
    return Object.freeze({
      url: webAddress(`${at}url`, service.url),
      binding: oneOf(`${at}binding`, service.binding, ['post', 'artifact'], 'post'),
      ...numbered(at, service, place),
    });
  });
  return distinct(field, services);
}

function logoutService(service: SingleLogoutServiceOptions, place: number): SingleLogoutServiceOptions {
  const at = `singleLogoutServices[${place}].`;
  knownFields(service, ['url', 'responseUrl', 'binding'], at);
  webAddress(`${at}url`, service.url);
  if (service.responseUrl !== undefined) webAddress(`${at}responseUrl`, service.responseUrl);
  oneOf(`${at}binding`, service.binding, ['redirect', 'post', 'soap'], 'redirect');
  return Object.freeze({ ...service });
}

function signing(
  { current, next, ...rest }: NonNullable<ServiceProviderOptions['signing']>,
  blocked: ReadonlySet<string>,
): NonNullable<ServiceProvider['signing']> {
  knownFields(rest, ['current', 'next'], 'signing.');
  if (current === undefined) throw invalid('signing.current', 'must be given');
  const key = (signer: Signer, field: string) => unblocked(signingKey(signer, field), blocked, field);
  const keys = { current: key(current, 'signing.current') };
  return Object.freeze(next === undefined ? keys : { ...keys, next: key(next, 'signing.next') });
}

function encryptionRequired({ requireEncryption, decryption = [] }: ServiceProviderOptions): boolean {
  const required = flag('requireEncryption', requireEncryption);
  if (required && decryption.length === 0) throw invalid('requireEncryption', 'needs a key in decryption');
  return required;
}

/** All that may be wanted. */
export const wantSignedWords: readonly WantSigned[] = ['either', 'assertion', 'response', 'both'];
const fields = [
  'entityId',
  'assertionConsumerServices',
  'singleLogoutServices',
  'discoveryResponses',
  'signing',
  'decryption',
  'requireEncryption',
  'requireAuthenticatedEncryption',
  'blockedAlgorithms',
  'wantSigned',
  'clockSkewSeconds',
  'maxUnsolicitedAgeSeconds',
  'maxAssertionAgeSeconds',
  'publication',
  ...descriptionFields,
] satisfies (keyof ServiceProviderOptions)[];
