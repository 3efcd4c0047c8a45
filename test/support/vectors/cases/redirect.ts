import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { utf8 } from '../../../../src/core/bytes.ts';
import { deflate } from '../../../../src/saml/deflate.ts';
import { clean, later, responseXml } from '../../messages.ts';
import { accepts, base64, logoutRequest, lower, message, moreAlgorithms, refuses } from '../redirect-case.ts';
import type { Case } from '../workshop.ts';

const deflateEncoding = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';

/** Messages in the query of an address, and signatures over its very octets. */
export const redirectCases: readonly Case[] = [...encodings(), ...parameters(), ...deflated()];

function encodings(): readonly Case[] {
  const good = (name: string, comment: string, query: string, claims: object = {}): Case =>
    accepts(name, comment, () => query, claims, 'encoding');
  const relayed = (name: string, comment: string, written: string, relayState: string): Case =>
    good(`relay-state-${name}`, comment, `SAMLRequest=${message}&RelayState=${written}`, { relayState });
  return [
    good('clean', 'a request', `SAMLRequest=${message}`),
    good('question-mark', 'with its question mark', `?SAMLRequest=${message}`),
    good('response', 'a response, as a logout ends with', `SAMLResponse=${message}`, { parameter: 'SAMLResponse' }),
    good('other-parameters', 'beside parameters of others', `a=b&SAMLRequest=${message}&c`),
    good('lower-case', 'percent encoding in lower case', `SAMLRequest=${lower(message)}`),
    good('line-breaks', 'base64 broken into lines', `SAMLRequest=${encodeURIComponent(broken(base64(deflate(logoutRequest))))}`),
    good('encoding-named', 'the one encoding, by its name', `SAMLRequest=${message}&SAMLEncoding=${encodeURIComponent(deflateEncoding)}`),
    good(
      'stored',
      'DEFLATE that compresses nothing',
      `SAMLRequest=${encodeURIComponent(base64(deflateRawSync(logoutRequest, { level: 0 })))}`,
    ),
    relayed('blank', 'a plus sign is a blank', 'a+b%20c', 'a b c'),
    relayed('plus', 'a plus sign in percent encoding is itself', 'a%2Bb', 'a+b'),
    relayed('empty', 'an empty one is there', '', ''),
    relayed('address', 'an address, as portals send it', 'https%3A%2F%2Fsp.example%2Fstart%3Fa%3Db%26c', 'https://sp.example/start?a=b&c'),
    relayed('characters', 'characters beyond ASCII', '%C3%A9%F0%9F%98%80', 'é\u{1F600}'),
    relayed('longest', '2,048 octets', 'a'.repeat(2048), 'a'.repeat(2048)),
  ];
}

function parameters(): readonly Case[] {
  const bad = (name: string, comment: string, parameter: string, reason: string, query: string): Case =>
    refuses(name, comment, `message.parameter ${JSON.stringify({ parameter, reason })}`, () => query, 'parameter');
  const request = `SAMLRequest=${message}`;
  return [
    bad('nothing', 'no message', 'SAMLResponse', 'missing', 'RelayState=a'),
    bad('name-case', 'a name in other case', 'SAMLResponse', 'missing', `samlrequest=${message}`),
    bad('request-twice', 'two messages', 'SAMLRequest', 'repeated', `${request}&${request}`),
    bad('relay-state-twice', 'RelayState twice', 'RelayState', 'repeated', `${request}&RelayState=a&RelayState=b`),
    bad('signature-twice', 'Signature twice', 'Signature', 'repeated', `${request}&SigAlg=a&Signature=AAAA&Signature=BBBB`),
    bad('algorithm-twice', 'SigAlg twice', 'SigAlg', 'repeated', `${request}&SigAlg=a&SigAlg=b&Signature=AAAA`),
    bad('request-and-response', 'a request and a response', 'SAMLRequest', 'conflicting', `${request}&SAMLResponse=${message}`),
    bad('artifact-beside', 'a request and an artifact', 'SAMLRequest', 'conflicting', `${request}&SAMLart=AAQAAA`),
    bad('artifact', 'an artifact where messages come', 'SAMLart', 'conflicting', 'SAMLart=AAQAAA'),
    bad(
      'name-encoded',
      'a name in percent encoding, which two readers may not both see',
      'SAMLRequest',
      'conflicting',
      `SAML%52equest=${message}`,
    ),
    bad('name-encoded-beside', 'such a name beside the plain one', 'RelayState', 'conflicting', `${request}&RelayState=a&Relay%53tate=b`),
    bad('encoding-unknown', 'another encoding', 'SAMLEncoding', 'unknown-value', `${request}&SAMLEncoding=gzip`),
    bad('percent-malformed', 'percent encoding that is none', 'SAMLRequest', 'unknown-value', 'SAMLRequest=%zz'),
    bad('relay-state-long', '2,049 octets', 'RelayState', 'too-long', `${request}&RelayState=${'a'.repeat(2049)}`),
    bad(
      'relay-state-long-encoded',
      'octets count, not characters',
      'RelayState',
      'too-long',
      `${request}&RelayState=${'%C3%A9'.repeat(1025)}`,
    ),
    bad('algorithm-alone', 'an algorithm without signature', 'Signature', 'missing', `${request}&SigAlg=a`),
    bad('signature-alone', 'a signature without algorithm', 'SigAlg', 'missing', `${request}&Signature=AAAA`),
    refuses(
      'signature-not-base64',
      'a signature that is not base64',
      'message.base64 {"parameter":"Signature"}',
      () => `${request}&SigAlg=${encodeURIComponent(`${moreAlgorithms}rsa-sha256`)}&Signature=*`,
      'base64',
    ),
    refuses(
      'base64-stray',
      'a stray character in the message',
      'message.base64 {"parameter":"SAMLRequest"}',
      () => `SAMLRequest=*${message}`,
      'base64',
    ),
    refuses(
      'base64-plus-not-encoded',
      'a plus sign that was not encoded is a blank',
      'message.base64 {"parameter":"SAMLRequest"}',
      () => `SAMLRequest=${encodeURIComponent(base64(deflateRawSync(logoutRequest, { level: 0 }))).replace('%2B', '+')}`,
      'base64',
    ),
    refuses(
      'base64-url-safe',
      'the alphabet of URLs',
      'message.base64 {"parameter":"SAMLRequest"}',
      () => `SAMLRequest=${message.replaceAll('%2B', '-').replaceAll('%2F', '_')}`,
      'base64',
    ),
    refuses(
      'base64-unpadded',
      'without padding',
      'message.base64 {"parameter":"SAMLRequest"}',
      () => `SAMLRequest=${encodeURIComponent(base64(deflateRawSync(`${logoutRequest}  `, { level: 0 })).replaceAll('=', ''))}`,
      'base64',
    ),
    refuses(
      'response-at-consumer',
      'a response at an assertion consumer, where it must not come by redirect',
      'message.binding {"binding":"redirect"}',
      () => `SAMLResponse=${encodeURIComponent(base64(deflate(responseXml())))}`,
      'binding',
      {
        parties: 'sp idp',
        spec: 'SAMLProf 4.1.2',
        pending: JSON.stringify({ requestId: clean.requestId, acsUrl: clean.acsUrl, issuedAt: later(-60) }),
        receivedAt: clean.acsUrl,
      },
    ),
  ];
}

function deflated(): readonly Case[] {
  const bad = (name: string, comment: string, reason: string, octets: () => Uint8Array): Case =>
    refuses(
      `deflate-${name}`,
      comment,
      `message.deflate ${JSON.stringify({ reason })}`,
      () => `SAMLRequest=${encodeURIComponent(base64(octets()))}`,
      'deflate',
    );
  return [
    bad('none', 'XML that was not deflated', 'malformed', () => utf8(logoutRequest)),
    bad('empty', 'nothing', 'malformed', () => new Uint8Array()),
    bad('truncated', 'cut off', 'malformed', () => deflate(logoutRequest).subarray(0, -4)),
    bad('endless', 'cut off between two blocks', 'malformed', () =>
      deflateRawSync(logoutRequest, { level: 0, finishFlush: constants.Z_SYNC_FLUSH }),
    ),
    bad('wrapped', 'in the wrapping of zlib (RFC 1950)', 'malformed', () => deflateSync(logoutRequest, { level: 0 })),
    bad('trailing', 'with octets behind its end', 'trailing', () => Buffer.concat([deflate(logoutRequest), Buffer.from('more')])),
    bad('twice', 'with a second stream behind the first', 'trailing', () =>
      Buffer.concat([deflate(logoutRequest), deflate(logoutRequest)]),
    ),
    bad('bomb', 'a kilobyte that would be more than a megabyte', 'too-large', () => deflate(`<a>${' '.repeat(1_048_576)}</a>`)),
    refuses(
      'deflate-doctype',
      'XML with a document type',
      'xml.doctype',
      () => `SAMLRequest=${encodeURIComponent(base64(deflate(`<!DOCTYPE a>${logoutRequest}`)))}`,
      'doctype',
    ),
  ];
}

function broken(text: string): string {
  return text.replace(/.{76}/g, '$&\r\n');
}
