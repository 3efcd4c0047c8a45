import { invalid } from '../core/options.ts';
import type { Subject } from '../identity/identity.ts';
import type { Draft } from '../xml/writer.ts';
import { nameId, saml, samlp } from './draft.ts';
import { bindings, type NameIdFormat, namespaces } from './names.ts';
import type { RequestedAuthnContext } from './pending.ts';

/** What may be asked of a provider, beside that it authenticates whoever comes (SAMLCore 3.4.1). */
export interface AuthnRequestOptions {
  /** Ask for a fresh authentication, even of somebody who is signed in. */
  readonly forceAuthn?: boolean;
  /** Do not show anything: answer at once, or say that it cannot be done. */
  readonly isPassive?: boolean;
  /** How the person must be authenticated; nothing is asked by default, since few providers understand it. */
  readonly authnContext?: RequestedAuthnContext;
  /** Default: `{ allowCreate: true }`; `false` leaves the policy out. */
  readonly nameIdPolicy?: NameIdPolicy | false;
  /** By whom the person may be authenticated, where the provider is a proxy. */
  readonly scoping?: Scoping;
  /** Our name, for people. */
  readonly providerName?: string;
  /** Elements of other namespaces than SAML's. */
  readonly extensions?: readonly Draft[];
  /** Which of the sets of attributes in our metadata is wanted. */
  readonly attributeConsumingServiceIndex?: number;
  /** Whom we expect; a provider may take it as a hint. */
  readonly subject?: Subject;
}

/** What kind of name we want (SAMLCore 3.4.1.1). */
export interface NameIdPolicy {
  /** As a URI, such as one of `nameIdFormats`; absent leaves it to the provider. */
  readonly format?: NameIdFormat;
  /** May the provider make a new name for a person that it has none for? */
  readonly allowCreate?: boolean;
  /** For whom the name is to be made, if not for us: an affiliation. */
  readonly spNameQualifier?: string;
}

/** By whom the person may be authenticated, where the provider itself asks others (SAMLCore 3.4.1.2). */
export interface Scoping {
  /** Over how many proxies at most. */
  readonly proxyCount?: number;
  /** The entityIDs of the providers among which to choose. */
  readonly providers?: readonly string[];
  /** The entityIDs of those on whose behalf we ask. */
  readonly requesters?: readonly string[];
}

/** What every request says, whatever is asked. */
export interface RequestHead {
  readonly id: string;
  readonly issueInstant: Date;
  readonly destination: string;
  readonly issuer: string;
  readonly consumer: { readonly url: string; readonly binding: 'post' | 'artifact' } | { readonly index: number };
}

/** An AuthnRequest, its children in the order of the schema. */
export function authnRequest({ id, issueInstant, destination, issuer, consumer }: RequestHead, options: AuthnRequestOptions): Draft {
  const { forceAuthn, isPassive, providerName, attributeConsumingServiceIndex, nameIdPolicy = { allowCreate: true } } = options;
  const byUrl = 'url' in consumer ? consumer : undefined;
  return samlp('AuthnRequest', {
    attributes: {
      Version: '2.0',
      // What is of this request alone, side by side.
      ID: id,
      IssueInstant: issueInstant.toISOString(),
      Destination: destination,
      ForceAuthn: forceAuthn === true ? 'true' : undefined,
      IsPassive: isPassive === true ? 'true' : undefined,
      ProtocolBinding: byUrl === undefined ? undefined : bindings[byUrl.binding],
      AssertionConsumerServiceURL: byUrl?.url,
      AssertionConsumerServiceIndex: 'index' in consumer ? `${consumer.index}` : undefined,
      AttributeConsumingServiceIndex: attributeConsumingServiceIndex?.toString(),
      ProviderName: providerName,
    },
    children: [
      saml('Issuer', { children: [issuer] }),
      options.extensions === undefined ? undefined : samlp('Extensions', { children: options.extensions.map(foreign) }),
      options.subject === undefined ? undefined : saml('Subject', { children: [nameId(options.subject)] }),
      nameIdPolicy === false ? undefined : policy(nameIdPolicy),
      options.authnContext === undefined ? undefined : requestedContext(options.authnContext),
      options.scoping === undefined ? undefined : scoping(options.scoping),
    ],
  });
}

function policy({ format, allowCreate, spNameQualifier }: NameIdPolicy): Draft {
  return samlp('NameIDPolicy', {
    attributes: { Format: format, SPNameQualifier: spNameQualifier, AllowCreate: allowCreate === true ? 'true' : undefined },
  });
}

function requestedContext({ classes, declarations, comparison = 'exact' }: RequestedAuthnContext): Draft {
  const [name, references] = classes === undefined ? ['AuthnContextDeclRef', declarations ?? []] : ['AuthnContextClassRef', classes];
  return samlp('RequestedAuthnContext', {
    attributes: { Comparison: comparison },
    children: references.map((reference) => saml(name, { children: [reference] })),
  });
}

function scoping({ proxyCount, providers = [], requesters = [] }: Scoping): Draft {
  const list = providers.map((provider) => samlp('IDPEntry', { attributes: { ProviderID: provider } }));
  return samlp('Scoping', {
    attributes: { ProxyCount: proxyCount?.toString() },
    children: [
      list.length === 0 ? undefined : samlp('IDPList', { children: list }),
      ...requesters.map((requester) => samlp('RequesterID', { children: [requester] })),
    ],
  });
}

/** SAMLCore 3.2.1: extensions are never of the namespaces of SAML. */
function foreign(extension: Draft): Draft {
  const ours: readonly string[] = [namespaces.assertion, namespaces.protocol, ''];
  if (ours.includes(extension.namespace)) throw invalid('extensions', 'must be of a namespace other than those of SAML');
  return extension;
}
