import { utf8 } from '../core/bytes.ts';
import { canonicalize } from '../xml/canonical.ts';
import { type Document, type Element, endOf, isTag } from '../xml/document.ts';

/**
 * An element of a document as a document of its own, by its octets. All namespaces that are in scope there are declared in it, none that it
 * declares itself is left out, and comments stay, so that every signature in it that verified before verifies in it, too: its canonical
 * forms are the same. Only what an inclusive form would take over of `xml:` attributes around it is lost, and refuses.
 *
 * @throws SsoError `xml.limit` where it is larger by that than a document may be
 * @see Exclusive XML Canonicalization 1.0, 3
 */
export function partOf(document: Document, element: Element): Uint8Array {
  const form = { kind: 'exclusive', comments: true } as const;
  return utf8(canonicalize(document, { element, prefixes: prefixesIn(document, element) }, form));
}

/** Those in scope, and those that are declared within: whether anything uses them is not to be seen, since a text may. */
function prefixesIn({ events }: Document, { scope, start }: Element): readonly string[] {
  const prefixes = new Set<string>();
  for (let inner = scope; inner !== undefined; inner = inner.outer) prefixes.add(inner.prefix);
  for (const event of events.slice(start, endOf(events, start)))
    if (isTag(event)) for (const { prefix } of event.declarations) prefixes.add(prefix);
  return [...prefixes];
}
