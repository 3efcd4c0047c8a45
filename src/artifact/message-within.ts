import { SsoError } from '../core/errors.ts';
import { type Finding, failures, judge, legible } from '../core/rules.ts';
import { trustOf } from '../saml/expectation.ts';
import { namespaces } from '../saml/names.ts';
import { verifySigned } from '../saml/signed-assertion.ts';
import { saidNo } from '../saml/status.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { childElements, isElement } from '../xml/element.ts';
import { messageLimits } from '../xml/limits.ts';
import { type ArtifactResponse, readArtifactResponse } from './artifact-response.ts';
import { type Asked, artifactResponseRules } from './artifact-response-rules.ts';
import { partOf } from './part.ts';

/**
 * The message within an ArtifactResponse, once every rule for that holds, and its signature where it has one. Nothing of the message itself
 * has been verified or judged.
 *
 * @returns its octets, as a document
 * @throws SsoError `artifact.rejected` with every finding, `provider.status` where the provider says no, `artifact.empty` where it has no such
 *   message; `message.kind`, `saml.*`, `signature.*`, `xml.*`
 * @see SAMLCore 3.5.2, SAMLProf 5.4.2
 */
export function messageWithin(answer: Uint8Array, asked: Asked): Uint8Array {
  const document = parseDocument(answer, messageLimits);
  const { root } = document;
  if (!isElement(root, namespaces.protocol, 'ArtifactResponse'))
    throw new SsoError('message.kind', { expected: 'ArtifactResponse', found: legible(root.name) });
  const { id: provider, pardons } = asked.idp;
  const findings: Finding[] = [];
  const signed = verifySigned(document, root, 'artifact-response.signature', trustOf(asked), findings);
  const response = readArtifactResponse(signed?.value ?? root, { pardons, findings, closed: false });
  findings.push(...judge(artifactResponseRules, response, asked, pardons));
  checkAccepted(response, signed !== undefined, findings);
  if (!response.full) throw new SsoError('artifact.empty', { provider });
  return partOf(document, lastIn(document));
}

function checkAccepted({ status }: ArtifactResponse, authenticated: boolean, findings: readonly Finding[]): void {
  const [first, ...more] = failures(findings);
  if (first === undefined) return;
  if (more.length > 0 || first.rule !== 'artifact-response.status') throw new SsoError('artifact.rejected', { findings });
  throw saidNo(status, authenticated, findings);
}

/**
 * The message as it stands in the document, since of what a signature covers no canonical form can be made again. It is the same one:
 * beside what was read there is nothing but the signature itself, wherever that stands.
 */
function lastIn({ root }: Document): Element {
  const found = childElements(root).filter((child) => !isElement(child, namespaces.dsig, 'Signature'));
  // Sound: it was read, and has a Status and a message.
  return found[found.length - 1] as Element;
}
