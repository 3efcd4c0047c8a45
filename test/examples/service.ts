/** A small service that people sign in to: what an application does with this package, on nothing but `node:http`. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type AnySsoError, isSsoError, type Login } from '../../src/index.ts';
import {
  explain,
  finish,
  finishUnsolicited,
  fromForm,
  type IdentityProvider,
  type Incoming,
  identityProvider,
  login,
  type SamlPending,
  type ServiceProvider,
  type Signer,
  serviceProvider,
} from '../../src/saml/index.ts';
import { memoryReplayStore } from '../../src/stores/index.ts';
import { type Answer, type Asked, escapeHtml, formHtml, page, type Routes, type Running, redirect, serve } from './http.ts';

/** The service as it runs. */
export interface Service extends Running {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  readonly acsUrl: string;
}

/** How an answer fared, told to whoever runs the service; the person in front of the browser never sees it. */
export interface Outcome {
  readonly incoming: Incoming;
  readonly pending: SamlPending | undefined;
  readonly result: Login | AnySsoError;
}

/** Starts the service, which trusts the provider whose metadata is found at an address. */
export async function startService(metadataUrl: string, signer: Signer, told: (outcome: Outcome) => void): Promise<Service> {
  const metadata = await (await fetch(metadataUrl)).text();
  // Unsolicited logins are off unless somebody decides otherwise, as here.
  const idp = identityProvider(metadata, { allowUnsolicited: true });
  const { answer, ...running } = await serve();
  const acsUrl = `${running.url}/saml/acs`;
  const sp = serviceProvider({
    entityId: `${running.url}/saml`,
    assertionConsumerServices: [{ url: acsUrl }],
    signing: { current: signer },
  });
  answer(routes(sp, idp, acsUrl, told));
  return { ...running, sp, idp, acsUrl };
}

function routes(sp: ServiceProvider, idp: IdentityProvider, acsUrl: string, told: (outcome: Outcome) => void): Routes {
  const waiting = pendingLogins();
  const replay = memoryReplayStore();

  /** Sends the browser to the provider, and remembers what was asked. */
  async function begin({ query, cookies }: Asked): Promise<Answer> {
    const binding = new URLSearchParams(query).get('binding') === 'post' ? 'post' : 'redirect';
    const { outgoing, pending } = await login(sp, idp, { binding, returnTo: '/inbox' });
    const secret = cookies.get('browser') ?? randomBytes(20).toString('hex');
    waiting.put(pending, secret);
    // The answer comes as a post from another site: over https the cookie needs `SameSite=None; Secure` to come along.
    const cookie = { 'set-cookie': `browser=${secret}; Path=/; HttpOnly` };
    return outgoing.kind === 'redirect'
      ? redirect(outgoing.url, cookie)
      : page(200, formHtml(outgoing.action, outgoing.fields), { ...cookie, 'content-security-policy': `default-src 'none'` });
  }

  /** Takes the answer. What is refused is told to the log, and to the person only that it was. */
  async function consume(asked: Asked): Promise<Answer> {
    try {
      const { identity } = await accepted(asked);
      // Here an application would begin a session of its own, and go on to the `returnTo` of the login.
      return page(200, `Welcome, ${escapeHtml(identity.subject?.value ?? 'stranger')}.`);
    } catch (error) {
      if (isSsoError(error)) return page(403, 'You could not be signed in.');
      throw error;
    }
  }

  async function accepted({ form, cookies }: Asked): Promise<Login> {
    const incoming = fromForm(form, acsUrl);
    const pending = waiting.take(incoming.relayState, cookies.get('browser'));
    try {
      const result =
        pending === undefined ? await finishUnsolicited(sp, idp, incoming, replay) : await finish(sp, idp, incoming, pending, replay);
      told({ incoming, pending, result });
      return result;
    } catch (error) {
      if (isSsoError(error)) told({ incoming, pending, result: error });
      throw error;
    }
  }

  return new Map([
    ['GET /login', begin],
    ['POST /saml/acs', consume],
  ]);
}

/** What every rule says of an answer that was seen, as a page for administrators would show it. */
export async function explained({ sp, idp }: Service, { incoming, pending }: Outcome) {
  return await explain(sp, idp, incoming, pending);
}

/** Logins that wait for their answer: taken once, and only by the browser that began them. */
function pendingLogins() {
  const all = new Map<string, { readonly pending: SamlPending; readonly secret: string }>();
  return {
    put(pending: SamlPending, secret: string): void {
      all.set(pending.handle, { pending, secret });
    },
    take(handle: string | undefined, secret: string | undefined): SamlPending | undefined {
      const found = all.get(handle ?? '');
      if (found === undefined || secret === undefined || !sameText(found.secret, secret)) return undefined;
      all.delete(found.pending.handle);
      return found.pending;
    },
  };
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
