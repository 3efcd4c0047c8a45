import { memoryReplayStore } from '../../src/stores/memory.ts';
import { memoryPendingStore } from '../../src/stores/memory-pending.ts';
import { memorySessionIndex, memorySessionStore } from '../../src/stores/memory-sessions.ts';
import { type BrowserSessions, browserSessions } from '../../src/web/sessions.ts';
import { jwsSigner } from './jws.ts';
import { keyPair } from './keys.ts';
import { assertionXml, authnStatementXml, bearerXml, clean, issuerXml, nameIdXml, responseXml, subjectXml } from './messages.ts';
import { signed } from './saml-login.ts';
import { them, us } from './saml-logout.ts';
import { answerByQuery, askedBy, oidcConnection, places, type Service, samlConnection, service } from './sign-on.ts';
import { type Bringing, brought, exits, framed, logoutRequest, logoutToken, oidcExits, posted } from './sign-out.ts';
import { Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** Something that happens. Logins and messages are meant by their number; of one that there is not nothing comes. */
export type Deed =
  | { readonly kind: 'begins'; readonly provider: ProviderId; readonly name: string }
  /** The answer of a login comes, perhaps long after it was made. */
  | { readonly kind: 'comes'; readonly login: number }
  | { readonly kind: 'leaves'; readonly login: number; readonly onlyHere: boolean }
  | Ends
  /** Somebody sends once more, to the letter, what a provider has sent. */
  | { readonly kind: 'repeats'; readonly message: number }
  /** What a frame of the provider brings, which nobody has signed. */
  | { readonly kind: 'frames'; readonly login: number; readonly issuer: 'own' | 'other' }
  | { readonly kind: 'waits'; readonly seconds: number };

/** A provider says that a login has ended, or all of its person; or somebody else says so. */
interface Ends {
  readonly kind: 'ends';
  readonly login: number;
  readonly all: boolean;
  readonly way: 'redirect' | 'post' | 'soap';
  readonly flaw: Flaw;
}

/** What is wrong with a message. One of another provider is about that one's own person of the same name; what is astray is meant for others. */
export type Flaw = 'none' | 'forged' | 'unsigned' | 'other' | 'late' | 'astray';

/** Two providers by SAML, which share our addresses, and one by OpenID Connect. */
export const providerIds = ['idp', 'mallory', 'op'] as const;
export type ProviderId = (typeof providerIds)[number];

/** Two processes of one service, three providers, and a browser for each login. */
export class LogoutScene {
  readonly #processes: readonly [Service, Service];
  readonly #sessions: BrowserSessions;
  readonly #logins: Begun[] = [];
  readonly #ended: Ended[] = [];
  readonly #messages: (() => Promise<unknown>)[] = [];
  #round = 0;
  #asked = 0;
  /** What the provider by OpenID Connect says of whom is set for all: one redeems its code after the other. */
  #redeeming: Promise<unknown> = Promise.resolve();

  constructor() {
    let shared: ReturnType<typeof storesIn> | undefined;
    const process = (beside?: Service) =>
      service(
        (party, env) => {
          shared ??= storesIn(env);
          const { store, index, ...stores } = shared;
          const connections = [...byForms, oidcConnection(party, env, oidcExits)];
          return { connections, sessions: browserSessions({ store, index }, env), signOut: { url: exits.signOut }, stores };
        },
        undefined,
        beside,
      );
    const first = process();
    this.#processes = [first, process(first)];
    const { store, index } = shared ?? storesIn(first.world);
    this.#sessions = browserSessions({ store, index }, first.world);
  }

  /** Lets all of that happen at once. */
  async happen(deeds: readonly Deed[]): Promise<void> {
    this.#round += 1;
    await Promise.all(deeds.map((deed) => this.#does(deed)));
  }

  /** The logins whose session is there and should have ended, or has ended and should not have. */
  async faults(): Promise<readonly string[]> {
    const all = await Promise.all(this.#logins.map(async (login, at) => ({ at, login, isThere: await this.#isThere(login) })));
    return all.flatMap(({ at, login, isThere }) =>
      login.isUnsure === true || isThere === (this.#shouldBeThere(login) ?? isThere) ? [] : [`${at} is ${isThere ? 'there' : 'gone'}`],
    );
  }

  async #does(deed: Deed): Promise<void> {
    if (deed.kind === 'waits') return this.#waits(deed.seconds);
    if (deed.kind === 'begins') return await this.#begins(deed.provider, deed.name);
    if (deed.kind === 'repeats') return void (await this.#messages[deed.message]?.());
    const login = this.#logins[deed.login];
    if (login === undefined) return;
    if (deed.kind === 'comes') await this.#comes(login);
    else if (deed.kind === 'leaves') await this.#leaves(login, deed.onlyHere);
    else if (deed.kind === 'frames') await this.#frames(login, deed.issuer);
    else await this.#ends(login, deed);
  }

  /** Whichever process happens to be asked. */
  get #service(): Service {
    this.#asked += 1;
    return this.#processes[this.#asked % 2 === 0 ? 0 : 1];
  }

  get #now(): number {
    return this.#processes[0].world.now().getTime();
  }

  #waits(seconds: number): void {
    const [{ world, party }] = this.#processes;
    for (const { pass } of [world, party.world]) pass(seconds);
  }

  async #begins(provider: ProviderId, name: string): Promise<void> {
    const browser = new Visitor(async (request) => await this.#service.answer(request), this.#processes[0].world.now);
    const [at, index] = [this.#now, `session ${this.#logins.length}`];
    const login: Begun = { provider, name, index, at, browser, sent: browser.open(loginUrls[provider]) };
    this.#logins.push(login);
    await login.sent;
  }

  async #comes(login: Begun): Promise<void> {
    // What is refused for its age is no matter of logout.
    if (login.cameIn !== undefined || this.#now - login.at > 200_000) return;
    login.cameIn = this.#round;
    const { browser, name, index, provider } = login;
    const sent = await login.sent;
    login.provenAt = provider === 'op' ? this.#now : login.at - 60_000;
    if (provider !== 'op') return void (await browser.post(places.acs, answerOf(login, provider, sent)));
    this.#redeeming = this.#redeeming.then(async () => {
      const [{ party }] = this.#processes;
      party.claims = { sub: name, sid: index };
      await browser.open(answerByQuery({ party }, sent), 'elsewhere');
    });
    await this.#redeeming;
  }

  async #leaves(login: Begun, onlyHere: boolean): Promise<void> {
    if (!this.#wasHere(login)) return;
    login.hasLeft = true;
    await login.browser.post(exits.signOut, onlyHere ? { 'only-here': '1' } : {}, 'here');
  }

  async #frames(login: Begun, issuer: 'own' | 'other'): Promise<void> {
    const [{ party }] = this.#processes;
    await framed(this.#service, { iss: issuer === 'own' ? party.issuer : 'https://other.example', sid: login.index });
    if (issuer === 'other' || login.provider !== 'op' || login.cameIn === undefined) return;
    if (this.#wasHere(login)) login.hasLeft = true;
    // Of what nobody has signed nothing is remembered: it may have come a moment before the session.
    else login.isUnsure = true;
  }

  /** Is that a login whose session began before all that happens now? */
  #wasHere({ cameIn = Number.POSITIVE_INFINITY }: Begun): boolean {
    return cameIn < this.#round;
  }

  async #ends(login: Begun, deed: Ends): Promise<void> {
    const { name, index, provider } = login;
    const { all, flaw } = deed;
    const says = flaw === 'other' ? others[provider] : provider;
    const send = says === 'op' || provider === 'op' ? this.#token(login, deed) : this.#request(login, says, deed);
    this.#messages.push(send);
    const provenUntil = provider !== 'op' ? this.#now - 30_000 : all ? this.#now : Number.POSITIVE_INFINITY;
    if (flaw === 'none' || (flaw === 'other' && provider !== 'op'))
      this.#ended.push({ provider: says, name, provenUntil, round: this.#round, ...(all ? {} : { index }) });
    await send();
  }

  #request({ name, index }: Begun, says: 'idp' | 'mallory', { all, way, flaw }: Ends): () => Promise<unknown> {
    const more = { issuer: issuerXml(entityIds[says]), ...(flaw === 'astray' ? { destination: 'https://other.example/slo' } : {}) };
    const xml = shifted(logoutRequest(name, all ? [] : [index], more), this.#now - (flaw === 'late' ? 1_200_000 : 0));
    const { privateKey } = keyOf(flaw === 'forged' ? 'nobody' : says);
    const bringing: Bringing = { way, signing: flaw === 'unsigned' ? null : { key: privateKey } };
    return async () => await brought(this.#service, xml, bringing);
  }

  #token({ name, index }: Begun, { all, flaw }: Ends): () => Promise<unknown> {
    const [{ party }] = this.#processes;
    const { keys } = party;
    if (flaw === 'forged') party.keys = [jwsSigner('RS256', 'RS256', 'mallory')];
    const token = logoutToken({ party }, { sub: name, ...(all ? {} : { sid: index }), ...flawed(flaw, party.seconds) });
    party.keys = keys;
    const sent = flaw === 'unsigned' ? token.replace(/[^.]*$/, '') : token;
    return async () => await posted(this.#service, { logout_token: sent });
  }

  /** Undefined where it was proven after a logout that came at the same time: if that was faster, it is another one, and else it has ended. */
  #shouldBeThere({ provider, name, index, cameIn, provenAt = 0, hasLeft = false }: Begun): boolean | undefined {
    if (cameIn === undefined || hasLeft) return false;
    const about = this.#ended.filter((ended) => ended.provider === provider && ended.name === name && (ended.index ?? index) === index);
    if (about.some((ended) => ended.round > cameIn || provenAt <= ended.provenUntil)) return false;
    return about.some((ended) => ended.round === cameIn) ? undefined : true;
  }

  async #isThere({ browser }: Begun): Promise<boolean> {
    const headers = { cookie: `__Host-signon=${browser.cookies.get('__Host-signon') ?? ''}` };
    return (await this.#sessions.of(new Request(places.home, { headers }))) !== undefined;
  }
}

/** What processes have in common. */
function storesIn(env: World) {
  return {
    store: memorySessionStore({}, env),
    index: memorySessionIndex({}, env),
    pending: memoryPendingStore({}, env),
    replay: memoryReplayStore({}, env),
  };
}

/** A login, from its request on. */
interface Begun {
  readonly provider: ProviderId;
  readonly name: string;
  readonly index: string;
  readonly at: number;
  readonly browser: Visitor;
  readonly sent: Promise<Response>;
  /** The round in which its answer came. */
  cameIn?: number;
  provenAt?: number;
  hasLeft?: boolean;
  isUnsure?: true;
}

/** What a provider has ended: all of a person, or one session. */
interface Ended {
  readonly provider: ProviderId;
  readonly name: string;
  readonly index?: string;
  readonly provenUntil: number;
  readonly round: number;
}

function flawed(flaw: Flaw, seconds: number): Readonly<Record<string, unknown>> {
  if (flaw === 'late') return { iat: seconds - 400 };
  if (flaw === 'astray') return { aud: 'another' };
  return flaw === 'other' ? { iss: 'https://mallory.example' } : {};
}

/** The form that a provider posts, just as old as the login. */
function answerOf({ name, index, at }: Begun, provider: 'idp' | 'mallory', sent: Response): Readonly<Record<string, string>> {
  const { requestId, relayState } = askedBy(sent);
  const issuer = issuerXml(entityIds[provider]);
  const subject = subjectXml(nameIdXml(name), [bearerXml({ InResponseTo: requestId })]);
  const statements = [authnStatementXml({ SessionIndex: index })];
  const assertions = [assertionXml({ issuer, subject, statements, id: `_a${requestId}` })];
  const whole = shifted(responseXml({ issuer, inResponseTo: requestId, assertions }), at);
  const { privateKey: key } = keyOf(provider);
  return { SAMLResponse: Buffer.from(signed(whole, 'response', { key })).toString('base64'), RelayState: relayState };
}

/** A message that was made at that instant, in the place of the one that all clean ones share. */
function shifted(xml: string, now: number): string {
  const late = now - Date.parse(clean.now);
  return xml.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (then) => new Date(Date.parse(then) + late).toISOString());
}

function keyOf(provider: 'idp' | 'mallory' | 'nobody') {
  return provider === 'idp' ? keyPair('rsa-2048') : keyPair('rsa-2048', provider);
}

const entityIds = { idp: clean.idp, mallory: 'https://mallory.example/saml' };
const others = { idp: 'mallory', mallory: 'idp', op: 'op' } as const;
const loginUrls = { idp: places.samlLogin, mallory: 'https://sp.example/mallory/login', op: places.oidcLogin };
const sp = us();
const mallory = { ...them({ id: 'mallory' }, [keyOf('mallory')]), entityId: entityIds.mallory, issuers: [entityIds.mallory] };
const byForms = [samlConnection({ sp, idp: them() }), samlConnection({ sp, idp: mallory, loginUrl: loginUrls.mallory })];
