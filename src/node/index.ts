/**
 * What needs Node, Bun or Deno: the `fetch` that is careful where it leads.
 *
 * @packageDocumentation
 */
export type { GuardedInit } from '../core/http.ts';
export { guardedFetch } from './guarded-fetch.ts';
export type { ClientCertificateOptions, GuardedFetchOptions } from './settings.ts';
