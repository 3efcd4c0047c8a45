import {
  attributeStatementXml,
  attributeXml,
  audienceXml,
  authnStatementXml,
  bearerXml,
  conditionsXml,
  contextXml,
  nameIdXml,
  subjectXml,
} from '../messages.ts';
import { flat, instant, type ProductAnswer, saml2 } from './product-case.ts';

/** What products say that write `samlp` and `saml`; start tags and types are written as they are. */
export interface PrefixedParts extends Pick<ProductAnswer, 'party' | 'responseId' | 'assertionId' | 'signing'> {
  readonly issuer: string;
  /** The start tags with their issuers and all that stands before the status and the subject. */
  readonly responseStart: string;
  readonly assertionStart: string;
  readonly nameId: string;
  readonly format: string;
  /** What follows the second of each instant. */
  readonly fraction: string;
  /** Attributes of the AuthnStatement beside its instant. */
  readonly session: Readonly<Record<string, string>>;
  /** The last part of the context's class, or all of it. */
  readonly context: string;
  /** Each with the attributes of its element. */
  readonly attributes: readonly (readonly [name: string, values: readonly string[], written?: Readonly<Record<string, string>>])[];
  /** Attributes of their statement, and of the values in it. */
  readonly statementAttributes?: string;
  readonly valueAttributes?: string;
  /** True where they come before the authentication. */
  readonly attributesFirst?: boolean;
}

/** An answer without line ends, but for those in its signature. */
export function prefixedAnswer(parts: PrefixedParts): ProductAnswer {
  const { party, responseId, assertionId, signing, issuer, responseStart, nameId, format, attributes, session, context, fraction } = parts;
  const contextClass = context.includes(':') ? context : `${saml2}ac:classes:${context}`;
  const status = `<samlp:Status><samlp:StatusCode Value="${saml2}status:Success"/></samlp:Status>`;
  return {
    party,
    responseId,
    assertionId,
    signing,
    response: (assertion) => `${flat(responseStart)}${status}${assertion}</samlp:Response>`,
    assertion: assertionOf(parts),
    claims: {
      issuer,
      subject: { value: nameId, format },
      attributes: merged(attributes),
      sessionIndex: session['SessionIndex'],
      context: contextClass,
      authenticated: new Date(instant(-60, fraction)).toISOString(),
    },
  };
}

function assertionOf(parts: PrefixedParts): string {
  const { assertionStart, nameId, format, fraction, session, context, attributesFirst = false } = parts;
  const subject = subjectXml(nameIdXml(escaped(nameId), { Format: format }), [bearerXml({ NotOnOrAfter: instant(270, fraction) })]);
  const conditions = conditionsXml({ NotBefore: instant(-90, fraction), NotOnOrAfter: instant(270, fraction) }, [audienceXml()]);
  const authentication = authnStatementXml({ AuthnInstant: instant(-60, fraction), ...session }, contextXml(context));
  const statements = attributesFirst ? [statementsOf(parts), authentication] : [authentication, statementsOf(parts)];
  return `${flat(assertionStart)}${flat([subject, conditions, ...statements].join('\n'))}</saml:Assertion>`;
}

function statementsOf({ attributes, statementAttributes = '', valueAttributes = '' }: PrefixedParts): string {
  return attributeStatementXml(attributes.map(([name, values, more]) => attributeXml(name, values.map(escaped), more)))
    .replaceAll('<saml:AttributeStatement', `<saml:AttributeStatement${statementAttributes}`)
    .replaceAll('<saml:AttributeValue', `<saml:AttributeValue${valueAttributes}`);
}

/** Attributes of one name are one. */
function merged(attributes: PrefixedParts['attributes']): readonly (readonly [string, readonly string[]])[] {
  const all = new Map<string, readonly string[]>();
  for (const [name, values] of attributes) all.set(name, [...(all.get(name) ?? []), ...values]);
  return [...all];
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
