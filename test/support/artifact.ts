import { type IncomingArtifact, parseArtifact, sourceIdOf } from '../../src/artifact/index.ts';
import type { IdentityProvider, PeerOptions } from '../../src/saml/identity-provider.ts';
import { bindings } from '../../src/saml/names.ts';
import type { ServiceProvider, ServiceProviderOptions } from '../../src/saml/service-provider.ts';
import { readSoap } from '../../src/saml/soap.ts';
import { parseDocument } from '../../src/xml/document.ts';
import { attribute } from '../../src/xml/element.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { keyPair } from './keys.ts';
import { clean, issuerXml, later, responseXml, statusXml, xml } from './messages.ts';
import { them, us } from './saml-login.ts';
import { type SignOptions, signXml } from './sign.ts';
import { type World, world } from './world.ts';

/** Where the provider of clean messages has them for whoever brings an artifact. */
export const resolutionUrl = 'https://idp.example/artifact';

/** The party that asks, at an address for artifacts. */
export function collector(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  return us({ assertionConsumerServices: [{ url: clean.acsUrl, binding: 'artifact' }], ...options });
}

/** The party that answers, with a service that knows its artifacts. */
export function keeper(options: PeerOptions = {}, keys?: Parameters<typeof them>[1], location = resolutionUrl): IdentityProvider {
  const artifactResolutionServices = [{ binding: bindings.soap, location, index: 0, isDefault: true }];
  return { ...them(options, keys), artifactResolutionServices };
}

/** What an artifact says, and how many octets its last part has. */
export interface ArtifactParts {
  readonly type: number;
  readonly index: number;
  readonly entityId: string;
  readonly message: string;
  readonly octets: number;
}

/** An artifact by its parts; another message with each name. */
export function artifactText(parts: Partial<ArtifactParts> = {}): string {
  const { type = 4, index = 0, entityId = clean.idp, message = 'message', octets = 20 } = parts;
  const named = Buffer.alloc(octets);
  named.write(message);
  const head = Buffer.from([type >> 8, type & 255, index >> 8, index & 255]);
  return Buffer.concat([head, Buffer.from(sourceIdOf(entityId), 'hex'), named]).toString('base64');
}

/** An artifact as the browser brings it. */
export function brought(artifact = artifactText(), relayState?: string): IncomingArtifact {
  const carried = relayState === undefined ? {} : { relayState };
  return { ...parseArtifact(artifact), artifact, ...carried, receivedAt: clean.acsUrl };
}

/** What an ArtifactResponse says; anything given replaces what a clean one has, `null` leaves it out. Elements are given as XML. */
export interface ArtifactResponseParts {
  readonly id?: string;
  readonly version?: string | null;
  readonly issueInstant?: string | null;
  readonly destination?: string;
  readonly inResponseTo?: string | null;
  /** Further attributes, as written, with a blank before each. */
  readonly attributes?: string;
  readonly issuer?: string | null;
  readonly status?: string;
  /** What stands behind the status. */
  readonly message?: string | null;
}

/** An ArtifactResponse without signature, to the request with this ID. */
export function artifactResponseXml(requestId: string, parts: ArtifactResponseParts = {}): string {
  const { id = '_artifact-response', version = '2.0', issueInstant = later(0), inResponseTo = requestId, destination } = parts;
  const { issuer = issuerXml(), status = statusXml(), message = responseXml(), attributes } = parts;
  const own = {
    'xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
    'xmlns:saml': 'urn:oasis:names:tc:SAML:2.0:assertion',
    ID: id,
    InResponseTo: inResponseTo,
    Version: version,
    IssueInstant: issueInstant,
    Destination: destination,
  };
  return xml('samlp:ArtifactResponse', own, [issuer, status, message], attributes);
}

/** The same with a signature of the whole. */
export function signedAround(around: string, options: Partial<SignOptions> = {}): string {
  return signXml(around, { key: keyPair('rsa-2048').privateKey, id: '_artifact-response', ...options });
}

/** A message in an envelope that declares what its author likes. */
export function enveloped(message: string, declarations = ''): string {
  return `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"${declarations}><S:Body>${message}</S:Body></S:Envelope>`;
}

/** One question that reached the service. */
export interface Resolved {
  readonly url: string;
  readonly init: RequestInit & { readonly learntFrom?: string };
  readonly headers: Headers;
  /** The request within the envelope. */
  readonly message: string;
  readonly requestId: string;
  readonly artifact: string;
}

/** An artifact resolution service within this process, which answers to each request as it is told. */
export class ResolutionService {
  readonly world: World;
  readonly asked: Resolved[] = [];
  answer: (asked: Resolved) => Response | Promise<Response>;

  /** @param message - what it answers to which request for what artifact */
  constructor(message: (requestId: string, artifact: string) => string) {
    this.answer = ({ requestId, artifact }) => soapResponse(enveloped(message(requestId, artifact)));
    this.world = world(async (url, init = {}) => {
      const envelope = String(init.body);
      const requestId = attribute(readSoap(parseDocument(envelope, messageLimits).root), 'ID') ?? '';
      const message = /<soap:Body>(.*)<\/soap:Body>/s.exec(envelope)?.[1] ?? '';
      const [, artifact = ''] = /<samlp:Artifact>([^<]*)</.exec(message) ?? [];
      const asked = { url: String(url), init, headers: new Headers(init.headers), message, requestId, artifact };
      this.asked.push(asked);
      return await this.answer(asked);
    }, clean.now);
  }
}

/** What such a service answers, as SOAP has it. */
export function soapResponse(body: string, status = 200, contentType = 'text/xml; charset=utf-8'): Response {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}
