import { currentOf, isSource, type Purpose, type Source } from '../core/source.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';

/** Accepts by what is known of the provider, and once more by what a source finds when a signature may be by a key that nobody knows. */
export async function acceptFrom<T>(
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  accept: (provider: IdentityProvider) => Promise<T>,
  purpose: Purpose,
): Promise<T> {
  const known = await currentOf(idp);
  try {
    return await accept(known);
  } catch (error) {
    if (!isSource(idp)) throw error;
    // During a rollover the provider may sign with a key that it has published a moment ago. What finds that out is seldom needed.
    const { lookAgain } = await import('./look-again.ts');
    const refreshed = await lookAgain(idp, known, incoming, error, purpose);
    if (refreshed === undefined) throw error;
    return await accept(refreshed);
  }
}
