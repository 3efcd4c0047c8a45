import { invalid, knownFields, webAddress } from '../core/options.ts';
import type { Entrance } from '../routing/entrance.ts';
import type { Routing } from '../routing/routing.ts';
import type { Connection } from './connections.ts';

/** Where people come who have to sign in, and what leads them to whom. */
export interface ChoiceOptions {
  /** The page where they come: an absolute address of ours. */
  readonly url: string;
  /** Who may be asked, as `routing` of `signon/routing` reads it. Its providers are connections, under the same ids. */
  readonly routing: Routing;
  /** Where the product's own login is, by where to go afterwards, such as `login` of a product's `urls`. Must be there where anybody may have it. */
  readonly password?: (returnTo: string) => string;
  /** Which portal of a service desk a request comes to, if any. Default: none. */
  readonly portal?: (request: Request) => { readonly id?: string } | undefined;
  /** What people sign in to, as the page says it, such as `Jira`. Default: the name of the look, if it has one. */
  readonly product?: string;
}

/** The same as parsed. */
export type Choice = ChoiceOptions;

/**
 * Reads it.
 *
 * @throws SsoError `config.invalid`
 */
export function choiceOf(options: ChoiceOptions, connections: ReadonlyMap<string, Connection>): Choice {
  knownFields(options, ['url', 'routing', 'password', 'portal', 'product'], 'choice.');
  webAddress('choice.url', options.url);
  const { entrance, portal, portals, bypass } = options.routing;
  const entrances = [entrance, portal, ...portals.values()];
  for (const id of entrances.flatMap(({ providers }) => providers.map((provider) => provider.id)))
    if (!connections.has(id)) throw invalid('choice.routing', `has ${id}, which is no connection`);
  if (options.password === undefined && (bypass.length > 0 || entrances.some(hasPassword)))
    throw invalid('choice.password', 'must be given where somebody may have the product’s own login');
  return Object.freeze({ ...options });
}

function hasPassword({ password }: Entrance): boolean {
  return password;
}
