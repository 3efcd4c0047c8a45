import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNode } from '../../src/node/index.ts';
import { client, discover, type OidcLogin, type Provider } from '../../src/oidc/index.ts';
import { type BrowserSessions, browserSessions, type SignOn, signOn } from '../../src/web/index.ts';
import { Browser, type Page } from '../support/browser.ts';
import { clientSecret, known } from '../support/openid-clients.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';

describe('two services with the handlers at a certified provider', () => {
  const server = createServer();
  let url = '';
  let op: OpenIdProvider;
  const services: Service[] = [];

  beforeAll(async () => {
    url = await listening(server);
    op = await startOpenIdProvider({ clients: names.map((name) => registration(`${url}/${name}`, name)) });
    const provider = await discover(op.issuer);
    services.push(...names.map((name) => serviceAt(`${url}/${name}`, name, provider)));
    server.on(
      'request',
      toNode(async (request, from) => {
        const service = services.find(({ path }) => new URL(request.url).pathname.startsWith(`${path}/`));
        return (await service?.web.answer(request, from)) ?? (await service?.home(request));
      }),
    );
  });
  afterAll(async () => {
    expect(op.faults).toEqual([]);
    server.closeAllConnections();
    await Promise.all([op.close(), new Promise((resolve) => server.close(resolve))]);
  });

  it.for([
    ['without', 'one'],
    ['with', 'two'],
  ] as const)('whoever signs out at one, %s the ID token, is asked there, comes back, and is out at the other, too', async ([, name]) => {
    const [browser, another] = [new Browser(), new Browser()];
    for (const one of [browser, another]) for (const place of names) expect(await welcomed(one, place)).toBe('Welcome, alice');
    const back = await signsOut(browser, name);
    expect(back.html).toContain('<h1>You are signed out</h1>');
    expect(new URL(back.url).pathname).toBe(`/${name}/signed-out`);
    for (const place of names) expect((await opened(browser, place)).html).toContain('User name');
    for (const place of names) expect((await opened(another, place)).html).toBe('Welcome, alice');
    expect(told.filter((event) => event === 'logout.answered')).toHaveLength(name === 'one' ? 1 : 2);
    expect(told).not.toContain('logout.refused');
  });

  /** The page of a service, where nobody has to sign in first. */
  async function opened(browser: Browser, name: string, answers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const page = await browser.carryOut(`${url}/${name}/`, answers);
    if (!('html' in page)) throw new Error('an answer that nobody waits for');
    return page;
  }

  async function welcomed(browser: Browser, name: string): Promise<string> {
    return (await opened(browser, name, { login: 'alice' })).html;
  }

  /** By the button here, and that of the provider. */
  async function signsOut(browser: Browser, name: string): Promise<Page> {
    let page = await browser.carryOut(`${url}/${name}/sign-out`);
    for (let buttons = 0; buttons < 2; buttons += 1) {
      if (!('html' in page)) throw new Error('an answer that nobody waits for');
      const [form] = page.forms;
      if (form === undefined) throw new Error(`no button on ${page.html}`);
      page = await browser.submit(page, form);
    }
    if (!('html' in page)) throw new Error('an answer that nobody waits for');
    return page;
  }
});

/** A service, and its page for whoever is signed in. */
interface Service {
  readonly path: string;
  readonly web: SignOn;
  home(request: Request): Promise<Response>;
}

function serviceAt(base: string, name: string, provider: Provider): Service {
  const sessions: BrowserSessions = browserSessions({ cookie: `__Host-${name}` });
  const idTokens = new Map<string, string>();
  const web = signOn({
    connections: [
      {
        protocol: 'oidc',
        client: client({ clientId: name, redirectUri: `${base}/callback`, authentication: { kind: 'secret-basic', secret: clientSecret } }),
        provider,
        loginUrl: `${base}/login`,
        // Some providers say of what session a login is only where that is asked for.
        login: { claims: { id_token: { sid: null } } },
        logoutUrl: `${base}/signed-out`,
        backChannelLogoutUrl: `${base}/back-channel-logout`,
        logout: ({ session: { index = '' } }) => {
          const idToken = name === 'two' ? idTokens.get(index) : undefined;
          return idToken === undefined ? {} : { idToken };
        },
      },
    ],
    returnTo: `${base}/`,
    signOut: { url: `${base}/sign-out` },
    sessions,
    onLogin: (login, _, { next }) => {
      // Sound: there is no connection by another protocol.
      const { tokens, session } = login as OidcLogin;
      if (tokens.idToken !== undefined) idTokens.set(session.index ?? '', tokens.idToken);
      return next;
    },
    audit: (event) => void told.push(event.name),
  });
  const home = async (request: Request) => {
    const signedIn = await sessions.of(request);
    return signedIn === undefined ? await web.challenge(request) : new Response(`Welcome, ${signedIn.identity.subject?.value}`);
  };
  return { path: new URL(base).pathname, web, home };
}

function registration(base: string, name: string) {
  return known(name, {
    client_secret: clientSecret,
    redirect_uris: [`${base}/callback`],
    post_logout_redirect_uris: [`${base}/signed-out`],
    backchannel_logout_uri: `${base}/back-channel-logout`,
    backchannel_logout_session_required: true,
  });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  return `http://localhost:${port}`;
}

const names = ['one', 'two'] as const;
const told: string[] = [];
