/** Which canonical form: exclusive or inclusive, which version of the latter, and whether comments stay. */
export interface CanonicalForm {
  readonly kind: 'exclusive' | 'inclusive-1.0' | 'inclusive-1.1';
  readonly comments: boolean;
}

/** The canonical forms by the URI of their algorithm. */
export const canonicalForms: ReadonlyMap<string, CanonicalForm> = new Map([
  ['http://www.w3.org/2001/10/xml-exc-c14n#', { kind: 'exclusive', comments: false }],
  ['http://www.w3.org/2001/10/xml-exc-c14n#WithComments', { kind: 'exclusive', comments: true }],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', { kind: 'inclusive-1.0', comments: false }],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments', { kind: 'inclusive-1.0', comments: true }],
  ['http://www.w3.org/2006/12/xml-c14n11', { kind: 'inclusive-1.1', comments: false }],
  ['http://www.w3.org/2006/12/xml-c14n11#WithComments', { kind: 'inclusive-1.1', comments: true }],
]);
