import { describe, expect, it } from 'vitest';
import { answerIn } from '../../../src/diagnosis/answer.ts';
import { clean, responseXml } from '../../support/messages.ts';
import { refusal } from '../../support/refusal.ts';

const xml = responseXml();
const base64 = Buffer.from(xml).toString('base64');
const body = new URLSearchParams({ SAMLResponse: base64, RelayState: '/a b?c' }).toString();

describe('an answer is found', () => {
  it.each([
    ['in XML', xml],
    ['in XML with a declaration', `<?xml version="1.0"?>\n${xml}\n`],
    ['in base64', base64],
    ['in base64 with line breaks', base64.replace(/.{76}/g, '$&\r\n')],
    ['in base64 with its percent signs', encodeURIComponent(base64)],
    ['in the body of a form', body],
    ['in a request as it was recorded', `POST /saml/acs HTTP/1.1\r\nHost: sp.example\r\n\r\n${body}\r\n`],
    ['in a page', `<html><form method="post"><input type="hidden" name="SAMLResponse" value="${base64}"/></form></html>`],
    ['in a page in other quotes', `<!DOCTYPE html><INPUT VALUE='${base64}' NAME='SAMLResponse'>`],
    [
      'in a page with references',
      `<form><input name=SAMLResponse value="${base64.replaceAll('+', '&#x2b;').replaceAll('=', '&#61;')}"></form>`,
    ],
    [
      'in a page that names its characters',
      `<input name="SAMLResponse" value="${base64.replaceAll('+', '&plus;').replaceAll('=', '&equals;')}">`,
    ],
  ])('%s', (_, text) => {
    const incoming = answerIn(Buffer.from(text), clean.acsUrl);
    expect(
      Buffer.from(incoming.document)
        .toString()
        .replace(/^<\?.*\?>\n|\n$/g, ''),
    ).toBe(xml);
    expect(incoming).toMatchObject({ binding: 'post', parameter: 'SAMLResponse', receivedAt: clean.acsUrl });
  });

  it('in UTF-16', () => {
    const octets = Buffer.from(`\ufeff${xml}`, 'utf16le');
    expect(Buffer.from(answerIn(octets, clean.acsUrl).document).equals(octets)).toBe(true);
  });

  it('with what came along with it', () => {
    const page = `<input name="RelayState" value="/a&#32;b?c"><input name="other" value="x"><input name="SAMLResponse" value="${base64}">`;
    for (const text of [body, page]) expect(answerIn(Buffer.from(text), clean.acsUrl).relayState).toBe('/a b?c');
  });
});

describe('what is none', () => {
  it.each([
    ['nothing', '', 'accepted'],
    ['a page that never ends', '<input '.repeat(200_000), 'xml.limit'],
    ['a sentence', 'It did not work.', 'message.base64'],
    ['a body whose plus signs were lost', 'SAMLResponse=PHNhb+xwOg==', 'message.base64'],
    ['a body with two', `${body}&${body}`, 'message.parameter'],
  ])('is refused as a service would: %s', (_, text, code) => {
    expect(refusal(() => answerIn(Buffer.from(text), clean.acsUrl))).toBe(code);
  });
});
