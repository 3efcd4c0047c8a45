import { invalid, knownFields } from '../core/options.ts';
import { type CandidateOptions, candidates } from './candidate.ts';
import { type Entrance, type EntranceOptions, entrance } from './entrance.ts';
import { type Network, networks } from './networks.ts';

/** Who may sign people in, and what leads whom to which of them. */
export interface RoutingOptions {
  readonly providers: readonly CandidateOptions[];
  /** The entrance of the product; at a service desk that of its agents. */
  readonly entrance: EntranceOptions;
  /** That of the customers of a service desk, at every portal that has none of its own. Default: as for the agents. */
  readonly portal?: EntranceOptions;
  /** Those of single portals, by their ids. */
  readonly portals?: Readonly<Record<string, EntranceOptions>>;
  /** Default: none. */
  readonly bypass?: BypassOptions;
}

/** A way to the product's own login for the day on which no provider works, past everything else that is configured. */
export interface BypassOptions {
  /** From where it may be taken, as `192.0.2.0/24` or `2001:db8::/32`. Everybody is refused. */
  readonly networks: readonly string[];
}

/** Such a choice as parsed, to be asked as often as people come. */
export interface Routing {
  readonly entrance: Entrance;
  readonly portal: Entrance;
  readonly portals: ReadonlyMap<string, Entrance>;
  /** From where there is a bypass; none where there is none. */
  readonly bypass: readonly Network[];
}

/** Reads who is to sign in whom. @throws SsoError `config.invalid` with the field: unknown, unusable, or in contradiction to another one */
export function routing(options: RoutingOptions): Routing {
  const { bypass, portal, portals = {} } = knownFields(options, fields);
  const all = candidates('providers', options.providers);
  const own = entrance('entrance', options.entrance, all);
  if (typeof portals !== 'object' || portals === null) throw invalid('portals', 'must be an object');
  return Object.freeze({
    entrance: own,
    portal: portal === undefined ? own : entrance('portal', portal, all),
    portals: new Map(Object.entries(portals).map(([id, each]) => [id, entrance(`portals.${id}`, each, all)])),
    bypass: bypass === undefined ? none : networks('bypass.networks', knownFields(bypass, ['networks'], 'bypass.').networks),
  });
}

const none: readonly Network[] = Object.freeze([]);
const fields = ['providers', 'entrance', 'portal', 'portals', 'bypass'] satisfies (keyof RoutingOptions)[];
