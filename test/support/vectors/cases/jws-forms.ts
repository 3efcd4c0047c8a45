import { utf8 } from '../../../../src/core/bytes.ts';
import { changedPart, signedToken, type TokenOptions } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = tokenCases({
  folder: 'jws',
  spec: 'RFC 7515 5.2',
  flags: 'syntax',
  usual: { sub: 'alice' },
  outcome: { key: 'idp', encrypted: false, claims: { sub: 'alice' } },
});
const form = 'token.form';
const header = '{"alg":"RS256","kid":"idp","typ":"JWT"}';

/** The compact form to the letter: parts, base64url, and the JSON within. */
export const jwsFormCases: readonly Case[] = [
  accepts('clean', 'a token'),
  ...parts(),
  ...base64(),
  ...objects(),
  ...json('header', (text) => ({ header: text }), header),
  ...json('payload', (text) => ({ claims: text }), '{"sub":"alice"}'),
  ...repeated(),
  ...written(),
];

function parts(): readonly Case[] {
  const bad = (name: string, comment: string, after: (compact: string) => string, options: TokenCaseOptions = {}): Case =>
    refuses(`parts-${name}`, comment, form, { after, ...options });
  const serialized = (compact: string): Readonly<Record<'protected' | 'payload' | 'signature', string>> => {
    const [protectedHeader = '', payload = '', signature = ''] = compact.split('.');
    return { protected: protectedHeader, payload, signature };
  };
  return [
    bad('none', 'nothing at all', () => ''),
    bad('dots', 'nothing but dots', () => '..'),
    bad('one', 'the header alone', (compact) => compact.slice(0, compact.indexOf('.'))),
    bad('two', 'no signature, nor its dot', (compact) => compact.slice(0, compact.lastIndexOf('.'))),
    bad('four', 'a part behind the signature', (compact) => `${compact}.e30`),
    bad('four-empty', 'an empty part behind the signature', (compact) => `${compact}.`),
    bad('six', 'three parts twice', (compact) => `${compact}.${compact}`),
    bad(
      'no-header',
      'an empty header',
      changedPart(0, () => ''),
    ),
    bad('no-payload', 'an empty payload, as where it travels by another way', () => '', {
      message: (workshop) => signedToken(workshop, { claims: '' }),
      spec: 'RFC 7515 appendix F',
    }),
    bad('flattened', 'the flattened JSON form', (compact) => JSON.stringify(serialized(compact)), { spec: 'RFC 7519 1' }),
    bad(
      'general',
      'the general JSON form',
      (compact) => {
        const { payload, ...signature } = serialized(compact);
        return JSON.stringify({ payload, signatures: [signature] });
      },
      { spec: 'RFC 7519 1' },
    ),
    bad('too-long', 'more than 256 KB', (compact) => compact, {
      claims: { more: 'A'.repeat(200_000) },
      flags: 'limit',
      spec: 'RFC 8725 2.1',
    }),
  ];
}

/** RFC 7515 2: without padding, line breaks, white space and other characters. */
function base64(): readonly Case[] {
  const bad = (name: string, comment: string, options: TokenOptions): Case =>
    refuses(`base64-${name}`, comment, form, { ...options, spec: 'RFC 7515 2', flags: 'base64' });
  const payload = (change: (part: string) => string): TokenOptions => ({
    // Of a length that wants padding, with both letters in which the alphabets differ.
    claims: '{"sub":"alice","a":"\u00ff\u00fe>?","b":"\u00fb"}',
    written: (part, place) => (place === 1 ? change(part) : part),
  });
  const standard = (part: string) => part.replaceAll('-', '+').replaceAll('_', '/');
  return [
    bad('padding-header', 'padding behind the header', {
      header: { a: 12 },
      written: (part, place) => (place === 0 ? padded(part) : part),
    }),
    bad('padding-payload', 'padding behind the payload', payload(padded)),
    bad('padding-signature', 'padding behind the signature', { after: changedPart(2, padded) }),
    bad('alphabet-payload', 'the other alphabet in the payload', payload(standard)),
    bad('alphabet-signature', 'the other alphabet in the signature', { after: changedPart(2, standard) }),
    bad('unused-bits-payload', 'unused bits of the payload that are not zero', payload(otherBits)),
    bad('unused-bits-signature', 'unused bits of the signature that are not zero', { after: changedPart(2, otherBits) }),
    bad('length', 'a letter at the end that encodes nothing', { after: changedPart(2, (part) => part.slice(0, -1)) }),
    bad(
      'blank',
      'a blank in the payload',
      payload((part) => `${part.slice(0, 8)} ${part.slice(8)}`),
    ),
    bad(
      'line-break',
      'a line break in the payload',
      payload((part) => `${part.slice(0, 8)}\n${part.slice(8)}`),
    ),
    bad('line-end', 'a line end behind the token', { after: (compact) => `${compact}\n` }),
    bad('blank-before', 'a blank before the token', { after: (compact) => ` ${compact}` }),
    bad('other-letter', 'a letter that no alphabet has', { after: changedPart(2, (part) => `${part.slice(0, 8)}~${part.slice(9)}`) }),
    bad('percent', 'the token with a dot that is percent-encoded', { after: (compact) => compact.replace('.', '%2E') }),
  ];
}

function objects(): readonly Case[] {
  const kinds = [
    ['list', 'a list', '[{"alg":"RS256","sub":"alice"}]'],
    ['text', 'a text', '"RS256"'],
    ['number', 'a number', '1'],
    ['null', 'null', 'null'],
    ['empty', 'nothing', ''],
  ] as const;
  return kinds.flatMap(([kind, what, text]) => [
    ...(kind === 'empty'
      ? []
      : [refuses(`header-${kind}`, `${what} in the place of the header`, form, { header: text, spec: 'RFC 7515 4' })]),
    ...(kind === 'empty'
      ? []
      : [refuses(`payload-${kind}`, `${what} in the place of the claims`, form, { claims: text, spec: 'RFC 7519 7.2' })]),
  ]);
}

/** What is not JSON in UTF-8, in the one part or the other. */
function json(part: string, put: (text: string | Uint8Array) => TokenOptions, good: string): readonly Case[] {
  const bad = (name: string, comment: string, text: string | Uint8Array, flags = 'syntax'): Case =>
    refuses(`${part}-${name}`, `${comment} in the ${part}`, form, { ...put(text), spec: 'RFC 8259 2', flags });
  const withOctets = (...octets: readonly number[]): Uint8Array =>
    Buffer.concat([utf8(`${good.slice(0, -1)},"a":"`), Buffer.from(octets), utf8('"}')]);
  return [
    bad('byte-order-mark', 'a byte order mark', `\ufeff${good}`, 'encoding'),
    bad('utf-16', 'UTF-16', Buffer.from(good, 'utf16le'), 'encoding'),
    bad('utf-8-invalid', 'an octet that UTF-8 does not have', withOctets(0xff), 'encoding'),
    bad('utf-8-overlong', 'a quotation mark in two octets', withOctets(0xc0, 0xa2), 'encoding'),
    bad('utf-8-surrogate', 'half a pair of surrogates in UTF-8', withOctets(0xed, 0xa0, 0x80), 'encoding'),
    bad('latin-1', 'a letter in Latin-1', withOctets(0xe9, 0x20), 'encoding'),
    bad('trailing-text', 'text behind the object', `${good} true`),
    bad('trailing-object', 'a second object', `${good}${good}`),
    bad('trailing-zero', 'a zero octet behind the object', `${good}\0`, 'character'),
    bad('trailing-comma', 'a comma behind the last member', good.replace('}', ',}')),
    bad('comment', 'a comment', good.replace('}', '/* */}')),
    bad('quotes', 'single quotation marks', good.replaceAll('"', "'")),
    bad('control', 'a line break within a text', good.replace('}', ',"a":"\n"}'), 'character'),
    bad('nan', 'NaN', good.replace('}', ',"a":NaN}')),
    bad('zero', 'a number with a zero before it', good.replace('}', ',"a":01}')),
    bad('truncated', 'no brace at the end', good.slice(0, -1)),
  ];
}

/** Of two members of one name, one reader takes the first and another the last. */
function repeated(): readonly Case[] {
  const bad = (name: string, comment: string, options: TokenOptions): Case =>
    refuses(`repeated-${name}`, comment, form, { ...options, spec: 'RFC 7519 4' });
  return [
    bad('algorithm', 'alg twice, none and then the right one', { header: '{"alg":"none","kid":"idp","alg":"RS256"}' }),
    bad('algorithm-equal', 'alg twice, with the same value', { header: '{"alg":"RS256","kid":"idp","alg":"RS256"}' }),
    bad('claim', 'sub twice', { claims: '{"sub":"mallory","sub":"alice"}' }),
    bad('claim-escaped', 'sub twice, once with an escape', { claims: '{"s\\u0075b":"mallory","sub":"alice"}' }),
    bad('claim-within', 'a member twice in an object within', { claims: '{"sub":"alice","address":{"country":"a","country":"b"}}' }),
    bad('claim-in-list', 'a member twice in an object in a list', { claims: '{"sub":"alice","a":[{"b":1,"b":2}]}' }),
    bad('claim-prototype', 'a member twice that JavaScript has a use for', { claims: '{"sub":"alice","__proto__":1,"__proto__":2}' }),
  ];
}

/** What is written in an unusual way, and yet right. */
function written(): readonly Case[] {
  const good = (name: string, comment: string, claims: string, come: object = { sub: 'alice' }): Case =>
    accepts(`written-${name}`, comment, { claims: come }, { claims, spec: 'RFC 8259 2' });
  return [
    good('white-space', 'white space between all that JSON has', ' {\n\t"sub" :\r\n"alice" }\n'),
    good('escapes', 'a claim and its name with escapes', '{"\\u0073ub":"\\u0061lice"}'),
    good('one-name-in-two-objects', 'one name in two objects', '{"sub":"alice","a":{"sub":"b"},"c":[{"sub":"d"}]}', {
      sub: 'alice',
      a: { sub: 'b' },
      c: [{ sub: 'd' }],
    }),
    good('punctuation', 'marks of JSON within texts', '{"sub":"a\\"l:i{c}e\\\\","a:b":"\\\\\\":"}', { sub: 'a"l:i{c}e\\', 'a:b': '\\":' }),
    good('beyond-latin', 'letters of many kinds', '{"sub":"alice","name":"Ålice Łukasz 李 \\ud83d\\ude00 😀"}', {
      sub: 'alice',
      name: 'Ålice Łukasz 李 😀 😀',
    }),
    good('inherited-names', 'claims by names that every object of JavaScript has', '{"sub":"alice","constructor":1,"toString":null}', {
      sub: 'alice',
      constructor: 1,
      toString: null,
    }),
    good('empty-name', 'a claim without a name', '{"sub":"alice","":""}', { sub: 'alice', '': '' }),
    accepts(
      'written-header',
      'a header with white space, in another order',
      {},
      { header: ' { "typ" : "JWT", "kid":"idp", "alg":"RS256" }\n' },
    ),
  ];
}

function padded(part: string): string {
  return part.padEnd(Math.ceil(part.length / 4) * 4, '=');
}

/** The last letter with the lowest of its bits, which encodes nothing where the length wants padding. */
function otherBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + (alphabet[alphabet.indexOf(part.slice(-1)) + 1] ?? 'B');
}
