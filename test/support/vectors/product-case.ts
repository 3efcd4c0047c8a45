import { clean, later } from '../messages.ts';
import type { Breaking } from '../sign.ts';
import { type KeyName, publicJwkNamed } from './parties.ts';
import { type ResponseOptions, responseCases } from './response-case.ts';
import { type Case, certificateBase64, type Encrypting, type Signing, type Workshop } from './workshop.ts';

/** How a product writes its answer to a login: the text to the letter but for what is secret or random, and its signature. */
export interface ProductAnswer {
  /** The name of the party under `vectors/parties/`. */
  readonly party: string;
  /** IDs of the kind that the product makes. */
  readonly responseId: string;
  readonly assertionId: string;
  /** The response around its assertion, which is encrypted or not. */
  readonly response: (assertion: string) => string;
  readonly assertion: string;
  readonly signing: Signing;
  /** What must come out of it. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export type Signed = 'assertion' | 'response' | 'both';

/** A login that must be accepted as the product sends it. */
export function asSent(name: string, comment: string, answer: ProductAnswer, signed: Signed, options: ResponseOptions = {}): Case {
  return accepts(`product-${name}`, comment, answer.claims, {
    parties: `sp idp-${answer.party}`,
    message: (workshop) => answered(workshop, answer, signed),
    ...options,
  });
}

/** The same with its assertion encrypted. */
export function asSentEncrypted(name: string, comment: string, answer: ProductAnswer, signed: Signed, sealing: ProductSealing): Case {
  const { claims = {}, options = {} } = sealing;
  return accepts(
    `product-${name}-encrypted`,
    comment,
    { ...answer.claims, ...claims },
    {
      parties: `sp-decrypts idp-${answer.party}`,
      message: (workshop) => answered(workshop, answer, signed, (assertion) => sealed(workshop, assertion, sealing)),
      ...options,
    },
  );
}

/** How a product encrypts. */
export interface ProductSealing {
  readonly encrypting: Encrypting;
  /** How it writes what comes out. */
  readonly layout: (xml: string) => string;
  /** What else must come out. */
  readonly claims?: object;
  readonly options?: ResponseOptions;
}

/** An instant so many seconds after that of clean messages, with a fraction as the product writes it. */
export function instant(seconds: number, fraction = '.483'): string {
  return later(seconds).replace('Z', `${fraction}Z`);
}

/** A template without its line ends: elements touch, attributes are a blank apart. */
export function flat(template: string): string {
  return template
    .trim()
    .replace(/\s*\n\s*</g, '<')
    .replace(/\s*\n\s*/g, ' ');
}

/** Elements without content written as one tag in what is signed, as every serialiser but a canonical one does. */
export function singleTags(blank = ''): Breaking {
  return { signedInfo: (xml) => inSingleTags(xml, blank) };
}

/** The same anywhere. */
export function inSingleTags(xml: string, blank = ''): string {
  return xml.replace(/<([\w:]+)([^<>]*)><\/\1>/g, `<$1$2${blank}/>`);
}

/** Base64 in lines, each but the last followed by the mark. */
export function inLines(base64: string, columns: number, mark = '\n'): string {
  return base64.replace(new RegExp(`.{${columns}}(?=.)`, 'g'), (line) => line + mark);
}

/** The certificate of a key as it stands in KeyInfo, with the elements of that prefix. */
export function x509Data(prefix = 'ds:', written = (base64: string) => base64, before = '', key: KeyName = 'idp'): string {
  const certificate = `<${prefix}X509Certificate>${written(certificateBase64(key))}</${prefix}X509Certificate>`;
  return `<${prefix}X509Data>${before}${certificate}</${prefix}X509Data>`;
}

/** The key of the provider as KeyValue. */
export function rsaKeyValue(prefix = 'ds:', written = (base64: string) => base64, between = ''): string {
  const { n = '' } = publicJwkNamed('idp');
  const modulus = written(Buffer.from(n, 'base64url').toString('base64'));
  const values = [`<${prefix}Modulus>${modulus}</${prefix}Modulus>`, `<${prefix}Exponent>AQAB</${prefix}Exponent>`];
  const lines = [`<${prefix}KeyValue>`, `<${prefix}RSAKeyValue>`, ...values, `</${prefix}RSAKeyValue>`, `</${prefix}KeyValue>`];
  return lines.join(between);
}

/** A response with the signatures that it is sent with. What is done to the assertion is done between the one and the other. */
function answered(
  workshop: Workshop,
  { response, assertion, responseId, assertionId, signing }: ProductAnswer,
  signed: Signed,
  change: (assertion: string) => string = (unchanged) => unchanged,
): string {
  const whole = response(assertion);
  const inner = signed === 'response' ? whole : workshop.sign(whole, { ...signing, id: assertionId });
  const changed = inner.replace(/<((?:\w+:)?Assertion) [\s\S]*<\/\1>/, change);
  return signed === 'assertion' ? changed : workshop.sign(changed, { ...signing, id: responseId });
}

function sealed(workshop: Workshop, assertion: string, { encrypting, layout }: ProductSealing): string {
  return layout(workshop.encrypt(assertion, 'EncryptedAssertion', encrypting));
}

const { accepts } = responseCases({ spec: 'SAMLProf 4.1.4', flags: 'product' });

/** Formats of names and attributes, and the namespaces that all products declare somewhere. */
export const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
export const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
export const saml2 = 'urn:oasis:names:tc:SAML:2.0:';
export const assertionNamespace = `${saml2}assertion`;
export const protocolNamespace = `${saml2}protocol`;
export const schema = 'http://www.w3.org/2001/XMLSchema';
export const schemaInstance = `${schema}-instance`;
export const { acsUrl, sp, requestId } = clean;
