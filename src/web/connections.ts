import { invalid, knownFields, list, text, webAddress } from '../core/options.ts';
import { currentOf, isSource, type Source } from '../core/source.ts';
import type { LoginHints } from '../identity/login.ts';
import type { Client } from '../oidc/client.ts';
import type { LoginOptions as OidcLoginOptions } from '../oidc/login-options.ts';
import type { LogoutOptions as OidcLogoutOptions } from '../oidc/logout.ts';
import type { Provider } from '../oidc/provider.ts';
import type { LoginOptions as SamlLoginOptions } from '../saml/begin.ts';
import type { LogoutOptions as SamlLogoutOptions } from '../saml/begin-logout.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import type { ServiceProvider } from '../saml/service-provider.ts';
import { type AskedRequest, whole } from './asked.ts';
import type { SignedIn } from './signed-in.ts';

/** An identity provider, who we are to it, and the addresses at which the two meet. */
export type ConnectionOptions = SamlConnectionOptions | OidcConnectionOptions;

/** What connections of both protocols have. */
interface Common {
  /** Our local id of the provider. Default: that of its record; with a source it must be given. */
  readonly id?: string;
  /** Where logins begin: an absolute address of ours. Without it they begin by `challenge` alone. */
  readonly loginUrl?: string | undefined;
}

/**
 * A provider that is asked by SAML. Answers arrive at the assertion consumer services of `sp`, messages about logout at its single logout
 * services.
 */
export interface SamlConnectionOptions extends Common {
  readonly protocol: 'saml';
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider | Source<IdentityProvider>;
  /** Where our metadata is to be had; best at our entityID. Default: nowhere. */
  readonly metadataUrl?: string;
  /** How it is asked, in every login or in that of this request. */
  readonly login?: Wishes<Omit<SamlLoginOptions, 'returnTo' | 'handle'>>;
  /** How somebody is signed out there. */
  readonly logout?: Parting<Omit<SamlLogoutOptions, 'returnTo' | 'handle'>>;
}

/** A provider that is asked by OpenID Connect. Answers arrive at the redirect URI of `client`, which no other has; others begin a login at `loginUrl`, too. */
export interface OidcConnectionOptions extends Common {
  readonly protocol: 'oidc';
  readonly client: Client;
  readonly provider: Provider | Source<Provider>;
  /** How it is asked, in every login or in that of this request. */
  readonly login?: Wishes<Omit<OidcLoginOptions, 'returnTo'>>;
  /**
   * Where people come back who were sent there to sign out: an address of ours, registered as one of `post_logout_redirect_uris`. Without it
   * whoever signs out here is not sent there.
   */
  readonly logoutUrl?: string;
  /** Where the provider tells us by itself that somebody has signed out, registered as `backchannel_logout_uri`. */
  readonly backChannelLogoutUrl?: string;
  /** The same by a frame in a page of the provider, registered as `frontchannel_logout_uri` with `frontchannel_logout_session_required`. */
  readonly frontChannelLogoutUrl?: string;
  /** How somebody is signed out there, such as with the ID token of the login: no session of ours has it. */
  readonly logout?: Parting<Omit<OidcLogoutOptions, 'returnTo' | 'state'>>;
}

/** Options of a logout, or how they follow from who it is. */
export type Parting<Options> = Options | ((signedIn: SignedIn, request: Request) => Options | Promise<Options>);

/**
 * Options of a login, or how they follow from the request with which it begins and from what is known of the person: `samlLogin` and
 * `oidcLogin` of `signon/providers` write that as a product takes it. Without a function OpenID Connect tells it as its standard has it, SAML
 * not at all.
 */
export type Wishes<Options> = Options | ((request: Request, hints: LoginHints) => Options);

/** A connection as parsed. */
export type Connection = SamlConnection | OidcConnection;
/** One by SAML. */
export type SamlConnection = SamlConnectionOptions & { readonly id: string };
/** One by OpenID Connect. */
export type OidcConnection = OidcConnectionOptions & { readonly id: string };

/** All connections by id. @throws SsoError `config.invalid` */
export function connectionsById(options: readonly ConnectionOptions[]): ReadonlyMap<string, Connection> {
  const all = list('connections', options).map((one, place) => connection(one, `connections[${place}]`));
  if (all.length === 0) throw invalid('connections', 'must hold at least one');
  const byId = new Map(all.map((one) => [one.id, one]));
  if (byId.size < all.length) throw invalid('connections', 'must each have an id of their own');
  return byId;
}

/** The provider of a connection as it is known now. @throws SsoError `config.invalid` for one that calls itself otherwise, and what a source throws */
export async function identityProviderOf({ id, idp }: SamlConnection): Promise<IdentityProvider> {
  return checkId(id, await currentOf(idp));
}

/** The same for OpenID Connect. */
export async function providerOf({ id, provider }: OidcConnection): Promise<Provider> {
  return checkId(id, await currentOf(provider));
}

/** What a logout is begun with, as the connection wishes. */
export async function wishedAtParting<Options extends object>(
  wishes: Parting<Options> | undefined,
  signedIn: SignedIn,
  request: AskedRequest,
): Promise<Options | undefined> {
  return typeof wishes === 'function' ? await wishes(signedIn, whole(request)) : wishes;
}

/** What a login is begun with, as the connection wishes. */
export function wished<Options extends object>(
  wishes: Wishes<Options> | undefined,
  request: AskedRequest,
  hints: LoginHints,
): Options | undefined {
  return typeof wishes === 'function' ? wishes(whole(request), hints) : wishes;
}

function connection(options: ConnectionOptions, field: string): Connection {
  const { protocol } = options;
  if (!Object.hasOwn(fields, protocol)) throw invalid(`${field}.protocol`, 'must be saml or oidc');
  knownFields(options, fields[protocol], `${field}.`);
  const addresses: Partial<Record<string, unknown>> = { ...options };
  for (const name of addressFields) if (addresses[name] !== undefined) webAddress(`${field}.${name}`, addresses[name]);
  const party = options.protocol === 'saml' ? options.idp : options.provider;
  const id = options.id ?? (isSource<{ readonly id: string }>(party) ? undefined : party.id);
  const parsed = { ...options, id: text(`${field}.id`, id) };
  if (!isSource<{ readonly id: string }>(party)) checkId(parsed.id, party);
  return Object.freeze(parsed);
}

/** Links, sessions and used answers are kept under that id: it must be one and the same everywhere. */
function checkId<Party extends { readonly id: string }>(id: string, party: Party): Party {
  if (party.id === id) return party;
  throw invalid('connections.id', `must be that of the provider's record: ${party.id}`);
}

const fields = {
  saml: ['protocol', 'id', 'loginUrl', 'sp', 'idp', 'metadataUrl', 'login', 'logout'],
  oidc: [
    'protocol',
    'id',
    'loginUrl',
    'client',
    'provider',
    'login',
    'logoutUrl',
    'backChannelLogoutUrl',
    'frontChannelLogoutUrl',
    'logout',
  ],
} as const;
const addressFields = ['loginUrl', 'metadataUrl', 'logoutUrl', 'backChannelLogoutUrl', 'frontChannelLogoutUrl'];
