import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNode } from '../../src/node/to-node.ts';
import { client, providerSource } from '../../src/oidc/index.ts';
import { identityProvider, serviceProvider } from '../../src/saml/index.ts';
import { browserSessions, type ConnectionOptions, signOn } from '../../src/web/index.ts';
import { startIdentityProvider } from '../examples/identity-provider.ts';
import { selfSigned } from '../support/certificate.ts';
import { hasChromium, inWindow, startChromium } from '../support/chromium.ts';
import { keyPair } from '../support/keys.ts';
import { startOpenIdProvider } from '../support/openid-provider.ts';

// The providers are at 127.0.0.1 and the service at localhost: to a browser these are two sites, and both as good as https.
describe.skipIf(!hasChromium)('in a real browser', () => {
  let chromium: Browser;
  let service: Awaited<ReturnType<typeof startService>>;

  beforeAll(async () => {
    [chromium, service] = await Promise.all([startChromium(), startService()]);
  });

  afterAll(async () => {
    await Promise.all([chromium.close(), service.close()]);
  });

  it.each([
    ['redirect', 'with scripts', true],
    ['redirect', 'without scripts', false],
    ['post', 'with scripts', true],
    ['post', 'without scripts', false],
    ['query', 'with scripts', true],
    ['form_post', 'with scripts', true],
  ])('a login by %s leads back to the page that was wanted, %s', async (way, _, scripted) => {
    const wanted = `${service.url}/${way}?from=a-link`;
    const complaints = await inWindow(chromium, scripted, async (page) => {
      await page.goto(wanted);
      await throughTo(page, scripted);
      expect(page.url()).toBe(wanted);
      await page.goto(wanted);
      expect(await page.locator(welcome).count()).toBe(1);
    });
    expect(complaints).toEqual([]);
  });

  it.each([true, false])('a tile signs in whoever is signed in nowhere else, scripts or not: %s', async (scripted) => {
    const complaints = await inWindow(chromium, scripted, async (page) => {
      await page.goto(service.tile);
      await throughTo(page, scripted);
      expect(page.url()).toBe(`${service.url}/post`);
    });
    expect(complaints).toEqual([]);
  });

  it('whoever goes back to the answer of the provider is signed in still, and not once more', async () => {
    const wanted = `${service.url}/redirect`;
    await inWindow(chromium, false, async (page) => {
      await page.goto(wanted);
      await throughTo(page, false);
      await page.goBack();
      await page.click('button');
      expect(await page.textContent('h1')).toBe('You are already signed in');
      await page.click('a');
      expect(page.url()).toBe(`${service.url}/`);
    });
  });
});

/** Does what a person does at each page, until they are in: ours send themselves where there are scripts, and are left alone then. */
async function throughTo(page: Page, scripted: boolean): Promise<void> {
  const button = `html:not([data-done]) form${scripted ? ':not(:has(+ script))' : ''} button`;
  for (let pages = 0; pages < 10; pages += 1) {
    await page.waitForSelector(`${button}, ${welcome}`);
    if ((await page.locator(welcome).count()) > 0) return;
    for (const [field, typed] of Object.entries(typedBy)) if ((await page.locator(field).count()) > 0) await page.fill(field, typed);
    const found = page.locator('form button').first();
    // The page is there until the next one comes, and is not to be sent twice.
    await page.evaluate(`document.documentElement.dataset.done = ''`);
    await found.click();
  }
}

/** A service with a connection in each way, whose page at `/<id>` is for people who have signed in by that. */
async function startService() {
  const sessions = browserSessions();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  // Sound: a server that listens on a port has an address.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { connections, tile, close } = await startProviders(url);
  const web = signOn({ connections, returnTo: `${url}/`, sessions });
  const page = async (request: Request): Promise<Response> => {
    const [, id] = new URL(request.url).pathname.split('/');
    const person = await sessions.of(request);
    if (person === undefined) return await web.challenge(request, id);
    const html = `<!doctype html><link rel="icon" href="data:,"><h1>Welcome, ${person.identity.subject?.value}.</h1>`;
    return new Response(html, { headers: { 'content-type': 'text/html' } });
  };
  server.on(
    'request',
    toNode(async (request, from) => (await web.answer(request, from)) ?? (await page(request))),
  );
  return {
    url,
    tile,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await close();
    },
  };
}

async function startProviders(url: string) {
  const { privateKey } = keyPair('rsa-2048', 'browser service');
  const certificate = selfSigned(privateKey).pem;
  const idp = await startIdentityProvider(
    keyPair('rsa-2048', 'browser provider').privateKey,
    [{ name: 'alice', attributes: {} }],
    password,
  );
  const metadata = await (await fetch(idp.metadataUrl)).text();
  const callbacks = ['query', 'form_post'].map((way) => `${url}/${way}/callback`);
  const op = await startOpenIdProvider({ clients: [{ client_id: 'app', client_secret: secret, redirect_uris: callbacks }] });

  const saml = (['redirect', 'post'] as const).map((binding): ConnectionOptions => {
    const [entityId, acsUrl] = [`${url}/${binding}/metadata`, `${url}/${binding}/acs`];
    idp.register({ entityId, acsUrl, certificate });
    const sp = serviceProvider({
      entityId,
      assertionConsumerServices: [{ url: acsUrl }],
      signing: { current: { privateKey, certificate } },
    });
    return { protocol: 'saml', sp, idp: identityProvider(metadata, { id: binding, allowUnsolicited: true }), login: { binding } };
  });
  const oidc = (['query', 'form_post'] as const).map((responseMode): ConnectionOptions => {
    const authentication = { kind: 'secret-basic', secret } as const;
    const us = client({ clientId: 'app', redirectUri: `${url}/${responseMode}/callback`, authentication });
    const provider = providerSource(op.issuer, { id: responseMode });
    return { protocol: 'oidc', id: responseMode, client: us, provider, login: { responseMode } };
  });
  return {
    connections: [...saml, ...oidc],
    tile: idp.tileUrl({ entityId: `${url}/post/metadata`, acsUrl: '', certificate }, '/post'),
    close: async () => void (await Promise.all([idp.close(), op.close()])),
  };
}

const welcome = 'h1:text-is("Welcome, alice.")';
const password = 'correct horse battery staple';
const secret = 'a secret of 32 octets at the very least';
const typedBy = { 'input[name=login]': 'alice', 'input[name=password]': password };
