import { invalid } from '../core/options.ts';
import type { Connection } from './connections.ts';

/** What is at an address of ours. */
export interface Place {
  /** Where a login begins, where its answer arrives by SAML or by OpenID Connect, or where our metadata is. */
  readonly kind: 'login' | 'consumer' | 'callback' | 'metadata';
  /** The address as configured: what verbs are told is this, whatever a request says of itself. */
  readonly url: string;
  /** Those that meet there: several only where answers arrive. */
  readonly connections: readonly [Connection, ...Connection[]];
}

/** What is at each path, by method. */
export type Routes = ReadonlyMap<string, ReadonlyMap<string, Place>>;

/**
 * The addresses of all connections by path. The host of a request is not asked: whoever sends it can write anything there.
 *
 * @throws SsoError `config.invalid` for two addresses that a request could not tell apart
 */
export function routesOf(connections: Iterable<Connection>): Routes {
  const routes = new Map<string, Map<string, Place>>();
  for (const connection of connections)
    for (const [kind, url, methods] of placesOf(connection)) {
      const path = new URL(url).pathname;
      const methodsThere = routes.get(path) ?? new Map<string, Place>();
      routes.set(path, methodsThere);
      for (const method of methods) methodsThere.set(method, joined(methodsThere.get(method), { kind, url, connections: [connection] }));
    }
  return routes;
}

type Address = readonly [kind: Place['kind'], url: string, methods: readonly string[]];

function placesOf(connection: Connection): readonly Address[] {
  const { loginUrl } = connection;
  const answers = connection.protocol === 'saml' ? samlPlaces(connection) : oidcPlaces(connection);
  // OIDCCore 4: whoever begins a login for somebody may send a form.
  const methods = connection.protocol === 'oidc' ? ['GET', 'POST'] : ['GET'];
  return loginUrl === undefined ? answers : [['login', loginUrl, methods], ...answers];
}

function samlPlaces({ sp, metadataUrl }: Extract<Connection, { protocol: 'saml' }>): readonly Address[] {
  const forms = sp.assertionConsumerServices.filter(({ binding }) => binding === 'post');
  const answers = forms.map(({ url }): Address => ['consumer', url, ['POST']]);
  return metadataUrl === undefined ? answers : [['metadata', metadataUrl, ['GET', 'HEAD']], ...answers];
}

function oidcPlaces({ client }: Extract<Connection, { protocol: 'oidc' }>): readonly Address[] {
  return [['callback', client.redirectUri, ['GET', 'POST']]];
}

/** Several providers may answer by SAML at one address; whatever else is there is that of one. */
function joined(known: Place | undefined, added: Place): Place {
  if (known === undefined) return added;
  const [first] = added.connections;
  if (known.kind !== added.kind || known.url !== added.url || !shared(known.connections[0], first, known.kind))
    throw invalid('connections', `cannot share a path: ${known.url} and ${added.url}`);
  return { ...known, connections: [...known.connections, first] };
}

function shared(one: Connection, other: Connection, kind: Place['kind']): boolean {
  // RFC 9700 4.4.2.2: where two answer, one that says not who it is could be given the code of the other, and so be anybody there.
  if (kind === 'login' || kind === 'callback') return false;
  // Whoever asks for metadata is told who we are; who asks is all the same.
  return kind !== 'metadata' || (one.protocol === 'saml' && other.protocol === 'saml' && one.sp === other.sp);
}
