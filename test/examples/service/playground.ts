/** A service to try: two providers, four products, and the sign-in service in front of them, on free ports of this machine. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Env, systemEnv } from '../../../src/index.ts';
import { toNode, type WebHandler } from '../../../src/node/index.ts';
import { discover } from '../../../src/oidc/index.ts';
import type { AuditEvent } from '../../../src/web/index.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { known } from '../../support/openid-clients.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid-provider.ts';
import { type DemoProvider, startIdentityProvider } from '../identity-provider.ts';
import { door } from './door.ts';
import { partners, password, staff } from './people.ts';
import { type Installation, installations } from './products.ts';
import { addressesOf, type Providers, signInTo } from './sign-in.ts';

/** All of it, as it runs. */
export interface Playground {
  /** Where the products are, each under its path. People are to open it by this name: the providers are another site. */
  readonly url: string;
  readonly products: readonly Installation[];
  /** Where the staff signs in, by SAML. */
  readonly idp: DemoProvider;
  /** Where partners sign in, by OpenID Connect. */
  readonly op: OpenIdProvider;
  close(): Promise<void>;
}

/**
 * Starts it.
 *
 * @param told - hears of every login, with the name of the product
 * @param env - the world of the service; the providers have their own
 */
export async function startPlayground(
  told: (event: AuditEvent, product: string) => void = () => undefined,
  env: Env = systemEnv,
): Promise<Playground> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const products = installations(url, env);
  const { idp, op, providers } = await startProviders(url, products, env);
  const doors = products.map((each) => door(each, signInTo(url, each, providers, told, env), url, products));
  server.on('request', toNode(firstOf(doors)));
  const close = async () => {
    server.closeAllConnections();
    await Promise.all([idp.close(), op.close(), new Promise((resolve) => server.close(resolve))]);
  };
  return { url, products, idp, op, close };
}

/** Starts both providers, which know all products; the service is told of them. */
async function startProviders(url: string, products: readonly Installation[], env: Env) {
  const privateKey = keyPair('rsa-2048', 'playground service').privateKey;
  const certificate = selfSigned(privateKey, { subject: 'Example service' }).pem;
  const clientSecret = randomBytes(32).toString('hex');
  const idp = await startIdentityProvider(keyPair('rsa-2048', 'playground provider').privateKey, staff, password);
  const op = await startOpenIdProvider({ clients: products.map((each) => clientOf(url, each, clientSecret)), claimsOf });
  for (const each of products) {
    const { entityId, acs: acsUrl, logout: sloUrl } = addressesOf(url, each);
    idp.register({ entityId, acsUrl, sloUrl, certificate, name: each.name });
  }
  const providers: Providers = {
    staff: await (await fetch(idp.metadataUrl)).text(),
    partners: await discover(op.issuer, { id: 'partners' }, env),
    signer: { privateKey, certificate },
    clientSecret,
  };
  return { idp, op, providers };
}

/** What the first of them answers whose business it is. */
function firstOf(handlers: readonly WebHandler[]): WebHandler {
  return async (request, from) => {
    for (const answer of handlers) {
      const response = await answer(request, from);
      if (response !== undefined) return response;
    }
    return undefined;
  };
}

function clientOf(url: string, installation: Installation, client_secret: string) {
  const { callback, signedOut, backChannel } = addressesOf(url, installation);
  return known(installation.path.slice(1), {
    client_secret,
    redirect_uris: [callback],
    post_logout_redirect_uris: [signedOut],
    backchannel_logout_uri: backChannel,
    backchannel_logout_session_required: true,
  });
}

function claimsOf(name: string): Readonly<Record<string, unknown>> {
  return partners[name] ?? { name, email: `${name}@partner.example`, email_verified: true, groups: [] };
}
