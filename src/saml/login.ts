import type { Env } from '../core/env.ts';
import { systemEnv } from '../core/env.ts';
import { lazily } from '../core/lazily.ts';
import type { Source } from '../core/source.ts';
import type { Started } from '../identity/login.ts';
import type { LoginOptions } from './begin.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { SamlPending } from './pending.ts';
import type { ServiceProvider } from './service-provider.ts';

/**
 * Begins a login: makes the request, signed if we have a key, and what must be remembered until its answer comes.
 *
 * @throws SsoError `config.invalid` for options that cannot be, or a provider that wants signatures while we have no key;
 *   `provider.endpoint` where the provider has no address for the binding; `provider.algorithm` where it announces only algorithms
 *   that our key cannot sign with; `metadata.expired`, and what a source of the provider throws
 * @see SAMLProf 4.1.4.1
 */
export async function login(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  options: LoginOptions = {},
  env: Env = systemEnv,
): Promise<Started<SamlPending>> {
  const { begin } = await sending();
  return await begin(sp, idp, options, env);
}

/** Whatever only reads never pays for it. */
const sending = lazily(() => import('./begin.ts'));
