import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { DOMParser, type Element as DomElement } from '@xmldom/xmldom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { childrenNamed } from '../../src/xml/element.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { dsig, signatureOf } from '../../src/xmldsig/profile.ts';
import { verifyElement } from '../../src/xmldsig/verify.ts';
import { type KeyName, keyPair, trusting } from '../support/keys.ts';
import { ask, isInstalled } from '../support/outside.ts';
import { messageWith, type SignedMessage, signedMessages, type Trait } from '../support/signed-messages.ts';

const hasXmlsec = isInstalled('xmlsec1');
const sample = fc.sample(signedMessages(), { numRuns: 800, seed: 20_260_115 });

describe('what we verify', () => {
  it('is every message that was signed to the standard', () => {
    for (const message of sample) expect(signedParts(message).length).toBe(message.what === 'both' ? 2 : 1);
  });
});

describe('xml-crypto', () => {
  it('verifies whatever we verify, where it knows the algorithm and keeps to the standard, and takes the same for signed', () => {
    const asked = sample.filter((message) => isKnownToXmlCrypto(message) && departure(message) === undefined);
    expect(asked.length).toBeGreaterThan(50);
    for (const message of asked)
      for (const { element, verified } of signedParts(message)) {
        const found = xmlCryptoReads(message, element);
        expect([message.xml, found === undefined ? 'refused' : 'verified']).toEqual([message.xml, 'verified']);
        expect(shapeOf(parseDocument(found ?? '', messageLimits).root)).toEqual(shapeOf(verified));
      }
  });

  it.each(departures().map((row) => [row.reason, row] as const))('departs from the standard still: %s', (_, { example }) => {
    expect(departure(example)).toBeDefined();
    for (const { element } of signedParts(example)) expect(xmlCryptoReads(example, element)).toBeUndefined();
  });
});

describe('xmlsec1', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signon-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!hasXmlsec)('verifies whatever we verify, where it knows the algorithm', () => {
    const messages = [...sample, ...departures().map(({ example }) => example)].filter(({ algorithm }) => !/pss|ed25519/.test(algorithm));
    const jobs = messages.flatMap((message, at) => {
      const file = join(folder, `${at}.xml`);
      writeFileSync(file, message.xml);
      return signedParts(message).map(({ element }) => ({ file, xml: message.xml, key: message.keyName, path: pathOf(element) }));
    });
    expect(jobs.length).toBeGreaterThan(300);
    for (const [batch, verify] of batches(jobs)) {
      if (verify(...batch.map(({ file }) => file)).status === 0) continue;
      // Something differs: now one by one, to see what.
      for (const { file, xml } of batch) {
        const { status, err } = verify(file);
        expect([xml, status, status === 0 ? '' : err]).toEqual([xml, 0, '']);
      }
      expect.unreachable();
    }
  });

  interface Job {
    readonly file: string;
    readonly xml: string;
    readonly key: KeyName;
    readonly path: string;
  }

  /** One run for each key and place of the signature. */
  function batches(jobs: readonly Job[]): readonly (readonly [readonly Job[], (...files: readonly string[]) => ReturnType<typeof ask>])[] {
    const groups = new Map<string, Job[]>();
    for (const job of jobs) groups.set(job.key + job.path, [...(groups.get(job.key + job.path) ?? []), job]);
    return [...groups.values()].map((group) => {
      const [{ key, path }] = group as [Job];
      const pem = join(folder, `${key}.pem`);
      writeFileSync(pem, keyPair(key).publicKey.export({ format: 'pem', type: 'spki' }));
      return [group, (...files) => ask('xmlsec1', '--verify', '--pubkey-pem', pem, ...ids, '--node-xpath', path, ...files)] as const;
    });
  }
});

const saml2 = 'urn:oasis:names:tc:SAML:2.0:';
const ids = ['--id-attr:ID', `${saml2}assertion:Assertion`, '--id-attr:ID', `${saml2}protocol:Response`];

/** The elements of a message that carry a signature, with what we take for signed. */
function signedParts({ xml, keyName }: SignedMessage): readonly { readonly element: Element; readonly verified: Element }[] {
  const document = parseDocument(xml, messageLimits);
  const elements = [document.root, ...childrenNamed(document.root, `${saml2}assertion`, 'Assertion')];
  return elements.flatMap((element) => {
    const signature = signatureOf(element);
    if (signature === undefined) return [];
    return [{ element, verified: verifyElement(document, element, signature, trusting([keyPair(keyName)]), []).value }];
  });
}

function pathOf({ name }: Element): string {
  return `/*${name === 'Response' ? '' : "/*[local-name()='Assertion']"}/*[local-name()='Signature']`;
}

/** What xml-crypto takes for signed, as text; undefined where it refuses. */
function xmlCryptoReads({ xml, keyName }: SignedMessage, { name }: Element): string | undefined {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement as DomElement;
  const signature = [...root.getElementsByTagNameNS(dsig, 'Signature')].find(({ parentNode }) => parentNode?.localName === name);
  const verifier = new SignedXml({ publicCert: keyPair(keyName).publicKey.export({ format: 'pem', type: 'spki' }) });
  if (signature === undefined) return undefined;
  // Sound: it only walks the tree, and xmldom's is the one that it was made for.
  verifier.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0]);
  try {
    return verifier.checkSignature(xml) ? verifier.getSignedReferences()[0] : undefined;
  } catch {
    return undefined;
  }
}

function isKnownToXmlCrypto({ algorithm, digest, form, signedInfoForm }: SignedMessage): boolean {
  return (
    ['rsa-sha256', 'rsa-sha512', 'rsa-pss-sha256'].includes(algorithm) &&
    digest !== 'sha384' &&
    ![form, signedInfoForm].some((name) => name.startsWith('inclusive-1.1'))
  );
}

function departure(message: SignedMessage): string | undefined {
  return departures().find(({ concerns }) => concerns(message))?.reason;
}

interface Departure {
  readonly reason: string;
  readonly concerns: (message: SignedMessage) => boolean;
  readonly example: SignedMessage;
}

/** Where xml-crypto 6.3 does not do as the standard says, each with a message that shows it; xmlsec1 verifies them all. */
function departures(): readonly Departure[] {
  const has = (trait: Trait) => (message: SignedMessage) => message.traits.includes(trait);
  const inclusive = ({ form, signedInfoForm }: SignedMessage) => [form, signedInfoForm].some((name) => name.startsWith('inclusive'));
  return [
    {
      reason: 'xml: attributes of the surroundings do not come into inclusive forms (Canonical XML 2.4)',
      concerns: (message) => has('language-outside')(message) && inclusive(message),
      example: messageWith(['language-outside'], { form: 'inclusive-1.0' }),
    },
    {
      reason: 'prefixes are put in the order of a language, not of their characters (Canonical XML 2.2)',
      concerns: (message) => has('prefixes-in-capitals')(message) && inclusive(message),
      example: messageWith(['prefixes-in-capitals'], { form: 'inclusive-1.0' }),
    },
    {
      reason: 'attributes are put in the order of namespace and name in one, not of one after the other (Canonical XML 2.2)',
      concerns: has('namespaces-alike'),
      example: messageWith(['namespaces-alike']),
    },
    {
      reason: 'line ends of XML 1.1 are taken for such in XML 1.0, by the parser beneath it (XML 1.0 2.11)',
      concerns: has('line-ends-of-xml-1.1'),
      example: messageWith(['line-ends-of-xml-1.1']),
    },
    {
      reason: '#default in a PrefixList does not bring the default namespace along (Exclusive XML Canonicalization 3)',
      concerns: (message) => has('default-namespace')(message) && message.prefixes?.includes('#default') === true,
      example: messageWith(['default-namespace'], { what: 'response', prefixes: ['#default', 'xs'] }),
    },
  ];
}

type Shape = readonly [name: string, attributes: readonly string[], children: readonly (Shape | string)[]];

function shapeOf({ namespace, name, attributes, children }: Element): Shape {
  return [
    `{${namespace}}${name}`,
    attributes.map((attribute) => `{${attribute.namespace}}${attribute.name}=${attribute.value}`).sort(),
    children.map((child) => (typeof child === 'string' ? child : shapeOf(child))),
  ];
}
