import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromForm, fromQuery } from '../../../src/saml/incoming.ts';
import { clean } from '../../support/messages.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const message = '<a>ä</a>';
const base64 = Buffer.from(message).toString('base64');
const written = encodeURIComponent(base64);

describe('a form', () => {
  it('gives the octets of the message, where it came in, and nothing else', () => {
    expect(form({ SAMLResponse: base64, other: 'x' })).toEqual({
      binding: 'post',
      parameter: 'SAMLResponse',
      document: Buffer.from(message),
      receivedAt: clean.acsUrl,
    });
    expect(form({ SAMLRequest: base64, RelayState: '' })).toMatchObject({ parameter: 'SAMLRequest', relayState: '' });
  });

  it('may have line breaks and blanks in its base64', () => {
    expect(form({ SAMLResponse: ` ${base64.slice(0, 4)}\r\n${base64.slice(4, 6)}\n\t${base64.slice(6)}\n` }).document).toEqual(
      Buffer.from(message),
    );
  });

  it.each(['', '====', 'YQ', 'YQ=', 'YR==', 'YQ==YQ==', 'Y-_=', 'YQ%3D%3D', 'Y Q=!', '\u00A0YWFh'])(
    'is strict about all else: %j',
    (text) => {
      expect(refusal(() => form({ SAMLResponse: text }))).toBe(text === '' ? 'accepted' : 'message.base64');
    },
  );

  it('says where the base64 ends to be base64', () => {
    expect(refusalDetails(() => form({ SAMLResponse: 'YWFh\nYW*h' }))).toEqual({ parameter: 'SAMLResponse', at: 7 });
  });

  it.each([
    ['missing', 'RelayState=x'],
    ['missing', ''],
    ['repeated', `SAMLResponse=${written}&SAMLResponse=${written}`],
    ['repeated', `SAMLResponse=${written}&RelayState=a&RelayState=a`],
    ['conflicting', `SAMLResponse=${written}&SAMLRequest=${written}`],
    ['conflicting', `SAMLResponse=${written}&SAMLart=x`],
    ['conflicting', 'SAMLart=x'],
    ['too-long', `SAMLResponse=${written}&RelayState=${'a'.repeat(2_049)}`],
    ['too-long', `SAMLResponse=${written}&RelayState=${'%C3%A4'.repeat(1_025)}`],
  ])('is refused as %s: %.80s', (reason, body) => {
    const action = () => fromForm(new URLSearchParams(body), clean.acsUrl);
    expect(refusal(action)).toBe('message.parameter');
    expect(refusalDetails(action)).toMatchObject({ reason });
  });

  it('may bring an address of 2 KB as RelayState, as portals do', () => {
    const relayState = `https://sp.example/${'ä'.repeat(1_014)}a`;
    expect(form({ SAMLResponse: base64, RelayState: relayState }).relayState).toBe(relayState);
  });

  it('is not decoded beyond what a message may be', () => {
    expect(refusal(() => form({ SAMLResponse: 'A'.repeat(1_600_000) }))).toBe('xml.limit');
  });

  it.each(['', ' '])('came in somewhere, not at "%s"; the verbs refuse what is not an address of ours', (receivedAt) => {
    expect(refusal(() => fromForm(new URLSearchParams({ SAMLResponse: base64 }), receivedAt))).toBe('config.invalid');
  });
});

describe('a query', () => {
  const deflated = encodeURIComponent(deflateRawSync(message).toString('base64'));
  const query = (text: string) => fromQuery(text, clean.acsUrl);

  it('gives the inflated octets of the message, with or without the question mark', () => {
    for (const mark of ['', '?'])
      expect(query(`${mark}SAMLResponse=${deflated}&a=b`)).toEqual({
        binding: 'redirect',
        parameter: 'SAMLResponse',
        document: Buffer.from(message),
        receivedAt: clean.acsUrl,
      });
  });

  it('gives the octets under the signature just as they came, in the order of the binding', () => {
    const lowerCase = deflated.replaceAll(/%../g, (octet) => octet.toLowerCase());
    const received = `Signature=AAAA&SigAlg=urn%3aalg&x=1&RelayState=a+b%2fc%20&SAMLRequest=${lowerCase}`;
    const { signature, relayState } = query(received);
    expect(relayState).toBe('a b/c ');
    expect(signature).toMatchObject({ algorithm: 'urn:alg', value: Buffer.of(0, 0, 0) });
    expect(Buffer.from(signature?.octets ?? []).toString()).toBe(`SAMLRequest=${lowerCase}&RelayState=a+b%2fc%20&SigAlg=urn%3aalg`);
  });

  it('tells an empty RelayState from none under the signature', () => {
    const octets = (text: string) => Buffer.from(query(text).signature?.octets ?? []).toString();
    expect(octets(`SAMLRequest=${deflated}&RelayState=&SigAlg=a&Signature=AAAA`)).toBe(`SAMLRequest=${deflated}&RelayState=&SigAlg=a`);
    expect(octets(`SAMLRequest=${deflated}&SigAlg=a&Signature=AAAA`)).toBe(`SAMLRequest=${deflated}&SigAlg=a`);
  });

  it('takes a RelayState that is no good percent encoding for what a browser would', () => {
    expect(query(`SAMLRequest=${deflated}&RelayState=100%`).relayState).toBe('100%');
  });

  it.each([
    ['missing', 'SAMLResponse', ''],
    ['missing', 'SAMLResponse', 'saml_response=x'],
    ['repeated', 'SAMLRequest', `SAMLRequest=${deflated}&SAMLRequest=${deflated}`],
    ['repeated', 'RelayState', `SAMLRequest=${deflated}&RelayState=a&RelayState=b`],
    ['repeated', 'SigAlg', `SAMLRequest=${deflated}&SigAlg=a&SigAlg=b&Signature=AAAA`],
    ['repeated', 'Signature', `SAMLRequest=${deflated}&SigAlg=a&Signature=AAAA&Signature=AAAA`],
    ['conflicting', 'SAMLRequest', `SAMLRequest=${deflated}&SAMLResponse=${deflated}`],
    ['conflicting', 'SAMLRequest', `SAMLRequest=${deflated}&SAMLart=x`],
    ['conflicting', 'SAMLRequest', `SAMLRequest=${deflated}&SAML%52equest=${deflated}`],
    ['conflicting', 'RelayState', `SAMLRequest=${deflated}&Relay%53tate=x`],
    ['missing', 'Signature', `SAMLRequest=${deflated}&SigAlg=a`],
    ['missing', 'SigAlg', `SAMLRequest=${deflated}&Signature=AAAA`],
    ['unknown-value', 'SAMLEncoding', `SAMLRequest=${deflated}&SAMLEncoding=urn%3agzip`],
    ['unknown-value', 'SAMLRequest', 'SAMLRequest=%'],
    ['unknown-value', 'SigAlg', `SAMLRequest=${deflated}&SigAlg=%FF&Signature=AAAA`],
    ['too-long', 'RelayState', `SAMLRequest=${deflated}&RelayState=${'a'.repeat(2_049)}`],
  ])('is refused as %s %s: %.80s', (reason, parameter, text) => {
    expect(refusal(() => query(text))).toBe('message.parameter');
    expect(refusalDetails(() => query(text))).toEqual({ parameter, reason });
  });

  it('names the encoding that it has, or none', () => {
    const encoding = 'urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE';
    expect(query(`SAMLRequest=${deflated}&SAMLEncoding=${encoding}`).document).toEqual(Buffer.from(message));
  });

  it.each<readonly [string, Buffer]>([
    ['malformed', Buffer.from(message)],
    ['malformed', deflateRawSync(message).subarray(0, -1)],
    ['malformed', Buffer.alloc(0)],
    ['trailing', Buffer.concat([deflateRawSync(message), Buffer.from('x')])],
    ['trailing', Buffer.concat([deflateRawSync(message), Buffer.from('more')])],
    ['too-large', deflateRawSync(Buffer.alloc(1_048_577))],
    ['too-large', deflateRawSync(Buffer.alloc(64_000_000))],
  ])('is refused when what it holds is %s DEFLATE', (reason, octets) => {
    const action = () => query(`SAMLRequest=${encodeURIComponent(octets.toString('base64'))}`);
    expect(refusal(action)).toBe('message.deflate');
    expect(refusalDetails(action)).toEqual({ reason });
  });

  it('is inflated up to what a message may be', () => {
    const most = deflateRawSync(Buffer.alloc(1_048_576, 'a')).toString('base64');
    expect(query(`SAMLRequest=${encodeURIComponent(most)}`).document).toHaveLength(1_048_576);
  });

  it('is strict about its base64', () => {
    expect(refusal(() => query('SAMLRequest=YQ'))).toBe('message.base64');
    expect(refusal(() => query(`SAMLRequest=${deflated}&SigAlg=a&Signature=YQ`))).toBe('message.base64');
  });
});

function form(fields: Record<string, string>): ReturnType<typeof fromForm> {
  return fromForm(new URLSearchParams(fields), clean.acsUrl);
}
