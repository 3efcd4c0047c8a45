import { sourceIdOf } from '../../../../src/artifact/index.ts';
import { artifactText } from '../../artifact.ts';
import { clean } from '../../messages.ts';
import type { Case } from '../workshop.ts';

const plain = artifactText();
const encoded = encodeURIComponent(plain);

/** Artifacts in the query of an address. */
export const artifactCases: readonly Case[] = [
  accepts('clean', 'an artifact', `SAMLart=${encoded}`),
  accepts('relay-state', 'with RelayState', `SAMLart=${encoded}&RelayState=a+b`, { relayState: 'a b' }),
  accepts('other-parameters', 'beside parameters of others', `a=b&SAMLart=${encoded}&c`),
  accepts('lower-case', 'percent encoding in lower case', `SAMLart=${encoded.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())}`),
  accepts('not-encoded', 'characters that a query need not encode', `SAMLart=${plain.replaceAll('+', '%2B')}`),
  accepts('index', 'the service with the index 258', of({ index: 258 }), { endpointIndex: 258 }),
  accepts('index-largest', 'the largest index', of({ index: 65_535 }), {
    endpointIndex: 65_535,
  }),
  accepts(
    'other-source',
    'an artifact of another provider, which is for whoever asks to find out',
    of({ entityId: 'https://other.example/saml' }),
    { sourceId: sourceIdOf('https://other.example/saml') },
  ),

  refuses('nothing', 'no artifact', parameter('SAMLart', 'missing'), 'RelayState=a', 'parameter'),
  refuses('twice', 'two artifacts', parameter('SAMLart', 'repeated'), `SAMLart=${encoded}&SAMLart=${encoded}`, 'parameter'),
  refuses(
    'beside-response',
    'an artifact and a response',
    'message.parameter {"reason":"conflicting"}',
    `SAMLart=${encoded}&SAMLResponse=PHg%2BPC94Pg%3D%3D`,
    'parameter',
  ),
  refuses('response', 'a response in its place', parameter('SAMLResponse', 'conflicting'), 'SAMLResponse=PHg%2BPC94Pg%3D%3D', 'parameter'),
  refuses('disguised', 'a second one whose name is encoded', 'message.parameter', `SAMLart=${encoded}&SAML%61rt=${encoded}`, 'parameter'),
  refuses(
    'relay-state-twice',
    'RelayState twice',
    parameter('RelayState', 'repeated'),
    `SAMLart=${encoded}&RelayState=a&RelayState=b`,
    'parameter',
  ),
  refuses(
    'relay-state-long',
    'RelayState of 2,049 octets',
    parameter('RelayState', 'too-long'),
    `SAMLart=${encoded}&RelayState=${'a'.repeat(2049)}`,
    'parameter',
  ),
  refuses('percent', 'percent encoding that is none', parameter('SAMLart', 'unknown-value'), 'SAMLart=%zz', 'parameter'),
  refuses('empty', 'nothing', 'message.artifact {"reason":"type"}', 'SAMLart=', 'artifact'),
  refuses('type-1', 'the type of SAML 1.1', 'message.artifact {"reason":"type"}', of({ type: 1 }), 'artifact'),
  refuses('type-3', 'a type of others', 'message.artifact {"reason":"type"}', of({ type: 3 }), 'artifact'),
  refuses(
    'type-turned',
    'the octets of the type the other way round',
    'message.artifact {"reason":"type"}',
    of({ type: 0x0400 }),
    'artifact',
  ),
  refuses('short', '43 octets', 'message.artifact {"reason":"length"}', of({ octets: 19 }), 'artifact'),
  refuses('long', '45 octets', 'message.artifact {"reason":"length"}', of({ octets: 21 }), 'artifact'),
  refuses('type-alone', 'a type and nothing else', 'message.artifact {"reason":"length"}', 'SAMLart=AAQ%3D', 'artifact'),
  refuses('base64-unpadded', 'without padding', 'message.base64', written(plain.replace('=', '')), 'base64'),
  refuses(
    'base64-line-break',
    'broken into lines',
    'message.base64 {"at":20}',
    written(`${plain.slice(0, 20)}\n${plain.slice(20)}`),
    'base64',
  ),
  refuses('base64-blank', 'with a blank at the end', 'message.base64 {"at":60}', `SAMLart=${encoded}+`, 'base64'),
  refuses('base64-unused-bits', 'unused bits that are not zero', 'message.base64', written(`${plain.slice(0, -2)}B=`), 'base64'),
  refuses('base64-url-safe', 'the alphabet of URLs', 'message.base64', written(`${plain.slice(0, 30)}-_${plain.slice(32)}`), 'base64'),
  refuses(
    'base64-plus',
    'a plus sign that the query did not encode',
    'message.base64',
    `SAMLart=${encodeURIComponent(plain.slice(0, 30))}++${encodeURIComponent(plain.slice(32))}`,
    'base64',
  ),
];

function of(parts: Parameters<typeof artifactText>[0]): string {
  return written(artifactText(parts));
}

function written(artifact: string): string {
  return `SAMLart=${encodeURIComponent(artifact)}`;
}

function parameter(name: string, reason: string): string {
  return `message.parameter ${JSON.stringify({ parameter: name, reason })}`;
}

function accepts(name: string, comment: string, query: string, claims: object = {}): Case {
  const all = { endpointIndex: 0, sourceId: sourceIdOf(clean.idp), ...claims };
  return artifactCase(name, comment, `accept ${JSON.stringify(all)}`, query, 'artifact');
}

function refuses(name: string, comment: string, expect: string, query: string, flags: string): Case {
  return artifactCase(name, comment, expect, query, flags);
}

function artifactCase(name: string, comment: string, expect: string, query: string, flags: string): Case {
  const usual = { spec: 'SAMLBind 3.6.4', flags, source: 'signon', now: clean.now, receivedAt: clean.acsUrl };
  return { path: `artifact/${name}`, header: { expect, comment, ...usual }, message: () => query };
}
