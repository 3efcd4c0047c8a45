import { createHmac, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/rules.ts';
import { Verified } from '../../../src/core/verified.ts';
import { signatureAlgorithms } from '../../../src/crypto/algorithms.ts';
import { type Document, type Element, parseDocument } from '../../../src/xml/document.ts';
import { childElements, onlyText } from '../../../src/xml/element.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import type { Trust } from '../../../src/xmldsig/trust.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair, trusted, trusting } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { formNames, type SignOptions, signXml, withId } from '../../support/sign.ts';

const algorithms = [...signatureAlgorithms.values()].flatMap(({ name, keyKind, pardon }) =>
  keysOf(keyKind).map((key) => [name, key, pardon] as const),
);

describe('a signature on an element', () => {
  it.each(algorithms)('of %s by %s is verified', (algorithm, key, pardon) => {
    const trust = trusting([keyPair(key)], ...(pardon === undefined ? [] : [pardon]));
    expect(verified({ key: keyPair(key).privateKey, algorithm }, { trust }).signed).toBe('Response');
  });

  it.each(['sha256', 'sha384', 'sha512'])('with a digest of %s is verified', (digest) => {
    expect(outcome({ digest })).toBe('accepted');
  });

  it.each(formNames.flatMap((form) => formNames.map((signedInfoForm) => [form, signedInfoForm] as const)))(
    'in the form %s with SignedInfo in %s is verified',
    (form, signedInfoForm) => {
      for (const id of ['_r', '_a'])
        expect(outcome({ form, signedInfoForm, id, prefixes: form.startsWith('exclusive') ? ['xs', '#default'] : undefined })).toBe(
          'accepted',
        );
    },
  );

  it('vouches for just what was digested: the tree of those octets, without the signature and its surroundings', () => {
    const xml = signXml(response, { key, id: '_a' });
    const box = verified({}, { xml, id: '_a' });
    expect(childElements(box.value).map(({ name }) => name)).toEqual(['Issuer', 'Subject']);
    expect(box.value.start).toBe(-1);
    expect(Verified.is(box)).toBe(true);
  });

  it('tells by whom and what was signed', () => {
    const trust = trusting([keyPair('p-256', 'other'), keyPair('p-256')]);
    expect(verified({}, { trust })).toMatchObject({ provider: 'idp', key: trusted(keyPair('p-256')).fingerprint, signed: 'Response' });
  });

  it('vouches for text as it was digested, comments and all else gone', () => {
    const text = 'user@idp.example<!-- -->.attacker.example';
    const box = verified({}, { xml: signXml(response.replace('<saml:Subject/>', `<saml:Subject>${text}</saml:Subject>`), { key }) });
    const subject = childElements(childElements(box.value)[1] as Element)[1] as Element;
    expect(onlyText(subject)).toBe('user@idp.example.attacker.example');
  });

  it('stays good when comments are put into what it covers, since it does not cover them', () => {
    const xml = signXml(response, { key }).replace('https://idp.example<', 'https://<!-- -->idp.example<');
    expect(outcome({}, { xml })).toBe('accepted');
    expect(onlyText(childElements(verified({}, { xml }).value)[0] as Element)).toBe('https://idp.example');
  });

  it.each<[string, (xml: string) => string]>([
    ['a text', (xml) => xml.replace('https://idp.example<', 'https://idp.examplf<')],
    ['white space', (xml) => xml.replace('<saml:Subject/>', ' <saml:Subject/>')],
    ['a value', (xml) => xml.replace('Version="2.0"', 'Version="2.1"')],
    ['an attribute more', (xml) => xml.replace('Version="2.0"', 'Version="2.0" Other=""')],
    ['an attribute less', (xml) => xml.replace('Version="2.0"', '')],
    ['an element name', (xml) => xml.replace('<saml:Subject/>', '<saml:Subjecu/>')],
    ['an element more', (xml) => xml.replace('<saml:Subject/>', '<saml:Subject/><saml:Subject/>')],
    ['an element less', (xml) => xml.replace('<saml:Subject/>', '')],
    ['a prefix', (xml) => xml.replace('<saml:Subject/>', '<s:Subject xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion"/>')],
    ['a namespace', (xml) => xml.replace('SAML:2.0:assertion', 'SAML:2.1:assertion')],
  ])('breaks at a change of %s', (_, change) => {
    expect(outcome({}, { xml: change(signXml(response, { key })) })).toBe('signature.digest');
  });

  it.each<[string, (xml: string) => string]>([
    ['its digest', (xml) => xml.replace(/(<ds:DigestValue>)(.)/, (_, tag, first) => tag + (first === 'A' ? 'B' : 'A'))],
    ['its digest algorithm', (xml) => xml.replace('xmlenc#sha256', 'xmlenc#sha512')],
    [
      'its form',
      (xml) =>
        xml.replace(
          'enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
          'enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2006/12/xml-c14n11"',
        ),
    ],
    ['its value', (xml) => xml.replace(/(<ds:SignatureValue>)(.)/, (_, tag, first) => tag + (first === 'A' ? 'B' : 'A'))],
    ['white space within SignedInfo', (xml) => xml.replace('<ds:Reference', ' <ds:Reference')],
  ])('breaks at a change of %s', (_, change) => {
    expect(outcome({}, { xml: change(signXml(response, { key })) })).toBe('signature.value');
  });

  it('is refused for a digest that is wrong, though signed', () => {
    expect(outcome({ breaking: { digested: (text) => `${text} ` } })).toBe('signature.digest');
    expect(outcome({ breaking: { digestValue: () => 'AAAA' } })).toBe('signature.digest');
  });

  it('is looked at before the digest is', () => {
    expect(outcome({ breaking: { digestValue: () => 'AAAA', signatureValue: () => 'AAAA' } })).toBe('signature.value');
  });

  it('has its ECDSA value side by side, not in DER', () => {
    expect(outcome({ breaking: { sign: (octets) => sign('sha256', octets, key) } })).toBe('signature.value');
  });

  it('is bound to its algorithm', () => {
    const { privateKey } = keyPair('rsa-2048');
    const trust = trusting([keyPair('rsa-2048')]);
    const pss = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1';
    expect(
      outcome({ key: privateKey, algorithm: pss, breaking: { sign: (octets) => sign('sha256', octets, privateKey) } }, { trust }),
    ).toBe('signature.value');
  });
});

describe('trust in a signature', () => {
  it('is in the keys of the record, never in KeyInfo', () => {
    const attacker = keyPair('p-256', 'attacker').privateKey;
    const certificate = selfSigned(attacker, { subject: 'idp.example' }).base64;
    expect(outcome({ key: attacker, keyInfo: { certificate } })).toBe('signature.value');
    expect(outcome({ keyInfo: { certificate } })).toBe('accepted');
    expect(outcome({ keyInfo: '<x xmlns="urn:1">anything</x>' })).toBe('accepted');
  });

  it('is in each of them, so that old and new serve during a rollover', () => {
    const trust = trusting([keyPair('rsa-2048'), keyPair('p-256', 'new'), keyPair('p-256')]);
    expect(outcome({}, { trust })).toBe('accepted');
    expect(outcome({ key: keyPair('p-256', 'new').privateKey }, { trust })).toBe('accepted');
    expect(outcome({ key: keyPair('rsa-2048').privateKey }, { trust })).toBe('accepted');
  });

  it('ends with the key', () => {
    expect(outcome({}, { trust: trusting([keyPair('p-256', 'new')]) })).toBe('signature.value');
    expect(
      refusalDetails(() => verified({}, { trust: trusting([keyPair('p-256', 'new'), keyPair('rsa-2048'), keyPair('p-384')]) })),
    ).toMatchObject({
      keysTried: 2,
    });
  });

  it('needs a key that can have made the signature', () => {
    expect(outcome({}, { trust: trusting([]) })).toBe('signature.key');
    expect(outcome({}, { trust: trusting([keyPair('rsa-2048'), keyPair('ed25519')]) })).toBe('signature.key');
  });

  it.each([
    'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
    'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
    'urn:algorithm',
    '',
  ])('is never in the algorithm %j, whoever has signed', (algorithm) => {
    const { publicKey } = keyPair('p-256');
    const secret = publicKey.export({ format: 'pem', type: 'spki' });
    expect(outcome({ algorithm, breaking: { sign: (octets) => createHmac('sha256', secret).update(octets).digest() } })).toBe(
      'signature.algorithm',
    );
  });

  it.each(['http://www.w3.org/2001/04/xmldsig-more#md5', 'http://www.w3.org/2001/04/xmlenc#ripemd160', 'urn:digest', ''])(
    'is never in the digest %j',
    (digest) => {
      expect(outcome({ digest })).toBe('signature.algorithm');
    },
  );

  it('in SHA-1 takes a pardon, which is told', () => {
    const { privateKey } = keyPair('rsa-2048');
    const pardoned = trusting([keyPair('rsa-2048')], 'signature.sha1');
    for (const options of [{ algorithm: 'rsa-sha1' }, { digest: 'sha1' }, { algorithm: 'rsa-sha1', digest: 'sha1' }]) {
      const findings: Finding[] = [];
      expect(outcome({ key: privateKey, ...options }, { trust: trusting([keyPair('rsa-2048')], 'key.rsa-1024') })).toBe(
        'signature.algorithm',
      );
      expect(outcome({ key: privateKey, ...options }, { trust: pardoned, findings })).toBe('accepted');
      expect(findings).toMatchObject([{ rule: 'signature.sha1', outcome: 'pardoned' }]);
    }
  });

  it('in 1024 bits of RSA takes a pardon, which is told', () => {
    const small = keyPair('rsa-1024');
    const findings: Finding[] = [];
    expect(outcome({ key: small.privateKey }, { trust: trusting([small], 'signature.sha1') })).toBe('signature.key');
    expect(outcome({ key: small.privateKey }, { trust: trusting([small], 'key.rsa-1024'), findings })).toBe('accepted');
    expect(findings).toMatchObject([{ rule: 'key.rsa-1024', outcome: 'pardoned' }]);
  });

  it('tells of no pardon that was not needed', () => {
    const findings: Finding[] = [];
    const trust = trusting([keyPair('rsa-1024'), keyPair('rsa-2048')], 'key.rsa-1024', 'signature.sha1');
    expect(outcome({ key: keyPair('rsa-2048').privateKey }, { trust, findings })).toBe('accepted');
    expect(findings).toEqual([]);
  });
});

describe('the surroundings of what is signed', () => {
  it('do not matter to the exclusive form', () => {
    const xml = signXml(response, { key, id: '_a' });
    const moved = xml
      .replace('<samlp:Response ', '<samlp:Response xmlns:more="urn:1" xml:space="preserve" Other="" ')
      .replace('</samlp:Response>', '<x/></samlp:Response>');
    expect(verified({}, { xml: moved, id: '_a' }).value).toEqual(verified({}, { xml, id: '_a' }).value);
  });

  it('matter to the inclusive forms as far as they are inherited', () => {
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const) {
      const xml = signXml(response, { key, id: '_a', form, signedInfoForm: 'exclusive' });
      expect(outcome({}, { xml: xml.replace('<samlp:Response ', '<samlp:Response Other="" '), id: '_a' })).toBe('accepted');
      for (const inherited of ['xmlns:more="urn:1"', 'xml:lang="de"'])
        expect(
          outcome({}, { xml: xml.replace(/xml:lang="en"/, '').replace('<samlp:Response ', `<samlp:Response ${inherited} `), id: '_a' }),
        ).toBe('signature.digest');
    }
  });

  it('cannot lend their signature to another element', () => {
    const xml = signXml(response, { key, id: '_a' });
    const document = parseDocument(xml, messageLimits);
    const assertion = withId(document.root, '_a') as Element;
    const signature = signatureOf(assertion) as Element;
    expect(refusal(() => verifyElement(document, document.root, signature, trusting([keyPair('p-256')]), []))).toBe('signature.profile');
  });
});

interface Situation {
  readonly trust?: Trust;
  readonly findings?: Finding[];
  /** In place of the response signed as told. */
  readonly xml?: string;
  readonly id?: string;
}

type Signing = { readonly [Option in keyof SignOptions]?: SignOptions[Option] | undefined };

function outcome(options: Signing, situation: Situation = {}): string {
  return refusal(() => verified(options, situation));
}

function verified(
  options: Signing,
  { trust = trusting([keyPair('p-256')]), findings = [], xml, id = options.id }: Situation = {},
): Verified<Element> {
  // Sound: an undefined option is one that is not given.
  const document: Document = parseDocument(xml ?? signXml(response, { key, ...options } as SignOptions), messageLimits);
  const element = id === undefined ? document.root : withId(document.root, id);
  const signature = element && signatureOf(element);
  if (element === undefined || signature === undefined) throw new Error('nothing is signed');
  return verifyElement(document, element, signature, trust, findings);
}

function keysOf(kind: string): readonly KeyName[] {
  return kind === 'rsa' ? ['rsa-2048', 'rsa-3072'] : kind === 'ec' ? ['p-256', 'p-384', 'p-521'] : ['ed25519'];
}

const { privateKey: key } = keyPair('p-256');
const response =
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:default" xmlns:xs="http://www.w3.org/2001/XMLSchema"' +
  ' xml:lang="en" xml:base="https://idp.example/a/" ID="_r" Version="2.0">' +
  '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://idp.example</saml:Issuer>' +
  '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xml:base="b" ID="_a"><saml:Issuer>https://idp.example</saml:Issuer>' +
  '<!-- c --><saml:Subject/></saml:Assertion></samlp:Response>';
