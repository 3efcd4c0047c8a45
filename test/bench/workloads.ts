import { toBase64, utf8 } from '../../src/core/bytes.ts';
import { canonicalize } from '../../src/xml/canonical.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { childElements } from '../../src/xml/element.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { profileOf, signatureOf } from '../../src/xmldsig/profile.ts';
import { type Certificate, selfSigned } from '../support/certificate.ts';
import { encryptedXml } from '../support/encrypt.ts';
import { type KeyPair, keyPair } from '../support/keys.ts';
import { signXml } from '../support/sign.ts';
import { assertionId, entraLikeMetadata, names, responseId, responseXml } from './messages.ts';

/** What the candidates of one row work on: plain JSON, since each reads it in a process of its own. */
export interface Workload {
  readonly task: 'response' | 'redirect' | 'post' | 'metadata';
  /** Size of the XML of one message. */
  readonly bytes: number;
  /** What every run must come to. */
  readonly answer: string;
  /** The instant that is now, for those who let it be told. */
  readonly now: string;
  readonly parties: Parties;
  readonly signed: 'assertion' | 'response' | 'both';
  /** Was the assertion encrypted when it was signed? */
  readonly encrypted: boolean;
  readonly messages: readonly Message[];
  readonly metadata: string;
}

export interface Parties {
  readonly idpCertificate: string;
  readonly spPrivateKey: string;
  readonly spCertificate: string;
}

/** One signed message, and what cryptography alone would be about. */
export interface Message {
  readonly base64: string;
  readonly signatures: readonly SignedParts[];
  /** Of an encrypted assertion, base64 each: the key as wrapped, and the content, its vector in front and its tag behind. */
  readonly ciphertext?: { readonly key: string; readonly content: string };
}

/** Base64 each: the canonical octets that were digested, their digest, those of SignedInfo, and the signature over these. */
export interface SignedParts {
  readonly covered: string;
  readonly digest: string;
  readonly signedInfo: string;
  readonly value: string;
}

/** What responses are to hold, and how they are signed. */
export interface ResponsesOptions {
  readonly groups: number;
  readonly typed: boolean;
  readonly signed: Workload['signed'];
  /** Encrypt the assertion when it is signed: AES-256-GCM, its key under RSA-OAEP. Default: false. */
  readonly encrypted?: boolean;
  readonly count: number;
}

/** Responses that differ in their IDs, so that no two runs of a turn see the same text. */
export function responses(options: ResponsesOptions): Workload {
  const now = new Date();
  const { encrypted = false, signed } = options;
  const texts = Array.from({ length: options.count }, (_, number) => signedResponse({ ...options, number, now }));
  const messages = texts.map((xml) => (encrypted ? encryptedMessage(xml) : { base64: toBase64(utf8(xml)), signatures: signedParts(xml) }));
  const bytes = utf8(texts[0] ?? '').length;
  return {
    ...base('response'),
    signed,
    encrypted,
    now: now.toISOString(),
    bytes,
    messages,
    answer: `${names.nameId} ${options.groups}`,
  };
}

/** Requests to be made; the floor gets the text of one that was made. */
export function requests(task: 'redirect' | 'post', sample: string): Workload {
  const covered = toBase64(utf8(sample));
  const signatures = [{ covered, digest: '', signedInfo: '', value: '' }];
  return { ...base(task), bytes: sample.length, messages: [{ base64: covered, signatures }], answer: 'signed' };
}

/** 18 certificates, six in each of three roles. */
export function metadata(): Workload {
  const certificates = Array.from({ length: 6 }, (_, serial) => certificateOf(keyPair('rsa-2048', `key ${serial}`), serial + 1));
  const xml = entraLikeMetadata(certificates);
  return { ...base('metadata'), metadata: xml, bytes: utf8(xml).length, answer: `${names.idp} ${certificates.length}` };
}

function base(task: Workload['task']): Workload {
  const sp = keyPair('rsa-2048', 'sp');
  return {
    task,
    bytes: 0,
    answer: '',
    now: new Date().toISOString(),
    signed: 'assertion',
    encrypted: false,
    messages: [],
    metadata: entraLikeMetadata([certificateOf(keyPair('rsa-2048'), 1)]).slice(1),
    parties: {
      idpCertificate: certificateOf(keyPair('rsa-2048'), 1).pem,
      spPrivateKey: sp.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      spCertificate: certificateOf(sp, 2).pem,
    },
  };
}

function certificateOf({ privateKey }: KeyPair, serial: number): Certificate {
  return selfSigned(privateKey, { serial });
}

/** A response, signed by the provider of the benchmark. */
export function signedResponse({ signed, ...content }: Parameters<typeof responseXml>[0] & Pick<Workload, 'signed'>): string {
  const xml = responseXml(content);
  const pair = keyPair('rsa-2048');
  providersCertificate ??= certificateOf(pair, 1).base64;
  const options = { key: pair.privateKey, keyInfo: { certificate: providersCertificate } };
  const inner = signed === 'response' ? xml : signXml(xml, { ...options, id: assertionId(content.number) });
  return signed === 'assertion' ? inner : signXml(inner, { ...options, id: responseId(content.number) });
}

/** Made once: to sign it takes as long as to sign a message. */
let providersCertificate: string | undefined;

/** A message whose assertion is encrypted in its place, with what is within its scope declared on itself. */
function encryptedMessage(xml: string): Message {
  const [assertion = ''] = /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(xml) ?? [];
  const declared = ` xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;
  const alone = assertion.replace('<saml:Assertion', `$&${declared}`);
  const ciphertext = encryptedXml(alone, 'EncryptedAssertion', { recipients: [{ key: keyPair('rsa-2048', 'sp').publicKey }] });
  const [key = '', content = ''] = [...ciphertext.matchAll(/CipherValue>([^<]+)</g)].map(([, value = '']) => value);
  return { base64: toBase64(utf8(xml.replace(assertion, ciphertext))), signatures: signedParts(xml), ciphertext: { key, content } };
}

/** What remains to be done for each signature when everything but cryptography is free. */
function signedParts(xml: string): readonly SignedParts[] {
  const document = parseDocument(xml, messageLimits);
  return [document.root, ...childElements(document.root)].flatMap((element: Element) => {
    const signature = signatureOf(element);
    if (signature === undefined) return [];
    const { signedInfo, signedInfoForm, form, digestValue, signatureValue } = profileOf(document, element, signature);
    return {
      covered: toBase64(utf8(canonicalize(document, { element, without: signature, prefixes: form.prefixes }, form.form))),
      digest: toBase64(digestValue),
      signedInfo: toBase64(utf8(canonicalize(document, { element: signedInfo, prefixes: signedInfoForm.prefixes }, signedInfoForm.form))),
      value: toBase64(signatureValue),
    };
  });
}
