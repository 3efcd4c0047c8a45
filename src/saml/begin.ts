import { toHex } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { absoluteUri, flag, invalid, knownFields, list, oneOf, text, wholeNumber } from '../core/options.ts';
import { currentOf, type Source } from '../core/source.ts';
import type { Started } from '../identity/login.ts';
import { writeDocument } from '../xml/writer.ts';
import { keyFor } from './announced.ts';
import { type AuthnRequestOptions, authnRequest, type RequestHead } from './authn-request.ts';
import { checkUsable } from './expectation.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { send } from './outgoing.ts';
import type { RequestedAuthnContext, SamlPending } from './pending.ts';
import { endpointFor, extraParameters, handleFor, type SendingOptions } from './sending.ts';
import { defaultConsumer, type ServiceProvider } from './service-provider.ts';

/** How a login is to be begun. */
export interface LoginOptions extends AuthnRequestOptions, SendingOptions {
  /** Where the person wants to go afterwards; it stays here and comes back in the Login. */
  readonly returnTo?: string;
  /** Which consumer service of ours shall get the answer, named by its address (default) or by its index. */
  readonly assertionConsumerService?: { readonly url: string } | { readonly index: number };
  /** How long ago the person may have been authenticated. */
  readonly maxAuthenticationAgeSeconds?: number;
}

/** A login as `login` begins it. */
export async function begin(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  options: LoginOptions,
  env: Env,
): Promise<Started<SamlPending>> {
  knownFields(options, fields);
  checkRequest(options);
  checkAttributeService(sp, options.attributeConsumingServiceIndex);
  checkTexts(options);
  const provider = await currentOf(idp);
  const now = instantOf(env);
  checkUsable(provider, sp, now);
  const endpoint = endpointFor(provider, 'SingleSignOnService', options.binding);
  const key = sp.signing?.current;
  if (key === undefined && provider.wantAuthnRequestsSigned)
    throw invalid('signing', `must be given: ${provider.id} wants requests to be signed`);

  const { consumer, acsUrl } = consumerFor(sp, options.assertionConsumerService);
  // 160 bits: the standard wants a chance of collision of at most 2^-128, better 2^-160 (SAMLCore 1.3.4).
  const name = toHex(env.random(20));
  const id = `_${name}`;
  const head: RequestHead = { id, issueInstant: now, destination: endpoint.location, issuer: sp.entityId, consumer };
  const handle = handleFor(options.handle, name);
  const xml = await writeDocument(authnRequest(head, options));
  const outgoing = await send(endpoint.binding, {
    parameter: 'SAMLRequest',
    xml,
    ownPart: ownPartOf(xml, head, options),
    location: endpoint.location,
    relayState: handle,
    parameters: extraParameters(options.parameters),
    key: key && keyFor(provider, key, endpoint.binding, sp.blockedAlgorithms),
  });
  return { outgoing, pending: remembered(provider, handle, head, acsUrl, options) };
}

/** From the ID to the instant. Of a request that names somebody it is not said: what is around that part is kept. */
function ownPartOf(xml: string, { id, issueInstant }: RequestHead, { subject }: LoginOptions): string | undefined {
  const instant = issueInstant.toISOString();
  return subject === undefined ? xml.slice(xml.indexOf(id), xml.indexOf(instant) + instant.length) : undefined;
}

function remembered(
  provider: IdentityProvider,
  handle: string,
  { id, issueInstant }: RequestHead,
  acsUrl: string,
  options: LoginOptions,
): SamlPending {
  const { forceAuthn, maxAuthenticationAgeSeconds, nameIdPolicy, authnContext, subject, returnTo } = options;
  const { format: nameIdFormat, spNameQualifier } = nameIdPolicy || {};
  return {
    protocol: 'saml',
    provider: provider.id,
    requestId: id,
    handle,
    acsUrl,
    issuedAt: issueInstant.toISOString(),
    ...(flag('forceAuthn', forceAuthn) ? { forceAuthn: true } : {}),
    ...(maxAuthenticationAgeSeconds === undefined ? {} : { maxAuthenticationAgeSeconds }),
    ...(nameIdFormat === undefined ? {} : { nameIdFormat }),
    ...(spNameQualifier === undefined ? {} : { spNameQualifier }),
    ...(authnContext === undefined ? {} : { authnContext }),
    ...(subject === undefined ? {} : { subject }),
    ...(returnTo === undefined ? {} : { returnTo }),
  };
}

function consumerFor(
  sp: ServiceProvider,
  wanted: LoginOptions['assertionConsumerService'],
): { consumer: RequestHead['consumer']; acsUrl: string } {
  const byIndex = wanted !== undefined && 'index' in wanted;
  const found = wanted === undefined ? defaultConsumer(sp) : sp.assertionConsumerServices.find((service) => meant(service, wanted));
  if (found === undefined) throw invalid('assertionConsumerService', 'must be one of those of the service provider');
  const { url, binding, index } = found;
  return { consumer: byIndex ? { index } : { url, binding }, acsUrl: url };
}

function meant(
  service: { readonly url: string; readonly index: number },
  wanted: NonNullable<LoginOptions['assertionConsumerService']>,
): boolean {
  return 'url' in wanted ? service.url === wanted.url : service.index === wanted.index;
}

/** Where our metadata lists sets of attributes, a request can only name one of them (SAMLCore 3.4.1); else there is nothing to compare. */
function checkAttributeService({ attributeConsumingServices }: ServiceProvider, wanted: number | undefined): void {
  if (wanted === undefined || attributeConsumingServices.length === 0) return;
  if (!attributeConsumingServices.some(({ index }) => index === wanted))
    throw invalid('attributeConsumingServiceIndex', 'must be one of those of the service provider');
}

/** What is written as it is must be what the schema takes. */
function checkRequest({
  nameIdPolicy,
  scoping,
  subject,
  authnContext,
  attributeConsumingServiceIndex,
  maxAuthenticationAgeSeconds,
}: LoginOptions): void {
  if (nameIdPolicy) knownFields(nameIdPolicy, ['format', 'allowCreate', 'spNameQualifier'], 'nameIdPolicy.');
  if (scoping !== undefined) knownFields(scoping, ['proxyCount', 'providers', 'requesters'], 'scoping.');
  if (subject !== undefined) knownFields(subject, ['value', 'format', 'nameQualifier', 'spNameQualifier', 'spProvidedId'], 'subject.');
  checkFormat('nameIdPolicy.format', nameIdPolicy ? nameIdPolicy.format : undefined);
  checkFormat('subject.format', subject?.format);
  wholeNumber('scoping.proxyCount', scoping?.proxyCount, { initial: 0, least: 0, most: 65_535 });
  wholeNumber('attributeConsumingServiceIndex', attributeConsumingServiceIndex, { initial: 0, least: 0, most: 65_535 });
  wholeNumber('maxAuthenticationAgeSeconds', maxAuthenticationAgeSeconds, { initial: 0, least: 0, most: 31_536_000 });
  checkContext(authnContext);
}

/** SAMLCore 1.3.1: no text of a message is blank; and no name is longer than a provider has to take (SAML2int SDP-G02). */
function checkTexts({ nameIdPolicy, scoping, subject, providerName }: LoginOptions): void {
  const texts = {
    providerName,
    'nameIdPolicy.spNameQualifier': (nameIdPolicy || undefined)?.spNameQualifier,
    'subject.nameQualifier': subject?.nameQualifier,
    'subject.spNameQualifier': subject?.spNameQualifier,
    'subject.spProvidedId': subject?.spProvidedId,
  };
  for (const [field, value] of Object.entries(texts)) if (value !== undefined) text(field, value);
  if (subject !== undefined) text('subject.value', subject.value);
  for (const field of ['providers', 'requesters'] as const)
    for (const entityId of list(`scoping.${field}`, scoping?.[field])) text(`scoping.${field}`, entityId);
  if (providerName !== undefined && providerName.length > longestName)
    throw invalid('providerName', `must have at most ${longestName} characters`);
}

/** The names of `nameIdFormats` are ours alone: a provider knows none but the URIs. */
function checkFormat(field: string, format: string | undefined): void {
  if (format !== undefined) absoluteUri(field, format);
}

/** SAMLCore 3.3.2.2.1: classes or declarations, not both; and an order wherever one is to be stronger than another. */
function checkContext(context: RequestedAuthnContext | undefined): void {
  if (context === undefined) return;
  knownFields(context, ['classes', 'declarations', 'comparison', 'order'], 'authnContext.');
  const { classes, declarations, order } = context;
  const comparison = oneOf('authnContext.comparison', context.comparison, ['exact', 'minimum', 'maximum', 'better'], 'exact');
  if ((classes === undefined) === (declarations === undefined)) throw invalid('authnContext', 'must have either classes or declarations');
  const asked = list('authnContext', classes ?? declarations);
  for (const context of asked) absoluteUri('authnContext', context);
  if (asked.length === 0) throw invalid('authnContext', 'must name at least one context');
  if (comparison !== 'exact' && !asked.every((one) => order?.includes(one)))
    throw invalid('authnContext.order', 'must hold every context that is asked for');
}

const longestName = 256;
const fields = [
  'binding',
  'returnTo',
  'assertionConsumerService',
  'parameters',
  'maxAuthenticationAgeSeconds',
  'handle',
  'forceAuthn',
  'isPassive',
  'authnContext',
  'nameIdPolicy',
  'scoping',
  'providerName',
  'extensions',
  'attributeConsumingServiceIndex',
  'subject',
] satisfies (keyof LoginOptions)[];
