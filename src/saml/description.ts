import { invalid, knownFields, list, oneOf, webAddress, wholeNumber } from '../core/options.ts';
import { type AttributeConsumingService, type AttributeConsumingServiceOptions, attributeServices } from './attribute-services.ts';
import { type Localised, type Logo, languageTag, localised, pageAddress, readable, uri } from './localised.ts';
import type { NameIdFormat } from './names.ts';

/** What our metadata says of us to people and to those who decide what we get; no message is judged by it. */
export interface DescriptionOptions {
  /** Who runs the service. */
  readonly organization?: Organization;
  /** Whom to turn to. */
  readonly contacts?: readonly Contact[];
  /** What providers show of us to whoever signs in. */
  readonly ui?: UserInterface;
  /** The sets of attributes that we want; a request names one of them by its index. */
  readonly attributeConsumingServices?: readonly AttributeConsumingServiceOptions[];
  /** The kinds of names that we understand. */
  readonly nameIdFormats?: readonly NameIdFormat[];
  /** Which identifier of the subject we need, if any; asks providers to send it, without which many send none. */
  readonly requiredSubjectIdentifier?: 'subject-id' | 'pairwise-id' | 'any' | 'none';
  /** Entity categories and the like: values by the name of the attribute, both of them URIs as a rule. */
  readonly entityAttributes?: Readonly<Record<string, readonly string[]>>;
}

/** An organisation (SAMLMeta 2.3.2.1). */
export interface Organization {
  readonly name: Localised;
  /** For people; default: the name. */
  readonly displayName?: Localised;
  /** A page about it. */
  readonly url: Localised;
}

/** Somebody to turn to (SAMLMeta 2.3.2.2). */
export interface Contact {
  /** `security` for incidents, as REFEDS has it. */
  readonly type: 'technical' | 'support' | 'administrative' | 'billing' | 'security' | 'other';
  readonly company?: string;
  readonly givenName?: string;
  readonly surname?: string;
  /** As `help@example.org`. */
  readonly emails?: readonly string[];
  readonly telephones?: readonly string[];
}

/** What to show of us (SAML V2.0 Metadata Extensions for Login and Discovery User Interface, 2.1). */
export interface UserInterface {
  readonly displayName?: Localised;
  readonly description?: Localised;
  /** Words to search for; one may hold spaces, but no plus sign. */
  readonly keywords?: Localised<readonly string[]>;
  /** https addresses, or the picture itself as a `data:` URI. */
  readonly logos?: readonly Logo[];
  readonly informationUrl?: Localised;
  readonly privacyStatementUrl?: Localised;
}

/** A description as parsed and frozen; the fields are those of the options, with every default filled in. */
export interface Description {
  readonly organization?: Required<Organization>;
  readonly contacts: readonly Contact[];
  readonly ui?: UserInterface;
  readonly attributeConsumingServices: readonly AttributeConsumingService[];
  readonly nameIdFormats: readonly string[];
  /** That of `requiredSubjectIdentifier` among them. */
  readonly entityAttributes: Readonly<Record<string, readonly string[]>>;
}

/** Reads how we describe ourselves. @throws SsoError `config.invalid` with the field */
export function description(options: DescriptionOptions): Description {
  const { organization: owner, contacts, ui, nameIdFormats, entityAttributes = {} } = options;
  return {
    ...(owner === undefined ? {} : { organization: organization(owner) }),
    contacts: Object.freeze(list('contacts', contacts).map(contact)),
    ...(ui === undefined ? {} : { ui: userInterface(ui) }),
    attributeConsumingServices: attributeServices(options.attributeConsumingServices),
    nameIdFormats: Object.freeze(list('nameIdFormats', nameIdFormats).map((format, place) => uri(`nameIdFormats[${place}]`, format))),
    entityAttributes: withRequirement(attributesOfEntity(entityAttributes), options.requiredSubjectIdentifier),
  };
}

function organization(options: Organization): Required<Organization> {
  knownFields(options, ['name', 'displayName', 'url'], 'organization.');
  const name = localised('organization.name', options.name, readable);
  const displayName = options.displayName === undefined ? name : localised('organization.displayName', options.displayName, readable);
  return Object.freeze({ name, displayName, url: localised('organization.url', options.url, pageAddress) });
}

function contact(options: Contact, place: number): Contact {
  const at = `contacts[${place}].`;
  const { type, company, givenName, surname } = knownFields(options, contactFields, at);
  if (type === undefined) throw invalid(`${at}type`, `must be one of ${contactTypes.join(', ')}`);
  return Object.freeze({
    type: oneOf(`${at}type`, type, contactTypes, 'other'),
    ...(company === undefined ? {} : { company: readable(`${at}company`, company) }),
    ...(givenName === undefined ? {} : { givenName: readable(`${at}givenName`, givenName) }),
    ...(surname === undefined ? {} : { surname: readable(`${at}surname`, surname) }),
    emails: Object.freeze(list(`${at}emails`, options.emails).map((address, each) => email(`${at}emails[${each}]`, address))),
    telephones: Object.freeze(
      list(`${at}telephones`, options.telephones).map((number, each) => readable(`${at}telephones[${each}]`, number)),
    ),
  });
}

function email(field: string, value: unknown): string {
  const address = readable(field, value);
  if (!/^[^\s@:<>]+@[^\s@:<>]+$/.test(address)) throw invalid(field, 'must be an address such as help@example.org');
  return address;
}

function userInterface(options: UserInterface): UserInterface {
  knownFields(options, [...uiTexts.map(([field]) => field), 'keywords', 'logos'], 'ui.');
  const { keywords, logos } = options;
  const texts = uiTexts.flatMap(([field, read]) => {
    const values = options[field];
    return values === undefined ? [] : [[field, localised(`ui.${field}`, values, read)] as const];
  });
  return Object.freeze({
    ...Object.fromEntries(texts),
    ...(keywords === undefined ? {} : { keywords: localised('ui.keywords', keywords, words) }),
    ...(logos === undefined ? {} : { logos: Object.freeze(list('ui.logos', logos).map(logo)) }),
  });
}

function words(field: string, keywords: readonly string[]): readonly string[] {
  const found = list(field, keywords).map((keyword, place) => readable(`${field}[${place}]`, keyword));
  if (found.length === 0) throw invalid(field, 'must list at least one keyword');
  // MDUI 2.1.4: the list is separated by spaces, and a space within a keyword is written as a plus sign.
  if (found.some((keyword) => /\+|[^\S ]|^ | $| {2}/.test(keyword)))
    throw invalid(field, 'must hold no plus sign, and single spaces only within');
  return Object.freeze(found);
}

function logo(options: Logo, place: number): Logo {
  const at = `ui.logos[${place}].`;
  const { url, width, height, language } = knownFields(options, ['url', 'width', 'height', 'language'], at);
  const picture = uri(`${at}url`, url);
  return Object.freeze({
    url: /^data:image\//i.test(picture) ? picture : webAddress(`${at}url`, picture),
    width: pixels(`${at}width`, width),
    height: pixels(`${at}height`, height),
    ...(language === undefined ? {} : { language: languageTag(`${at}language`, language) }),
  });
}

function pixels(field: string, value: number): number {
  return wholeNumber(field, value ?? 0, { initial: 0, least: 1, most: 65_535 });
}

/** SAMLSubjectId 4: said by an attribute of the entity. */
function withRequirement(
  attributes: Description['entityAttributes'],
  required: DescriptionOptions['requiredSubjectIdentifier'],
): Description['entityAttributes'] {
  if (required === undefined) return attributes;
  if (Object.hasOwn(attributes, requirement))
    throw invalid('requiredSubjectIdentifier', `says what ${requirement} in entityAttributes says`);
  const value = oneOf('requiredSubjectIdentifier', required, ['subject-id', 'pairwise-id', 'any', 'none'], 'none');
  return Object.freeze({ ...attributes, [requirement]: Object.freeze([value]) });
}

function attributesOfEntity(attributes: Description['entityAttributes']): Description['entityAttributes'] {
  if (typeof attributes !== 'object' || attributes === null) throw invalid('entityAttributes', 'must be an object of lists by name');
  const read = Object.entries(attributes).map(([name, values]) => {
    const field = `entityAttributes.${readable('entityAttributes', name)}`;
    return [name, Object.freeze(list(field, values).map((value, place) => readable(`${field}[${place}]`, value)))] as const;
  });
  return Object.freeze(Object.fromEntries(read));
}

const requirement = 'urn:oasis:names:tc:SAML:profiles:subject-id:req';
const uiTexts = [
  ['displayName', readable],
  ['description', readable],
  ['informationUrl', pageAddress],
  ['privacyStatementUrl', pageAddress],
] as const;
const contactTypes: readonly Contact['type'][] = ['technical', 'support', 'administrative', 'billing', 'security', 'other'];
const contactFields = ['type', 'company', 'givenName', 'surname', 'emails', 'telephones'] satisfies (keyof Contact)[];

/** All that describes us. */
export const descriptionFields = [
  'organization',
  'contacts',
  'ui',
  'attributeConsumingServices',
  'nameIdFormats',
  'requiredSubjectIdentifier',
  'entityAttributes',
] satisfies (keyof DescriptionOptions)[];
