import { isKeyProblem, verificationKey } from '../../src/crypto/keys.ts';
import type { Incoming } from '../../src/saml/index.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute } from '../../src/xml/element.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { signatureOf } from '../../src/xmldsig/profile.ts';
import { verifyQuery } from '../../src/xmldsig/query.ts';
import { verifyElement } from '../../src/xmldsig/verify.ts';

/** A service that the provider signs people in to. */
export interface RegisteredService {
  readonly entityId: string;
  readonly acsUrl: string;
  /** Where it takes messages about logout, by redirect; without it nobody is told of one. */
  readonly sloUrl?: string;
  /** What its tile says. */
  readonly name?: string;
  /** What its requests are signed with. */
  readonly certificate: string;
  /** What assertions for it are encrypted with; without it they are not. */
  readonly encryptionCertificate?: string;
}

/** What a service says, once the signature shows that it is they, by whichever binding it came. */
export function verifiedMessage(
  incoming: Incoming,
  services: ReadonlyMap<string, RegisteredService>,
): { readonly service: RegisteredService; readonly message: Element } {
  const document = parseDocument(incoming.document, messageLimits);
  const service = services.get(issuerOf(document.root));
  if (service === undefined) throw new Error('a message of a service that nobody knows');
  const key = verificationKey(service.certificate);
  if (isKeyProblem(key)) throw new Error(key.problem);
  const trust = { provider: service.entityId, keys: [key], pardons: new Set<string>() };
  const enveloped = signatureOf(document.root);
  if (enveloped !== undefined) return { service, message: verifyElement(document, document.root, enveloped, trust, []).value };
  if (incoming.signature === undefined) throw new Error('a message without a signature');
  return { service, message: verifyQuery(document.root, incoming.signature, trust, []).value };
}

/** The ID of a message. */
export function idOf(message: Element): string {
  return attribute(message, 'ID') ?? '';
}

function issuerOf({ children }: Element): string {
  const issuer = children.find((child) => typeof child === 'object' && child.name === 'Issuer');
  return typeof issuer === 'object' ? String(issuer.children[0]) : '';
}
