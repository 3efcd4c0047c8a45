import { invalid } from '../core/options.ts';
import type { Connection } from './connections.ts';

/** What is at an address of ours: where a connection meets its provider, or a page of our own. */
export type Place = Meeting | OwnPlace;

/** Where people choose a provider, sign out, or try how signing in goes. */
export interface OwnPlace {
  readonly kind: 'choice' | 'sign-out' | 'trial';
  readonly url: string;
}

/** Where connections meet their providers. */
export interface Meeting {
  /**
   * Where a login begins, where its answer arrives by SAML or by OpenID Connect, where our metadata is, where messages about
   * logout arrive by SAML, where somebody comes back who has signed out, or where a provider says by OpenID Connect that somebody has.
   */
  readonly kind: 'login' | 'consumer' | 'callback' | 'metadata' | 'logout' | 'came-back' | 'back-channel' | 'front-channel';
  /** The address as configured: what verbs are told is this, whatever a request says of itself. */
  readonly url: string;
  /** Those that meet there: several only where what comes says whose it is, and where our metadata is. */
  readonly connections: readonly [Connection, ...Connection[]];
}

/** What is at each path, by method. */
export type Routes = ReadonlyMap<string, ReadonlyMap<string, Place>>;

/**
 * The addresses of all connections and pages by path. The host of a request is not asked: whoever sends it can write anything there.
 *
 * @throws SsoError `config.invalid` for two addresses that a request could not tell apart
 */
export function routesOf(connections: Iterable<Connection>, pages: readonly OwnPlace[] = []): Routes {
  const routes = new Map<string, Map<string, Place>>();
  const add = (place: Place, methods: readonly string[]): void => {
    const path = new URL(place.url).pathname;
    const there = routes.get(path) ?? new Map<string, Place>();
    routes.set(path, there);
    for (const method of methods) there.set(method, joined(there.get(method), place));
  };
  for (const connection of connections)
    for (const [kind, url, methods] of placesOf(connection)) add({ kind, url, connections: [connection] }, methods);
  for (const page of pages) add(page, ['GET', 'POST']);
  return routes;
}

type Address = readonly [kind: Meeting['kind'], url: string, methods: readonly string[]];

function placesOf(connection: Connection): readonly Address[] {
  const { loginUrl } = connection;
  const answers = connection.protocol === 'saml' ? samlPlaces(connection) : oidcPlaces(connection);
  // OIDCCore 4: whoever begins a login for somebody may send a form.
  const methods = connection.protocol === 'oidc' ? ['GET', 'POST'] : ['GET'];
  return loginUrl === undefined ? answers : [['login', loginUrl, methods], ...answers];
}

function samlPlaces({ sp, metadataUrl }: Extract<Connection, { protocol: 'saml' }>): readonly Address[] {
  const services = sp.assertionConsumerServices;
  const urls = new Set(services.map(({ url }) => url));
  const answers = [...urls].map((url): Address => {
    // SAMLBind 3.6.3: an artifact comes by a redirect or a form.
    const takesArtifacts = services.some((service) => service.url === url && service.binding === 'artifact');
    return ['consumer', url, takesArtifacts ? ['GET', 'POST'] : ['POST']];
  });
  const exits = sp.singleLogoutServices.flatMap(({ url, responseUrl = url, binding }) =>
    [url, responseUrl].map((address): Address => ['logout', address, [binding === 'redirect' ? 'GET' : 'POST']]),
  );
  const all = [...answers, ...exits];
  return metadataUrl === undefined ? all : [['metadata', metadataUrl, ['GET', 'HEAD']], ...all];
}

function oidcPlaces(connection: Extract<Connection, { protocol: 'oidc' }>): readonly Address[] {
  const { client, logoutUrl, backChannelLogoutUrl, frontChannelLogoutUrl } = connection;
  return [
    ['callback', client.redirectUri, ['GET', 'POST']],
    ...(logoutUrl === undefined ? [] : [['came-back', logoutUrl, ['GET']] as const]),
    ...(backChannelLogoutUrl === undefined ? [] : [['back-channel', backChannelLogoutUrl, ['POST']] as const]),
    ...(frontChannelLogoutUrl === undefined ? [] : [['front-channel', frontChannelLogoutUrl, ['GET']] as const]),
  ];
}

/** Several connections may meet where that is safe; whatever else is there is that of one. */
function joined(known: Place | undefined, added: Place): Place {
  if (known === undefined) return added;
  if ('connections' in known && 'connections' in added && known.kind === added.kind && known.url === added.url) {
    const [first] = added.connections;
    if (known.connections.includes(first)) return known;
    if (shared(known.connections[0], first, known.kind)) return { ...known, connections: [...known.connections, first] };
  }
  throw invalid('connections', `cannot share a path: ${known.url} and ${added.url}`);
}

function shared(one: Connection, other: Connection, kind: Meeting['kind']): boolean {
  // RFC 9700 4.4.2.2: where two answer, one that says not who it is could be given the code of the other, and so be anybody there.
  if (alone.has(kind)) return false;
  // Whoever asks for metadata is told who we are; who asks is all the same.
  return kind !== 'metadata' || (one.protocol === 'saml' && other.protocol === 'saml' && one.sp === other.sp);
}

const alone: ReadonlySet<Meeting['kind']> = new Set(['login', 'callback', 'back-channel', 'front-channel']);
