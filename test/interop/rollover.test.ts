import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentStore } from '../../src/core/document-store.ts';
import type { Env } from '../../src/core/env.ts';
import { systemEnv } from '../../src/index.ts';
import { type MetadataSource, metadataSource } from '../../src/metadata/index.ts';
import { providerSource } from '../../src/oidc/index.ts';
import { finish, fromForm, login, serviceProvider } from '../../src/saml/index.ts';
import { memoryDocumentStore, memoryReplayStore } from '../../src/stores/index.ts';
import { Browser } from '../support/browser.ts';
import { keyPair } from '../support/keys.ts';
import { registered } from '../support/openid-clients.ts';
import { signedIn, us } from '../support/openid-flow.ts';
import { signingKeys } from '../support/openid-keys.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { laterRefusal } from '../support/refusal.ts';
import { hasSimpleSaml, type SimpleSaml, startSimpleSaml } from '../support/simple-saml.ts';
import { until } from '../support/until.ts';
import { type World, world } from '../support/world.ts';

/** What is asked of a real provider, and how it may be kept from answering. */
interface Line {
  readonly env: World;
  /** How often the keys were asked for. */
  asked(): number;
  /** From now on the keys are not to be had: nobody answers, or with something else. */
  cut(how: 'down' | 'malformed'): void;
  mend(): void;
}

const keys = ['a', 'b', 'c', 'd'].map((name) => keyPair('rsa-2048', `rollover ${name}`));
const [a = expect.fail(), b = expect.fail(), c = expect.fail(), d = expect.fail()] = keys;

describe.skipIf(!hasSimpleSaml())('at SimpleSAMLphp', () => {
  const acsUrl = 'http://127.0.0.1:9/saml/acs';
  const sp = serviceProvider({ entityId: 'https://sp.example/saml', assertionConsumerServices: [{ url: acsUrl }] });
  let provider: SimpleSaml;
  let line: Line;
  let documents: DocumentStore;
  let source: MetadataSource;
  const lives = () => {
    const backup = { store: documents, secret: 'a secret of ours, 32 octets or more' };
    return metadataSource({ url: provider.metadataUrl }, { id: 'simplesaml', backup }, line.env);
  };
  const oneLogin = async (): Promise<boolean> => {
    const refused = await laterRefusal(async () => {
      const { outgoing, pending } = await login(sp, source);
      const arrived = await new Browser(acsUrl).carryOut(outgoing);
      if ('forms' in arrived) throw new Error(`no answer for us, but the page ${arrived.url}`);
      await finish(sp, source, fromForm(arrived.parameters, acsUrl), pending, memoryReplayStore());
    });
    return refused === 'accepted';
  };
  const course = (act: () => Promise<number>) => counted(line, act);
  const dueAfter = 14_400;

  beforeAll(async () => {
    provider = await startSimpleSaml({ entityId: sp.entityId, acsUrl }, a);
    line = lineTo(provider.metadataUrl);
    documents = memoryDocumentStore();
    source = lives();
    await source.current();
  }, 60_000);
  afterAll(() => provider.close());

  it('keeps whoever signs in from noticing, as the README tells', async () => {
    const told = await rowsInOrder([
      [
        'a new key is published, later used, and the old one withdrawn',
        () =>
          course(async () => {
            provider.useKeys(a, b);
            line.env.pass(dueAfter);
            const before = await failedOf(oneLogin, 2);
            provider.useKeys(b);
            const used = await failedOf(oneLogin, 2);
            line.env.pass(dueAfter);
            return before + used + (await failedOf(oneLogin, 2));
          }),
      ],
      [
        'another key takes its place without notice',
        () =>
          course(async () => {
            provider.useKeys(c);
            return await failedOf(oneLogin, 3);
          }),
      ],
      ['what is published is malformed', () => course(() => without(line, 'malformed', dueAfter, oneLogin))],
      ['nobody answers', () => course(() => without(line, 'down', dueAfter, oneLogin))],
      [
        'our service starts while nobody answers, with what it has kept',
        () =>
          course(async () => {
            await until(() => source.status().backupError === undefined);
            source = lives();
            return await without(line, 'down', dueAfter, oneLogin);
          }),
      ],
      [
        'the same with nothing kept',
        () =>
          course(async () => {
            documents = memoryDocumentStore();
            source = lives();
            return await without(line, 'down', dueAfter, oneLogin);
          }),
      ],
    ]);
    expect(told).toEqual(readmeColumn('SimpleSAMLphp'));
  }, 120_000);

  it('does so, too, where a person confirms the new key', async () => {
    provider.useKeys(c);
    const [known = expect.fail()] = (await metadataSource({ url: provider.metadataUrl }, {}, line.env).current()).keys;
    source = metadataSource({ url: provider.metadataUrl }, { id: 'simplesaml', confirmedKeys: [known.fingerprint] }, line.env);
    expect(await oneLogin()).toBe(true);
    provider.useKeys(d);
    expect(await oneLogin()).toBe(false);
    const waiting = source.status().keys.filter(({ confirmed }) => !confirmed);
    for (const { fingerprint } of waiting) await source.confirm(fingerprint);
    expect([waiting.length, await oneLogin()]).toEqual([1, true]);
  }, 60_000);
});

describe('at oidc-provider', () => {
  let provider: OpenIdProvider;
  let line: Line;
  const rp = us('secret-basic');
  const [old, next] = [signingKeys(), signingKeys()];
  const dueAfter = 300;

  beforeAll(async () => {
    provider = await startOpenIdProvider({ clients: registered });
    line = lineTo(`${provider.issuer}/jwks`);
  });
  afterAll(async () => {
    expect(provider.faults).toEqual([]);
    await provider.close();
  });

  it('keeps whoever signs in from noticing, as the README tells', async () => {
    let source = providerSource(provider.issuer, {}, line.env);
    const oneLogin = async () => (await laterRefusal(() => signedIn(rp, source))) === 'accepted';
    provider.rotate(old);
    expect(await oneLogin()).toBe(true);
    const told = await rowsInOrder([
      [
        'a new key is published, later used, and the old one withdrawn',
        () =>
          counted(line, async () => {
            provider.rotate({ keys: [...old.keys, ...next.keys] });
            line.env.pass(dueAfter);
            const before = await failedOf(oneLogin, 2);
            provider.rotate({ keys: [...next.keys, ...old.keys] });
            const used = await failedOf(oneLogin, 2);
            provider.rotate(next);
            line.env.pass(dueAfter);
            return before + used + (await failedOf(oneLogin, 2));
          }),
      ],
      [
        'another key takes its place without notice',
        () =>
          counted(line, async () => {
            provider.rotate();
            return await failedOf(oneLogin, 3);
          }),
      ],
      ['what is published is malformed', () => counted(line, () => without(line, 'malformed', dueAfter, oneLogin))],
      ['nobody answers', () => counted(line, () => without(line, 'down', dueAfter, oneLogin))],
      ['our service starts while nobody answers, with what it has kept', undefined],
      [
        'the same with nothing kept',
        () =>
          counted(line, async () => {
            source = providerSource(provider.issuer, {}, line.env);
            return await without(line, 'down', dueAfter, oneLogin);
          }),
      ],
    ]);
    expect(told).toEqual(readmeColumn('oidc-provider'));
  }, 120_000);
});

type Row = readonly [situation: string, course: (() => Promise<string>) | undefined];

async function rowsInOrder(rows: readonly Row[]): Promise<readonly (readonly string[])[]> {
  const told: string[][] = [];
  for (const [situation, course] of rows) told.push([situation, (await course?.()) ?? '–']);
  return told;
}

/** How many logins failed while something went on, and how often the keys were asked for meanwhile. */
async function counted({ asked }: Line, act: () => Promise<number>): Promise<string> {
  const before = asked();
  const failures = await act();
  return `${failures}, ${asked() - before}`;
}

/** How many of three logins fail when it is time to look again, and there is nothing to be had. */
async function without(line: Line, how: 'down' | 'malformed', seconds: number, oneLogin: () => Promise<boolean>): Promise<number> {
  line.cut(how);
  line.env.pass(seconds);
  const failures = await failedOf(oneLogin, 3);
  line.mend();
  line.env.pass(60);
  return failures;
}

async function failedOf(oneLogin: () => Promise<boolean>, times: number): Promise<number> {
  let failures = 0;
  for (let time = 0; time < times; time += 1) if (!(await oneLogin())) failures += 1;
  return failures;
}

/** A way to a real provider by HTTP, in a time that stands still: what it says of its keys can be kept back. */
function lineTo(url: string): Line {
  let [asked, cut]: [number, 'down' | 'malformed' | undefined] = [0, undefined];
  const fetch: Env['fetch'] = async (input, init) => {
    if (String(input) !== url) return await systemEnv.fetch(input, init);
    asked += 1;
    if (cut === 'down') throw new TypeError('no route');
    return cut === 'malformed' ? new Response('{"keys": <html>') : await systemEnv.fetch(input, init);
  };
  return {
    env: world(fetch),
    asked: () => asked,
    cut: (how) => {
      cut = how;
    },
    mend: () => {
      cut = undefined;
    },
  };
}

/** What the README tells of one of the two. */
function readmeColumn(name: string): readonly (readonly string[])[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [head = '', , ...lines] = (readme.split('### What a rollover costs\n')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const cells = (line: string) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
  const column = cells(head).findIndex((cell) => cell.startsWith(name));
  const own = lines.slice(0, 6);
  return own.map((line) => [cells(line)[0] ?? '', cells(line)[column] ?? '']);
}
