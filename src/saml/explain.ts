import type { Env } from '../core/env.ts';
import { systemEnv } from '../core/env.ts';
import type { Finding } from '../core/rules.ts';
import { currentOf, type Source } from '../core/source.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import type { SamlLogoutPending } from './logout-pending.ts';
import type { SamlPending } from './pending.ts';
import type { ServiceProvider } from './service-provider.ts';

/**
 * What every rule says of a message, for an administrator: takes what `finish` or `readLogout` takes, signs nobody in or out and records
 * nothing. A message that cannot be read or verified gives the finding that says so, after those that came before it.
 *
 * @param pending - undefined for what nobody asked for
 * @returns findings that came up while reading first, then those of the rules; what was never reached is `not-applicable`
 * @throws SsoError `config.invalid` for arguments that cannot be; never for what is wrong with the message
 */
export async function explain(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  pending: SamlPending | SamlLogoutPending | undefined,
  env: Env = systemEnv,
): Promise<readonly Finding[]> {
  // What only administrators ask is loaded when they do: no login pays for it.
  const { findingsOf } = await import('./explained.ts');
  return await findingsOf(sp, await currentOf(idp), incoming, pending, env);
}
