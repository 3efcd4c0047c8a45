import type { Page } from './pages/page.ts';
import type { Settings } from './settings.ts';

/**
 * The page that says that somebody has signed out, and leads on.
 *
 * @param partly - may the provider, or something else, still know them?
 */
export function farewell({ choice, connections, signOut }: Settings, partly: boolean): Page {
  const [only, ...others] = connections.values();
  const begin = choice?.url ?? (others.length === 0 ? only?.loginUrl : undefined);
  const goOn = signOut?.returnTo;
  return {
    kind: 'signed-out',
    ...(partly ? { partly } : {}),
    ...(begin === undefined ? {} : { begin }),
    ...(goOn === undefined ? {} : { goOn }),
  };
}
