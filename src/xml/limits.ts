/**
 * How much of a document is read before it is refused with `xml.limit`; each is checked while reading, so that what is refused has
 * cost no more than what is accepted.
 */
export interface Limits {
  /** Of the document as received, and of each canonical form that is made of a part of it. */
  readonly bytes: number;
  /** Elements within each other. */
  readonly depth: number;
  readonly elements: number;
  /** On one element, namespace declarations among them. */
  readonly attributes: number;
  /** Namespace declarations in scope at one element. */
  readonly namespaces: number;
  /** UTF-16 code units of a prefix or a local name. */
  readonly nameLength: number;
  /** UTF-16 code units of a namespace name. */
  readonly namespaceLength: number;
}

/** What a message of the browser may be: far above what any product sends (2,000 groups make 240 KB). */
export const messageLimits: Limits = {
  bytes: 1_048_576,
  depth: 100,
  elements: 20_000,
  attributes: 256,
  namespaces: 128,
  nameLength: 1_024,
  namespaceLength: 2_048,
};

/** What metadata may be: room for the aggregate of a federation. */
export const metadataLimits: Limits = { ...messageLimits, bytes: 104_857_600, elements: 2_000_000 };
