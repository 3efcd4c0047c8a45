/** A kind of message that is made to cost its reader dearly, in any size. */
export interface HostileShape {
  readonly name: string;
  /** A message of about that many octets, never more. */
  make(bytes: number): Uint8Array;
}

/**
 * Messages that nobody has signed, each a Response around one thing repeated as often as it fits: whoever reaches the endpoint can
 * send them. What is refused must cost no more than what is accepted, and either grow with the size alone.
 */
export const hostileShapes: readonly HostileShape[] = [
  repeated('plain text', 'x'),
  repeated('many small elements', '<a/>'),
  repeated('many elements with content', '<a>x</a>'),
  repeated('distinct element names', (at) => `<e${at.toString(36)}></e${at.toString(36)}>`),
  repeated('distinct names, self-closed', (at) => `<e${at.toString(36)}/>`),
  repeated('many elements with IDs', (at) => `<a ID="i${at.toString(36)}"/>`),
  repeated('many elements with one ID', '<a ID="i"/>'),
  attributes('many attributes on one element', (at) => ` a${at.toString(36)}=""`),
  attributes('many attributes with the same hash', (at) => ` ${collision(at)}=""`),
  attributes('many namespace declarations on one element', (at) => ` xmlns:p${at.toString(36)}="urn:1"`),
  nested('deep nesting', () => ['<a>', '</a>']),
  nested('deep nesting of distinct names', (at) => [`<e${at.toString(36)}>`, `</e${at.toString(36)}>`]),
  nested('namespace declarations, 90 deep', (at) => [`<a xmlns:p${at}="urn:${at}">`, '</a>'], 90, '<b/>'),
  repeated('the default namespace declared on each sibling', (at) => `<a xmlns="urn:${at.toString(36)}"/>`),
  {
    name: 'a long namespace name on many siblings',
    make: (bytes) => {
      const uri = `urn:${'x'.repeat(Math.min(bytes >> 2, 60_000))}`;
      return response(bytes, (room) => `<a xmlns:p="${uri}">${filled(room - uri.length - 30, '<p:b/>')}</a>`);
    },
  },
  {
    name: 'a long namespace name within the limits on many siblings',
    make: (bytes) => response(bytes, (room) => `<a xmlns:p="urn:${'x'.repeat(2_000)}">${filled(room - 2_100, '<p:b/>')}</a>`),
  },
  longNamespaces('long namespace names alike on many attributes', 250),
  longNamespaces('long namespace names alike on a few attributes of many elements', 2),
  withPrefixes('many prefixes in use, many children', '<a/>'),
  withPrefixes('many prefixes in use, many text runs', 'x<!---->'),
  repeated('many comments', '<!---->'),
  repeated('comments between text', 'x<!-- -->'),
  repeated('many processing instructions', '<?a?>'),
  repeated('many CDATA sections', '<![CDATA[x]]>'),
  repeated('empty CDATA sections', '<![CDATA[]]>'),
  repeated('CDATA section openers', '<![CDATA['),
  { name: 'ends of a CDATA section in a value', make: (bytes) => response(bytes, (room) => `<a b="${filled(room - 20, ']]>')}"/>x`) },
  repeated('ends of CDATA sections in many values', '<a b="]]>"/>x'),
  repeated('entity references in text', '&amp;'),
  repeated('undefined entity references', '&undefined;'),
  repeated('entity references without end', '&a'),
  { name: 'a reference of many digits', make: (bytes) => response(bytes, (room) => `&#${'0'.repeat(room - 6)}65;`) },
  { name: 'character references in an attribute', make: (bytes) => response(bytes, (room) => `<a b="${filled(room - 20, '&#9;')}"/>`) },
  { name: 'white space in an attribute', make: (bytes) => response(bytes, (room) => `<a b="${filled(room - 20, '\n')}"/>`) },
  { name: 'white space in a tag', make: (bytes) => response(bytes, (room) => `<a${filled(room - 20, ' \n')}b=""/>`) },
  { name: 'one long name', make: (bytes) => response(bytes, (room) => `<${'a'.repeat(room - 10)}/>`) },
  repeated('carriage returns', '\r'),
  repeated('carriage returns by reference', '&#13;'),
  repeated('characters beyond the basic plane', '\u{10FFFF}'),
  repeated('bare ampersands', '&'),
  repeated('greater-than signs', '>'),
  repeated('brackets', ']'),
  repeated('tag openers only', '<'),
  repeated('stray end tags', '</a>'),
  repeated('unclosed elements', '<a>'),
  repeated('unclosed, distinct names', (at) => `<e${at.toString(36)}>`),
  repeated('unterminated comment openers', '<!--'),
  repeated('hyphens in a comment that does not end', (at) => (at === 0 ? '<!--' : '- ')),
  { name: 'attribute without end quote', make: (bytes) => response(bytes, (room) => `<a b="${'x'.repeat(room - 10)}`) },
  repeated('attributes without end quote', '<a b="'),
  {
    name: 'nested entity declarations',
    make: (bytes) => {
      const declared = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};">`).join('');
      return octets(`<!DOCTYPE a [<!ENTITY e0 "x">${declared}]><a>${filled(bytes - declared.length - 60, '&e30;')}</a>`);
    },
  },
  { name: 'an XML declaration without end', make: (bytes) => octets(`<?xml version="1.0"${' '.repeat(bytes - 30)}`) },
  { name: 'white space alone', make: (bytes) => octets(' '.repeat(bytes)) },
  { name: 'comments before the root', make: (bytes) => octets(`${filled(bytes - 10, '<!---->\n')}<a/>`) },
  { name: 'comments behind the root', make: (bytes) => octets(`<a/>${filled(bytes - 10, '<!---->\n')}`) },
  { name: 'NUL', make: (bytes) => new Uint8Array(bytes) },
  { name: 'octets of no encoding', make: (bytes) => new Uint8Array(bytes).fill(0x80) },
  { name: 'nothing but a byte order mark in UTF-16', make: (bytes) => new Uint8Array(bytes).map((_, at) => (at % 2 === 0 ? 0xff : 0xfe)) },
  repeated('many Signature elements', `<ds:Signature xmlns:ds="${dsig()}"/>`),
  repeated('many whole Signatures', signature({})),
  {
    name: 'many Signatures in each other',
    make: (bytes) =>
      response(bytes, (room) => nestedText(Math.min(room, 8_000), () => [`<ds:Signature xmlns:ds="${dsig()}">`, '</ds:Signature>'])),
  },
  signed('many transforms', (room) => signature({ transforms: filled(room, transform()) })),
  signed('many references', (room) => signature({ references: filled(room, reference()) })),
  signed('many KeyInfo', (room) => signature({ keyInfo: filled(room, '<ds:KeyInfo/>') })),
  signed('many certificates', (room) =>
    signature({
      keyInfo: `<ds:KeyInfo><ds:X509Data>${filled(room - 60, '<ds:X509Certificate>AAAA</ds:X509Certificate>')}</ds:X509Data></ds:KeyInfo>`,
    }),
  ),
  signed('a long inclusive prefix list', (room) => signature({ transforms: transform() + exclusive(filled(room - 400, 'a ')) })),
  signed('a prefix list of distinct prefixes', (room) =>
    signature({ transforms: transform() + exclusive(filled(room - 400, (at) => `p${at.toString(36)} `)) }),
  ),
  signed('a long signature value', (room) => signature({ value: filled(room, 'AAAA') })),
  signed('a signature value of line ends', (room) => signature({ value: `AAAA${filled(room, '&#13;\n')}` })),
  signed('a signature value of padding', (room) => signature({ value: filled(room, '= ') })),
  signed('a long digest value', (room) => signature({ digest: filled(room, 'AAAA\n') })),
  signed('a long signed element', (room) => `${signature({})}${filled(room, '<a b="1" a="2">x</a>')}`),
  signed(
    'a long signed element in all its namespaces',
    (room) => `${signature({})}<a${filled(2_000, (at) => ` xmlns:p${at}="urn:${at}"`)}>${filled(room - 2_100, '<p1:a p2:b=""/>')}</a>`,
  ),
];

function repeated(name: string, piece: string | ((at: number) => string)): HostileShape {
  return { name, make: (bytes) => response(bytes, (room) => filled(room, piece)) };
}

function attributes(name: string, attribute: (at: number) => string): HostileShape {
  return { name, make: (bytes) => response(bytes, (room) => `<a${filled(room - 10, attribute)}/>`) };
}

function nested(name: string, tags: (at: number) => readonly [string, string], deepest?: number, filling?: string): HostileShape {
  return { name, make: (bytes) => response(bytes, (room) => nestedText(room, tags, deepest, filling)) };
}

/** As many prefixes as may be in scope, each of them used, around many of something. */
function withPrefixes(name: string, piece: string): HostileShape {
  const declared = Array.from({ length: 120 }, (_, at) => ` xmlns:p${at}="urn:${at}" p${at}:a=""`).join('');
  return { name, make: (bytes) => response(bytes, (room) => `<a${declared}>${filled(room - declared.length - 20, piece)}</a>`) };
}

/** Namespace names that differ only at their end, declared and used once, around elements with attributes of them out of order. */
function longNamespaces(name: string, attributes: number): HostileShape {
  return {
    name,
    make: (bytes) => {
      const count = Math.min(120, Math.floor(bytes / 8_000));
      const numbers = Array.from({ length: count }, (_, at) => at);
      const uses = numbers.map((at) => ` xmlns:p${at}="urn:${'x'.repeat(1_990)}${1_000 - at}" p${at}:u=""`).join('');
      const element = (of: number) =>
        `<a${Array.from({ length: attributes }, (_, at) => ` p${(at * 7 + of) % count}:b${Math.floor(at / count)}${of.toString(36)}=""`).join('')}/>`;
      return response(bytes, (room) => `<a${uses}>${filled(room - uses.length - 20, element)}</a>`);
    },
  };
}

/** A Response that carries a signature which comes as far as the profile lets it. */
function signed(name: string, content: (room: number) => string): HostileShape {
  return { name, make: (bytes) => response(bytes, (room) => content(room - signature({}).length - 100)) };
}

function response(bytes: number, content: (room: number) => string): Uint8Array {
  const [start, end] = [
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ID="_r" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">',
    '</samlp:Response>',
  ];
  return octets(start + content(bytes - start.length - end.length) + end);
}

function nestedText(
  room: number,
  tags: (at: number) => readonly [string, string],
  deepest = Number.POSITIVE_INFINITY,
  filling = '',
): string {
  let [before, after] = ['', ''];
  for (let at = 0; at < deepest; at += 1) {
    const [start, end] = tags(at);
    if (before.length + start.length + end.length + after.length > room) break;
    before += start;
    after = end + after;
  }
  return before + filled(room - before.length - after.length, filling) + after;
}

/** Something as often as there is room for it. */
export function filled(room: number, piece: string | ((at: number) => string)): string {
  if (typeof piece === 'string') return piece === '' ? '' : piece.repeat(Math.max(0, Math.floor(room / Buffer.byteLength(piece))));
  const pieces: string[] = [];
  for (let at = 0, used = 0; ; at += 1) {
    const next = piece(at);
    used += next.length;
    if (used > room) return pieces.join('');
    pieces.push(next);
  }
}

/** Names that a hash which multiplies by 31 cannot tell apart. */
function collision(at: number): string {
  return Array.from({ length: 16 }, (_, bit) => ((at >> bit) & 1 ? 'Aa' : 'BB')).join('');
}

function signature({
  transforms = transform() + exclusive(),
  digest = 'AAAA',
  references = reference(transforms, digest),
  value = 'AAAA',
  keyInfo = '',
}: {
  transforms?: string;
  digest?: string;
  references?: string;
  value?: string;
  keyInfo?: string;
}): string {
  return (
    `<ds:Signature xmlns:ds="${dsig()}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
    `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${references}</ds:SignedInfo>` +
    `<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>`
  );
}

function reference(transforms = transform() + exclusive(), digest = 'AAAA'): string {
  return (
    `<ds:Reference URI="#_r"><ds:Transforms>${transforms}</ds:Transforms>` +
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
  );
}

function transform(): string {
  return `<ds:Transform Algorithm="${dsig()}enveloped-signature"/>`;
}

function exclusive(prefixes?: string): string {
  const algorithm = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const list = prefixes === undefined ? '' : `<ec:InclusiveNamespaces xmlns:ec="${algorithm}" PrefixList="${prefixes}"/>`;
  return `<ds:Transform Algorithm="${algorithm}">${list}</ds:Transform>`;
}

/** A function, since the table above is made before any constant below it. */
function dsig(): string {
  return 'http://www.w3.org/2000/09/xmldsig#';
}

function octets(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
