import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { utf8 } from '../../src/core/bytes.ts';
import { isSsoError } from '../../src/core/errors.ts';
import { canonicalize } from '../../src/xml/canonical.ts';
import { canonicalForms } from '../../src/xml/canonical-form.ts';
import { withLineFeeds } from '../../src/xml/characters.ts';
import { Cutter } from '../../src/xml/cutter.ts';
import { parseDocument } from '../../src/xml/document.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { PieceReader } from '../../src/xml/piece-reader.ts';
import { signatureOf } from '../../src/xmldsig/profile.ts';
import { type Covered, SignedStream } from '../../src/xmldsig/signed-stream.ts';
import { damaged, xmlDocument } from '../support/arbitrary-xml.ts';
import { keyPair, trusting } from '../support/keys.ts';
import { type FormName, formNames, formUris, signXml } from '../support/sign.ts';

const size = fc.integer({ min: 1, max: 200 });

describe('a document in pieces', () => {
  test.prop([xmlDocument(), size])('is all there, in texts that begin and end where markup does', (xml, usual) => {
    const pieces = piecesOf(xml, usual);
    expect(pieces.join('')).toBe(xml.replace(/^\uFEFF/, ''));
    for (const piece of pieces.slice(1)) expect(piece.startsWith('<')).toBe(true);
  });

  test.prop([fc.oneof(xmlDocument(), damaged(xmlDocument())), size])('is read as it is as a whole', (xml, usual) => {
    expect(eventsInPieces(xml, usual)).toEqual(eventsAtOnce(xml));
  });

  test.prop([xmlDocument(), size])('is refused where it is wrong, wherever it is cut', (xml, usual) => {
    const wrong = `${xml.slice(0, xml.lastIndexOf('</'))}&unknown;${xml.slice(xml.lastIndexOf('</'))}`;
    expect(placeOfRefusal(() => eventsInPieces(wrong, usual, true))).toEqual(
      placeOfRefusal(() => parseDocument(utf8(wrong), messageLimits)),
    );
  });
});

describe('the canonical form that is digested in one pass', () => {
  test.prop([xmlDocument({ surroundings: true }), size, fc.constantFrom(...formNames), fc.subarray(['#default', 'p', 'q', 'ds', 'saml'])], {
    numRuns: 400,
  })('is the one of the whole document, whatever the form', (xml, usual, form, prefixes) => {
    const signed = signXml(xml, { key: pair.privateKey, form, uri: '', position: 'first', ...(listed(form) ? { prefixes } : {}) });
    const document = parseDocument(signed, messageLimits);
    const without = signatureOf(document.root);
    const canonical = canonicalForms.get(formUris[form]);
    if (without === undefined || canonical === undefined) throw new Error('nothing was signed');
    const named = listed(form) ? prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)) : [];
    const whole = canonicalize(document, { element: document.root, without, prefixes: named }, { ...canonical, comments: false });
    expect(coveredOf(signed, usual)).toBe(whole);
  });
});

function piecesOf(xml: string, usual: number): readonly string[] {
  const cutter = new Cutter(messageLimits, usual, usual);
  const pieces = [...cutter.add(utf8(xml))];
  return [...pieces, cutter.end()];
}

/** What is told of a document that comes in pieces, without places; or how it is refused. */
function eventsInPieces(xml: string, usual: number, isThrown = false): unknown {
  const told: unknown[] = [];
  let text = '';
  const reader = new PieceReader(messageLimits, {
    start: ({ qualifiedName, attributes, namespace }) => told.push([qualifiedName, namespace, attributes.map(({ value }) => value)]),
    text: (piece) => told.push(piece),
    verbatim: (start, end) => told.push(text.slice(start, end)),
    comment: (comment) => told.push({ comment }),
    end: () => told.push('/'),
  });
  try {
    for (const piece of piecesOf(xml, usual)) {
      text = withLineFeeds(piece);
      reader.piece(text);
    }
    reader.end();
    return told;
  } catch (error) {
    if (!isSsoError(error) || isThrown) throw error;
    return 'refused';
  }
}

function eventsAtOnce(xml: string): unknown {
  try {
    const { events, places, text } = parseDocument(utf8(xml), messageLimits);
    return events.map((event, at) => {
      if (typeof event === 'number') return '/';
      if (event === undefined) return text.slice(places[at], places[at + 1]);
      return typeof event === 'string' || 'comment' in event
        ? event
        : [event.qualifiedName, event.namespace, event.attributes.map(({ value }) => value)];
    });
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return 'refused';
  }
}

function placeOfRefusal(action: () => unknown): unknown {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return [error.code, 'line' in error.details ? [error.details.line, error.details.column] : undefined];
  }
}

/** What a signature covers, as it is digested in one pass. */
function coveredOf(signed: string, usual: number): string {
  let canonical = '';
  const covered: Covered = {
    root: () => undefined,
    start: (_, written) => void written(),
    wantsText: true,
    text: () => undefined,
    end: (written) => void written(),
    octets: (piece) => {
      canonical += piece;
      return utf8(piece);
    },
  };
  const stream = new SignedStream(trusting([pair]), messageLimits, covered, []);
  const reader = new PieceReader(messageLimits, stream);
  // The signature is in the first piece, as it is where pieces are of their usual size.
  const head = signed.indexOf('<', signed.indexOf('</ds:Signature>') + 1);
  for (const piece of [signed.slice(0, head), ...piecesOf(signed.slice(head), usual)]) {
    const text = withLineFeeds(piece);
    stream.turn(text);
    reader.piece(text);
  }
  reader.end();
  stream.verified();
  return canonical;
}

function listed(form: FormName): boolean {
  return form.startsWith('exclusive');
}

const pair = keyPair('p-256');
