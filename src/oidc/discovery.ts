import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { isSsoError } from '../core/errors.ts';
import { type Failure, failed, isWaiting } from '../core/failure.ts';
import { exchange, objectOf } from '../core/http.ts';
import type { JsonObject } from '../core/json.ts';
import { singleFlight } from '../core/single-flight.ts';
import type { Source } from '../core/source.ts';
import { isWithin, plusSeconds } from '../core/time.ts';
import { documentAddresses, issuerAddress } from './issuer.ts';
import { checkOptions, type Provider, type ProviderOptions, withOptions } from './provider.ts';
import { type KeysAt, keysBy, readProviderDocument } from './provider-document.ts';

/**
 * Asks a provider who it is, now. A service that must start while the provider is down takes {@link providerSource} instead.
 *
 * @param issuer - what the provider calls itself, to the last character; Entra ID's `…/common/v2.0` and the like are understood
 * @param env - with which its keys will be fetched, too
 * @throws SsoError `config.invalid`; `provider.issuer` where it calls itself something else; `provider.document`; `transport.*`
 * @see OIDCDisc 4, RFC 8414 3
 */
export async function discover(issuer: string, options: ProviderOptions = {}, env: Env = systemEnv): Promise<Provider> {
  issuerAddress('issuer', issuer);
  checkOptions(options);
  const { provider } = await discovered(issuer, options, undefined, env);
  return provider;
}

/**
 * A provider that is asked who it is when it is first needed, and again every hour. While it is down what was known stays in use, and it is
 * asked again after one second, two, four, and so on to one minute; logins are refused meanwhile only if nothing was ever known.
 *
 * @throws SsoError `config.invalid`; its `current` and `refreshed` throw what {@link discover} throws
 */
export function providerSource(issuer: string, options: ProviderOptions = {}, env: Env = systemEnv): Source<Provider> {
  issuerAddress('issuer', issuer);
  checkOptions(options);
  let known: Discovered | undefined;
  let failure: Failure | undefined;
  const asking = singleFlight(async (): Promise<Provider> => {
    try {
      known = await discovered(issuer, options, known, env);
      failure = undefined;
      return known.provider;
    } catch (error) {
      failure = failed(error, failure, instantOf(env).getTime());
      if (known === undefined) throw error;
      return known.provider;
    }
  });
  const current = async (): Promise<Provider> => {
    const now = instantOf(env).getTime();
    const recent = isWaiting(failure, now) ? failure : undefined;
    if (known !== undefined && (recent !== undefined || isWithin(lifetimeSeconds, known.at, now))) return known.provider;
    if (recent !== undefined) throw recent.error;
    return await asking.join();
  };
  // What changes every day are keys, and the provider's own source of them looks again by itself.
  return { current, refreshed: async (why) => (why === 'due' ? await asking.join() : await current()) };
}

interface Discovered {
  readonly provider: Provider;
  readonly keys: KeysAt;
  readonly at: number;
}

async function discovered(issuer: string, options: ProviderOptions, known: Discovered | undefined, env: Env): Promise<Discovered> {
  const document = readProviderDocument(issuer, await documentOf(issuer, env));
  const keys = keysBy(document, options, known?.keys, env);
  const { jwksUri: _, ...described } = document;
  const now = instantOf(env);
  const refreshAt = plusSeconds(now, lifetimeSeconds);
  return { keys, at: now.getTime(), provider: withOptions({ ...described, keys: keys.source, refreshAt }, options) };
}

/** A provider of plain OAuth has its document at the second place, and says at the first that there is none. */
async function documentOf(issuer: string, env: Env): Promise<JsonObject> {
  const [openid, oauth] = documentAddresses(issuer);
  try {
    return await documentAt(openid, env);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return await documentAt(oauth, env).catch((second) => {
      // Where there is nothing at either, the usual place is the one to be told about.
      throw isNotFound(second) ? error : second;
    });
  }
}

function isNotFound(error: unknown): boolean {
  return isSsoError(error) && error.code === 'transport.status' && error.details.status === 404;
}

async function documentAt(url: string, env: Env): Promise<JsonObject> {
  return objectOf(await exchange({ url, accept: 'application/json' }, env));
}

const lifetimeSeconds = 3_600;
