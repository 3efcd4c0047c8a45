/**
 * Stores for what must be remembered between two requests: in memory, and sealed in the browser. Those over Redis are in `signon/redis`.
 * What a store must promise is written at its interface.
 *
 * @packageDocumentation
 */
export type { Link, LinkStore } from '../identity/link.ts';
export type { PendingStore } from '../identity/pending-store.ts';
export type { SessionIndex, SessionStore } from '../identity/session-store.ts';
export type { SealingSecret } from '../jose/seal.ts';
export { type MemoryReplayOptions, memoryReplayStore } from './memory.ts';
export { memoryDocumentStore } from './memory-documents.ts';
export { memoryLinkStore } from './memory-links.ts';
export { type MemoryPendingOptions, memoryPendingStore } from './memory-pending.ts';
export { type MemorySessionOptions, memorySessionIndex, memorySessionStore } from './memory-sessions.ts';
export { type MemoryStoresOptions, memoryStores } from './memory-stores.ts';
export { type SealedPendingOptions, sealedPendingStore } from './sealed-cookie.ts';
export type { Stores } from './stores.ts';
