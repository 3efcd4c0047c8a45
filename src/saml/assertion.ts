import type { Attribute, Subject } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, collapse, isElement } from '../xml/element.ts';
import { readAttributes } from './attributes.ts';
import { type Issuer, readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import {
  contentsOf,
  instantAttribute,
  onlyAttributes,
  opened,
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
  /** Whom it speaks of; undefined where there is no NameID, or an encrypted one and no key of ours. */
  readonly nameId: Subject | undefined;
  readonly confirmations: readonly Confirmation[];
  readonly conditions: Conditions;
  readonly authentications: readonly AuthenticationStatement[];
  readonly attributes: readonly Attribute[];
}

/** One way in which whoever presents the assertion may be its subject (SAMLCore 2.4.1). */
export interface Confirmation {
  /** By what it is confirmed, as a URI; all but bearer are passed over. */
  readonly method: string;
  readonly recipient: string | undefined;
  readonly inResponseTo: string | undefined;
  readonly notBefore: Date | undefined;
  readonly notOnOrAfter: Date | undefined;
}

/** Under which conditions an assertion counts (SAMLCore 2.5.1). */
export interface Conditions {
  readonly notBefore: Date | undefined;
  readonly notOnOrAfter: Date | undefined;
  /** The audiences of each restriction. */
  readonly audienceRestrictions: readonly (readonly string[])[];
  /** How many such conditions there are; more than one is against the schema. */
  readonly oneTimeUses: number;
  readonly proxyRestrictions: number;
  /** The names of conditions that nobody here knows. */
  readonly unknown: readonly string[];
}

/** That the person was authenticated, when and how (SAMLCore 2.7.2). */
export interface AuthenticationStatement {
  readonly instant: Date;
  readonly sessionIndex: string | undefined;
  readonly sessionNotOnOrAfter: Date | undefined;
  readonly contextClass: string | undefined;
  readonly contextDeclaration: string | undefined;
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
  const issuer = readNameId(parts.required(namespaces.assertion, 'Issuer'), reading);
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
    ...(subject === undefined ? noSubject : readSubject(subject, reading)),
    conditions: conditions === undefined ? noConditions : readConditions(conditions, reading),
    authentications: named('AuthnStatement').map((statement) => readAuthentication(statement, reading)),
    attributes: readAttributes(named('AttributeStatement'), reading),
  };
}

/** When the session ends: of several ends the nearest counts (SAMLProf 4.1.4.3). */
export function endOfSession(authentications: readonly AuthenticationStatement[]): Date | undefined {
  let nearest: Date | undefined;
  for (const { sessionNotOnOrAfter: end } of authentications) if (nearest === undefined || (end && end < nearest)) nearest = end;
  return nearest;
}

function readSubject(subject: Element, reading: Reading): Pick<Assertion, 'nameId' | 'confirmations'> {
  onlyAttributes(subject, [], reading);
  const parts = contentsOf(subject);
  const [identifier, ...more] = parts.manyOf(isIdentifier);
  if (more.length > 0) throw structure(subject, 'holds several identifiers');
  const confirmations = parts.many(namespaces.assertion, 'SubjectConfirmation').map((element) => readConfirmation(element, reading));
  parts.end();
  return { nameId: identifier && readIdentifier(identifier, reading), confirmations };
}

/** A BaseID is of a kind that others have made up: nobody here can tell whom it means. */
function readIdentifier(identifier: Element, reading: Reading): Subject | undefined {
  const nameId = identifier.name === 'EncryptedID' ? opened(identifier, 'NameID', reading) : identifier;
  return nameId?.name === 'NameID' ? readNameId(nameId, reading) : undefined;
}

function readConfirmation(confirmation: Element, reading: Reading): Confirmation {
  onlyAttributes(confirmation, ['Method'], reading);
  const parts = contentsOf(confirmation);
  parts.manyOf(isIdentifier);
  const data = parts.optional(namespaces.assertion, 'SubjectConfirmationData');
  parts.end();
  return {
    method: collapse(requiredAttribute(confirmation, 'Method')),
    recipient: data && uriAttribute(data, 'Recipient'),
    inResponseTo: data && attribute(data, 'InResponseTo'),
    notBefore: data && instantAttribute(data, 'NotBefore', reading),
    notOnOrAfter: data && instantAttribute(data, 'NotOnOrAfter', reading),
  };
}

function readConditions(conditions: Element, reading: Reading): Conditions {
  onlyAttributes(conditions, ['NotBefore', 'NotOnOrAfter'], reading);
  contentsOf(conditions).manyOf(() => true);
  const all = childElements(conditions);
  const named = (wanted: string) => all.filter((element) => isElement(element, namespaces.assertion, wanted));
  return {
    notBefore: instantAttribute(conditions, 'NotBefore', reading),
    notOnOrAfter: instantAttribute(conditions, 'NotOnOrAfter', reading),
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
  return {
    instant: requiredInstant(statement, 'AuthnInstant', reading),
    sessionIndex: attribute(statement, 'SessionIndex'),
    sessionNotOnOrAfter: instantAttribute(statement, 'SessionNotOnOrAfter', reading),
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
    contextClass: contextClass && uriIn(contextClass),
    contextDeclaration: declaration && uriIn(declaration),
    authorities,
  };
}

function isIdentifier({ namespace, name }: Element): boolean {
  return namespace === namespaces.assertion && identifierElements.has(name);
}

const identifierElements: ReadonlySet<string> = new Set(['BaseID', 'NameID', 'EncryptedID']);
const statementElements: ReadonlySet<string> = new Set(['Statement', 'AuthnStatement', 'AuthzDecisionStatement', 'AttributeStatement']);
const knownConditions: ReadonlySet<string> = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']);
const noSubject = { nameId: undefined, confirmations: [] };
const noConditions: Conditions = {
  notBefore: undefined,
  notOnOrAfter: undefined,
  audienceRestrictions: [],
  oneTimeUses: 0,
  proxyRestrictions: 0,
  unknown: [],
};
