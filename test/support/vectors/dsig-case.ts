import { assertionXml, clean } from '../messages.ts';
import type { Case, Signing, Workshop } from './workshop.ts';

/** How a signed assertion, standing alone, differs from a clean one. */
export interface DsigOptions {
  /** What is signed; default: a clean assertion. */
  readonly xml?: string;
  readonly signing?: Signing;
  readonly after?: (xml: string, workshop: Workshop) => string | Uint8Array;
  /** Whose keys are trusted; default `idp`. */
  readonly parties?: string;
  /** The ID of the element whose signature is looked at; default: the root. */
  readonly element?: string;
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
}

/** Makers of cases that have these fields in common. */
export function dsigCases(common: Required<Pick<DsigOptions, 'spec' | 'flags'>> & DsigOptions) {
  return {
    /** A signature that must verify, by this key. */
    accepts: (name: string, comment: string, claims: object = {}, options: DsigOptions = {}): Case =>
      dsigCase(name, comment, `accept ${JSON.stringify({ key: 'idp', signed: 'Assertion', pardoned: [], ...claims })}`, {
        ...common,
        ...options,
      }),
    refuses: (name: string, comment: string, expected: string, options: DsigOptions = {}): Case =>
      dsigCase(name, comment, expected, { ...common, ...options }),
  };
}

/** A name so short that the whole text of a message fits into a claim. */
export function shortXml(content = 'alice', attributes = ''): string {
  return `<Message xmlns="urn:example:message" ID="_message"${attributes}>${content}</Message>`;
}

function dsigCase(name: string, comment: string, expect: string, options: DsigOptions): Case {
  const { xml = assertionXml(), signing, after, parties = 'idp', element, spec = '', flags = '', source = 'signon' } = options;
  return {
    path: `dsig/${name}`,
    header: { expect, comment, spec, flags, source, now: clean.now, parties, ...(element === undefined ? {} : { element }) },
    message: (workshop) => {
      const signed = workshop.sign(xml, { ...(element === undefined ? {} : { id: element }), ...signing });
      return after === undefined ? signed : after(signed, workshop);
    },
  };
}
