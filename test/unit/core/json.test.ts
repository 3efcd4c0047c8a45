import { describe, expect, it } from 'vitest';
import { described, isJsonFault, isObject, member, parseObject, textIn, textsIn } from '../../../src/core/json.ts';

describe('a JSON text', () => {
  it('is an object, as a text or in UTF-8', () => {
    expect(parseObject('{"a":{"b":[1,null,"x"]},"c":true}')).toEqual({ a: { b: [1, null, 'x'] }, c: true });
    expect(parseObject(Buffer.from('{"é":"€"}'))).toEqual({ é: '€' });
    expect(parseObject(' {} ')).toEqual({});
  });

  it.each([
    ['', 'syntax'],
    ['{', 'syntax'],
    ['{}{}', 'syntax'],
    ["{'a':1}", 'syntax'],
    ['{"a":NaN}', 'syntax'],
    ['{"a":1,}', 'syntax'],
    ['[]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['"a:b"', 'not-an-object'],
    ['7', 'not-an-object'],
    ['true', 'not-an-object'],
  ])('is nothing else: %s', (text, fault) => {
    expect(parseObject(text)).toBe(fault);
    expect(parseObject(Buffer.from(text))).toBe(fault);
  });

  it('in octets that are no UTF-8 is none', () => {
    expect(parseObject(Buffer.from('{"a":"\xff"}', 'latin1'))).toBe('encoding');
    expect(parseObject(Buffer.from('{}', 'utf16le'))).toBe('syntax');
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":1,"c":2}}',
    '{"a":[{"b":1,"b":2}]}',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":{"a":1},"a":1}',
  ])('has no member twice, at whatever depth and however it is written: %s', (text) => {
    expect(parseObject(text)).toBe('repeated-member');
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '{"a:b":"c:d","e":":"}',
    '{"a":"\\":","b":"\\\\","c":"\\\\\\":"}',
    '{"a":[{"b":1},{"b":2}],"b":[]}',
    '{"a":"{\\"b\\":1}"}',
    '{"A":1,"a":2}',
  ])('has colons in its texts, and names in several objects: %s', (text) => {
    expect(parseObject(text)).toEqual(JSON.parse(text));
  });

  it('may name a member like what every object inherits', () => {
    const object = parseObject('{"__proto__":{"admin":true},"constructor":1}');
    if (isJsonFault(object)) throw new Error(object);
    expect([Object.hasOwn(object, '__proto__'), 'admin' in object, member(object, 'constructor')]).toEqual([true, false, 1]);
    expect([member({}, 'constructor'), member({}, '__proto__'), member({}, 'toString')]).toEqual([undefined, undefined, undefined]);
  });

  it('may be deep: whether it has a member twice is found without recursion', () => {
    const deep = `{"a":${'['.repeat(5_000)}{"b":1,"b":1}${']'.repeat(5_000)}}`;
    expect(parseObject(deep)).toBe('repeated-member');
  });
});

describe('a member', () => {
  it('is a text only if there is something in it', () => {
    const object = { a: 'x', b: '', c: 7, d: null, e: ['x'] };
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => textIn(object, name))).toEqual(['x', ...Array(5).fill(undefined)]);
  });

  it('is a list of texts, or one alone', () => {
    const object = { a: ['x', ''], b: 'x', c: [], d: ['x', 7], e: 7, f: null };
    expect(['a', 'b', 'c'].map((name) => textsIn(object, name))).toEqual([['x', ''], ['x'], []]);
    expect(['d', 'e', 'f', 'g'].map((name) => textsIn(object, name))).toEqual(Array(4).fill(undefined));
  });

  it('is an object, and no list', () => {
    expect([{}, [], null, 'x', undefined].map(isObject)).toEqual([true, false, false, false, false]);
  });
});

describe('what stands in the place of something else', () => {
  it('is told by its kind, since it may be a secret', () => {
    const claims = { none: undefined, text: 'x', empty: '', number: 7, truth: true, list: ['x'], object: { x: 'x' }, nothing: null };
    // Sound: a member that is undefined is what a member that is not there looks like.
    const kinds = Object.keys(claims).map((name) => described(claims as never, name));
    expect(kinds).toEqual(['none', 'a string', 'an empty text', 'a number', 'a boolean', 'a list', 'a object', 'null']);
    expect(described({}, 'toString')).toBe('none');
  });
});
