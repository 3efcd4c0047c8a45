import { inflateRawSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { deflate, deflateAround } from '../../../src/saml/deflate.ts';
import { inflate } from '../../../src/saml/inflate.ts';

describe('a text that was deflated', () => {
  test.prop([fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 5_000 }), repetitive()), { minLength: 1, maxLength: 4 })])(
    'is the same for whoever inflates it, whatever was deflated before',
    (texts) => {
      for (const text of texts) {
        const octets = Buffer.from(text);
        expect(inflateRawSync(deflate(text)).equals(octets)).toBe(true);
        expect(octets.equals(inflate(deflate(text), octets.length + 1))).toBe(true);
      }
    },
  );

  it('is as short as the same text alone, whatever was deflated before', () => {
    const alone = deflate('<samlp:AuthnRequest ID="_1"/>').length;
    deflate('<samlp:AuthnRequest ID="_1"/>'.repeat(1_000));
    expect(deflate('<samlp:AuthnRequest ID="_1"/>').length).toBe(alone);
  });

  it('is not changed by the next one', () => {
    const first = deflate('first');
    const copy = Uint8Array.from(first);
    deflate('the next one');
    expect(first).toEqual(copy);
  });

  it('may be as large as a message', () => {
    // Of random letters, which hardly get shorter.
    const text = Array.from({ length: 200_000 }, (_, at) => ((at * 2_654_435_761) >>> 9).toString(36)).join('');
    expect(inflateRawSync(deflate(text)).toString()).toBe(text);
  });
});

describe('a text that was deflated around a part of its own', () => {
  test.prop([
    fc.array(fc.tuple(written(), fc.array(written(), { minLength: 1, maxLength: 3 }), written()), { minLength: 1, maxLength: 3 }),
  ])('is the same for whoever inflates it, whatever was deflated around the same', (all) => {
    for (const [before, parts, after] of all) {
      for (const part of parts) {
        const octets = Buffer.from(`${before}${part}${after}`);
        const deflated = deflateAround(`${before}${part}${after}`, part);
        expect(inflateRawSync(deflated).equals(octets)).toBe(true);
        expect(octets.equals(inflate(deflated, octets.length + 1))).toBe(true);
      }
    }
  });

  it('refers to nothing in another part', () => {
    const around = (part: string) => deflateAround(`<a b="${part}" c="0123456789"/>`, part);
    expect(inflateRawSync(around('0123456789')).toString()).toBe('<a b="0123456789" c="0123456789"/>');
    expect(inflateRawSync(around('abcdefghij')).toString()).toBe('<a b="abcdefghij" c="0123456789"/>');
  });

  it('is at most a quarter longer than the same text that was deflated alone', () => {
    const part = `_${'0123456789abcdef'.repeat(3).slice(8)}" IssueInstant="2026-01-01T00:00:00.000Z`;
    const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0" ID="${part}" Destination="https://idp.example/sso" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="https://sp.example/acs"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://sp.example</saml:Issuer></samlp:AuthnRequest>`;
    expect(deflateAround(request, part).length).toBeLessThan(deflate(request).length * 1.25);
  });
});

/** Text as XML has it: without the one character that stands for a part. */
function written(): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), repetitive()).map((text) => text.replaceAll('\0', ''));
  return fc.oneof(piece, fc.constantFrom('', '_0123456789abcdef', 'x'.repeat(5_000)));
}

/** What deflates well, and so is looked up in the tables. */
function repetitive(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 }))
    .map(([piece, times]) => piece.repeat(times));
}
