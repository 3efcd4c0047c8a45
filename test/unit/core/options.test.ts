import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { absoluteUri, addressProblem, flag, knownFields, oneOf, text, webAddress, wholeNumber } from '../../../src/core/options.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('a config', () => {
  it('has no field that nobody knows', () => {
    const given = { a: 1, b: undefined };
    expect(knownFields(given, ['a', 'b', 'c'])).toBe(given);
    expect(refusalDetails(() => knownFields({ a: 1, x: 2 }, ['a']))).toMatchObject({ field: 'x' });
    expect(refusalDetails(() => knownFields({ x: 2 }, ['a'], 'signing.'))).toMatchObject({ field: 'signing.x' });
    expect(refusal(() => knownFields(JSON.parse('{"__proto__":{"a":1}}'), ['a']))).toBe('config.invalid');
  });

  it('is an object', () => {
    for (const given of [undefined, null, 'a', 1])
      expect(refusalDetails(() => knownFields(given as unknown as object, [], 'signing.'))).toMatchObject({ field: 'signing' });
    expect(refusalDetails(() => knownFields('a' as unknown as object, []))).toMatchObject({ field: 'options' });
  });
});

describe('a whole number', () => {
  const bounds = { initial: 180, least: 0, most: 600 };

  it('has a default and two bounds', () => {
    expect(wholeNumber('skew', undefined, bounds)).toBe(180);
    expect(wholeNumber('skew', 0, bounds)).toBe(0);
    expect(wholeNumber('skew', 600, bounds)).toBe(600);
  });

  it.each([-1, 601, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '180', null])('is not %s', (value) => {
    expect(refusal(() => wholeNumber('skew', value as number, bounds))).toBe('config.invalid');
  });
});

describe('one of a list of words', () => {
  it('is one of them or the default', () => {
    expect(oneOf('binding', undefined, ['post', 'artifact'], 'post')).toBe('post');
    expect(oneOf('binding', 'artifact', ['post', 'artifact'], 'post')).toBe('artifact');
    for (const word of ['POST', '', 'toString', null]) {
      expect(refusal(() => oneOf<string>('binding', word as string, ['post', 'artifact'], 'post'))).toBe('config.invalid');
    }
  });
});

describe('a switch', () => {
  it('is on or off, and off when nothing is given', () => {
    expect([flag('x', undefined), flag('x', false), flag('x', true)]).toEqual([false, false, true]);
  });

  it('is nothing that only looks like it', () => {
    // Sound: what somebody without types may write.
    for (const value of ['true', 'false', 1, 0, null, '']) expect(refusal(() => flag('x', value as never))).toBe('config.invalid');
  });
});

describe('a text', () => {
  it('is not blank', () => {
    expect(text('entityId', ' a ')).toBe(' a ');
    for (const given of ['', ' \t\n', undefined, null, 1, {}]) expect(refusal(() => text('entityId', given))).toBe('config.invalid');
  });
});

describe('a name that is a URI', () => {
  it('has a scheme and no white space', () => {
    for (const name of ['urn:a', 'https://refeds.org/profile/mfa', 'X-a+1.2:b']) expect(absoluteUri('format', name)).toBe(name);
    for (const given of ['persistent', '', ':a', 'urn:', 'urn:a b', 'urn:a\n', '1urn:a', '/a:b', undefined, null, 1])
      expect(refusal(() => absoluteUri('format', given))).toBe('config.invalid');
  });
});

describe('an address that a browser is sent to', () => {
  it.each([
    'https://sp.example/acs',
    'https://sp.example:8443/acs?tenant=1&x=%20',
    'HTTPS://SP.example/',
    'http://localhost:3000/acs',
    'http://sp.localhost/acs',
    'http://127.0.0.1/acs',
    'http://127.1.2.3:80/acs',
    'http://[::1]:8080/acs',
    'https://xn--bcher-kva.example/',
  ])('may be %s, and stays as it was given', (address) => {
    expect(webAddress('url', address)).toBe(address);
  });

  it.each([
    'http://sp.example/acs',
    // Absolute by themselves, but paths of ours in a page of ours.
    'https:/admin',
    'https:admin',
    'HTTPS:/sp.example/acs',
    'https:///sp.example/acs',
    'https:',
    'http://127.0.0.1.example/acs',
    'http://localhost.example/',
    'http://10.0.0.1/',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'ftp://sp.example/',
    'file:///etc/passwd',
    'urn:sp.example',
    '/acs',
    '//sp.example/acs',
    'sp.example/acs',
    'https://',
    'https://user@sp.example/',
    'https://user:secret@sp.example/',
    ' https://sp.example/',
    'https://sp.example/ ',
    'https://sp.example/a b',
    'java\nscript:alert(1)',
    'https://sp.example/\tacs',
    'https://sp.example\\@other.example/',
    'https:\\\\sp.example',
    'https://sp.example/\u0000',
    '',
  ])('is never %j', (address) => {
    expect(refusal(() => webAddress('url', address))).toBe('config.invalid');
  });

  it('is the same however often it was judged', () => {
    // The engine compiles what runs often, and not everything that it compiled in Node 20 was the same afterwards.
    const outcomes = Array.from({ length: 20_000 }, () => addressProblem('https://\u00E9.example/'));
    expect(new Set(outcomes)).toEqual(new Set([undefined]));
  });

  it('may be http by pardon, and nothing else is changed by that', () => {
    expect(addressProblem('http://idp.example/', { http: true })).toBeUndefined();
    for (const address of ['javascript:alert(1)', 'http://user@idp.example/', 'ftp://idp.example/'])
      expect(addressProblem(address, { http: true })).toBeDefined();
  });

  test.prop([fc.webUrl({ validSchemes: ['https'], withQueryParameters: true })])('may be any of https', (address) => {
    expect(addressProblem(address)).toBeUndefined();
  });

  test.prop([fc.string()])('is judged without an exception', (address) => {
    expect(['string', 'undefined']).toContain(typeof addressProblem(address));
  });
});
