import { utf8 } from '../core/bytes.ts';
import { canonicalize } from '../xml/canonical.ts';
import type { Document, Element } from '../xml/document.ts';
import type { Scope } from '../xml/namespaces.ts';

/**
 * An element of a document as a document of its own, by its octets. All namespaces that are in scope there are declared in it, and
 * comments stay, so that every signature in it that verified before verifies in it, too: its canonical forms are the same. Only what an
 * inclusive form would take over of `xml:` attributes around it is lost, and refuses.
 *
 * @throws SsoError `xml.limit` where it is larger by that than a document may be
 * @see Exclusive XML Canonicalization 1.0, 3
 */
export function partOf(document: Document, element: Element): Uint8Array {
  return utf8(canonicalize(document, { element, prefixes: prefixesIn(element.scope) }, { kind: 'exclusive', comments: true }));
}

function prefixesIn(scope: Scope | undefined): readonly string[] {
  const prefixes = new Set<string>();
  for (let inner = scope; inner !== undefined; inner = inner.outer) prefixes.add(inner.prefix);
  return [...prefixes];
}
