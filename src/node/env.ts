/** The world on Node, Bun and Deno. */
export { systemEnv } from '../core/env.ts';
