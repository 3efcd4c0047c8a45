import { fc } from '@fast-check/vitest';
import { type KeyName, keyPair } from './keys.ts';
import { assertionXml, attributeStatementXml, attributeXml, authnStatementXml, responseXml, statusXml } from './messages.ts';
import type { Signed } from './saml-login.ts';
import { type FormName, formNames, type SignOptions, signXml } from './sign.ts';

/** A message as a provider may write and sign it, and how it was made. */
export interface SignedMessage {
  readonly xml: string;
  readonly what: Exclude<Signed, 'none'>;
  readonly keyName: KeyName;
  readonly algorithm: string;
  readonly digest: string;
  readonly form: FormName;
  readonly signedInfoForm: FormName;
  readonly prefixes: readonly string[] | undefined;
  readonly traits: readonly Trait[];
  /** How the signature itself is written. */
  readonly options: Pick<SignOptions, 'position' | 'prefix' | 'lineBreak'>;
}

/** What is unusual in a message and makes canonical forms work. */
export type Trait = keyof typeof traits;

const traits = {
  comments: (xml: string) => xml.replace(/alice/g, 'al<!-- a - >b & c -->ice'),
  references: (xml: string) => xml.replace('staff', '&#13;st&amp;&lt;&gt;&#x9;&#10;&quot;&apos;\u{1F600}aff'),
  'attribute-references': (xml: string) => xml.replace('Name="groups"', "Name='g&#9;&#10;&#13;&quot;&apos;&amp;&lt;>\u{1F600}'"),
  cdata: (xml: string) => xml.replace('admins', '<![CDATA[ad<&>mins]]>'),
  'line-ends': (xml: string) => xml.replaceAll('\n', '\r\n'),
  'default-namespace': (xml: string) => xml.replaceAll('<saml:', '<').replaceAll('</saml:', '</').replaceAll('xmlns:saml=', 'xmlns='),
  'default-undone': (xml: string) => xml.replace('>staff<', '><v xmlns="">staff</v><'),
  'types-declared-outside': (xml: string) =>
    xml
      .replace(
        '<samlp:Response ',
        '<samlp:Response xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ',
      )
      .replaceAll('AttributeValue>staff', 'AttributeValue xsi:type="xs:string">staff'),
  'unused-declarations': (xml: string) => xml.replace('<samlp:Response ', '<samlp:Response xmlns:b="urn:b" xmlns:a="urn:a" '),
  'prefix-rebound': (xml: string) => xml.replace('>staff<', '><p:v xmlns:p="urn:1"><p:v xmlns:p="urn:2" p:b="1" a="2"/><p:v/></p:v><'),
  'many-attributes': (xml: string) => xml.replace('>staff<', ' z="1" b:y="2" a:z="3" b:x="4" xmlns:b="urn:2" xmlns:a="urn:3" A="5">staff<'),
  'language-outside': (xml: string) => xml.replace('<samlp:Response ', '<samlp:Response xml:lang="en" xml:space="preserve" '),
  'language-inside': (xml: string) => xml.replace('Name="mail"', 'Name="mail" xml:lang="de"'),
  'line-ends-of-xml-1.1': (xml: string) => xml.replace('staff', 'st\u0085a\u2028ff'),
  'prefixes-in-capitals': (xml: string) =>
    xml.replace('<samlp:Response ', '<samlp:Response xmlns:c="urn:c" xmlns:C="urn:C" xmlns:D="urn:D" '),
  'namespaces-alike': (xml: string) => xml.replace('>staff<', ' d:z="1" e:a="2" xmlns:d="urn:1" xmlns:e="urn:10">staff<'),
} as const;

/** Signed messages of all forms, algorithms and traits. */
export function signedMessages(): fc.Arbitrary<SignedMessage> {
  return fc
    .record({
      what: fc.constantFrom<Exclude<Signed, 'none'>>('assertion', 'response', 'both'),
      method: fc.constantFrom(...methods),
      digest: fc.constantFrom('sha256', 'sha256', 'sha384', 'sha512'),
      form: fc.constantFrom<FormName>('exclusive', 'exclusive', ...formNames),
      signedInfoForm: fc.constantFrom<FormName>('exclusive', 'exclusive', ...formNames),
      prefixes: fc.constantFrom(undefined, [], ['xs'], ['xs', 'xsi', 'saml'], ['#default', 'xs'], ['none']),
      traits: fc.subarray(Object.keys(traits) as Trait[], { maxLength: 3 }),
      options: fc.record({
        position: fc.constantFrom<'behind-issuer' | 'last'>('behind-issuer', 'last'),
        prefix: fc.constantFrom('ds', 'dsig', ''),
        lineBreak: fc.constantFrom('', '\n', '\r\n', '&#13;\n'),
      }),
    })
    .map(({ method: [algorithm, keyName], prefixes, ...rest }) => {
      const listed = rest.form.startsWith('exclusive') ? prefixes : undefined;
      const message = { ...rest, algorithm, keyName, prefixes: listed };
      return { ...message, xml: written(message) };
    });
}

/** One message with just these traits, signed in the usual way but for what is given. */
export function messageWith(names: readonly Trait[], given: Partial<Omit<SignedMessage, 'xml' | 'traits'>> = {}): SignedMessage {
  const usual = {
    what: 'assertion',
    keyName: 'rsa-2048',
    algorithm: 'rsa-sha256',
    digest: 'sha256',
    form: 'exclusive',
    signedInfoForm: 'exclusive',
    prefixes: undefined,
    options: {},
  } as const;
  const message = { ...usual, ...given, traits: names };
  return { ...message, xml: written(message) };
}

function written({ what, keyName, traits: names, prefixes, options, ...how }: Omit<SignedMessage, 'xml'>): string {
  const statements = [
    authnStatementXml(),
    attributeStatementXml([attributeXml('mail', ['alice']), attributeXml('groups', ['staff', 'admins'])]),
  ];
  const clean = responseXml({ status: statusXml(), assertions: [assertionXml({ statements })] });
  const xml = names.reduce((text, name) => traits[name](text), clean);
  const common: SignOptions = { ...options, ...how, key: keyPair(keyName).privateKey, ...(prefixes === undefined ? {} : { prefixes }) };
  const inner = what === 'response' ? xml : signXml(xml, { ...common, id: '_assertion' });
  return what === 'assertion' ? inner : signXml(inner, common);
}

const methods: readonly (readonly [algorithm: string, key: KeyName])[] = [
  // Twice, since it is what nearly all providers use, and what every second opinion knows.
  ['rsa-sha256', 'rsa-2048'],
  ['rsa-sha256', 'rsa-3072'],
  ['rsa-sha384', 'rsa-2048'],
  ['rsa-sha512', 'rsa-3072'],
  ['rsa-pss-sha256', 'rsa-2048'],
  ['rsa-pss-sha384', 'rsa-2048'],
  ['rsa-pss-sha512', 'rsa-2048'],
  ['ecdsa-sha256', 'p-256'],
  ['ecdsa-sha384', 'p-384'],
  ['ecdsa-sha512', 'p-521'],
  ['ed25519', 'ed25519'],
];
