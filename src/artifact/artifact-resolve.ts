import { toHex } from '../core/bytes.ts';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Answer, checkStatus, exchange } from '../core/http.ts';
import { legible } from '../core/rules.ts';
import { keyFor } from '../saml/announced.ts';
import { saml, samlp } from '../saml/draft.ts';
import type { IdentityProvider, IndexedEndpoint } from '../saml/identity-provider.ts';
import { bindings } from '../saml/names.ts';
import type { ServiceProvider } from '../saml/service-provider.ts';
import { readSoap, writeSoap } from '../saml/soap.ts';
import { parseDocument } from '../xml/document.ts';
import { messageLimits } from '../xml/limits.ts';
import { type Draft, writeDocument } from '../xml/writer.ts';
import { signDocument } from '../xmldsig/sign.ts';
import { partOf } from './part.ts';

/** A request of ours for a message, ready to be sent. */
export interface Question {
  /** Its ID, which the answer must name. */
  readonly id: string;
  /** The address of their artifact resolution service. */
  readonly location: string;
  readonly message: string;
}

/**
 * Writes the request for the message of an artifact, signed where we have a key. Where we have none, the provider has to know us by the
 * certificate that our side of TLS shows.
 *
 * @throws SsoError `provider.algorithm` where the provider announces only algorithms that our key cannot sign with
 * @see SAMLCore 3.5.1, SAMLProf 5.4.1
 */
export async function writeQuestion(
  sp: ServiceProvider,
  provider: IdentityProvider,
  { location }: IndexedEndpoint,
  artifact: string,
  now: Date,
  env: Pick<Env, 'random'>,
): Promise<Question> {
  const id = `_${toHex(env.random(20))}`;
  const current = sp.signing?.current;
  const key = current && keyFor(provider, current, bindings.soap, sp.blockedAlgorithms);
  const xml = await writeDocument(artifactResolve(id, location, sp.entityId, artifact, now));
  return { id, location, message: key === undefined ? xml : await signDocument(xml, key) };
}

/**
 * Asks for a message, over TLS or on this machine.
 *
 * @returns what the body of the answer holds; nothing of it has been judged
 * @throws SsoError `transport.*`; `message.kind` for a fault in place of an answer, `xml.*` and `saml.structure` for what is no envelope
 * @see SAMLBind 3.2.3
 */
export async function ask({ location, message }: Question, learntFrom: string, env: Pick<Env, 'fetch' | 'wait'>): Promise<Uint8Array> {
  const question = {
    url: location,
    learntFrom,
    xml: writeSoap(message),
    headers: { soapaction: '"http://www.oasis-open.org/committees/security"' },
    accept: 'text/xml',
    mostOctets: messageLimits.bytes,
  };
  return messageIn(await exchange(question, env));
}

/** SOAP 1.1 section 6.2: a fault comes with the status 500, and says more than that. */
function messageIn(answer: Answer): Uint8Array {
  const { from, status, mediaType, octets } = answer;
  const isFault = status === 500 && mediaType === 'text/xml';
  if (!isFault) checkStatus(answer);
  if (mediaType !== 'text/xml')
    throw new SsoError('transport.content-type', { url: from, expected: 'text/xml', found: legible(mediaType) });
  const document = parseDocument(octets, messageLimits);
  const part = partOf(document, readSoap(document.root));
  checkStatus(answer);
  return part;
}

function artifactResolve(id: string, destination: string, issuer: string, artifact: string, now: Date): Draft {
  return samlp('ArtifactResolve', {
    attributes: { ID: id, Version: '2.0', IssueInstant: now.toISOString(), Destination: destination },
    children: [saml('Issuer', { children: [issuer] }), samlp('Artifact', { children: [artifact] })],
  });
}
