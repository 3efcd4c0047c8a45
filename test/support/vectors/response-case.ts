import { type AssertionParts, assertionXml, bearerXml, clean, later, type ResponseParts, responseXml, subjectXml } from '../messages.ts';
import type { Case, Signing, Workshop } from './workshop.ts';

/** How a response differs from a clean one whose assertion is signed, and what it is held against. */
export interface ResponseOptions {
  readonly response?: ResponseParts;
  readonly assertion?: AssertionParts;
  readonly sign?: 'assertion' | 'response' | 'both' | 'none';
  readonly signing?: Signing;
  /** What is done to the message when all is signed. */
  readonly after?: (xml: string, workshop: Workshop) => string | Uint8Array;
  /** The message itself, in place of all above. */
  readonly message?: (workshop: Workshop) => string | Uint8Array;
  /** What is added to the usual pending login; `none` where nobody asked. */
  readonly pending?: object | 'none';
  readonly parties?: string;
  readonly receivedAt?: string;
  readonly relayState?: string;
  readonly replay?: 'used' | 'full' | 'broken';
  readonly now?: string;
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
}

/** Makers of cases that have these fields in common. */
export function responseCases(common: Required<Pick<ResponseOptions, 'spec' | 'flags'>> & ResponseOptions) {
  return {
    /** A response that must be accepted; what is not claimed otherwise must come out as of a clean one. */
    accepts: (name: string, comment: string, claims: object = {}, options: ResponseOptions = {}): Case =>
      responseCase(name, comment, `accept ${JSON.stringify({ ...cleanClaims, ...claims })}`, { ...common, ...options }),
    /** A response that must be refused: by a rule alone, or with an error code. */
    refuses: (name: string, comment: string, expected: string, options: ResponseOptions = {}): Case =>
      responseCase(name, comment, expected, { ...common, ...options }),
  };
}

/** That exactly this rule refuses. */
export function rule(id: string): string {
  return `assertion.rejected ${id}`;
}

/** A response as text, signed as its options say. */
function signedResponse(workshop: Workshop, { response = {}, assertion = {}, sign = 'assertion', signing = {} }: ResponseOptions): string {
  const whole = responseXml({ assertions: [assertionXml(assertion)], ...response });
  const inner =
    sign === 'assertion' || sign === 'both' ? workshop.sign(whole, { id: assertion.id ?? clean.assertionId, ...signing }) : whole;
  return sign === 'response' || sign === 'both' ? workshop.sign(inner, signing) : inner;
}

/** What an answer says that nobody asked for. */
export const unsolicited = {
  parties: 'sp idp-unsolicited',
  pending: 'none',
  response: { inResponseTo: null },
  assertion: { subject: subjectXml(undefined, [bearerXml({ InResponseTo: null })]) },
} as const satisfies ResponseOptions;

function responseCase(name: string, comment: string, expect: string, options: ResponseOptions): Case {
  const {
    spec = '',
    flags = '',
    source = 'signon',
    now = clean.now,
    parties = 'sp idp',
    pending = {},
    receivedAt = clean.acsUrl,
  } = options;
  const { relayState, replay, message, after } = options;
  const usual = { requestId: clean.requestId, acsUrl: clean.acsUrl, issuedAt: later(-60) };
  return {
    path: `response/${name}`,
    header: {
      expect,
      comment,
      spec,
      flags,
      source,
      now,
      parties,
      pending: pending === 'none' ? 'none' : JSON.stringify({ ...usual, ...pending }),
      receivedAt,
      ...(relayState === undefined ? {} : { relayState }),
      ...(replay === undefined ? {} : { replay }),
    },
    message: (workshop) => {
      if (message !== undefined) return message(workshop);
      const signed = signedResponse(workshop, options);
      return after === undefined ? signed : after(signed, workshop);
    },
  };
}

const cleanClaims = {
  subject: { value: clean.subject, format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
  noted: [],
  pardoned: [],
};
