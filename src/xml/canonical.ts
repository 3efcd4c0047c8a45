import { ancestorsOf } from './apex.ts';
import type { CanonicalForm } from './canonical-form.ts';
import { CanonicalWriter } from './canonical-writer.ts';
import { type Document, type Element, endOf } from './document.ts';

/** What a canonical form is made of: a whole element, or that element without one child. */
export interface Subset {
  readonly element: Element;
  /** The child that the enveloped signature transform takes out. */
  readonly without?: Element;
  /** The InclusiveNamespaces PrefixList of the exclusive form; the empty text is the default namespace. */
  readonly prefixes?: readonly string[];
}

/**
 * The canonical form of an element in its document, as text; its UTF-8 octets are what is digested. Made from the events that were
 * read, so that comments and the attributes inherited from ancestors are at hand.
 *
 * @throws SsoError `xml.limit` when the form outgrows the limit that the document was read under
 * @see Canonical XML 1.0 and 1.1, 2.3 and 2.4; Exclusive XML Canonicalization 1.0, 3
 */
export function canonicalize(document: Document, { element, without, prefixes = [] }: Subset, form: CanonicalForm): string {
  const { events, places, text, limits } = document;
  const ancestors = form.kind === 'exclusive' ? [] : ancestorsOf(events, element);
  const writer = new CanonicalWriter(form, prefixes, ancestors, limits);
  writer.turn(text);
  for (let at = element.start; ; at += 1) {
    if (at === without?.start) at = endOf(events, at);
    // Sound: the events go on to the end of the element, and there is a place behind the last.
    else if (writer.write(events[at], places[at] as number, places[at + 1] as number)) return writer.taken();
  }
}
