import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from 'oidc-provider';
import { type SigningKeys, signingKeys } from './openid-keys.ts';
import { interact, interactionPath } from './openid-login-page.ts';
import { type ProviderSettings, settingsOf } from './openid-settings.ts';

/** A certified OpenID provider on this machine, with what reached it. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** Every request so far, in order, as `POST /token`. */
  readonly requests: readonly string[];
  /** What went wrong within the provider itself. */
  readonly faults: readonly unknown[];
  /** From now on signs with the first of these keys that fits, and publishes no others; by default new ones. Sessions, grants and tokens stay. */
  rotate(keys?: SigningKeys): void;
  /** Takes a request that came in at another server. */
  readonly take: RequestListener;
  close(): Promise<void>;
}

/** Starts a provider for these clients on a free port of the loopback, with keys made for this run. */
export async function startOpenIdProvider(settings: ProviderSettings): Promise<OpenIdProvider> {
  const { Provider, createMemoryAdapter } = await quietly(load);
  const [requests, faults]: [string[], unknown[]] = [[], []];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const configuration = { ...settingsOf(settings, port), adapter: createMemoryAdapter() };
  const made = (jwks = signingKeys()): Provider =>
    new Provider(issuer, { ...configuration, jwks }).on('server_error', (_, fault) => faults.push(fault));
  let provider = made();
  const take: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    answer(provider, request, response).catch((fault: unknown) => faults.push(fault));
  };
  server.on('request', take);
  return {
    issuer,
    requests,
    faults,
    take,
    rotate: (keys) => {
      provider = made(keys);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith(interactionPath)) await interact(provider, request, response);
  else await provider.callback()(request, response);
}

async function load() {
  const [{ Provider }, { createMemoryAdapter }] = await Promise.all([
    import('oidc-provider'),
    import('oidc-provider/lib/adapters/memory_adapter.js'),
  ]);
  return { Provider, createMemoryAdapter };
}

/** What the package says on being loaded is meant for those who put it into production. */
async function quietly<T>(action: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await action();
  } finally {
    console.warn = warn;
  }
}
