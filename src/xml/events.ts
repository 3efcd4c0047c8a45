import type { Declaration, Scope } from './namespaces.ts';

/**
 * What the reader tells of, in document order, and where in the text it was read. Text comes in pieces: a CDATA section or a comment
 * may end one. An empty-element tag is a start tag and an end that takes no room.
 */
export interface Events {
  start(tag: Tag, at: number): void;
  text(piece: string, at: number): void;
  /** Text that means just what stands there, as most does: whoever needs it cuts it out. */
  verbatim(start: number, end: number): void;
  comment(content: string, at: number): void;
  end(at: number): void;
}

/** A start tag with its names resolved. Declarations are not among the attributes. */
export interface Tag {
  readonly qualifiedName: string;
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly Attribute[];
  readonly declarations: readonly Declaration[];
  /** The namespaces in scope within the element. */
  readonly scope: Scope | undefined;
}

/** One attribute; without a prefix it is in no namespace, and `namespace` is empty. */
export interface Attribute {
  readonly qualifiedName: string;
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
  /** Where it was read, from the blank before it on, if it stood there in canonical form; else -1. */
  readonly place: number;
}

/** A start tag together with where it was read, to be known again. */
export interface ReadTag extends Tag {
  /** The scope around it. */
  readonly outer: Scope | undefined;
  readonly start: number;
  readonly length: number;
  /** What was read, once somebody has asked for it: most tags are not like the one before. */
  source: string | undefined;
}

/** An attribute whose namespace is known only when the whole tag is. */
export interface OpenAttribute extends Attribute {
  namespace: string;
}

/** The second of two attributes with one expanded name; few are compared one by one, many by a set. */
export function duplicateOf(attributes: readonly Attribute[]): Attribute | undefined {
  if (attributes.length > 8) return duplicateOfMany(attributes);
  for (let at = 1; at < attributes.length; at += 1) {
    // Sound: both places are before the end.
    const later = attributes[at] as Attribute;
    for (let before = 0; before < at; before += 1) {
      const earlier = attributes[before] as Attribute;
      if (earlier.name === later.name && earlier.namespace === later.namespace) return later;
    }
  }
  return undefined;
}

function duplicateOfMany(attributes: readonly Attribute[]): Attribute | undefined {
  // By namespace and then by name: both put together would be a long text to be read anew for each attribute.
  const seen = new Map<string, Set<string>>();
  return attributes.find(({ namespace, name }) => {
    const names = seen.get(namespace);
    if (names === undefined) seen.set(namespace, new Set([name]));
    return names !== undefined && names.size === names.add(name).size;
  });
}
