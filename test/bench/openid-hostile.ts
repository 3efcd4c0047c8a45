import { createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { filled } from './hostile.ts';
import { openIdNames } from './openid-provider.ts';
import { encoded, keyId, signedToken } from './openid-workloads.ts';

/** Octets that come by one of the ways of OpenID Connect. */
export interface OpenIdAttack {
  readonly name: string;
  readonly way: 'callback' | 'response token' | 'token response' | 'ID token' | 'key set' | 'document' | 'UserInfo' | 'logout token';
  readonly make: (bytes: number) => Uint8Array;
}

/** Costly JSON wherever JSON is read, tokens that come as far as they can, key sets, documents and queries. */
export function openIdAttacks(encryptionKey: KeyObject): readonly OpenIdAttack[] {
  return [
    ...json.flatMap(([name, content]) => [
      attack('token response', name, (bytes) => object(content(bytes - 100))),
      attack('ID token', name, (bytes) => signedToken(within(content((bytes - 3_000) * 0.7)))),
      attack('logout token', name, (bytes) => unsigned(object(content((bytes - 1_000) * 0.7)))),
    ]),
    ...hidden.map(([name, content]) =>
      attack('logout token', `${name}, encrypted`, (bytes) => encrypted(content(bytes * 0.7), encryptionKey)),
    ),
    ...tokens.flatMap(([name, make]) => [
      attack('logout token', name, make),
      attack('response token', name, (bytes) => make(Math.min(bytes, 65_000))),
    ]),
    ...keySets.map(([name, make]) => attack('key set', name, (bytes) => `{"keys":[${make(bytes - 20)}]}`)),
    ...documents.map(([name, make]) => attack('document', name, (bytes) => make(bytes))),
    attack('UserInfo', 'many claims', (bytes) => object(numbered(bytes - 100))),
    ...queries.map(([name, piece]) => attack('callback', name, (bytes) => filled(bytes, piece))),
  ];
}

type Shapes = readonly (readonly [name: string, make: (room: number) => string])[];

/** Members of an object that is JSON. */
const json: Shapes = [
  ['many claims', numbered],
  ['many claims named by numbers', (room) => joined(room, (at) => `"${at * 7_919}":1`)],
  ['many claims of one name', (room) => joined(room, () => '"a":1')],
  ['a list of numbers', (room) => `"a":[${joined(room, () => '1')}]`],
  ['a list of empty objects', (room) => `"a":[${joined(room, () => '{}')}]`],
  ['lists in each other', (room) => `"a":${'['.repeat(room / 2)}${']'.repeat(room / 2)}`],
  ['objects in each other', (room) => `"a":${'{"a":'.repeat(room / 6)}1${'}'.repeat(room / 6)}`],
  ['escaped quotes', (room) => `"a":"${filled(room, '\\"')}"`],
  ['escaped backslashes', (room) => `"a":"${filled(room, '\\\\')}"`],
  ['escaped quotes behind backslashes', (room) => `"a":"${filled(room, `${'\\'.repeat(99)}"`)}"`],
  ['colons in a text', (room) => `"a":"${':'.repeat(room)}"`],
  ['characters by number', (room) => `"a":"${filled(room, '\\u00e9')}"`],
  ['half characters by number', (room) => `"a":"${filled(room, '\\ud800')}"`],
  ['a long number', (room) => `"a":${'1'.repeat(room)}`],
  ['a number with many decimals', (room) => `"a":0.${'1'.repeat(room)}`],
  ['many long numbers', (room) => `"a":[${joined(room, () => '1.7976931348623157e308')}]`],
  ['white space', (room) => `"a":${' \n'.repeat(room / 2)}1`],
  ['many audiences', (room) => `"a":1,"aud":[${joined(room, (at) => `"${at}"`)}]`],
  ['many groups', (room) => `"groups":[${joined(room, (at) => `"g${at}"`)}]`],
  ['many claims elsewhere', (room) => `"_claim_names":{${numbered(room)}}`],
  ['one long text in many prototypes', (room) => `"a":${'{"__proto__":'.repeat(room / 14)}1${'}'.repeat(room / 14)}`],
];

/** The same behind our private key, which everybody can encrypt for. */
const hidden: Shapes = [
  ['a token of dots', (room) => '.'.repeat(room)],
  ['a token in no alphabet', (room) => `${'!'.repeat(room)}..`],
  ['many claims', (room) => unsigned(object(numbered(room * 0.7)))],
];

/** What is no token, or hardly one. */
const tokens: Shapes = [
  ['dots', (room) => '.'.repeat(room)],
  ['four dots', (room) => `${'A'.repeat(room / 5)}.`.repeat(4)],
  ['a long header', (room) => `${encoded(object(numbered(room * 0.7)))}..`],
  ['a long name of a key', (room) => `${encoded(object(`"alg":"RS256","kid":"${'x'.repeat(room * 0.7)}"`))}.${encoded('{}')}.AAAA`],
  ['a long algorithm', (room) => `${encoded(object(`"alg":"${'\\u0000'.repeat(room / 9)}"`))}.${encoded('{}')}.`],
  ['an algorithm of lists', (room) => `${encoded(object(`"alg":${'['.repeat(room / 3)}${']'.repeat(room / 3)}`))}.${encoded('{}')}.`],
  ['a long signature', (room) => `${encoded(object(header))}.${encoded('{}')}.${'A'.repeat(room - 100)}`],
  ['no base64url at the end', (room) => `${encoded(object(header))}.${'A'.repeat(room - 100)}.=`],
  ['an encrypted key that is long', (room) => `${encoded(jweHeader)}.${'A'.repeat(room - 100)}.AAAA.AAAA.AAAA`],
  ['an encrypted text that is long', (room) => `${encoded(jweHeader)}.${'A'.repeat(342)}.AAAA.${'A'.repeat(room - 500)}.AAAA`],
];

const keySets: Shapes = [
  ['many keys', (room) => joined(room, (at) => `{"kty":"RSA","kid":"${at}"}`)],
  ['100 long RSA keys', (room) => listed(100, `{"kty":"RSA","e":"AQAB","n":"${'_'.repeat(room / 100 - 40)}"}`)],
  ['100 RSA keys of 8192 bits', () => listed(100, `{"kty":"RSA","e":"AQAB","n":"${'_'.repeat(1_364)}w"}`)],
  ['100 long exponents', (room) => listed(100, `{"kty":"RSA","n":"${'_'.repeat(342)}","e":"${'_'.repeat(room / 100 - 400)}"}`)],
  ['100 keys on no curve', () => listed(100, `{"kty":"EC","crv":"P-521","x":"${'_'.repeat(88)}","y":"${'_'.repeat(88)}"}`)],
  ['one key with many operations', (room) => `{"kty":"RSA","key_ops":[${joined(room - 60, () => '"sign"')}]}`],
  ['100 long names', (room) => listed(100, `{"kty":"RSA","kid":"${'x'.repeat(room / 100 - 40)}"}`)],
];

const documents: Shapes = [
  ['another issuer that is long', (room) => object(`"issuer":"${'/'.repeat(room - 20)}"`)],
  ['many fields', (room) => described(numbered(room - 300))],
  ['a long address', (room) => described(`"userinfo_endpoint":"https://op.example/${'a/../'.repeat((room - 400) / 5)}"`)],
  ['a long host', (room) => described(`"userinfo_endpoint":"https://${'xn--a.'.repeat((room - 400) / 6)}"`)],
  [
    'a long address in no alphabet',
    (room) => described(`"userinfo_endpoint":"https://op.example/${'\u{1f600}'.repeat((room - 400) / 4)}"`),
  ],
];

const queries: readonly (readonly [string, string])[] = [
  ['one parameter again and again', 'state=&'],
  ['many parameters', 'a&'],
  ['percent signs', '%2'],
  ['a long state', 'state=x'],
];

function attack(way: OpenIdAttack['way'], what: string, make: (bytes: number) => string): OpenIdAttack {
  return { name: `${way}: ${what}`, way, make: (bytes) => Buffer.from(make(bytes)) };
}

function object(members: string): string {
  return `{${members}}`;
}

/** All that the rules want but the nonce, so that every rule has its turn. */
function within(members: string): string {
  const { issuer, clientId, sub } = openIdNames;
  return object(`"iss":"${issuer}","sub":"${sub}",${members.includes('"aud"') ? '' : `"aud":"${clientId}",`}"exp":9e9,"iat":1,${members}`);
}

function described(members: string): string {
  const { issuer } = openIdNames;
  const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map((name) => `"${name}":"${issuer}/x"`).join(',');
  return object(`"issuer":"${issuer}",${endpoints},${members}`);
}

/** With a signature that has the right length. */
function unsigned(payload: string): string {
  return `${encoded(object(header))}.${encoded(payload)}.${'A'.repeat(342)}`;
}

/** As JSON Web Encryption wants it, so that nothing but its content can be refused. @see RFC 7516 5.1 */
function encrypted(text: string, key: KeyObject): string {
  const [contentKey, vector, protectedHeader] = [randomBytes(32), randomBytes(12), encoded(jweHeader)];
  const cipher = createCipheriv('aes-256-gcm', contentKey, vector).setAAD(Buffer.from(protectedHeader));
  const content = Buffer.concat([cipher.update(text), cipher.final()]);
  return [
    protectedHeader,
    ...[publicEncrypt(key, contentKey), vector, content, cipher.getAuthTag()].map((part) => part.toString('base64url')),
  ].join('.');
}

function numbered(room: number): string {
  return joined(room, (at) => `"${at.toString(36)}":1`);
}

function joined(room: number, piece: (at: number) => string): string {
  return filled(room, (at) => `${at === 0 ? '' : ','}${piece(at)}`);
}

function listed(count: number, piece: string): string {
  return Array.from({ length: count }, () => piece).join(',');
}

const header = `"alg":"RS256","kid":"${keyId}"`;
const jweHeader = '{"alg":"RSA-OAEP","enc":"A256GCM"}';
