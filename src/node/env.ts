import { systemEnv as ambient, type Env } from '../core/env.ts';

/** The system's own clock, randomness and timer, and a fetch that is careful where it leads (`guardedFetch` of `signon/node`). */
export const systemEnv: Env = {
  ...ambient,
  // Whatever never fetches never loads what is behind it.
  fetch: async (...request) => {
    const { guardedFetch } = await import('./guarded-fetch.ts');
    return await guardedFetch()(...request);
  },
};
