import { deflate } from '../../../src/saml/deflate.ts';
import {
  type LogoutRequestParts,
  type LogoutResponseParts,
  logoutNames,
  logoutRequestXml,
  logoutResponseXml,
  soapXml,
} from '../logout-messages.ts';
import { clean, later } from '../messages.ts';
import type { KeyName } from './parties.ts';
import { base64, signed } from './redirect-case.ts';
import type { Case, Signing, Workshop } from './workshop.ts';

/** How a message about logout comes, how it is signed, and what it is held against. */
export interface LogoutOptions {
  /** Default: `post`. */
  readonly way?: 'redirect' | 'post' | 'soap';
  /** How it is signed within; `none` leaves it unsigned, whichever way it comes. */
  readonly sign?: Signing | 'none';
  /** How the query is signed. */
  readonly query?: { readonly key?: KeyName; readonly algorithm?: string; readonly lowerCase?: boolean };
  readonly relayState?: string;
  /** What is done to the message once it is signed, before it is put into an envelope. */
  readonly after?: (xml: string, workshop: Workshop) => string;
  /** All that comes, in place of what is said above. */
  readonly message?: (workshop: Workshop) => string;
  readonly parties?: string;
  readonly pending?: object | 'none';
  readonly replay?: 'used' | 'full' | 'broken';
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
}

/** Makers of cases that have these fields in common. */
export function logoutCases(common: LogoutOptions) {
  return {
    /** A request that must be accepted; what is not claimed otherwise must come out as of a clean one. */
    asks: (name: string, comment: string, claims: object = {}, parts: LogoutRequestParts | Make = {}, options: LogoutOptions = {}): Case =>
      requestCase(name, comment, `accept ${JSON.stringify({ ...cleanRequest, ...claims })}`, parts, { ...common, ...options }),
    /** A request that must be refused. */
    refusesRequest: (
      name: string,
      comment: string,
      expect: string,
      parts: LogoutRequestParts | Make = {},
      options: LogoutOptions = {},
    ): Case => requestCase(name, comment, expect, parts, { ...common, ...options }),
    /** An answer that must be accepted. */
    answers: (name: string, comment: string, claims: object = {}, parts: LogoutResponseParts = {}, options: LogoutOptions = {}): Case =>
      responseCase(name, comment, `accept ${JSON.stringify({ ...cleanResponse, ...claims })}`, parts, { ...common, ...options }),
    /** An answer that must be refused. */
    refusesAnswer: (name: string, comment: string, expect: string, parts: LogoutResponseParts = {}, options: LogoutOptions = {}): Case =>
      responseCase(name, comment, expect, parts, { ...common, ...options }),
  };
}

/** What a request says, where it takes the workshop to write it. */
type Make = (workshop: Workshop) => LogoutRequestParts;

/** That exactly these rules refuse. */
export function rule(...ids: readonly string[]): string {
  return `logout.rejected ${ids.join(' ')}`;
}

function requestCase(name: string, comment: string, expect: string, parts: LogoutRequestParts | Make, options: LogoutOptions): Case {
  const xml = (workshop: Workshop) => logoutRequestXml(typeof parts === 'function' ? parts(workshop) : parts);
  return logoutCase(`request-${name}`, comment, expect, (workshop) => arriving('SAMLRequest', xml(workshop), workshop, options), {
    pending: 'none',
    ...options,
  });
}

function responseCase(name: string, comment: string, expect: string, parts: LogoutResponseParts, options: LogoutOptions): Case {
  const make = (workshop: Workshop) => arriving('SAMLResponse', logoutResponseXml(parts), workshop, options);
  return logoutCase(`response-${name}`, comment, expect, make, options);
}

function arriving(
  parameter: string,
  xml: string,
  workshop: Workshop,
  { way = 'post', sign = {}, query = {}, relayState, after = (text) => text, message }: LogoutOptions,
): string {
  if (message !== undefined) return message(workshop);
  if (way === 'redirect') {
    const plain = [`${parameter}=${encodeURIComponent(base64(deflate(after(xml, workshop))))}`];
    if (relayState !== undefined) plain.push(`RelayState=${encodeURIComponent(relayState)}`);
    return sign === 'none' ? plain.join('&') : signed(workshop, plain.join('&'), query);
  }
  const whole = after(sign === 'none' ? xml : workshop.sign(xml, sign), workshop);
  return way === 'soap' ? soapXml(whole) : whole;
}

function logoutCase(name: string, comment: string, expect: string, message: Case['message'], options: LogoutOptions): Case {
  const {
    spec = 'SAMLCore 3.7.3',
    flags = 'rule',
    source = 'signon',
    parties = 'sp-logout idp',
    pending = {},
    way = 'post',
    replay,
  } = options;
  return {
    path: `logout/${name}`,
    header: {
      expect,
      comment,
      spec,
      flags,
      source,
      now: clean.now,
      parties,
      pending: pending === 'none' ? 'none' : JSON.stringify({ requestId: clean.requestId, issuedAt: later(-60), ...pending }),
      receivedAt: logoutNames.sloUrl,
      binding: way,
      ...(replay === undefined ? {} : { replay }),
    },
    message,
  };
}

const cleanRequest = {
  kind: 'asked',
  subject: { value: clean.subject, format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
  sessionIndexes: [logoutNames.index],
  noted: [],
  pardoned: [],
};
const cleanResponse = { kind: 'answered', confirmed: true, partial: false, noted: [], pardoned: [] };
