import type { Login } from '../../src/identity/login.ts';
import { identityProviderFrom } from '../../src/saml/identity-provider.ts';
import type { SamlConnectionOptions } from '../../src/web/connections.ts';
import { selfSigned } from './certificate.ts';
import { keyPair } from './keys.ts';
import { assertionXml, bearerXml, clean, issuerXml, nameIdXml, responseXml, subjectXml } from './messages.ts';
import { signed, us } from './saml-login.ts';
import { answerByQuery, askedBy, oidcConnection, places, type Service, samlConnection, service } from './sign-on.ts';
import { Visitor } from './visitor.ts';

/** Something that somebody does. Requests and what was brought are meant by their number; of one that there is not nothing comes. */
export type Deed =
  | { readonly kind: 'begins'; readonly browser: number; readonly provider: ProviderId }
  | Brings
  /** Brings the state of one request with the code of another. */
  | { readonly kind: 'redeems'; readonly browser: number; readonly request: number; readonly code: number }
  /** Brings once more, to the letter, what somebody has brought before. */
  | { readonly kind: 'repeats'; readonly browser: number; readonly brought: number }
  /** Puts its cookies aside, or has them back. */
  | { readonly kind: 'saves'; readonly browser: number }
  | { readonly kind: 'restores'; readonly browser: number }
  | { readonly kind: 'waits'; readonly seconds: number };

/** Brings an answer to a request, by the provider that was asked or by another, with the relay state of that request or of another. */
interface Brings {
  readonly kind: 'brings';
  readonly browser: number;
  readonly request: number;
  readonly signer: 'idp' | 'mallory';
  readonly relayState: 'own' | 'none' | number;
}

/** The providers of the scene: one that answers at the address of the attacker's, too, and one by OpenID Connect. */
export const providerIds = ['idp', 'mallory', 'op'] as const;
export type ProviderId = (typeof providerIds)[number];

/** A service with two browsers in front of it and three providers behind, one of them an attacker's. */
export class Scene {
  readonly service: Service;
  readonly #begun = new Map<number, Begun>();
  readonly #signedIn: SignedIn[] = [];
  readonly #brought: Way[] = [];
  readonly #browsers: readonly Visitor[];
  readonly #saved = new Map<number, ReadonlyMap<string, string>>();
  /** Where requests came from, and when. */
  readonly #sent = new WeakMap<Request, Pick<SignedIn, 'browser' | 'at'>>();
  #requests = 0;

  constructor() {
    this.service = service((party, env) => ({
      connections: [samlConnection(), mallory, oidcConnection(party, env)],
      onLogin: (login, request, { next }) => {
        this.#note(login, this.#sent.get(request));
        return next;
      },
    }));
    const send = (browser: number) => async (request: Request) => {
      this.#sent.set(request, { browser, at: this.service.world.now() });
      return await this.service.answer(request);
    };
    this.#browsers = [0, 1].map((number) => new Visitor(send(number), this.service.world.now));
  }

  /** The numbers of the requests by which somebody was signed in. */
  get finished(): readonly number[] {
    return this.#signedIn.map(({ request }) => request);
  }

  /** What should not have been of all who were signed in. */
  get faults(): readonly string[] {
    return this.#signedIn.flatMap(({ browser, request, provider, name, at }) => {
      const begun = this.#begun.get(request);
      if (begun === undefined) return ['begun by nobody'];
      return [
        ...(begun.browser === browser ? [] : ['begun in another browser']),
        ...(begun.provider === provider ? [] : ['begun at another provider']),
        ...(provider === 'op' || name === nameBy(provider, request) ? [] : ['the name of somebody else']),
        ...(at.getTime() - begun.at.getTime() < 600_000 ? [] : ['too late']),
      ];
    });
  }

  async does(deed: Deed): Promise<void> {
    if (deed.kind === 'waits') return this.waits(deed.seconds);
    const browser = this.#browsers[deed.browser];
    if (browser === undefined) throw new Error('there are two browsers');
    if (deed.kind === 'begins') await this.begins(deed.browser, deed.provider);
    else if (deed.kind === 'saves') this.#saved.set(deed.browser, browser.cookies);
    else if (deed.kind === 'restores') for (const [name, value] of this.#saved.get(deed.browser) ?? []) browser.plant(name, value);
    else await this.#brings(browser, deed);
  }

  /** Lets time pass for everybody. */
  waits(seconds: number): void {
    for (const { pass } of [this.service.world, this.service.party.world]) pass(seconds);
  }

  /** Begins a login. @returns the number of the request */
  async begins(browser: number, provider: ProviderId): Promise<number> {
    const request = this.#requests++;
    const sent = await this.#browsers[browser]?.open(`${loginUrls[provider]}?returnTo=/${request}`);
    if (sent?.status === 303) this.#begun.set(request, { browser, provider, sent, at: this.service.world.now() });
    return request;
  }

  async #brings(browser: Visitor, deed: Bringing): Promise<void> {
    const way = deed.kind === 'repeats' ? this.#brought[deed.brought] : this.#wayOf(deed);
    if (way === undefined) return;
    this.#brought.push(way);
    await way(browser);
  }

  #wayOf(deed: Exclude<Bringing, { readonly kind: 'repeats' }>): Way | undefined {
    const begun = this.#begun.get(deed.request);
    if (begun === undefined) return undefined;
    if (deed.kind === 'redeems') return this.#redeeming(begun, this.#begun.get(deed.code));
    if (begun.provider === 'op') return this.#redeeming(begun, begun);
    const { SAMLResponse, RelayState } = answerBy(deed.signer, begun.sent, deed.request, this.service.world.now());
    const other = typeof deed.relayState === 'number' ? this.#begun.get(deed.relayState) : undefined;
    const relayState = other === undefined || other.provider === 'op' ? RelayState : askedBy(other.sent).relayState;
    return (browser) => browser.post(places.acs, { SAMLResponse, ...(deed.relayState === 'none' ? {} : { RelayState: relayState }) });
  }

  #redeeming(begun: Begun, other: Begun | undefined): Way | undefined {
    if (begun.provider !== 'op' || other?.provider !== 'op') return undefined;
    const address = new URL(answerByQuery(this.service, other.sent));
    address.searchParams.set('state', new URL(begun.sent.headers.get('location') ?? '').searchParams.get('state') ?? '');
    return (browser) => browser.open(address.href, 'elsewhere');
  }

  #note({ identity, returnTo = '' }: Login, sent: Pick<SignedIn, 'browser' | 'at'> | undefined): void {
    if (sent === undefined) throw new Error('a login is that of a request');
    const request = Number(new URL(returnTo).pathname.slice(1));
    this.#signedIn.push({ ...sent, request, provider: identity.provider, name: identity.subject?.value ?? '' });
  }
}

type Bringing = Extract<Deed, { readonly kind: 'brings' | 'redeems' | 'repeats' }>;
/** How an answer comes, by whichever browser. */
type Way = (browser: Visitor) => Promise<Response>;

/** A login that was begun. */
interface Begun {
  readonly browser: number;
  readonly provider: ProviderId;
  readonly at: Date;
  readonly sent: Response;
}

/** Who was signed in where, and the request that it is said to be of. */
interface SignedIn {
  readonly browser: number;
  readonly request: number;
  readonly provider: string;
  readonly name: string;
  readonly at: Date;
}

/** The form that a provider posts, and which names the person by the provider and the request. */
function answerBy(signer: 'idp' | 'mallory', sent: Response, request: number, now: Date) {
  const { requestId, relayState } = askedBy(sent);
  const issuer = issuerXml(entityIds[signer]);
  const subject = subjectXml(nameIdXml(nameBy(signer, request)), [bearerXml({ InResponseTo: requestId })]);
  const assertions = [assertionXml({ issuer, subject, id: `_${signer}${request}` })];
  const late = now.getTime() - Date.parse(clean.now);
  const xml = responseXml({ issuer, inResponseTo: requestId, assertions }).replace(instant, (then) =>
    new Date(Date.parse(then) + late).toISOString(),
  );
  const whole = signed(xml, 'response', { key: keyPair('rsa-2048', signer).privateKey });
  return { SAMLResponse: Buffer.from(whole).toString('base64'), RelayState: relayState };
}

function nameBy(provider: string, request: number): string {
  return `${provider}-${request}@example.com`;
}

const instant = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const entityIds = { idp: clean.idp, mallory: 'https://mallory.example/saml' };
const loginUrls = { idp: places.samlLogin, mallory: 'https://sp.example/mallory/login', op: places.oidcLogin };
const mallory: SamlConnectionOptions = {
  protocol: 'saml',
  sp: us(),
  idp: identityProviderFrom(
    {
      entityId: entityIds.mallory,
      ssoUrl: 'https://mallory.example/sso',
      certificates: [selfSigned(keyPair('rsa-2048', 'mallory').privateKey).base64],
    },
    { id: 'mallory' },
  ),
  loginUrl: loginUrls.mallory,
};
