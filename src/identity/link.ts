import { SsoError } from '../core/errors.ts';
import { answerOf } from './first-use.ts';
import { all, type Identity } from './identity.ts';

/** Which account of a product a person of a provider is: plain data, to be kept for as long as the account. */
export interface Link {
  /** Our own name for the product. */
  readonly product: string;
  /** Who it is at the provider, by `linkSubject`: an opaque text. */
  readonly subject: string;
  /** The product's own name for the account, which no renaming changes; absent while the account is being made. */
  readonly userKey?: string;
  /** What the account was called when it was last seen. */
  readonly userName: string;
  /**
   * How far it is: `creating` before the account is made, `created` before it has all that a new one is given, `linked` from then on.
   * Whoever finds one of the first two goes on where somebody was interrupted.
   */
  readonly state: 'creating' | 'created' | 'linked';
  /** When the account was about to be made, as ISO 8601; only while it is being made. */
  readonly since?: string;
  /** Groups that were taken away to switch the account off, where a product has no other way. */
  readonly setAside?: readonly string[];
}

/**
 * Keeps links. Each subject of a product has one account, and each account one subject: both are unique, whoever asks at the same time.
 */
export interface LinkStore {
  /** The link of a subject. */
  find(product: string, subject: string): Promise<Link | undefined>;
  /** The link of an account. */
  owner(product: string, userKey: string): Promise<Link | undefined>;
  /**
   * Makes a link in one atomic step, unless its subject or its account has one already.
   *
   * @returns true where it was made
   */
  claim(link: Link): Promise<boolean>;
  /**
   * Puts a link in the place of one, in one atomic step, if that is still as it was read, and the account of the new one is nobody else's.
   *
   * @param next - the new one, of the same product and subject; undefined to end the link
   * @returns true where it was done
   */
  replace(before: Link, next: Link | undefined): Promise<boolean>;
}

/**
 * Who somebody is to all products: the local id of the provider and what the provider knows the person by, with its qualifiers, so that no
 * two providers, and no two name spaces of one, can name the same person.
 *
 * @param attribute - the attribute to know people by in place of the subject; it must have exactly one value
 * @throws SsoError `mapping.failed` for a subject that is missing, or that is another one at each login
 */
export function linkSubject({ provider, subject, attributes }: Identity, attribute?: string): string {
  if (attribute !== undefined) {
    const [value, ...more] = all({ attributes }, attribute);
    if (value === undefined || value === '' || more.length > 0) throw unusable(`${attribute} must have one value`);
    return JSON.stringify([provider, 'attribute', attribute, value]);
  }
  if (subject === undefined || subject.value === '') throw unusable('the provider names nobody');
  // SAMLCore 8.3.8: meant to be forgotten.
  if (subject.format === transient) throw unusable('the name is a transient one');
  const { value, format = '', nameQualifier = '', spNameQualifier = '' } = subject;
  return JSON.stringify([provider, 'subject', value, format, nameQualifier, spNameQualifier]);
}

/** A link store that refuses whatever it cannot answer: neither an error of its own nor anything but a plain yes is an answer. */
export function answering(links: LinkStore): LinkStore {
  return {
    find: (product, subject) => answerOf('links', () => links.find(product, subject)),
    owner: (product, userKey) => answerOf('links', () => links.owner(product, userKey)),
    claim: async (link) => (await answerOf('links', () => links.claim(link))) === true,
    replace: async (before, next) => (await answerOf('links', () => links.replace(before, next))) === true,
  };
}

function unusable(problem: string): SsoError<'mapping.failed'> {
  return new SsoError('mapping.failed', { field: 'subject', problem });
}

const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
