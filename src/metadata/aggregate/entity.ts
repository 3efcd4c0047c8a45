import type { LocalisedText } from '../../saml/identity-provider.ts';
import type { Logo } from '../../saml/localised.ts';
import { entityIdOf } from '../../saml/metadata-entities.ts';
import { readEntityAttributes, readUserInterface } from '../../saml/metadata-extensions.ts';
import { rolesOf } from '../../saml/metadata-role.ts';
import { namespaces } from '../../saml/names.ts';
import type { Element } from '../../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, isElement } from '../../xml/element.ts';

/** What an entity of an aggregate is found and shown by; text of the entity, to be escaped. */
export interface AggregateEntity {
  readonly entityId: string;
  /** What it is by SAML 2.0. */
  readonly roles: readonly EntityRole[];
  /** As an identity provider, as are the logos. */
  readonly displayNames: readonly LocalisedText[];
  readonly logos: readonly Logo[];
  /** Who has registered it (SAML V2.0 Metadata Extensions for Registration and Publication Information 2.1). */
  readonly registrationAuthority?: string;
  /** Entity categories and the like: values by name. */
  readonly entityAttributes: Readonly<Record<string, readonly string[]>>;
}

/** What an entity can be. */
export type EntityRole = 'identity-provider' | 'service-provider';

/** Some of the entities of an aggregate: those that are all that is said here. */
export interface EntityFilter {
  /** Default: `identity-provider`. */
  readonly role?: EntityRole;
  /** Who must have registered it: one of these. */
  readonly registrationAuthorities?: readonly string[];
  /** What it must belong to or support: all of these entity categories. */
  readonly categories?: readonly string[];
  /** What it must not belong to or support, be it but one of these, such as `http://refeds.org/category/hide-from-discovery`. */
  readonly withoutCategories?: readonly string[];
}

/** What an entity says of itself, as far as it is not about keys and addresses: only its roles and the extensions need be there. */
export function describedEntity(entity: Element): AggregateEntity {
  const [provider] = rolesOf(entity);
  const extensions = extensionsOf(entity);
  const authority = registrationAuthorityIn(extensions);
  return {
    entityId: entityIdOf(entity),
    roles: [
      ...(provider === undefined ? [] : (['identity-provider'] as const)),
      ...(isService(entity) ? (['service-provider'] as const) : []),
    ],
    ...readUserInterface(provider === undefined ? [] : extensionsOf(provider)),
    ...(authority === undefined ? {} : { registrationAuthority: authority }),
    entityAttributes: Object.fromEntries(readEntityAttributes(extensions)),
  };
}

/** Is an entity among those that a filter lets through? */
export function passes(entity: AggregateEntity, filter: EntityFilter): boolean {
  const { role = 'identity-provider', registrationAuthorities, categories = [], withoutCategories = [] } = filter;
  const own = categoryNames.flatMap((name) => (Object.hasOwn(entity.entityAttributes, name) ? (entity.entityAttributes[name] ?? []) : []));
  return (
    entity.roles.includes(role) &&
    (registrationAuthorities === undefined || registrationAuthorities.includes(entity.registrationAuthority ?? '')) &&
    categories.every((category) => own.includes(category)) &&
    !withoutCategories.some((category) => own.includes(category))
  );
}

function isService(entity: Element): boolean {
  return childrenNamed(entity, namespaces.metadata, 'SPSSODescriptor').some((role) =>
    (attribute(role, 'protocolSupportEnumeration') ?? '').split(/[ \t\r\n]+/).includes(namespaces.protocol),
  );
}

function extensionsOf(element: Element): readonly Element[] {
  return childrenNamed(element, namespaces.metadata, 'Extensions').flatMap(childElements);
}

/** None where there are two: one may be what the entity says of itself. */
function registrationAuthorityIn(extensions: readonly Element[]): string | undefined {
  const [information, ...more] = extensions.filter((element) => isElement(element, registration, 'RegistrationInfo'));
  const authority = information && more.length === 0 ? attribute(information, 'registrationAuthority') : undefined;
  return authority === undefined ? undefined : collapse(authority);
}

/** The Entity Category SAML Attribute Types (RFC 8409): what it belongs to, and what it supports. */
const categoryNames = ['http://macedir.org/entity-category', 'http://macedir.org/entity-category-support'];
const registration = 'urn:oasis:names:tc:SAML:metadata:rpi';
