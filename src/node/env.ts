import { systemEnv as ambient, type Env } from '../core/env.ts';
import { lazily } from '../core/lazily.ts';

/** The system's own clock, randomness and timer, and a fetch that is careful where it leads (`guardedFetch` of `signon/node`). */
export const systemEnv: Env = {
  ...ambient,
  fetch: async (...request) => {
    const { guardedFetch } = await guarded();
    return await guardedFetch()(...request);
  },
};

/** Whatever never fetches never loads what is behind it. */
const guarded = lazily(() => import('./guarded-fetch.ts'));
