import { fc } from '@fast-check/vitest';

/** What generated documents may hold. */
export interface XmlOptions {
  /** Namespace names that only a reader takes which does not look into them; libxml2 does, and does not escape them. Default true. */
  readonly oddNamespaces?: boolean;
  /** Comments and an XML declaration around the root. Default true. */
  readonly surroundings?: boolean;
  /** Puts an attribute `ID="target"` on an element within. Default false. */
  readonly target?: boolean;
}

/**
 * Well-formed documents with whatever a reader may stumble over: namespaces declared, hidden and undone, attributes in any quotes,
 * `xml:` attributes, references, CDATA sections, comments, line ends of all kinds, characters beyond the basic plane.
 */
export function xmlDocument({ oddNamespaces = true, surroundings = true, target = false }: XmlOptions = {}): fc.Arbitrary<string> {
  const uris = [...namespaces, ...(oddNamespaces ? oddNames : [])];
  const { element } = fc.letrec<{ element: Seed; content: readonly (Seed | string)[] }>((tie) => ({
    element: fc.record({
      name: fc.constantFrom(...names),
      prefix: fc.nat(20),
      declarations: fc.array(fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom(...uris, '')), { maxLength: 3 }),
      attributes: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...names), attributeValue), { maxLength: 4 }),
      xml: fc.array(fc.oneof(...xmlAttributes), { maxLength: 2 }),
      space: fc.constantFrom(' ', '\n', '\t  ', '\r\n'),
      selfClosing: fc.boolean(),
      content: tie('content'),
    }),
    content: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xml' },
      fc.array(piece, { maxLength: 3 }),
      fc.array(fc.oneof({ depthIdentifier: 'xml' }, piece, tie('element')), { maxLength: 5 }),
    ),
  }));
  const around = surroundings ? fc.tuple(prolog, misc, misc) : fc.constant(['', '', ''] as const);
  return fc
    .tuple(element, target ? fc.tuple(element, element) : fc.constant(undefined), around)
    .map(([root, within, [first, before, after]]) => {
      const context: Context = { scope: new Map(), ids: { next: 0 } };
      const whole =
        within === undefined
          ? root
          : { ...root, content: [...root.content, { ...within[0], content: [...within[0].content, { ...within[1], isTarget: true }] }] };
      return first + before + rendered(whole, context) + after;
    });
}

/** A document with a few characters of it changed, copied, moved or lost; most are well-formed no longer. */
export function damaged(documents: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...scraps));
  return fc.tuple(documents, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([text, edits]) =>
    edits.reduce((xml, [place, length, scrap]) => {
      const at = place % (xml.length + 1);
      return xml.slice(0, at) + scrap + xml.slice(at + (length > 6 ? 0 : length));
    }, text),
  );
}

interface Seed {
  readonly name: string;
  readonly prefix: number;
  readonly declarations: readonly (readonly [prefix: string, uri: string])[];
  readonly attributes: readonly (readonly [prefix: number, name: string, value: string])[];
  readonly xml: readonly (readonly [name: string, value: string])[];
  readonly space: string;
  readonly selfClosing: boolean;
  readonly content: readonly (Seed | string)[];
  readonly isTarget?: boolean;
}

interface Context {
  readonly scope: ReadonlyMap<string, string>;
  readonly ids: { next: number };
}

function rendered(seed: Seed, { scope, ids }: Context): string {
  const declared = new Map(seed.declarations.filter(([prefix, uri]) => prefix === '' || uri !== ''));
  const inner = new Map([...scope, ...declared]);
  const known = [...inner.keys()].filter((prefix) => prefix !== '');
  const chosen = (choice: number) => known[choice % (known.length + 1)];
  const attributes = new Map<string, string>();
  for (const [choice, name, value] of seed.attributes) {
    const prefix = chosen(choice);
    attributes.set(
      `${prefix === undefined ? '' : inner.get(prefix)} ${name}`,
      `${prefix === undefined ? '' : `${prefix}:`}${name}=${value}`,
    );
  }
  for (const [name, value] of seed.xml) {
    if (name === 'id') ids.next += 1;
    attributes.set(`xml ${name}`, `xml:${name}="${name === 'id' ? `id${ids.next}` : value}"`);
  }
  if (seed.isTarget === true) attributes.set(' ID', 'ID="target"');
  const declarations = [...declared].map(([prefix, uri]) => `xmlns${prefix === '' ? '' : `:${prefix}`}="${uri.replaceAll('&', '&amp;')}"`);
  const prefix = chosen(seed.prefix);
  const name = (prefix === undefined ? '' : `${prefix}:`) + seed.name;
  // Attributes before declarations and behind them, as both are seen.
  const parts = [...attributes.values()].flatMap((attribute, at) => (at === 0 ? [attribute, ...declarations] : [attribute]));
  const tag = `<${name}${(attributes.size === 0 ? declarations : parts).map((part) => seed.space + part).join('')}`;
  const content = seed.content.map((part) => (typeof part === 'string' ? part : rendered(part, { scope: inner, ids }))).join('');
  if (content === '' && seed.selfClosing) return `${tag}/>`;
  return `${tag}>${content}</${name}${seed.selfClosing ? '\n' : ''}>`;
}

const prefixes = ['', 'p', 'q', 'ds', 'saml', '\u00FC', '\u{10000}'];
const names = ['a', 'b', 'Assertion', '_', 'x-y.z', '\u540D', '\uFA10', '\u{10400}', 'xmln', 'A'];
const namespaces = [
  'urn:1',
  'urn:2',
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://idp.example/?a=b',
];
const oddNames = ['http://idp.example/?a=b&c=d', 'urn:\uFF5E', 'urn:\u{10400}', 'urn:a b', "urn:'"];

const characters = fc.string({
  unit: fc.constantFrom(
    ...'abz09 \n\t\'"/=;:#!?-]',
    '>',
    '\r\n',
    '\r',
    '\u00FC',
    '\u0085',
    '\u00A0',
    '\u2028',
    '\u20AC',
    '\uFEFF',
    '\uFFFD',
    '\u{1F600}',
    '\u{10FFFF}',
  ),
  maxLength: 8,
});
const reference = fc.constantFrom(
  '&lt;',
  '&gt;',
  '&amp;',
  '&apos;',
  '&quot;',
  '&#9;',
  '&#10;',
  '&#13;',
  '&#x20;',
  '&#x1F600;',
  '&#65;',
  '&#xD;&#xA;',
);
const text = fc
  .array(
    fc.oneof(
      characters.map((raw) => raw.replaceAll(']>', '] >')),
      reference,
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join('').replaceAll(']>', '] >'));
const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: text.map((raw) => raw.replace(/\]$/, '')) },
  { weight: 1, arbitrary: characters.map((raw) => `<![CDATA[${raw.replaceAll(']>', '')}<&]]>`) },
  { weight: 1, arbitrary: characters.map((raw) => `<!--${raw.replaceAll('-', '')}<&]]>-->`) },
);
const attributeValue = fc
  .tuple(text, fc.boolean())
  .map(([raw, double]) => (double ? `"${raw.replaceAll('"', '&quot;')}"` : `'${raw.replaceAll("'", '&apos;')}'`));
const xmlAttributes = [
  fc.tuple(fc.constant('lang'), fc.constantFrom('en', 'de-CH')),
  fc.tuple(fc.constant('space'), fc.constantFrom('preserve', 'default')),
  fc.tuple(fc.constant('id'), fc.constant('')),
  fc.tuple(fc.constant('base'), fc.constantFrom('http://idp.example/a/b', 'c/d/', 'e', '/f/g', '../h', '..', 'i/..', '../..')),
];
const misc = fc.array(fc.constantFrom(' ', '\n', '\r\n', '<!-- <&"]]> -->', '<!---->'), { maxLength: 3 }).map((parts) => parts.join(''));
const prolog = fc.constantFrom('', '<?xml version="1.0"?>', "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n");
const scraps = [
  ...'<>&"\'/= \n;:!?-[]#ax',
  '',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&lt;',
  '&#0;',
  '&#x41;',
  'xmlns=""',
  ' xmlns:p="urn:3"',
  ' p:a="1"',
  '<a>',
  '</a>',
  '<p:a/>',
  '<?x?>',
  '<!DOCTYPE a>',
  '\u0000',
  '\uD800',
  '\u00A0',
];
