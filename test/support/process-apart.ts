/**
 * One of several processes of a service that have nothing in common but a Redis: begins a login, or finishes one. Started by a test with
 * what it is to do as JSON, and answers with what came of it.
 */
import process from 'node:process';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { systemEnv } from '../../src/core/env.ts';
import { isSsoError } from '../../src/core/errors.ts';
import { plusSeconds } from '../../src/core/time.ts';
import { finish } from '../../src/saml/finish.ts';
import { identityProviderFrom } from '../../src/saml/identity-provider.ts';
import { fromForm } from '../../src/saml/incoming.ts';
import { login } from '../../src/saml/login.ts';
import type { SamlPending } from '../../src/saml/pending.ts';
import { redisStores } from '../../src/stores/redis/index.ts';
import { clean } from './messages.ts';
import { us } from './saml-login.ts';

/** What such a process is told: where Redis is and whom to trust, and to finish a login what the browser brings. */
export interface Errand {
  readonly port: number;
  readonly certificate: string;
  readonly brought?: { readonly response: string; readonly handle: string; readonly ticket: string };
}

/** What comes of it: a login that has begun, or somebody's name, or the code of the refusal. */
export type Outcome =
  | { readonly requestId: string; readonly handle: string; readonly ticket: string }
  | { readonly name: string | undefined }
  | { readonly refused: string };

// Sound: whoever starts this program writes it from the type.
const { port, certificate, brought } = JSON.parse(process.argv[2] ?? '') as Errand;
// The messages are of one day long ago.
const env = { ...systemEnv, now: () => new Date(clean.now) };
const idp = identityProviderFrom({ entityId: clean.idp, ssoUrl: 'https://idp.example/sso', certificates: [certificate] }, { id: 'idp' });

process.stdout.write(JSON.stringify(brought === undefined ? await begun() : await finished(brought)));

async function begun(): Promise<Outcome> {
  const client = new Redis(port);
  const { pending } = await login(us(), idp, {}, env);
  const ticket = await redisStores(client, {}, env).pending.put(pending.handle, JSON.stringify(pending), plusSeconds(env.now(), 600));
  await client.quit();
  return { requestId: pending.requestId, handle: pending.handle, ticket };
}

async function finished({ response, handle, ticket }: NonNullable<Errand['brought']>): Promise<Outcome> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  try {
    const { pending, replay } = redisStores(client, {}, env);
    const taken = await pending.take(handle, ticket);
    if (taken === undefined) return { refused: 'nothing to be taken' };
    const incoming = fromForm(new URLSearchParams({ SAMLResponse: response, RelayState: handle }), clean.acsUrl);
    // Sound: it is what the process that began has put there.
    const { identity } = await finish(us(), idp, incoming, JSON.parse(taken) as SamlPending, replay, env);
    return { name: identity.subject?.value };
  } catch (error) {
    if (isSsoError(error)) return { refused: error.code };
    throw error;
  } finally {
    await client.close();
  }
}
