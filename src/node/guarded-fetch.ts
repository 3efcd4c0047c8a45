import type { Env } from '../core/env.ts';
import { isSsoError } from '../core/errors.ts';
import type { GuardedInit } from '../core/http.ts';
import { systemLookUp } from './look-up.ts';
import { answerOver, type Message } from './message.ts';
import { reach, type Way } from './reach.ts';
import { type GuardedFetchOptions, settingsOf } from './settings.ts';

/**
 * A `fetch` that leads nowhere it should not: what every verb uses on Node, Bun and Deno when no other is given, there without options.
 *
 * The addresses of a host are judged when it is connected to, and no others are: never one of link-local networks, of the metadata of
 * clouds, or that is reserved; one of this machine or its network only where an administrator typed the host (`learntFrom` is absent), or
 * typed another one that is there, too. Certificates are always verified, with TLS 1.2 at least. Redirects are returned, not followed. Each
 * exchange has a connection of its own, with `signon` for its `user-agent` unless it is given another. Nothing comes packed but to whoever
 * asks for it by `accept-encoding`, and then as it was sent. There is no limit of time but for a minute of silence: give a `signal`.
 *
 * @throws SsoError `config.invalid` for options that cannot be. What it returns rejects with `transport.address` for a host that may not be
 *   asked, with the reason of the signal, and like `fetch` with a TypeError for everything else
 */
export function guardedFetch(options: GuardedFetchOptions = {}): Env['fetch'] {
  return fetchBy({ settings: settingsOf(options), lookUp: systemLookUp, idleMilliseconds: 60_000 });
}

/** The same with a look-up and a silence of one's own. */
export function fetchBy(way: Omit<Way, 'signal'>): Env['fetch'] {
  return async (input, init?: GuardedInit) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    // The signal is ours to look at: each copy of a request would have it watched once more.
    const message = await messageOf(new Request(input, { ...init, signal: null }));
    const faultOf = (error: unknown) => fault(error, signal);
    try {
      signal?.throwIfAborted();
      const socket = await reach(message.target, init?.learntFrom, { ...way, signal });
      return await answerOver(socket, message, faultOf);
    } catch (error) {
      throw faultOf(error);
    }
  };
}

async function messageOf(request: Request): Promise<Message> {
  const target = new URL(request.url);
  if (!/^https?:$/.test(target.protocol)) throw new TypeError('nothing but https and http is fetched');
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return { target, method: request.method, headers: request.headers, body };
}

function fault(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  return isSsoError(error) ? error : new TypeError('fetch failed', { cause: error });
}
