import { type ArtifactResponseParts, artifactResponseXml, artifactText, enveloped } from '../artifact.ts';
import { clean, later, responseXml } from '../messages.ts';
import type { Case, Workshop } from './workshop.ts';

/** The ID of our request for the message. */
export const requestId = '_00112233445566778899aabbccddeeff00112233';

/** Makes what a service answers: in its envelope unless told otherwise. */
export type Make = (workshop: Workshop, bare?: boolean) => string;

/** An ArtifactResponse around a message, and its envelope. */
export function within(message: (workshop: Workshop) => string, parts: ArtifactResponseParts = {}): Make {
  return (workshop, bare = false) => {
    const whole = artifactResponseXml(requestId, { message: message(workshop), ...parts });
    return bare ? whole : enveloped(whole);
  };
}

/** The same with a signature around. */
export function around(make: Make, signing: Parameters<Workshop['sign']>[1] = {}): Make {
  return (workshop, bare = false) => {
    const signed = workshop.sign(make(workshop, true), { id: '_artifact-response', ...signing });
    return bare ? signed : enveloped(signed);
  };
}

/** A response whose assertion is signed. */
export function signedAssertion(workshop: Workshop): string {
  return workshop.sign(responseXml(), { id: clean.assertionId });
}

/** A response that is signed. */
export function signedResponse(workshop: Workshop): string {
  return workshop.sign(responseXml());
}

/** What differs from the usual fields. */
type Fields = Partial<Case['header']>;

/** An answer that leads to the login of a clean response. */
export function accepts(name: string, comment: string, make: Make, fields: Fields = {}): Case {
  const claims = {
    subject: { value: clean.subject, format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
    noted: [],
    pardoned: [],
  };
  return answerCase(name, comment, `accept ${JSON.stringify(claims)}`, make, fields);
}

/** An answer that must be refused. */
export function refuses(name: string, comment: string, expect: string, make: Make, fields: Fields = {}): Case {
  return answerCase(`answer-${name}`, comment, expect, make, fields);
}

/** That exactly this rule refuses what stands around a good answer. */
export function breaks(name: string, comment: string, rule: string, parts: ArtifactResponseParts): Case {
  return answerCase(`answer-${name}`, comment, `artifact.rejected artifact-response.${rule}`, within(signedAssertion, parts), {
    flags: 'rule',
  });
}

function answerCase(name: string, comment: string, expect: string, message: Make, fields: Fields): Case {
  const usual = {
    spec: 'SAMLBind 3.6.6',
    flags: 'artifact',
    source: 'signon',
    now: clean.now,
    parties: 'sp-artifact idp-artifact',
    pending: JSON.stringify({ requestId: clean.requestId, acsUrl: clean.acsUrl, issuedAt: later(-60) }),
    receivedAt: clean.acsUrl,
    artifact: artifactText(),
    requestId,
  };
  return { path: `artifact/${name}`, header: { expect, comment, ...usual, ...fields }, message: (workshop) => message(workshop) };
}
