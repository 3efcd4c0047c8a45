/** The services of the README: whole programs as somebody copies them, and what they need besides. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startIdentityProvider } from '../examples/identity-provider.ts';
import { selfSigned } from './certificate.ts';
import { freePorts } from './free-ports.ts';
import { keyPair } from './keys.ts';
import { startOpenIdProvider } from './openid-provider.ts';
import { hasRedis, startRedis } from './redis.ts';

/** A service of the README. */
export interface Example {
  readonly name: string;
  readonly files: Readonly<Record<'sign-on.mjs' | 'server.mjs', string>>;
  /** Where people reach it. */
  readonly url: string;
  /** Where its processes listen: that of the address where there is one process, else others behind it. */
  readonly ports: readonly [number, ...number[]];
}

/** What the services need: providers at which one person is known, and a Redis where there is one. */
export interface ExampleWorld {
  /** What the programs are told by their environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The one person, who has the same name and password at each provider. */
export const examplePerson = { name: 'alice', password: 'correct horse battery staple' };

/** Every server of the README with every way to sign in; those over Redis only where there is one. */
export async function readmeExamples(): Promise<readonly Example[]> {
  const inOneProcess = Object.entries(ways).flatMap(([way, above]) =>
    Object.entries(servers).map(([server, heading]) => ({ name: `${server} by ${way}`, files: filesOf(above, heading) })),
  );
  const shared = hasRedis ? overRedis() : [];
  const ports = await freePorts(inOneProcess.length + shared.length * 3);
  const next = (): number => ports.pop() ?? 0;
  return [
    ...inOneProcess.map((each) => at(next(), each)),
    ...shared.map((each): Example => ({ ...at(next(), each), ports: [next(), next()] })),
  ];
}

/** Writes each service into a folder of its own below one, and starts what it needs. */
export async function startExampleWorld(folder: string, examples: readonly Example[]): Promise<ExampleWorld> {
  const key = keyPair('rsa-2048', 'readme service').privateKey;
  const certificate = selfSigned(key).pem;
  const known = { name: examplePerson.name, attributes: { mail: ['alice@example.org'] } };
  const idp = await startIdentityProvider(keyPair('rsa-2048', 'readme provider').privateKey, [known], examplePerson.password);
  for (const { url } of examples)
    idp.register({ entityId: `${url}/saml/metadata`, acsUrl: `${url}/saml/acs`, sloUrl: `${url}/saml/logout`, certificate });
  const [client_id, client_secret] = ['example', 'a secret of 32 octets at the very least'];
  const redirect_uris = examples.map(({ url }) => `${url}/oidc/callback`);
  const post_logout_redirect_uris = examples.map(({ url }) => `${url}/oidc/signed-out`);
  const op = await startOpenIdProvider({ clients: [{ client_id, client_secret, redirect_uris, post_logout_redirect_uris }] });
  const needed = {
    'openid-provider.json': JSON.stringify({ issuer: op.issuer, clientId: client_id, secret: client_secret }),
    'saml-key.pem': key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'saml-certificate.pem': certificate,
    'identity-provider.xml': await (await fetch(idp.metadataUrl)).text(),
  };
  for (const example of examples) write(exampleFolder(folder, example), { ...needed, ...example.files });
  const redis = hasRedis ? await startRedis() : undefined;
  return {
    environment: redis === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${redis.port}` },
    close: async () => void (await Promise.all([idp.close(), op.close(), redis?.stop()])),
  };
}

/** Where below a folder a service is written. */
export function exampleFolder(folder: string, { name }: Example): string {
  return join(folder, name.replace(/\W+/g, '-').toLowerCase());
}

function at<Kind extends Pick<Example, 'name' | 'files'>>(port: number, each: Kind): Example {
  return { ...each, url: `http://localhost:${port}`, ports: [port] };
}

/** By the one client as the README has it, and by the other with its lines in the place of those. */
function overRedis(): readonly Pick<Example, 'name' | 'files'>[] {
  const files = filesOf('On several processes', 'Quick start');
  const [, other = ''] = blocksBelow('On several processes');
  const [module = '', client = ''] = other.split('\n');
  const changed = files['sign-on.mjs'].replace(/^import \{ Redis \}.*$/m, () => module).replace(/^const redis = .*$/m, () => client);
  return [
    { name: 'two processes with ioredis', files },
    { name: 'two processes with redis', files: { ...files, 'sign-on.mjs': changed } },
  ];
}

function filesOf(signOn: string, server: string): Example['files'] {
  return { 'sign-on.mjs': blockBelow(signOn, 'sign-on.mjs'), 'server.mjs': blockBelow(server, 'server.mjs') };
}

/** The code below a heading that says by its first line which file it is. */
function blockBelow(heading: string, file: string): string {
  const found = blocksBelow(heading).find((code) => code.startsWith(`// ${file}\n`));
  if (found === undefined) throw new Error(`there is no ${file} below ${heading}`);
  return found;
}

function blocksBelow(heading: string): readonly string[] {
  const section = readme.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

/** Below which heading of the README each is. */
const ways = { SAML: 'Quick start', 'OpenID Connect': 'By OpenID Connect' };
const servers = { 'node:http': 'Quick start', Express: 'Express', Fastify: 'Fastify', Hono: 'Hono' };
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
