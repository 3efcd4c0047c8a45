import { bindings, type Draft, nameIdFormats } from '../../src/saml/index.ts';
import { bearer, namespaces } from '../../src/saml/names.ts';

/** Who can be signed in. */
export interface Person {
  readonly name: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What goes into a response. */
export interface ResponseParts {
  readonly ids: { readonly response: string; readonly assertion: string; readonly session: string };
  readonly provider: string;
  readonly service: { readonly entityId: string; readonly acsUrl: string };
  /** The request that is answered; undefined for an answer that nobody asked for. */
  readonly inResponseTo: string | undefined;
  readonly person: Person;
  readonly instants: { readonly now: Date; readonly signedIn: Date; readonly until: Date };
}

/** What goes into one that refuses. */
export interface RefusalParts extends Pick<ResponseParts, 'provider' | 'service' | 'inResponseTo'> {
  readonly id: string;
  readonly now: Date;
}

/** The metadata of the provider at an address (SAMLMeta 2.4.3). */
export function metadataDraft(url: string, certificate: string): Draft {
  const keyInfo = ds('KeyInfo', {}, ds('X509Data', {}, ds('X509Certificate', {}, certificate)));
  return md(
    'EntityDescriptor',
    { entityID: `${url}/metadata` },
    md(
      'IDPSSODescriptor',
      { protocolSupportEnumeration: namespaces.protocol, WantAuthnRequestsSigned: 'true' },
      md('KeyDescriptor', { use: 'signing' }, keyInfo),
      md('SingleLogoutService', { Binding: bindings.redirect, Location: `${url}/slo` }),
      md('NameIDFormat', {}, nameIdFormats.emailAddress),
      md('SingleSignOnService', { Binding: bindings.redirect, Location: `${url}/sso` }),
      md('SingleSignOnService', { Binding: bindings.post, Location: `${url}/sso` }),
    ),
  );
}

/** A response with one assertion (SAMLProf 4.1.4.2). */
export function responseDraft({ ids, provider, service, inResponseTo, instants, ...about }: ResponseParts): Draft {
  const head = { Version: '2.0', IssueInstant: instants.now.toISOString() };
  return samlp(
    'Response',
    { ID: ids.response, ...head, Destination: service.acsUrl, InResponseTo: inResponseTo },
    saml('Issuer', {}, provider),
    samlp('Status', {}, samlp('StatusCode', { Value: `${statuses}Success` })),
    saml(
      'Assertion',
      { ID: ids.assertion, ...head },
      saml('Issuer', {}, provider),
      subject({ service, inResponseTo, instants, ...about }),
      saml(
        'Conditions',
        { NotBefore: instants.now.toISOString(), NotOnOrAfter: instants.until.toISOString() },
        saml('AudienceRestriction', {}, saml('Audience', {}, service.entityId)),
      ),
      saml(
        'AuthnStatement',
        { AuthnInstant: instants.signedIn.toISOString(), SessionIndex: ids.session },
        saml('AuthnContext', {}, saml('AuthnContextClassRef', {}, passwordProtectedTransport)),
      ),
      saml('AttributeStatement', {}, ...Object.entries(about.person.attributes).map(attribute)),
    ),
  );
}

/** A response that says that nobody was signed in (SAMLCore 3.2.2.2). */
export function refusalDraft({ id, provider, service, inResponseTo, now }: RefusalParts): Draft {
  return samlp(
    'Response',
    { ID: id, Version: '2.0', IssueInstant: now.toISOString(), Destination: service.acsUrl, InResponseTo: inResponseTo },
    saml('Issuer', {}, provider),
    samlp('Status', {}, samlp('StatusCode', { Value: `${statuses}Responder` }, samlp('StatusCode', { Value: `${statuses}AuthnFailed` }))),
  );
}

function subject({
  service,
  inResponseTo,
  instants,
  person,
}: Pick<ResponseParts, 'service' | 'inResponseTo' | 'instants' | 'person'>): Draft {
  const confirmed = { Recipient: service.acsUrl, NotOnOrAfter: instants.until.toISOString(), InResponseTo: inResponseTo };
  return saml(
    'Subject',
    {},
    saml('NameID', { Format: nameIdFormats.emailAddress }, person.name),
    saml('SubjectConfirmation', { Method: bearer }, saml('SubjectConfirmationData', confirmed)),
  );
}

function attribute([name, values]: readonly [string, readonly string[]]): Draft {
  return saml('Attribute', { Name: name }, ...values.map((value) => saml('AttributeValue', {}, value)));
}

type Write = (name: string, attributes: Readonly<Record<string, string | undefined>>, ...children: readonly (Draft | string)[]) => Draft;

function writer(prefix: string, namespace: string): Write {
  return (name, attributes, ...children) => ({ name: `${prefix}:${name}`, namespace, attributes, children });
}

const samlp = writer('samlp', namespaces.protocol);
const saml = writer('saml', namespaces.assertion);
const md = writer('md', namespaces.metadata);
const ds = writer('ds', namespaces.dsig);
const passwordProtectedTransport = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';
const statuses = 'urn:oasis:names:tc:SAML:2.0:status:';
