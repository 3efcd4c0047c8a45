import type { Attribute, Subject } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, collapse, isElement } from '../xml/element.ts';
import { readAttributes } from './attributes.ts';
import { type Issuer, readIssuer, readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import {
  contentsOf,
  instantAttribute,
  onlyAttributes,
  type Reading,
  requiredAttribute,
  requiredInstant,
  structure,
  uriAttribute,
  uriIn,
} from './structure.ts';

/** An assertion as it says itself (SAMLCore 2.3.3); whether it may be relied on is for the rules to say. */
export interface Assertion {
  readonly id: string;
  readonly version: string;
  readonly issueInstant: Date;
  readonly issuer: Issuer;
  readonly nameId?: Subject;
  readonly confirmations: readonly Confirmation[];
  readonly conditions: Conditions;
  readonly authentications: readonly AuthenticationStatement[];
  readonly attributes: readonly Attribute[];
}

/** One way in which whoever presents the assertion may be its subject (SAMLCore 2.4.1). */
export interface Confirmation {
  readonly method: string;
  readonly recipient?: string;
  readonly inResponseTo?: string;
  readonly notBefore?: Date;
  readonly notOnOrAfter?: Date;
}

/** SAMLCore 2.5.1 */
export interface Conditions {
  readonly notBefore?: Date;
  readonly notOnOrAfter?: Date;
  /** The audiences of each restriction. */
  readonly audienceRestrictions: readonly (readonly string[])[];
  readonly oneTimeUses: number;
  readonly proxyRestrictions: number;
  /** The names of conditions that nobody here knows. */
  readonly unknown: readonly string[];
}

/** SAMLCore 2.7.2 */
export interface AuthenticationStatement {
  readonly instant: Date;
  readonly sessionIndex?: string;
  readonly sessionNotOnOrAfter?: Date;
  readonly contextClass?: string;
  readonly contextDeclaration?: string;
  readonly authorities: readonly string[];
}

/**
 * Reads an assertion to the last attribute.
 *
 * @throws SsoError `saml.*` for what is not as the schema has it
 */
export function readAssertion(assertion: Element, reading: Reading): Assertion {
  onlyAttributes(assertion, ['ID', 'Version', 'IssueInstant'], reading);
  const parts = contentsOf(assertion);
  const issuer = readIssuer(parts.required(namespaces.assertion, 'Issuer'), reading);
  // Several are refused where the signature is checked.
  parts.many(namespaces.dsig, 'Signature');
  const subject = parts.optional(namespaces.assertion, 'Subject');
  const conditions = parts.optional(namespaces.assertion, 'Conditions');
  // What others have asserted: never looked at.
  parts.optional(namespaces.assertion, 'Advice');
  const statements = parts.manyOf(({ namespace, name }) => namespace === namespaces.assertion && statementElements.has(name));
  parts.end();
  const named = (wanted: string) => statements.filter(({ name }) => name === wanted);
  return {
    id: requiredAttribute(assertion, 'ID'),
    version: requiredAttribute(assertion, 'Version'),
    issueInstant: requiredInstant(assertion, 'IssueInstant', reading),
    issuer,
    ...(subject === undefined ? { confirmations: [] } : readSubject(subject, reading)),
    conditions: conditions === undefined ? noConditions : readConditions(conditions, reading),
    authentications: named('AuthnStatement').map((statement) => readAuthentication(statement, reading)),
    attributes: readAttributes(named('AttributeStatement'), reading),
  };
}

function readSubject(subject: Element, reading: Reading): Pick<Assertion, 'nameId' | 'confirmations'> {
  onlyAttributes(subject, [], reading);
  const parts = contentsOf(subject);
  const [identifier, ...more] = parts.manyOf(isIdentifier);
  if (more.length > 0) throw structure(subject, 'holds several identifiers');
  const confirmations = parts.many(namespaces.assertion, 'SubjectConfirmation').map((element) => readConfirmation(element, reading));
  parts.end();
  return { ...(identifier?.name === 'NameID' ? { nameId: readNameId(identifier, reading) } : {}), confirmations };
}

function readConfirmation(confirmation: Element, reading: Reading): Confirmation {
  onlyAttributes(confirmation, ['Method'], reading);
  const parts = contentsOf(confirmation);
  parts.manyOf(isIdentifier);
  const found = parts.optional(namespaces.assertion, 'SubjectConfirmationData');
  parts.end();
  const method = collapse(requiredAttribute(confirmation, 'Method'));
  return found === undefined ? { method } : { method, ...readConfirmationData(found, reading) };
}

function readConfirmationData(element: Element, reading: Reading): Omit<Confirmation, 'method'> {
  const recipient = uriAttribute(element, 'Recipient');
  const inResponseTo = attribute(element, 'InResponseTo');
  const notBefore = instantAttribute(element, 'NotBefore', reading);
  const notOnOrAfter = instantAttribute(element, 'NotOnOrAfter', reading);
  return {
    ...(recipient === undefined ? {} : { recipient }),
    ...(inResponseTo === undefined ? {} : { inResponseTo }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notOnOrAfter === undefined ? {} : { notOnOrAfter }),
  };
}

function readConditions(conditions: Element, reading: Reading): Conditions {
  onlyAttributes(conditions, ['NotBefore', 'NotOnOrAfter'], reading);
  contentsOf(conditions).manyOf(() => true);
  const notBefore = instantAttribute(conditions, 'NotBefore', reading);
  const notOnOrAfter = instantAttribute(conditions, 'NotOnOrAfter', reading);
  const all = childElements(conditions);
  const named = (wanted: string) => all.filter((element) => isElement(element, namespaces.assertion, wanted));
  return {
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notOnOrAfter === undefined ? {} : { notOnOrAfter }),
    audienceRestrictions: named('AudienceRestriction').map((restriction) => readAudiences(restriction, reading)),
    oneTimeUses: named('OneTimeUse').length,
    proxyRestrictions: named('ProxyRestriction').length,
    unknown: all.filter(({ namespace, name }) => namespace !== namespaces.assertion || !knownConditions.has(name)).map(({ name }) => name),
  };
}

function readAudiences(restriction: Element, reading: Reading): readonly string[] {
  onlyAttributes(restriction, [], reading);
  const parts = contentsOf(restriction);
  const audiences = parts.many(namespaces.assertion, 'Audience').map(uriIn);
  parts.end();
  return audiences;
}

function readAuthentication(statement: Element, reading: Reading): AuthenticationStatement {
  onlyAttributes(statement, ['AuthnInstant', 'SessionIndex', 'SessionNotOnOrAfter'], reading);
  const parts = contentsOf(statement);
  parts.optional(namespaces.assertion, 'SubjectLocality');
  const context = readContext(parts.required(namespaces.assertion, 'AuthnContext'), reading);
  parts.end();
  const sessionIndex = attribute(statement, 'SessionIndex');
  const sessionNotOnOrAfter = instantAttribute(statement, 'SessionNotOnOrAfter', reading);
  return {
    instant: requiredInstant(statement, 'AuthnInstant', reading),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    ...(sessionNotOnOrAfter === undefined ? {} : { sessionNotOnOrAfter }),
    ...context,
  };
}

function readContext(
  context: Element,
  reading: Reading,
): Pick<AuthenticationStatement, 'contextClass' | 'contextDeclaration' | 'authorities'> {
  onlyAttributes(context, [], reading);
  const parts = contentsOf(context);
  const contextClass = parts.optional(namespaces.assertion, 'AuthnContextClassRef');
  parts.optional(namespaces.assertion, 'AuthnContextDecl');
  const declaration = parts.optional(namespaces.assertion, 'AuthnContextDeclRef');
  const authorities = parts.many(namespaces.assertion, 'AuthenticatingAuthority').map(uriIn);
  parts.end();
  return {
    ...(contextClass === undefined ? {} : { contextClass: uriIn(contextClass) }),
    ...(declaration === undefined ? {} : { contextDeclaration: uriIn(declaration) }),
    authorities,
  };
}

function isIdentifier({ namespace, name }: Element): boolean {
  return namespace === namespaces.assertion && identifierElements.has(name);
}

const identifierElements: ReadonlySet<string> = new Set(['BaseID', 'NameID', 'EncryptedID']);
const statementElements: ReadonlySet<string> = new Set(['Statement', 'AuthnStatement', 'AuthzDecisionStatement', 'AttributeStatement']);
const knownConditions: ReadonlySet<string> = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']);
const noConditions: Conditions = { audienceRestrictions: [], oneTimeUses: 0, proxyRestrictions: 0, unknown: [] };
