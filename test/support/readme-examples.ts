/** The services of the README: whole programs as somebody copies them, what they read, and somebody who signs in to them. */
import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { startIdentityProvider } from '../examples/identity-provider.ts';
import { Browser } from './browser.ts';
import { selfSigned } from './certificate.ts';
import { keyPair } from './keys.ts';
import { startOpenIdProvider } from './openid-provider.ts';

/** A service of the README, and where it is reached once it runs. */
export interface Example {
  readonly name: string;
  readonly files: Readonly<Record<'sign-on.mjs' | 'server.mjs', string>>;
  readonly port: number;
  readonly url: string;
}

/** Every server of the README with every way to sign in, each with a port of its own. */
export async function readmeExamples(): Promise<readonly Example[]> {
  const all = Object.entries(ways).flatMap(([way, above]) =>
    Object.entries(servers).map(([server, heading]) => ({
      name: `${server} by ${way}`,
      files: { 'sign-on.mjs': codeBelow(above, 'sign-on.mjs'), 'server.mjs': codeBelow(heading, 'server.mjs') },
    })),
  );
  const ports = await freePorts(all.length);
  return all.map((each, place) => ({ ...each, port: ports[place] ?? 0, url: `http://localhost:${ports[place]}` }));
}

/** Writes each example into a folder of its own below one, and starts the providers that they ask; one person is known there. */
export async function startExampleProviders(folder: string, examples: readonly Example[]): Promise<{ close(): Promise<void> }> {
  const certificate = selfSigned(keyPair('rsa-2048', 'readme service').privateKey).pem;
  const idp = await startIdentityProvider(keyPair('rsa-2048', 'readme provider').privateKey, person, password);
  for (const { url } of examples) idp.register({ entityId: `${url}/saml/metadata`, acsUrl: `${url}/saml/acs`, certificate });
  const registration = { clientId: 'example', secret: 'a secret of 32 octets at the very least' };
  const redirectUris = examples.map(({ url }) => `${url}/oidc/callback`);
  const op = await startOpenIdProvider({
    clients: [{ client_id: registration.clientId, client_secret: registration.secret, redirect_uris: redirectUris }],
  });
  const needed = {
    'openid-provider.json': JSON.stringify({ issuer: op.issuer, ...registration }),
    'saml-key.pem': keyPair('rsa-2048', 'readme service').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'saml-certificate.pem': certificate,
    'identity-provider.xml': await (await fetch(idp.metadataUrl)).text(),
  };
  for (const example of examples) {
    mkdirSync(folderOf(folder, example));
    for (const [name, content] of Object.entries({ ...needed, ...example.files }))
      writeFileSync(join(folderOf(folder, example), name), content);
  }
  return { close: async () => void (await Promise.all([idp.close(), op.close()])) };
}

/**
 * Starts an example by a command to which its file is added, signs somebody in there, and ends it.
 *
 * @throws what did not go as the README says
 */
export async function carriedOut(example: Example, folder: string, [program = '', ...options]: readonly string[], env = {}): Promise<void> {
  const surroundings = { ...env, PORT: `${example.port}`, BASE_URL: example.url };
  const running = spawn(program, [...options, 'server.mjs'], { cwd: folderOf(folder, example), env: surroundings });
  const abort = () => running.kill();
  process.once('exit', abort);
  try {
    const complaints = await started(running);
    await signInAt(example.url);
    assert.equal(complaints(), '', 'nothing is complained of');
  } finally {
    process.off('exit', abort);
    await ended(running);
  }
}

/** What somebody meets there, from the first visit to the last. */
async function signInAt(url: string): Promise<void> {
  const alice = new Browser();
  const wanted = `${url}/?from=a-link`;
  const welcome = await alice.carryOut(wanted, { login: person.name, password });
  assert.ok('html' in welcome);
  assert.equal(welcome.url, wanted, 'people come back to where they wanted to go');
  assert.match(welcome.html, /Welcome, alice\./);
  assert.equal((await alice.open(wanted)).status, 200, 'whoever is signed in stays so');
  assert.equal((await new Browser().open(wanted)).status, 303, 'and nobody else is');
  assert.equal((await alice.open(`${url}/nothing`)).status, 404, 'the rest is the application’s');
  const [form] = welcome.forms;
  assert.ok(form);
  const farewell = await alice.carryOut({ kind: 'form', action: form.action, fields: {} });
  assert.match('html' in farewell ? farewell.html : '', /Good-bye/);
  assert.equal((await alice.open(wanted)).status, 303, 'whoever has signed out is out');
}

/** Done once the program says that it listens; what it complains of until then, or later, is what is returned. */
async function started(running: ChildProcess): Promise<() => string> {
  let said = '';
  running.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ready = running.stdout === null ? Promise.reject(new Error('nothing is heard of it')) : once(running.stdout, 'data');
  const over = once(running, 'exit').then(() => Promise.reject(new Error(`it has ended: ${said}`)));
  await Promise.race([ready, over]);
  over.catch(() => undefined);
  return () => said;
}

async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const exit = once(running, 'exit');
  running.kill('SIGKILL');
  await exit;
}

/** The code of the README below a heading that says by its first line which file it is. */
function codeBelow(heading: string, file: string): string {
  const section = readme.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  const found = blocks.find((code) => code.startsWith(`// ${file}\n`));
  if (found === undefined) throw new Error(`there is no ${file} below ${heading}`);
  return found;
}

function folderOf(folder: string, { name }: Example): string {
  return join(folder, name.replace(/\W+/g, '-').toLowerCase());
}

/** All are taken before the first is given back: none is there twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const taken = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0);
      await once(server, 'listening');
      return server;
    }),
  );
  // Sound: a server that listens on a port has an address.
  const ports = taken.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(taken.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Below which heading of the README each is. */
const ways = { SAML: 'Quick start', 'OpenID Connect': 'By OpenID Connect' };
const servers = { 'node:http': 'Quick start', Express: 'Express', Fastify: 'Fastify', Hono: 'Hono' };
const person = { name: 'alice', attributes: { mail: ['alice@example.org'] } };
const password = 'correct horse battery staple';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
