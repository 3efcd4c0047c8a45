import type { Env } from '../../../src/core/env.ts';
import type { JwsAlgorithm } from '../../../src/jose/algorithms.ts';
import {
  type Client,
  type ClientOptions,
  client,
  type Provider,
  type ProviderFields,
  type ProviderOptions,
  provider,
} from '../../../src/oidc/index.ts';
import { partyNamed, privateKeyNamed } from './parties.ts';

/** The client of that name under `vectors/parties/`, whose keys go by their names, with the algorithms that a vector says are registered. */
export function clientNamed(name: string, algorithms: readonly string[] | undefined): Client {
  const { decryption = [], dpop, ...options } = partyNamed(name) as unknown as ClientParty;
  return client({
    ...options,
    decryption: decryption.map((key) => ({ privateKey: privateKeyNamed(key), keyId: key })),
    ...(dpop === undefined ? {} : { dpop: { privateKey: privateKeyNamed(dpop) } }),
    // Sound: `client` refuses what is none of them.
    ...(algorithms === undefined ? {} : { idTokenAlgorithms: algorithms as readonly JwsAlgorithm[] }),
  });
}

/** The provider of that name; its keys are fetched. */
export function providerNamed(name: string, env: Env): Provider {
  const { jwks: _, options = {}, ...fields } = providerParty(name);
  return provider(fields, options, env);
}

/** What is said of a provider, with the key set that it publishes. */
export function providerParty(name: string): ProviderParty {
  return partyNamed(name) as unknown as ProviderParty;
}

interface ClientParty extends Omit<ClientOptions, 'decryption' | 'dpop' | 'idTokenAlgorithms'> {
  readonly decryption?: readonly string[];
  readonly dpop?: string;
}

interface ProviderParty extends ProviderFields {
  readonly jwks: object;
  readonly options?: ProviderOptions;
}
