import { fc } from '@fast-check/vitest';

/** Where an element stands in a text. */
export interface Span {
  readonly name: string;
  readonly start: number;
  /** Behind its start tag. */
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
}

/** The elements of a text in document order. Knows no CDATA sections and no `>` in attributes: messages of tests have none. */
export function spansOf(xml: string): readonly Span[] {
  const tags = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)([^<>]*?)(\/?)>/g;
  const found: { name: string; start: number; contentStart: number; contentEnd: number; end: number }[] = [];
  const open: (typeof found)[number][] = [];
  for (const { 0: tag, 1: closing, 2: name, 4: empty, index } of xml.matchAll(tags)) {
    const end = index + tag.length;
    if (name === undefined) continue;
    if (closing === '/') Object.assign(open.pop() ?? {}, { contentEnd: index, end });
    else {
      const span = { name, start: index, contentStart: end, contentEnd: end, end };
      found.push(span);
      if (empty !== '/') open.push(span);
    }
  }
  return found;
}

/** One change to a text that nobody may make who did not sign it. */
export type Edit = (xml: string) => string;

/**
 * Changes of every kind that an attacker has who holds one signed message: elements inserted, removed, copied, moved, swapped, wrapped
 * and unwrapped, with their claims or with others; attributes added, removed, changed and exchanged; text and comments put anywhere.
 */
export function edits(forge: Edit, signed: readonly string[] = ['saml:Assertion', 'samlp:Response']): fc.Arbitrary<readonly Edit[]> {
  const place = fc.nat(10_000);
  const whether = fc.boolean();
  const edit = fc.oneof(
    impersonations(forge, signed),
    fc.tuple(place, place, whether, whether).map(([what, where, other, keep]) => moved(what, where, other ? forge : same, keep)),
    fc.tuple(place, fc.constantFrom(...wrappers)).map(([what, wrapper]) => wrapped(what, wrapper)),
    fc.tuple(place, fc.constantFrom(...wrappers), whether).map(([what, wrapper, behind]) => besides(what, wrapper, forge, behind)),
    place.map(removed),
    place.map(unwrapped),
    fc.tuple(place, place).map(([one, two]) => swapped(one, two)),
    fc.tuple(place, fc.constantFrom(...scraps), whether).map(([where, scrap, within]) => inserted(where, scrap, within)),
    fc.tuple(place, fc.constantFrom(...attributes)).map(([where, attribute]) => attributed(where, attribute)),
    fc.tuple(place, fc.constantFrom(...values)).map(([where, value]) => revalued(where, value)),
    fc.tuple(place, place).map(([one, two]) => exchanged(one, two)),
    place.map(unattributed),
    fc
      .tuple(place, fc.constantFrom('x:Evil', 'saml:Assertion', 'samlp:Response', 'ds:Signature', 'Assertion'))
      .map(([where, name]) => renamed(where, name)),
  );
  return fc.array(edit, { minLength: 1, maxLength: 5 });
}

/** Makes the edits one after the other. */
export function edited(xml: string, changes: readonly Edit[]): string {
  return changes.reduce((text, change) => change(text), xml);
}

/**
 * The published forms of wrapping: what was signed goes to a place that the schema leaves open, with its signature or without, and
 * something forged takes its place, with the signature or without.
 */
function impersonations(forge: Edit, signed: readonly string[]): fc.Arbitrary<Edit> {
  const choice = fc.record({
    name: fc.constantFrom(...signed),
    hidden: fc.constantFrom(same, withoutSignature),
    shown: fc.constantFrom(same, same, withoutSignature),
    id: fc.constantFrom<readonly [RegExp, string]>([/ ID="[^"]*"/, ' ID="_forged"'], [/ ID="[^"]*"/, ''], [/^/, '']),
    place: fc.constantFrom(...openPlaces),
  });
  return choice.map(({ name, hidden, shown, id: [id, other], place: [mark, before, behind] }) => (xml) => {
    const found = spansOf(xml).find((span) => span.name === name);
    if (found === undefined) return xml;
    const original = xml.slice(found.start, found.end);
    const copy = forge(shown(original)).replace(id, other);
    const [within, around] = copy.includes(mark) ? [mark, copy] : ['', copy];
    const wrapped = `${before}${hidden(original)}${behind}`;
    const forged =
      within === '' ? around : around.replace(within, () => (mark.startsWith('</saml:Cond') ? mark + wrapped : wrapped + mark));
    const rest = xml.slice(0, found.start) + forged + xml.slice(found.end);
    return within === '' ? rest.replace(mark, () => wrapped + mark) : rest;
  });
}

function withoutSignature(xml: string): string {
  return xml.replace(/<ds:Signature [\s\S]*?<\/ds:Signature>/, '');
}

function at(xml: string, place: number): Span {
  const spans = spansOf(xml);
  // Mostly whole assertions and signatures: to move a text of theirs is soon tried out.
  const large = spans.filter(({ name }) => /(?:Assertion|Response|Request|Signature|Subject|SignedInfo|Reference)$/.test(name));
  const among = place % 3 === 0 || large.length === 0 ? spans : large;
  return among[Math.floor(place / 3) % Math.max(among.length, 1)] ?? { name: '', start: 0, contentStart: 0, contentEnd: 0, end: 0 };
}

function moved(what: number, where: number, change: Edit, keep: boolean): Edit {
  return (xml) => {
    const { start, end } = at(xml, what);
    const part = xml.slice(start, end);
    const rest = keep ? xml : xml.slice(0, start) + xml.slice(end);
    const { contentStart, contentEnd, start: before, end: behind } = at(rest, where);
    const target = [contentStart, contentEnd, before, behind][where % 4] ?? 0;
    return rest.slice(0, target) + change(part) + rest.slice(target);
  };
}

function wrapped(what: number, [before, behind]: Wrapper): Edit {
  return (xml) => {
    const { start, end } = at(xml, what);
    return xml.slice(0, start) + before + xml.slice(start, end) + behind + xml.slice(end);
  };
}

/** Puts a forged copy in the place of an element, and the element itself into something beside or within it. */
function besides(what: number, [before, behind]: Wrapper, forge: Edit, outside: boolean): Edit {
  return (xml) => {
    const { start, contentEnd, end } = at(xml, what);
    const part = xml.slice(start, end);
    const hidden = before + part + behind;
    const copy = forge(part).replace(/ ID="[^"]*"/, ' ID="_forged"');
    const within = copy.length - (end - contentEnd);
    return xml.slice(0, start) + (outside ? copy + hidden : copy.slice(0, within) + hidden + copy.slice(within)) + xml.slice(end);
  };
}

function removed(what: number): Edit {
  return (xml) => {
    const { start, end } = at(xml, what);
    return xml.slice(0, start) + xml.slice(end);
  };
}

function unwrapped(what: number): Edit {
  return (xml) => {
    const { start, contentStart, contentEnd, end } = at(xml, what);
    return xml.slice(0, start) + xml.slice(contentStart, contentEnd) + xml.slice(end);
  };
}

function swapped(one: number, two: number): Edit {
  return (xml) => {
    const [first, second] = [at(xml, one), at(xml, two)].sort((a, b) => a.start - b.start) as [Span, Span];
    if (second.start < first.end) return xml;
    const [a, between, b] = [xml.slice(first.start, first.end), xml.slice(first.end, second.start), xml.slice(second.start, second.end)];
    return xml.slice(0, first.start) + b + between + a + xml.slice(second.end);
  };
}

function inserted(where: number, scrap: string, within: boolean): Edit {
  return (xml) => {
    const { start, contentStart } = at(xml, where);
    const target = within ? contentStart : start;
    return xml.slice(0, target) + scrap + xml.slice(target);
  };
}

function attributed(where: number, attribute: string): Edit {
  return (xml) => {
    const { start, name } = at(xml, where);
    return `${xml.slice(0, start + 1 + name.length)} ${attribute}${xml.slice(start + 1 + name.length)}`;
  };
}

function revalued(where: number, value: string): Edit {
  return (xml) => replacedAttribute(xml, where, (name) => ` ${name}="${value}"`);
}

function unattributed(where: number): Edit {
  return (xml) => replacedAttribute(xml, where, () => '');
}

/** Exchanges the values of two attributes, such as two IDs. */
function exchanged(one: number, two: number): Edit {
  return (xml) => {
    const all = [...xml.matchAll(attribute)];
    const [first, second] = [all[one % Math.max(all.length, 1)], all[two % Math.max(all.length, 1)]];
    if (first === undefined || second === undefined) return xml;
    const byIndex = new Map([
      [first.index, ` ${first[1]}="${second[2]}"`],
      [second.index, ` ${second[1]}="${first[2]}"`],
    ]);
    return xml.replace(attribute, (found, _name, _value, index: number) => byIndex.get(index) ?? found);
  };
}

function renamed(where: number, name: string): Edit {
  return (xml) => {
    const { start, contentStart, contentEnd, end, name: old } = at(xml, where);
    const closing = contentEnd === end ? '' : xml.slice(contentEnd, end).replace(old, name);
    return (
      xml.slice(0, start) +
      xml.slice(start, contentStart).replace(old, name) +
      xml.slice(contentStart, contentEnd) +
      closing +
      xml.slice(end)
    );
  };
}

function replacedAttribute(xml: string, where: number, change: (name: string) => string): string {
  const all = [...xml.matchAll(attribute)];
  const found = all[where % Math.max(all.length, 1)];
  if (found === undefined) return xml;
  return xml.slice(0, found.index) + change(found[1] ?? '') + xml.slice(found.index + found[0].length);
}

function same(xml: string): string {
  return xml;
}

type Wrapper = readonly [before: string, behind: string];

const attribute = / ([^\s=<>"/]+)="([^"<>]*)"/g;
const samlp = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"';
const saml = 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const wrappers: readonly Wrapper[] = [
  [`<samlp:Extensions ${samlp}>`, '</samlp:Extensions>'],
  [`<samlp:StatusDetail ${samlp}>`, '</samlp:StatusDetail>'],
  [`<samlp:Response ${samlp} ID="_outer" Version="2.0" IssueInstant="2026-01-15T11:59:30Z">`, '</samlp:Response>'],
  [`<saml:Advice ${saml}>`, '</saml:Advice>'],
  [`<saml:Assertion ${saml} ID="_outer" Version="2.0" IssueInstant="2026-01-15T11:59:30Z">`, '</saml:Assertion>'],
  [`<saml:EncryptedAssertion ${saml}>`, '</saml:EncryptedAssertion>'],
  [`<ds:Object ${ds}>`, '</ds:Object>'],
  [`<ds:Signature ${ds}>`, '</ds:Signature>'],
  ['<x:Any xmlns:x="urn:x">', '</x:Any>'],
  ['<Any xmlns="">', '</Any>'],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
];
/** What stands behind what is hidden, and what is put around it. Behind conditions it goes, since advice follows them. */
const openPlaces: readonly (readonly [mark: string, before: string, behind: string])[] = [
  ['<samlp:Status>', `<samlp:Extensions ${samlp}>`, '</samlp:Extensions>'],
  ['</samlp:Status>', `<samlp:StatusDetail ${samlp}>`, '</samlp:StatusDetail>'],
  ['</saml:Conditions>', '<saml:Advice>', '</saml:Advice>'],
  ['</ds:Signature>', `<ds:KeyInfo ${ds}>`, '</ds:KeyInfo>'],
  ['</ds:Signature>', `<ds:Object ${ds}>`, '</ds:Object>'],
  ['</saml:AttributeValue>', '', ''],
  ['</samlp:Response>', '', ''],
];
const scraps = [
  '<!-- comment -->',
  '<!--><-->',
  'text',
  ' \n',
  '<x xmlns="urn:x"/>',
  '<?php x?>',
  '<![CDATA[ ]]>',
  '&#32;',
  '&evil;',
  `<saml:Assertion ${saml} ID="_assertion"/>`,
  '<!DOCTYPE x [<!ENTITY evil "mallory@example.com">]>',
];
const attributes = [
  'ID="_assertion"',
  'ID="_response"',
  'Id="_assertion"',
  'xml:id="_assertion"',
  'xmlns="urn:x"',
  'xmlns:saml="urn:x"',
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns:x="urn:x" x:ID="_assertion"',
  'xmlns:y="urn:y"',
  'xml:space="preserve"',
  'Consent="urn:x"',
  'URI=""',
];
const values = [
  '_assertion',
  '_response',
  '#_assertion',
  '#_response',
  '',
  '#',
  'mallory@example.com',
  'urn:oasis:names:tc:SAML:2.0:assertion',
];
