import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster } from 'redis';
import { type RedisClient, redisStores } from '../../src/stores/redis/index.ts';
import { laterRefusal } from './refusal.ts';

/** A client of the application, and what ends it. */
export interface Connected {
  readonly client: RedisClient;
  readonly close: () => Promise<unknown>;
}

/** Connects a client of some kind to a Redis of this machine. */
export type Connect = (port: number) => Promise<Connected>;

/** The usual client of either package. */
export const usualClients = {
  ioredis: async (port) => {
    const client = new Redis(port).on('error', heard);
    return { client, close: () => client.quit() };
  },
  redis: async (port) => {
    const client = await createClient({ url: at(port) })
      .on('error', heard)
      .connect();
    return { client, close: () => client.close() };
  },
} satisfies Readonly<Record<string, Connect>>;

/** The same otherwise set up. */
export const otherClients: Readonly<Record<string, Connect>> = {
  'ioredis that gives numbers as texts, pipelines by itself and has a prefix of its own': async (port) => {
    const client = new Redis(port, { stringNumbers: true, enableAutoPipelining: true, keyPrefix: 'more:' });
    return { client, close: () => client.quit() };
  },
  'redis by RESP 2': async (port) => {
    const client = await createClient({ url: at(port), RESP: 2 }).connect();
    return { client, close: () => client.close() };
  },
  'redis, several in a pool': async (port) => {
    const client = createClientPool({ url: at(port) });
    await client.connect();
    return { client, close: () => client.close() };
  },
};

/** Clients of a cluster. */
export const clusterClients: Readonly<Record<string, Connect>> = {
  ioredis: async (port) => {
    const client = new Cluster([{ host: '127.0.0.1', port }]);
    return { client, close: () => client.quit() };
  },
  redis: async (port) => {
    const client = await createCluster({ rootNodes: [{ url: at(port) }] }).connect();
    return { client, close: () => client.close() };
  },
};

/** Until a client that had lost its Redis has found it again. */
export async function awake({ client }: Connected): Promise<void> {
  const { replay } = redisStores(client, { prefix: 'awake:' });
  while ((await laterRefusal(() => replay.firstUse('key', new Date(0)))) !== 'accepted');
}

function at(port: number): string {
  return `redis://127.0.0.1:${port}`;
}

/** Nobody is to be told: what is asked meanwhile says so itself. */
function heard(): void {}
