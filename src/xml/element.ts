import type { Element } from './document.ts';

/** The value of an attribute without namespace, or undefined where it is not there. */
export function attribute(element: Element, name: string): string | undefined {
  for (const candidate of element.attributes) {
    if (candidate.qualifiedName === name) return candidate.value;
  }
  return undefined;
}

/** True for an element of that namespace and local name. */
export function isElement<Namespace extends string, Name extends string>(
  node: Element | string | undefined,
  namespace: Namespace,
  name: Name,
): node is Element & { readonly namespace: Namespace; readonly name: Name } {
  return typeof node === 'object' && node.name === name && node.namespace === namespace;
}

/** The child elements, text between them left out. */
export function childElements(parent: Element): readonly Element[] {
  return parent.children.filter((node) => typeof node === 'object');
}

/** The child elements of one name, in document order. */
export function childrenNamed(parent: Element, namespace: string, name: string): readonly Element[] {
  return parent.children.filter((node) => isElement(node, namespace, name));
}

/** The text of an element that holds nothing but text, exactly as written; undefined where it holds an element. */
export function onlyText({ children }: Element): string | undefined {
  const first = children.length === 0 ? '' : children[0];
  return children.length < 2 && typeof first === 'string' ? first : undefined;
}

/** As XML Schema's white space facet `collapse` has it, for anyURI and dateTime; names of users are never put through this. */
export function collapse(text: string): string {
  return /[ \t\n\r]/.test(text) ? text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '') : text;
}
