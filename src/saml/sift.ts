import type { Attribute, AttributeValue } from '../identity/identity.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { allows, type ScopeTable, scopeOf, scopeTable } from './scopes.ts';
import { isSubjectIdentifier, isWellFormed, subjectIdentifiers } from './subject-id.ts';

/** The attributes of an assertion without the values that its issuer may not state, and what was left out. */
export interface Sifted {
  readonly attributes: readonly Attribute[];
  readonly dropped: readonly Dropped[];
}

/** A value that was left out; the value itself is personal and not told, its scope is not. */
export interface Dropped {
  readonly attribute: string;
  /** `form` and `several` are of identifiers of the subject alone. */
  readonly fault: 'scope' | 'form' | 'several';
  readonly scope?: string;
}

/**
 * Leaves out the values of scoped attributes whose scope the provider may not speak for: else any provider could name the people of
 * any other. Identifiers of the subject must also be of their form, and be one.
 *
 * @see SAML2int SDP-SP17, SAMLSubjectId 3.3
 */
export function sifted(attributes: readonly Attribute[], idp: Pick<IdentityProvider, 'scopes' | 'scopedAttributes'>): Sifted {
  const isScoped = ({ name }: Attribute) => scopedAttributes.has(name) || idp.scopedAttributes.includes(name);
  if (!attributes.some(isScoped)) return { attributes, dropped: [] };
  const table = scopeTable(idp.scopes);
  const several = severalIn(attributes);
  const left: Attribute[] = [];
  const dropped: Dropped[] = [];
  for (const attribute of attributes) {
    const content = isScoped(attribute) ? withoutFaults(attribute, table, several, dropped) : attribute.content;
    if (content.length === attribute.content.length) left.push(attribute);
    else if (content.length > 0) left.push({ ...attribute, values: content.flatMap((value) => textOf(value) ?? []), content });
  }
  return { attributes: left, dropped };
}

function withoutFaults(
  { name, content }: Attribute,
  table: ScopeTable,
  several: ReadonlySet<string>,
  dropped: Dropped[],
): readonly AttributeValue[] {
  return content.filter((value) => {
    const fault = faultOf(name, textOf(value), table, several);
    if (fault !== undefined) dropped.push(fault);
    return fault === undefined;
  });
}

/** The identifiers of the subject that have several values, whatever the formats of their names. */
function severalIn(attributes: readonly Attribute[]): ReadonlySet<string> {
  const valuesOf = (wanted: string) => attributes.filter(({ name }) => name === wanted).flatMap(({ content }) => content);
  return new Set(Object.values(subjectIdentifiers).filter((name) => valuesOf(name).length > 1));
}

function faultOf(attribute: string, text: string | undefined, table: ScopeTable, several: ReadonlySet<string>): Dropped | undefined {
  if (several.has(attribute)) return { attribute, fault: 'several' };
  if (isSubjectIdentifier(attribute) && !(text !== undefined && isWellFormed(text))) return { attribute, fault: 'form' };
  // Nothing, or an element, says nothing that has a scope.
  if (text === undefined) return undefined;
  const scope = scopeOf(text);
  if (scope === undefined) return { attribute, fault: 'scope' };
  return allows(table, scope) ? undefined : { attribute, fault: 'scope', scope };
}

function textOf(value: AttributeValue): string | undefined {
  if (value.kind === 'text') return value.text;
  return value.kind === 'name-id' ? value.subject.value : undefined;
}

/** The attributes of eduPerson that have a scope, by their two names, and the identifiers of the subject. */
const scopedAttributes: ReadonlySet<string> = new Set([
  ...Object.values(subjectIdentifiers),
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
  'urn:mace:dir:attribute-def:eduPersonPrincipalName',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.9',
  'urn:mace:dir:attribute-def:eduPersonScopedAffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.13',
  'urn:mace:dir:attribute-def:eduPersonUniqueId',
]);
