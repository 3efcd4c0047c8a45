import type { KeyObject } from 'node:crypto';
import { selfSigned } from '../support/certificate.ts';
import { signXml } from '../support/sign.ts';

/** One way to make another answer of a good one, and what it is refused by. */
export interface Forgery {
  readonly title: string;
  /** What the attacker hopes for. */
  readonly hope: string;
  /** The error code or the rule that must refuse it. */
  readonly refusedBy: string;
  readonly forge: (response: string) => string;
}

/** Forgeries that anybody can make who holds one good answer to a login of their own. */
export function forgeries(victim: string, attackersKey: KeyObject): readonly Forgery[] {
  return [
    {
      title: 'another name under the old signature',
      hope: 'that nobody compares the digest',
      refusedBy: 'signature.digest',
      forge: (response) => renamed(response, victim),
    },
    {
      title: 'no signature at all',
      hope: 'that what is not signed is not checked',
      refusedBy: 'signature.missing',
      forge: (response) => renamed(response.replace(signature, ''), victim),
    },
    {
      title: 'signed by a key of the attacker, whose certificate comes along in KeyInfo',
      hope: 'that the key is taken from the message',
      refusedBy: 'signature.value',
      forge: (response) => signedBy(attackersKey, renamed(response.replace(signature, ''), victim)),
    },
    {
      title: 'wrapping: the signed assertion hidden in the signature of a forged one',
      hope: 'that one element is verified and another one read',
      refusedBy: 'signature.profile',
      forge: (response) => response.replace(assertion, (good) => wrapped(good, victim)),
    },
    {
      title: 'wrapping: a forged assertion in front of the signed one',
      hope: 'that the first is read and any is verified',
      refusedBy: 'response.assertions',
      forge: (response) => response.replace(assertion, (good) => forged(good, victim).replace(signature, '') + good),
    },
  ];
}

function renamed(xml: string, name: string): string {
  return xml.replace(/(<saml:NameID[^>]*>)[^<]*/, `$1${name}`);
}

function forged(good: string, name: string): string {
  return renamed(good.replace(/ID="[^"]*"/, 'ID="_forged"'), name);
}

/** The signature still refers to the good assertion, which is still in the document and still matches its digest. */
function wrapped(good: string, name: string): string {
  const hidden = `<ds:Object>${good.replace(signature, '')}</ds:Object>`;
  return forged(good, name).replace('</ds:Signature>', `${hidden}</ds:Signature>`);
}

function signedBy(key: KeyObject, response: string): string {
  const [, id = ''] = /<saml:Assertion[^>]* ID="([^"]*)"/.exec(response) ?? [];
  return signXml(response, { key, id, keyInfo: { certificate: selfSigned(key).base64 } });
}

const signature = /<ds:Signature[\s\S]*?<\/ds:Signature>/;
const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/;
