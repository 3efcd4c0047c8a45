/**
 * What needs Node, Bun or Deno: the `fetch` that is careful where it leads, documents on disk, and the bridge from `node:http` to handlers of
 * the web.
 *
 * @packageDocumentation
 */
export type { GuardedInit } from '../core/http.ts';
export type { Thread } from '../core/thread.ts';
export { aggregateThread } from './aggregate-thread.ts';
export { folderStore } from './folder-store.ts';
export { guardedFetch } from './guarded-fetch.ts';
export type { IncomingRequest } from './incoming-request.ts';
export type { OutgoingResponse } from './outgoing-response.ts';
export type { ClientCertificateOptions, GuardedFetchOptions } from './settings.ts';
export { type NodeListener, toNode, type WebHandler } from './to-node.ts';
