/** An identity provider for the demo: some people, one password, real messages over real HTTP. Nothing to copy into a product. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { plusSeconds } from '../../src/core/time.ts';
import { fromForm, fromQuery } from '../../src/saml/index.ts';
import { type Html, html } from '../../src/web/pages/html.ts';
import { writeDocument } from '../../src/xml/writer.ts';
import { selfSigned } from '../support/certificate.ts';
import { encryptedXml } from '../support/encrypt.ts';
import { signXml } from '../support/sign.ts';
import { type Answer, type Asked, page, type Routes, type Running, serve } from './http.ts';
import { type Departure, logoutRoutes } from './provider-logout.ts';
import { metadataDraft, type Person, refusalDraft, responseDraft } from './provider-messages.ts';
import { carryingForm, providerPage, signInButtons } from './provider-page.ts';
import { idOf, type RegisteredService, verifiedMessage } from './provider-services.ts';

/** The provider as it runs. */
export interface DemoProvider extends Running {
  readonly metadataUrl: string;
  /** Where a signed-in person can go straight to a service: what portals call a tile. */
  tileUrl(service: RegisteredService, relayState: string): string;
  register(service: RegisteredService): void;
}

/** Starts a provider that knows these people, who all have one password. Whoever does not say who they are is the first. */
export async function startIdentityProvider(
  privateKey: KeyObject,
  people: readonly [Person, ...Person[]],
  password: string,
): Promise<DemoProvider> {
  const services = new Map<string, RegisteredService>();
  const { answer, ...running } = await serve();
  answer(routes({ url: running.url, privateKey, people, password, services }));
  return {
    ...running,
    metadataUrl: `${running.url}/metadata`,
    tileUrl: ({ entityId }, relayState) => `${running.url}/tile?${new URLSearchParams({ service: entityId, relayState })}`,
    register: (service) => services.set(service.entityId, service),
  };
}

interface Setting {
  readonly url: string;
  readonly privateKey: KeyObject;
  readonly people: readonly [Person, ...Person[]];
  readonly password: string;
  readonly services: ReadonlyMap<string, RegisteredService>;
}

/** An answer that is owed, as soon as it is known to whom. */
interface Owed {
  readonly service: RegisteredService;
  readonly relayState: string;
  readonly inResponseTo?: string;
}

/** Who is signed in at the provider itself. */
interface Present {
  readonly person: Person;
  readonly since: Date;
  /** Where they were signed in by this session. */
  readonly services: Set<RegisteredService>;
}

function routes(setting: Setting): Routes {
  const { url, privateKey, people, password, services } = setting;
  const owed = new Map<string, Owed>();
  const sessions = new Map<string, Present>();
  const certificate = selfSigned(privateKey, { subject: 'Demo identity provider' }).base64;

  async function metadata(): Promise<Answer> {
    return {
      status: 200,
      headers: { 'content-type': 'application/samlmetadata+xml' },
      body: await writeDocument(metadataDraft(url, certificate)),
    };
  }

  async function asked({ query, form, cookies }: Asked): Promise<Answer> {
    const incoming = form.size > 0 ? fromForm(form, `${url}/sso`) : fromQuery(query, `${url}/sso`);
    const { service, message } = verifiedMessage(incoming, services);
    return await answerOrAsk({ service, relayState: incoming.relayState ?? '', inResponseTo: idOf(message) }, cookies);
  }

  async function tile({ query, cookies }: Asked): Promise<Answer> {
    const parameters = new URLSearchParams(query);
    const service = services.get(parameters.get('service') ?? '');
    if (service === undefined) return page(404, 'Nobody knows this service.');
    return await answerOrAsk({ service, relayState: parameters.get('relayState') ?? '' }, cookies);
  }

  async function signIn({ form }: Asked): Promise<Answer> {
    const answer = owed.get(form.get('answer') ?? '');
    if (answer === undefined) return page(403, 'Nobody waits for an answer.');
    if (form.has('refuse')) return shown('One moment', await refusalForm(answer));
    if (form.get('password') !== password) return page(403, 'That is not the password.');
    const person = people.find(({ name }) => name === form.get('person')) ?? people[0];
    const [session, present] = [newId(), { person, since: new Date(), services: new Set<RegisteredService>() }];
    sessions.set(session, present);
    return shown('One moment', await answerForm(answer, present, session), { 'set-cookie': `session=${session}; Path=/; HttpOnly` });
  }

  function end(session: string): Departure | undefined {
    const present = sessions.get(session);
    sessions.delete(session);
    return present && { person: present.person.name, index: session, services: [...present.services] };
  }

  async function signOut({ cookies }: Asked): Promise<Answer> {
    sessions.delete(cookies.get('session') ?? '');
    return shown('You are signed out', html`<p>At this provider. What you are signed in to knows nothing of it.</p>`);
  }

  async function portal(): Promise<Answer> {
    const tiles = [...services.keys()].map((service) => {
      const { name = service } = services.get(service) ?? {};
      return html`<li><a href="${`/tile?${new URLSearchParams({ service })}`}">${name}</a></li>`;
    });
    return shown(
      'Your applications',
      html`<ul>${tiles}</ul><p><a href="/sign-out">Sign out here</a></p>
<p><a href="/sign-out-everywhere">Sign out everywhere</a></p>`,
    );
  }

  async function answerOrAsk(answer: Owed, cookies: ReadonlyMap<string, string>): Promise<Answer> {
    const session = cookies.get('session') ?? '';
    const present = sessions.get(session);
    if (present !== undefined) return shown('One moment', await answerForm(answer, present, session));
    const id = newId();
    owed.set(id, answer);
    return shown('Who are you?', signInForm(id, people));
  }

  async function answerForm({ service, relayState, inResponseTo }: Owed, present: Present, session: string): Promise<Html> {
    const { person, since } = present;
    present.services.add(service);
    const now = new Date();
    const assertionId = newId();
    const draft = responseDraft({
      ids: { response: newId(), assertion: assertionId, session },
      provider: `${url}/metadata`,
      service,
      inResponseTo,
      person,
      instants: { now, signedIn: since, until: plusSeconds(now, 120) },
    });
    const signed = signXml(await writeDocument(draft), { key: privateKey, id: assertionId, keyInfo: { certificate } });
    return answering(service, encryptedFor(service, signed), relayState);
  }

  async function refusalForm({ service, relayState, inResponseTo }: Owed): Promise<Html> {
    const draft = refusalDraft({ id: newId(), provider: `${url}/metadata`, service, inResponseTo, now: new Date() });
    return answering(service, await writeDocument(draft), relayState);
  }

  return new Map([
    ...logoutRoutes({ url, privateKey, services, end }),
    ['GET /', portal],
    ['GET /metadata', metadata],
    ['GET /sso', asked],
    ['POST /sso', asked],
    ['GET /tile', tile],
    ['POST /sign-in', signIn],
    ['GET /sign-out', signOut],
  ]);
}

function shown(title: string, content: Html, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: providerPage(title, content) };
}

function signInForm(answer: string, people: readonly Person[]): Html {
  const options = people.map(
    ({ name, attributes: { displayName = [] } }) => html`<option value="${name}">${displayName[0] ?? name}</option>`,
  );
  return html`<p>This provider is on your own machine, and knows a few people.</p><form method="post" action="/sign-in"><input type="hidden" name="answer" value="${answer}"/>
<label for="person">Person</label><select id="person" name="person">${options}</select>
<label for="password">Password</label><input id="password" type="password" autocomplete="off" required name="password"/>${signInButtons}</form>`;
}

function answering({ acsUrl }: RegisteredService, response: string, relayState: string): Html {
  return carryingForm(acsUrl, { SAMLResponse: Buffer.from(response).toString('base64'), RelayState: relayState });
}

/** The response with its assertion encrypted, signature and all (SAMLCore 6). */
function encryptedFor({ encryptionCertificate }: RegisteredService, response: string): string {
  if (encryptionCertificate === undefined) return response;
  const recipients = [{ key: createPublicKey(encryptionCertificate) }];
  return response.replace(/<saml:Assertion .*<\/saml:Assertion>/s, (assertion) =>
    encryptedXml(assertion, 'EncryptedAssertion', { recipients }),
  );
}

function newId(): string {
  return `_${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')}`;
}
