import type { LoginHints } from '../identity/login.ts';
import type { Asked } from './asked.ts';
import type { Candidate } from './candidate.ts';
import { canonicalDomain, domainOf } from './domain.ts';
import type { Entrance, Way } from './entrance.ts';
import { knows, whoKnows } from './known-domains.ts';
import { networkOf } from './networks.ts';
import type { Routing } from './routing.ts';

/** What the application itself knows of somebody who comes in; nothing of it is taken from what they ask for. */
export interface Visitor {
  /** They come to the portal of a service desk, as its customers do, and to which. Default: to the product. */
  readonly portal?: { readonly id?: string };
  /** The provider that signed them in the last time in this browser, by its id. A cookie may keep that: it is no more than a wish. */
  readonly remembered?: string;
  /**
   * The IP address at the other end of the socket, for the bypass; what a header says of it anybody can have written. Behind a proxy it is
   * that of the proxy, whoever comes.
   */
  readonly address?: string;
}

/** What comes next for somebody who wants to come in. */
export type Decision = Sent | Asking | Choosing | OwnLogin | Bypass;

/** They are sent to a provider at once. */
export interface Sent {
  readonly kind: 'provider';
  readonly provider: Candidate;
  /** They chose it, it knows the domain that they typed or that the link named, they had it the last time, or nothing led elsewhere. */
  readonly because: 'chosen' | 'user' | 'hint' | 'remembered' | 'default' | 'forced';
  /** What it is told of them, for `samlLogin` and `oidcLogin`. */
  readonly hints: LoginHints;
}

/** They are asked for their user name or address. */
export interface Asking {
  readonly kind: 'ask';
  /** Is the product's own login offered, too? */
  readonly password: boolean;
}

/** They choose on a page. */
export interface Choosing {
  readonly kind: 'choose';
  readonly among: readonly Candidate[];
  /** The one of these that they had the last time. */
  readonly remembered?: Candidate;
  /** Is the product's own login offered, too? */
  readonly password: boolean;
}

/** They have the product's own login. */
export interface OwnLogin {
  readonly kind: 'password';
  readonly because: 'entrance' | 'unknown-domain' | 'wanted';
  /** What is offered beside it. */
  readonly among: readonly Candidate[];
}

/** They have the product's own login past everything else: worth a line in the audit, as is a bypass that was wanted and is not this. */
export interface Bypass {
  readonly kind: 'password';
  readonly because: 'bypass';
  /** The network that they came from, as it is configured. */
  readonly network: string;
}

/**
 * Decides what comes next. Pure: nobody is looked up, so that what comes out says nothing of who has an account, and of a user name or an
 * address only its domain counts. Nothing that is asked for leads to a provider that is not enabled at this entrance; a wish that cannot be
 * granted is as if it were not there.
 *
 * It decides what people see, and not what a product lets in: that it takes no passwords is to be set there.
 */
export function chooseProvider(routing: Routing, asked: Asked = {}, visitor: Visitor = {}): Decision {
  const network = asked.wants === 'bypass' ? networkOf(routing.bypass, visitor.address ?? '') : undefined;
  if (network !== undefined) return { kind: 'password', because: 'bypass', network: network.name };
  const coming = { entrance: entranceOf(routing, visitor), asked, remembered: visitor.remembered };
  for (const lead of leads) {
    const decision = lead(coming);
    if (decision !== undefined) return decision;
  }
  // Whoever has typed something is not asked for it again.
  return along(blank(asked.user) ? coming.entrance.first : coming.entrance.unknown, coming);
}

/** Somebody who comes in, with what leads them. */
interface Coming {
  readonly entrance: Entrance;
  readonly asked: Asked;
  readonly remembered: string | undefined;
}

function entranceOf({ entrance, portal, portals }: Routing, visitor: Visitor): Entrance {
  if (visitor.portal === undefined) return entrance;
  const { id } = visitor.portal;
  return (id === undefined ? undefined : portals.get(id)) ?? portal;
}

function byChoice({ entrance, asked }: Coming): Decision | undefined {
  const chosen = entrance.providers.find(({ id }) => id === asked.provider);
  return chosen && sent(chosen, 'chosen', asked);
}

function byWish(coming: Coming): Decision | undefined {
  const { entrance, asked } = coming;
  if (asked.wants === 'password' && entrance.password) return { kind: 'password', because: 'wanted', among: shown(entrance) };
  return asked.wants === 'chooser' && shown(entrance).length > 0 ? choosing(coming) : undefined;
}

/** A domain that somebody typed leads to whoever knows it, or to nobody: no link and no memory counts for more. */
function byUser(coming: Coming): Decision | undefined {
  const { entrance, asked } = coming;
  const domain = domainOf(asked.user ?? '');
  if (domain === undefined) return undefined;
  const provider = whoKnows(entrance.known, domain);
  return provider === undefined ? along(entrance.unknown, coming) : sent(provider, 'user', asked);
}

function byHint({ entrance, asked }: Coming): Decision | undefined {
  const [provider] = hintedDomains(asked).flatMap((domain) => whoKnows(entrance.known, domain) ?? []);
  return provider && sent(provider, 'hint', asked);
}

function byMemory({ entrance, asked, remembered }: Coming): Decision | undefined {
  const last = entrance.follow ? entrance.providers.find(({ id }) => id === remembered) : undefined;
  return last && sent(last, 'remembered', asked);
}

function along(way: Way, coming: Coming): Decision {
  const { entrance, asked } = coming;
  switch (way.kind) {
    case 'provider':
      return sent(way.provider, way.because, asked);
    case 'ask':
      return { kind: 'ask', password: entrance.password };
    case 'choose':
      return choosing(coming);
    case 'password':
      return { kind: 'password', because: way.because, among: shown(entrance) };
  }
}

function choosing({ entrance, remembered }: Coming): Choosing {
  const among = shown(entrance);
  const last = among.find(({ id }) => id === remembered);
  return { kind: 'choose', among, ...(last === undefined ? {} : { remembered: last }), password: entrance.password };
}

function sent(provider: Candidate, because: Sent['because'], asked: Asked): Sent {
  const { tellUser, tellDomain } = provider;
  const user = [asked.user, asked.loginHint].find((name) => !blank(name))?.trim();
  const named = [domainOf(asked.user ?? '') ?? [], hintedDomains(asked)].flat();
  const domain = tellDomain === true ? named.find((one) => knows(provider, one)) : tellDomain || undefined;
  const hints = { ...(domain === undefined ? {} : { domain }), ...(tellUser && user !== undefined ? { user } : {}) };
  return { kind: 'provider', provider, because, hints };
}

function shown({ providers }: Entrance): readonly Candidate[] {
  return providers.filter((provider) => provider.shown);
}

function hintedDomains({ domainHint = '', loginHint = '' }: Asked): readonly string[] {
  return [canonicalDomain(domainHint), domainOf(loginHint)].filter((domain) => domain !== undefined);
}

function blank(typed: string | undefined): boolean {
  return typed === undefined || typed.trim() === '';
}

/** What leads somebody, the strongest first. */
const leads: readonly ((coming: Coming) => Decision | undefined)[] = [byChoice, byWish, byUser, byHint, byMemory];
