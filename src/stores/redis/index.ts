/**
 * Stores in Redis 6.2 or later, for services of several processes: over the application's own client of the package `ioredis` or `redis`.
 *
 * @packageDocumentation
 */
export type { DocumentStore } from '../../core/document-store.ts';
export type { Link, LinkStore } from '../../identity/link.ts';
export type { PendingStore } from '../../identity/pending-store.ts';
export type { SessionIndex, SessionStore } from '../../identity/session-store.ts';
export type { Stores } from '../stores.ts';
export type { IoRedisClient, NodeRedisClient, NodeRedisCluster, RedisClient } from './client.ts';
export type { RedisOptions } from './connection.ts';
export { redisDocumentStore } from './documents.ts';
export { redisLinkStore } from './links.ts';
export { redisPendingStore } from './pending.ts';
export { redisReplayStore } from './replay.ts';
export { redisSessionIndex } from './session-index.ts';
export { redisSessionStore } from './sessions.ts';
export { redisStores } from './stores.ts';
