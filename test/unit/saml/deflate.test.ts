import { inflateRawSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { deflate } from '../../../src/saml/deflate.ts';
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

/** What deflates well, and so is looked up in the tables. */
function repetitive(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 }))
    .map(([piece, times]) => piece.repeat(times));
}
