/**
 * Does what the README says, with its own code: a login from request to answer, one that the provider began, one that is refused.
 * Run by `test/docs.test.ts` in a folder that holds the files which the README reads; prints `done` when all went as promised.
 */
import { strict as assert } from 'node:assert';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { type AnySsoError, isSsoError, type Source } from '../../src/index.ts';
import { fromForm, fromQuery, type IdentityProvider, type Incoming, type SamlPending } from '../../src/saml/index.ts';
import { parseDocument } from '../../src/xml/document.ts';
import { attribute } from '../../src/xml/element.ts';
import { messageLimits, metadataLimits } from '../../src/xml/limits.ts';
import { writeDocument } from '../../src/xml/writer.ts';
import { responseDraft } from '../examples/provider-messages.ts';
import { signXml } from './sign.ts';

/** What the code blocks of the README export, one after the other. */
interface Readme {
  begin(): Promise<Response>;
  consume(request: Request): Promise<Response>;
  profileOf(identity: unknown): { name?: string; mail?: string; groups: readonly string[] };
  consumeUnsolicited(incoming: Incoming): Promise<{ identity: unknown; target: string }>;
  whatIsWrong(incoming: Incoming, pending: SamlPending | undefined): Promise<readonly string[]>;
  metadataAt(url: string): Promise<Source<IdentityProvider>>;
  logLine(error: AnySsoError): string;
  publish(): Promise<Response>;
  readonly idp: IdentityProvider;
  readonly typedByHand: IdentityProvider;
}

const [, , module = ''] = process.argv;
// Sound: the compiler has just read the blocks, and what is missing fails here when it is called.
const readme = (await import(pathToFileURL(module).href)) as Readme;
const acsUrl = 'https://app.example/saml/acs';
const logged: string[] = [];
console.error = (line: string) => void logged.push(line);
console.log = (line: string) => void logged.push(line);

const begun = await readme.begin();
assert.equal(begun.status, 303);
const request = fromQuery(new URL(begun.headers.get('location') ?? '').search, 'https://idp.example/saml/sso');
const requestId = attribute(parseDocument(request.document, messageLimits).root, 'ID') ?? '';
const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';

const elsewhere = await readme.consume(await posted(requestId, 'login=guessed', request.relayState ?? ''));
assert.equal(elsewhere.status, 400, 'only the browser that began a login can finish it');
const answered = await readme.consume(await posted(requestId, cookie, request.relayState ?? ''));
assert.deepEqual([answered.status, answered.headers.get('location')], [303, '/inbox']);
assert.deepEqual(logged, ['signed in by acme']);
assert.equal(
  (await readme.consume(await posted(requestId, cookie, request.relayState ?? ''))).status,
  400,
  'a pending login is taken once',
);

const again = await readme.begin();
const other = fromQuery(new URL(again.headers.get('location') ?? '').search, 'https://idp.example/saml/sso');
const otherCookie = again.headers.get('set-cookie')?.split(';')[0] ?? '';
assert.equal((await readme.consume(await posted('_another', otherCookie, other.relayState ?? ''))).status, 403);

const unsolicited = await readme.consumeUnsolicited(fromForm(await answer(undefined, '/reports'), acsUrl));
assert.equal(unsolicited.target, '/reports');
assert.deepEqual(readme.profileOf(unsolicited.identity), { name: 'alice', mail: 'alice@example.org', groups: ['a', 'b'] });

const incoming = fromForm(await answer('_another', ''), acsUrl);
assert.match((await readme.whatIsWrong(incoming, undefined)).join('\n'), /confirmation\.in-response-to/);
const refused: unknown = await readme.consumeUnsolicited(incoming).catch((error: unknown) => error);
assert.ok(isSsoError(refused));
assert.match(readme.logLine(refused), /confirmation\.in-response-to failed/);

const metadata = createServer((_, response) => response.end(readFileSync('identity-provider.xml'))).listen(0, '127.0.0.1');
await new Promise((resolve) => metadata.once('listening', resolve));
const source = await readme.metadataAt(`http://127.0.0.1:${(metadata.address() as AddressInfo).port}/`);
assert.equal((await source.current()).entityId, readme.idp.entityId);
assert.equal(await source.refreshed('unknown-key'), await source.current(), 'asked again too soon');
metadata.close();
metadata.closeAllConnections();
assert.equal(readme.typedByHand.keys.length, 1);
assert.equal(attribute(parseDocument(await (await readme.publish()).text(), metadataLimits).root, 'entityID'), 'https://app.example/saml');
process.stdout.write('done\n');

async function posted(inResponseTo: string, login: string, relayState: string): Promise<Request> {
  return new Request(acsUrl, { method: 'POST', headers: { cookie: `other=1; ${login}` }, body: await answer(inResponseTo, relayState) });
}

async function answer(inResponseTo: string | undefined, relayState: string): Promise<URLSearchParams> {
  const now = new Date();
  const assertion = `_${crypto.randomUUID()}`;
  const draft = responseDraft({
    ids: { response: `_${crypto.randomUUID()}`, assertion, session: '_session' },
    provider: readme.idp.entityId,
    service: { entityId: 'https://app.example/saml', acsUrl },
    inResponseTo,
    person: { name: 'alice', attributes: { mail: ['alice@example.org'], groups: ['a', 'b'] } },
    instants: { now, signedIn: now, until: new Date(now.getTime() + 60_000) },
  });
  const xml = signXml(await writeDocument(draft), { key: createPrivateKey(readFileSync('provider-key.pem')), id: assertion });
  return new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState });
}
