import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, onlyText } from '../xml/element.ts';
import { xmlNamespace } from '../xml/namespaces.ts';
import type { Described, LocalisedText, SigningMethod } from './identity-provider.ts';
import type { Logo } from './localised.ts';
import { namespaces } from './names.ts';
import type { Scope } from './scopes.ts';

type Extensions = Pick<Described, 'displayNames' | 'logos' | 'scopes' | 'signingMethods' | 'digestMethods' | 'entityAttributes'>;

/**
 * What the extensions of an entity and of its role say: names and pictures (MDUI), scopes (Shibboleth), algorithms and entity
 * attributes. Anything else is somebody's, and nothing that is wrong in them keeps anybody from signing in.
 *
 * @see SAML V2.0 Metadata Extensions for Login and Discovery User Interface, for Algorithm Support, and for Entity Attributes
 */
export function readExtensions(entity: Element, role: Element): Extensions {
  const ofEntity = childrenNamed(entity, namespaces.metadata, 'Extensions').flatMap(childElements);
  const ofRole = childrenNamed(role, namespaces.metadata, 'Extensions').flatMap(childElements);
  return {
    ...readUserInterface(ofRole),
    scopes: named([...ofRole, ...ofEntity], namespaces.shibmd, 'Scope').flatMap(scope),
    // "If present at both levels, the role's apply" (Algorithm Support 2.4).
    signingMethods: nearest('SigningMethod', ofRole, ofEntity).map(signingMethod),
    digestMethods: nearest('DigestMethod', ofRole, ofEntity).map(algorithm),
    entityAttributes: readEntityAttributes(ofEntity),
  };
}

/** What to call a provider and the pictures of it, out of the extensions of its role. */
export function readUserInterface(ofRole: readonly Element[]): Pick<Extensions, 'displayNames' | 'logos'> {
  const ui = named(ofRole, namespaces.mdui, 'UIInfo').flatMap(childElements);
  return {
    displayNames: named(ui, namespaces.mdui, 'DisplayName').flatMap(localised),
    logos: named(ui, namespaces.mdui, 'Logo').flatMap(logo),
  };
}

/** Entity categories and the like, out of the extensions of an entity: values by name. */
export function readEntityAttributes(ofEntity: readonly Element[]): Extensions['entityAttributes'] {
  return entityAttributes(named(ofEntity, namespaces.mdattr, 'EntityAttributes').flatMap(childElements));
}

function named(elements: readonly Element[], namespace: string, name: string): readonly Element[] {
  return elements.filter((element) => element.namespace === namespace && element.name === name);
}

function localised(element: Element): readonly LocalisedText[] {
  const text = collapse(onlyText(element) ?? '');
  return text === '' ? [] : [{ language: language(element) ?? '', text }];
}

function logo(element: Element): readonly Logo[] {
  const url = collapse(onlyText(element) ?? '');
  const [width, height] = [attribute(element, 'width'), attribute(element, 'height')].map((value) => Number(value));
  if (!/^(?:https:|data:image\/)/i.test(url) || !(width !== undefined && width > 0) || !(height !== undefined && height > 0)) return [];
  const lang = language(element);
  return [{ url, width, height, ...(lang === undefined ? {} : { language: lang }) }];
}

function scope(element: Element): readonly Scope[] {
  const value = collapse(onlyText(element) ?? '');
  return value === '' ? [] : [{ value, regexp: /^\s*(?:true|1)\s*$/.test(attribute(element, 'regexp') ?? '') }];
}

function nearest(name: string, ...levels: readonly (readonly Element[])[]): readonly Element[] {
  return levels.map((level) => named(level, namespaces.alg, name)).find((methods) => methods.length > 0) ?? [];
}

function signingMethod(element: Element): SigningMethod {
  const [minKeySize, maxKeySize] = ['MinKeySize', 'MaxKeySize'].map((name) => positive(attribute(element, name)));
  return {
    algorithm: algorithm(element),
    ...(minKeySize === undefined ? {} : { minKeySize }),
    ...(maxKeySize === undefined ? {} : { maxKeySize }),
  };
}

function algorithm(element: Element): string {
  return collapse(attribute(element, 'Algorithm') ?? '');
}

function positive(value = ''): number | undefined {
  return /^\s*\+?0*[1-9]\d{0,8}\s*$/.test(value) ? Number(value) : undefined;
}

function entityAttributes(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  // Assertions may stand there too, but whoever made them would have to be trusted first.
  for (const element of named(elements, namespaces.assertion, 'Attribute')) {
    const name = attribute(element, 'Name') ?? '';
    const texts = childrenNamed(element, namespaces.assertion, 'AttributeValue').map((value) => collapse(onlyText(value) ?? ''));
    const earlier = values.get(name);
    if (earlier === undefined) values.set(name, [...texts]);
    else for (const text of texts) earlier.push(text);
  }
  return values;
}

function language({ attributes }: Element): string | undefined {
  return attributes.find(({ namespace, name }) => namespace === xmlNamespace && name === 'lang')?.value;
}
