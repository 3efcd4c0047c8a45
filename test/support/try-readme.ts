/**
 * Does what the README says, with its own code: logins by redirect and by POST, one by OpenID Connect, one that the provider began, one that is encrypted,
 * some that are refused, and metadata. `test/docs.test.ts` runs it over the source, `npm run runtimes` over the packed package; it is
 * plain JavaScript by then, and has nothing of the package but what the code of the README hands on.
 *
 * Started in the folder with the files that the code reads, and given the provider as JSON and the modules that hold the code. Says on
 * what it ran, or which step of which module went otherwise.
 */
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Login, Outgoing } from '../../src/index.ts';
import type { GuardedInit } from '../../src/node/index.ts';
import type { Incoming } from '../../src/saml/index.ts';
import { Browser } from './browser.ts';
import type { Readme, ReadmeProvider } from './readme.ts';

const [, , json = '', ...modules] = process.argv;
// Sound: whoever starts this program writes it from the type.
const provider = JSON.parse(json) as ReadmeProvider;
const acsUrl = 'https://app.example/saml/acs';
const profile = { name: 'alice', mail: 'alice@example.org', groups: ['a', 'b'] };
const logged: string[] = [];
console.error = (line: string) => void logged.push(line);
console.log = (line: string) => void logged.push(line);

/** What the README promises, in its own order. */
const promises: Readonly<Record<string, (readme: Readme) => Promise<void>>> = {
  'a login by the handlers': loginByHandlers,
  'a login by redirect': loginByRedirect,
  'the answer to another request': answerToAnother,
  'a login by POST': loginByPost,
  'a login by OpenID Connect': loginByOpenId,
  'a logout by OpenID Connect': logoutByOpenId,
  'people who come to the products': comeToProducts,
  'a login that the provider begins': loginFromPortal,
  'an encrypted assertion': encryptedAssertion,
  'why it was refused': whyRefused,
  'metadata of the provider': theirMetadata,
  'metadata of ours': ourMetadata,
  'whom we ask': whomWeAsk,
  'setting up': settingUp,
  'which provider': whichProvider,
};

const classes = new Set<unknown>();
for (const module of modules) {
  // Sound: the compiler has read the blocks, and what is missing fails when it is called.
  const readme = (await import(pathToFileURL(module).href)) as Readme;
  classes.add(readme.signon.SsoError);
  for (const [name, carriedOut] of Object.entries(promises))
    await carriedOut(readme).catch((cause: unknown) => failed(`${basename(module)}: ${name}`, cause));
}
if (classes.size > 1) failed('one package for all who load it', 'its classes are there twice');
const { bun, deno, node } = process.versions;
process.stdout.write(`${bun !== undefined ? `Bun ${bun}` : deno !== undefined ? `Deno ${deno}` : `Node ${node}`}\n`);

async function loginByHandlers({ web, sp, idp, forJira, asConfigured, ourLook }: Readme): Promise<void> {
  await fetch(provider.renewal);
  const events: string[] = [];
  const audit = ({ name }: { readonly name: string }) => void events.push(name);
  const connections = [{ protocol: 'saml', sp, idp, loginUrl: 'https://app.example/portal/login' }] as const;
  const { answer } = web.signOn({ connections, ...forJira(), look: ourLook, audit });

  const { location, cookie } = begunWith(await answer(asConfigured(new Request('https://inside.example/login'))));
  const body = await answered(location);
  const posted = (cookies: string) => answer(new Request(acsUrl, { method: 'POST', headers: { cookie: cookies }, body }));
  assert.equal((await posted('other=1'))?.status, 403, 'only the browser that began a login can finish it');
  const welcome = await posted(cookie);
  // Sound: whoever starts this program has written it there.
  const { jira } = JSON.parse(readFileSync('products.json', 'utf8')) as { readonly jira: { readonly baseUrl: string } };
  assert.deepEqual([welcome?.status, welcome?.headers.get('location')], [303, jira.baseUrl]);
  assert.deepEqual(events, ['login.started', 'login.refused', 'user.provisioned', 'login.finished']);
  const again = await posted(cookieOf(welcome));
  assert.equal(again?.status, 409);
  assert.match((await again?.text()) ?? '', /^<!doctype html><html><head>/);
  assert.equal(await asConfigured(new Request(acsUrl, { method: 'POST', body: 'a=b' })).text(), 'a=b');
}

async function loginByRedirect(readme: Readme): Promise<void> {
  logged.length = 0;
  const { location, cookie } = await begun(readme);
  assert.match(textOf(readme.saml.fromQuery(new URL(location).search, location)), /^<samlp:AuthnRequest /);
  const answer = await answered(location);
  assert.equal((await consumed(readme, answer, 'login=guessed')).status, 400, 'only the browser that began a login can finish it');
  const { status, headers } = await consumed(readme, answer, cookie);
  assert.deepEqual([status, headers.get('location'), logged], [303, '/inbox', ['signed in by acme']]);
  assert.equal((await consumed(readme, answer, cookie)).status, 400, 'a pending login is taken once');
}

async function answerToAnother(readme: Readme): Promise<void> {
  const [ours, another] = [await begun(readme), await begun(readme)];
  const answer = await answered(another.location);
  answer.set('RelayState', new URL(ours.location).searchParams.get('RelayState') ?? '');
  assert.equal((await consumed(readme, answer, ours.cookie)).status, 403);
}

async function loginByPost({ saml, stores, sp, idp, profileOf }: Readme): Promise<void> {
  const { outgoing, pending } = await saml.login(sp, idp, { binding: 'post' });
  const incoming = saml.fromForm(await answered(outgoing), acsUrl);
  const { identity } = await saml.finish(sp, idp, incoming, pending, stores.memoryReplayStore());
  assert.deepEqual(profileOf(identity), profile);
}

async function loginByOpenId({ beginOidc, consumeOidc }: Readme): Promise<void> {
  logged.length = 0;
  const callback = 'https://app.example/oidc/callback';
  const { location, cookie } = begunWith(await beginOidc());
  const arrived = `${callback}?${await answered(location, callback)}`;
  const consumed = (cookies: string) => consumeOidc(new Request(arrived, { headers: { cookie: cookies } }));
  assert.equal((await consumed('oidc=guessed')).status, 400, 'only the browser that began a login can finish it');
  const { status, headers } = await consumed(cookie);
  assert.deepEqual([status, headers.get('location'), logged], [303, '/inbox', ['signed in by acme-oidc']]);
  assert.equal((await consumed(cookie)).status, 400, 'a pending login is taken once');
}

async function logoutByOpenId({ signon, endedThere }: Readme): Promise<void> {
  const body = new URLSearchParams({ logout_token: 'made.up.token' });
  const asked = new Request('https://app.example/oidc/back-channel-logout', { method: 'POST', body });
  const refused: unknown = await endedThere(asked, async () => assert.fail('nobody has signed it')).catch((error: unknown) => error);
  assert.ok(signon.isSsoError(refused));
  assert.equal(refused.code, 'token.form');
}

async function comeToProducts(readme: Readme): Promise<void> {
  const { saml, stores, sp, idp } = readme;
  await fetch(provider.renewal);
  const { outgoing, pending } = await saml.login(sp, idp, { binding: 'post' });
  const login = await saml.finish(sp, idp, saml.fromForm(await answered(outgoing), acsUrl), pending, stores.memoryReplayStore());
  const jira = await readme.comeToJira(login, '/browse/ABC-1');
  assert.equal(jira.user.name, 'alice');
  assert.match(jira.goTo, /\/browse\/ABC-1$/);
  assert.deepEqual((await readme.comeToJira(login, '//evil.example')).changes, [], 'nothing is left to change');
  await leaveJira(readme, login);
  assert.equal((await readme.comeToPortal(login)).user.name, 'alice@example.org');
  assert.equal((await readme.comeToConfluence(login)).isNew, false, 'the account that is there is linked');
  assert.equal((await readme.comeToBitbucket(login)).isNew, true);
  assert.deepEqual((await readme.leaveBitbucket(login))?.leftovers, ['permissions', 'sessions', 'access-tokens', 'ssh-keys']);
  const again = await readme.comeToBitbucket(login);
  assert.deepEqual(
    again.changes.map(({ kind }) => kind),
    ['join', 'join'],
    'what was taken away is given back',
  );
}

/** As when the provider says it of two browsers at once. */
async function leaveJira({ atLogout }: Readme, login: Login): Promise<void> {
  const session = { ...login, beganAt: login.authentication.instant, endsAt: login.authentication.instant };
  const over = {
    by: 'provider',
    provider: login.identity.provider,
    sessions: [session, session],
    indexes: [],
    correlationId: '1',
  } as const;
  await atLogout().onLogout?.(over, new Request('https://app.example/saml/logout'));
  assert.equal(await (await fetch(provider.lastWrite)).text(), 'DELETE /rest/api/2/user/session/alice');
}

async function loginFromPortal({ saml, consumeUnsolicited, profileOf }: Readme): Promise<void> {
  const { identity, target } = await consumeUnsolicited(saml.fromForm(await answered(provider.tile), acsUrl));
  assert.deepEqual([target, profileOf(identity)], ['/reports', profile]);
}

async function encryptedAssertion({ saml, stores, withDecryption, profileOf }: Readme): Promise<void> {
  const portal = saml.identityProvider(readFileSync('identity-provider.xml'), { allowUnsolicited: true });
  const jira = withDecryption.assertionConsumerServices[0]?.url ?? '';
  const incoming = saml.fromForm(await answered(provider.encryptedTile, jira), jira);
  assert.match(textOf(incoming), /<saml:EncryptedAssertion/);
  const { identity } = await saml.finishUnsolicited(withDecryption, portal, incoming, stores.memoryReplayStore());
  assert.deepEqual(profileOf(identity), profile);
}

async function whyRefused(readme: Readme): Promise<void> {
  const { location } = await begun(readme);
  const incoming = readme.saml.fromForm(await answered(location), acsUrl);
  assert.match((await readme.whatIsWrong(incoming, undefined)).join('\n'), /confirmation\.in-response-to/);
  const refused: unknown = await readme.consumeUnsolicited(incoming).catch((error: unknown) => error);
  assert.ok(readme.signon.isSsoError(refused));
  assert.match(readme.logLine(refused), /confirmation\.in-response-to failed/);
}

async function theirMetadata({ signon, metadataAt, confirmKey, idp, typedByHand, toConfirm }: Readme): Promise<void> {
  const source = metadataAt(provider.metadataUrl);
  assert.equal((await source.current()).entityId, idp.entityId);
  assert.notEqual(await source.refreshed('unknown-key'), idp);
  await eventually(() => existsSync('metadata') && readdirSync('metadata').some((file) => file.endsWith('.json')));
  const restarted = metadataAt(provider.metadataUrl);
  assert.equal((await restarted.current()).entityId, idp.entityId);
  assert.deepEqual([restarted.status().origin, restarted.status().backupError], ['backup', undefined]);
  const unknown: unknown = await confirmKey('0'.repeat(64)).catch((error: unknown) => error);
  assert.ok(signon.isSsoError(unknown));
  assert.equal(typedByHand.keys.length, 1);
  const shown = (await toConfirm(await (await fetch(provider.metadataUrl)).text())).join('\n');
  assert.match(shown, /^signing: 2048 bits, .*\nSingleLogoutService: http:.*\nSingleSignOnService: http:/);
  assert.doesNotMatch(shown, /problem/);
}

async function ourMetadata({ saml, publish, sp }: Readme): Promise<void> {
  const named = /^(?:<\?[^>]*\?>\s*)?<md:EntityDescriptor [^>]*entityID="https:\/\/app\.example\/saml"/;
  assert.match(await (await publish()).text(), named);
  const signed = await saml.metadata(sp);
  assert.match(signed, named);
  assert.match(signed, /<ds:SignatureValue>/);
}

async function whomWeAsk({ signon, env }: Readme): Promise<void> {
  assert.equal(await (await env.fetch(provider.intranet)).text(), 'intranet');
  const learnt: GuardedInit = { learntFrom: 'https://8.8.8.8/' };
  const refusals: Readonly<Record<string, () => Promise<Response>>> = {
    'fetch failed': () => signon.systemEnv.fetch(provider.intranet),
    metadata: () => signon.systemEnv.fetch('http://169.254.169.254/latest/meta-data/'),
    private: () => signon.systemEnv.fetch(provider.intranet, learnt),
  };
  for (const [reason, asked] of Object.entries(refusals)) {
    const error: unknown = await asked().catch((refused: unknown) => refused);
    assert.match(signon.isSsoError(error) ? JSON.stringify(error.details) : String(error), new RegExp(reason));
  }
}

async function settingUp({ typed, steps, jiraParty, signInOptions }: Readme): Promise<void> {
  assert.ok(typed.startsWith(provider.sheet), 'the README shows the sheet that its code makes');
  const kinds = ['prepare', 'addresses', 'metadata', 'certificate', 'accounts', 'known-domains', 'test'];
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    kinds,
  );
  assert.equal(jiraParty.assertionConsumerServices[0]?.url, 'https://jira.example.org/saml/entra/acs');
  assert.deepEqual(signInOptions('a.example'), { returnTo: '/', parameters: { whr: 'a.example' } });
}

async function whichProvider({ wayIn }: Readme): Promise<void> {
  logged.length = 0;
  const login = (query: string) => wayIn(new Request(`https://app.example/login?${query}`), '::ffff:192.0.2.7');
  assert.equal(login('os_destination=%2Fbrowse%2FABC-1').decision.kind, 'ask');
  const { decision, buttons } = login('user=alice&os_destination=%2Fbrowse%2FABC-1');
  assert.deepEqual([decision.kind, buttons.map(({ name }) => name)], ['choose', ['Example Corporation', 'Partners']]);
  const chosen = login(buttons[1]?.address.split('?')[1] ?? '').decision;
  assert.equal(chosen.kind === 'provider' && chosen.provider.id, 'partners');
  const led = login('user=alice%40Eu.Example.ORG').decision;
  assert.deepEqual(led.kind === 'provider' && led.hints, { domain: 'eu.example.org', user: 'alice@Eu.Example.ORG' });
  assert.deepEqual([login('wants=bypass').decision.kind, logged], ['password', ['bypass taken from 192.0.2.0/24']]);
}

async function begun({ begin }: Readme): Promise<{ location: string; cookie: string }> {
  return begunWith(await begin());
}

function begunWith(response: Response | undefined): { location: string; cookie: string } {
  assert.equal(response?.status, 303);
  return { location: response?.headers.get('location') ?? '', cookie: cookieOf(response) };
}

function cookieOf(response: Response | undefined): string {
  return response?.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** What a browser brings back in which the person has signed in. */
async function answered(begin: Outgoing | string, home = acsUrl): Promise<URLSearchParams> {
  const answer = await new Browser(home).carryOut(begin, { login: 'alice', password: provider.password });
  if ('forms' in answer) throw new Error(`the provider is not content: ${answer.html || answer.url}`);
  return answer.parameters;
}

async function consumed({ consume }: Readme, answer: URLSearchParams, login: string): Promise<Response> {
  return await consume(new Request(acsUrl, { method: 'POST', headers: { cookie: `other=1; ${login}` }, body: answer }));
}

function textOf({ document }: Incoming): string {
  return new TextDecoder().decode(document);
}

/** What is written while nobody waits for it is there a moment later. */
async function eventually(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

function failed(step: string, cause: unknown): never {
  process.stderr.write(`${step}: ${cause instanceof Error ? (cause.stack ?? cause.message) : cause}\n`);
  process.exit(1);
}
