import { type AssertionParts, assertionXml, nameIdXml, responseXml, statusXml, subjectXml } from '../messages.ts';
import type { ResponseOptions } from './response-case.ts';

/** A message forged from a signed response and a signed assertion that an attacker has. */
export function wrapped(forge: (had: { readonly response: string; readonly assertion: string }) => string): ResponseOptions {
  return {
    message: (workshop) => forge({ response: workshop.sign(responseXml()), assertion: workshop.sign(assertionXml()) }),
  };
}

/** A response that nobody signed. */
export function forgedResponse(assertions: readonly string[], extensions: string | null = null, detail = ''): string {
  return responseXml({ id: '_forged', extensions, status: statusXml(['Success'], ...(detail === '' ? [] : [detail])), assertions });
}

/** An assertion that nobody signed, about somebody else. */
export function evil(parts: AssertionParts = {}): string {
  return assertionXml({ id: '_evil', subject: subjectXml(nameIdXml('mallory@example.com')), ...parts });
}

/** The same with a signature that covers something else. */
export function evilWith(signature: string, parts: AssertionParts = {}): string {
  return evil(parts).replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
}

/** A signed text cut into its signature and the rest. */
export function apart(signed: string): { readonly rest: string; readonly signature: string } {
  const [signature = ''] = /<ds:Signature [\s\S]*?<\/ds:Signature>/.exec(signed) ?? [];
  return { rest: signed.replace(signature, ''), signature };
}
