import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import type { Login } from '../../src/identity/login.ts';
import { edited, edits, type Span, spansOf } from '../support/edits.ts';
import { attributeStatementXml, attributeXml, authnStatementXml, clean } from '../support/messages.ts';
import { answer, type Case, loggedIn, refusals, them, unasked, us } from '../support/saml-login.ts';

const sp = us();
const idp = them({ allowUnsolicited: true });
const statements = [
  authnStatementXml(),
  attributeStatementXml([attributeXml('role', ['<!-- c -->user']), attributeXml('n', ['<x:Y xmlns:x="urn:x" a="b"/>'])]),
];
const forms = (['assertion', 'response', 'both'] as const).flatMap(
  (what) =>
    [
      [`with a signed ${what}`, answer({ statements, advice: '<saml:Advice/>' }, {}, what), { sp, idp }],
      [`with a signed ${what}, which nobody asked for`, unasked({ statements }, {}, what), { sp, idp, pending: null }],
    ] as const,
);

describe('the wrapping law: an answer', () => {
  describe.each(forms)('%s', (_, message, given) => {
    test.prop([edits(forged)], { numRuns: 2_000 })('that was changed in any way signs in the same person or nobody', async (changes) => {
      const changed = edited(message, changes);
      const found = await outcome(changed, given);
      if (found !== 'refused') expect(found).toEqual(await outcome(message, given));
    });

    test.prop([fc.nat(), fc.nat(255), fc.constantFrom('flip', 'insert', 'remove')], { numRuns: 1_500 })(
      'that was changed in one octet signs in the same person or nobody',
      async (place, value, how) => {
        const octets = Buffer.from(message);
        const at = place % octets.length;
        const changed = Buffer.concat([
          octets.subarray(0, at),
          how === 'remove' ? Buffer.of() : Buffer.of(how === 'flip' ? (octets[at] ?? 0) ^ (1 << (value % 8)) : value),
          octets.subarray(how === 'insert' ? at : at + 1),
        ]);
        const found = await outcome(changed, given);
        if (found !== 'refused') expect(found).toEqual(await outcome(message, given));
      },
    );
  });

  it('is tried in vain and not in vain: some edits change nothing, most are refused, some make documents that can be read', async () => {
    const [[, message]] = forms as unknown as [(typeof forms)[number]];
    const tried = fc.sample(edits(forged), { numRuns: 1_000, seed: 20_260_115 }).map((changes) => edited(message, changes));
    const results = await Promise.all(tried.map((changed) => refusals(changed, { sp, idp })));
    const codes = new Set(results.map(([first = 'accepted']) => first));
    expect(results.filter((result) => result.length === 0).length).toBeGreaterThan(20);
    expect([...codes]).toEqual(
      expect.arrayContaining([
        'accepted',
        'signature.missing',
        'signature.profile',
        'signature.digest',
        'signature.value',
        'saml.structure',
        'xml.syntax',
        'xml.doctype',
        'response.assertions',
      ]),
    );
  });

  test.prop([fc.array(fc.constantFrom('<!-- x -->', ' ', '\n', '\t'), { maxLength: 4 }), fc.nat(6)])(
    'is the same person with comments and blanks where nobody signed anything',
    async (scraps, place) => {
      const message = answer({ statements });
      const places = ['<samlp:Status>', '</samlp:Status>', '<samlp:StatusCode ', '</samlp:Response>', '<ds:KeyInfo', '<samlp:Response '];
      const anchor = places[place % places.length] ?? '';
      const changed = message.replace(anchor, scraps.join('') + anchor);
      expect(await outcome(changed, { sp, idp })).toEqual(await outcome(message, { sp, idp }));
    },
  );
});

describe('what is signed', () => {
  test.prop([fc.constantFrom(...forms), fc.nat(), fc.constantFrom(...changes()), fc.nat()], { numRuns: 1_500 })(
    'is refused with any value, name or text changed',
    async ([, message, given], place, change, more) => {
      const within = covered(message);
      const target = within[place % within.length] as Span;
      const changed = change(message, target, more);
      fc.pre(changed !== message);
      expect(await refusals(changed, given)).not.toEqual([]);
    },
  );

  it('is refused with each element renamed, emptied, doubled or gone', async () => {
    for (const [, message, given] of forms)
      for (const span of covered(message))
        for (const change of changes()) {
          const changed = change(message, span, 0);
          if (changed !== message) expect([span.name, await refusals(changed, given)]).not.toEqual([span.name, []]);
        }
  });
});

/** The same message about somebody with more rights. */
function forged(xml: string): string {
  return xml.replaceAll(clean.subject, 'mallory@example.com').replaceAll('user', 'administrator').replaceAll('_session', '_stolen');
}

/** The signed elements, without the signature's own. */
function covered(message: string): readonly Span[] {
  const spans = spansOf(message);
  const signatures = spans.filter(({ name }) => name === 'ds:Signature');
  const signed = spans.find(({ start }) => message.startsWith('<saml:Assertion', start)) as Span;
  const inside = (inner: Span, outer: Span) => inner.start >= outer.start && inner.end <= outer.end;
  return spans.filter((span) => inside(span, signed) && !signatures.some((signature) => inside(span, signature)));
}

type Change = (xml: string, span: Span, more: number) => string;

function changes(): readonly Change[] {
  const spliced = (xml: string, from: number, to: number, text: string) => xml.slice(0, from) + text + xml.slice(to);
  return [
    (xml, { start, end }) => spliced(xml, start, end, ''),
    (xml, { start, end }) => spliced(xml, end, end, xml.slice(start, end)),
    (xml, { contentStart, contentEnd }) => spliced(xml, contentStart, contentEnd, ''),
    (xml, { contentStart, contentEnd, end }) => (contentEnd === end ? xml : spliced(xml, contentStart, contentStart, 'x')),
    (xml, { contentEnd, end }) => (contentEnd === end ? xml : spliced(xml, contentEnd, contentEnd, ' ')),
    (xml, { start, name }) => spliced(xml, start + 1 + name.length, start + 1 + name.length, ' Extra="x"'),
    (xml, { start, contentStart, contentEnd, end, name }) => {
      const closing = contentEnd === end ? '' : `</${name}x>`;
      return spliced(spliced(xml, contentEnd, end, closing), start, contentStart, xml.slice(start, contentStart).replace(name, `${name}x`));
    },
    (xml, { start, contentStart }, more) => {
      const tag = xml.slice(start, contentStart);
      const values = [...tag.matchAll(/ (?!xmlns)[^\s=]+="[^"]*/g)];
      const found = values[more % Math.max(values.length, 1)];
      return found === undefined ? xml : spliced(xml, start + found.index + found[0].length, start + found.index + found[0].length, 'x');
    },
    (xml, { contentStart, contentEnd }, more) => {
      const content = xml.slice(contentStart, contentEnd);
      if (content.includes('<') || content === '') return xml;
      const at = contentStart + (more % content.length);
      return spliced(xml, at, at + 1, xml[at] === 'q' ? 'Q' : 'q');
    },
  ];
}

/** Who would be signed in, and how; the findings may tell of what surrounds it. */
async function outcome(message: string | Uint8Array, given: Case): Promise<Omit<Login, 'findings'> | 'refused'> {
  try {
    const { findings: _, ...login } = await loggedIn(message, given);
    return login;
  } catch (error) {
    if (isSsoError(error)) return 'refused';
    throw error;
  }
}
