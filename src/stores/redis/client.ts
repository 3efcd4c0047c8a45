import { invalid } from '../../core/options.ts';

/**
 * A client of the package `ioredis`: a `Redis`, which may go by Sentinel, or a `Cluster`. Whatever else has such a function will do, as
 * `{ call: (...command) => sentinel.sendCommand(false, command) }` for a sentinel of the package `redis`.
 */
export interface IoRedisClient {
  /** Asks by any command. */
  call(command: string, ...parameters: string[]): Promise<unknown>;
}

/** A client of the package `redis`, as `createClient` and `createClientPool` make it. */
export interface NodeRedisClient {
  /** Asks by any command. */
  sendCommand(command: string[], options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** A client of the package `redis`, as `createCluster` makes it. */
export interface NodeRedisCluster {
  /** The nodes that are asked, by which this kind of client is known. */
  readonly masters: readonly object[];
  /** Asks the node that has a key. */
  sendCommand(firstKey: string, isReadonly: boolean, command: string[], options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** A client of yours, with all that is yours to say: where Redis is, TLS, passwords, how often to connect again. */
export type RedisClient = IoRedisClient | NodeRedisClient | NodeRedisCluster;

/** Asks about one key; what still waits to be sent when the signal is given need not be sent any more. */
export type Ask = (key: string, command: readonly [string, ...string[]], signal: AbortSignal) => Promise<unknown>;

/** How a client is asked. @throws SsoError `config.invalid` for one of no kind that is known */
export function askBy(client: RedisClient): Ask {
  // One of ioredis has a `sendCommand`, too, which takes something else.
  if (has(client, 'call')) return async (_, command) => await client.call(...command);
  if (!has(client, 'sendCommand')) throw invalid('client', 'must be a client of the package ioredis or redis');
  // Whoever reads from a copy may read what is over.
  if ('masters' in client) return async (key, command, abortSignal) => await client.sendCommand(key, false, [...command], { abortSignal });
  return async (_, command, abortSignal) => await client.sendCommand([...command], { abortSignal });
}

function has<Name extends string>(client: RedisClient, name: Name): client is Extract<RedisClient, Readonly<Record<Name, unknown>>> {
  return typeof client === 'object' && client !== null && name in client;
}
