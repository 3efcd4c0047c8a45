import { type Env, instantOf } from '../core/env.ts';
import { type Answer, exchange } from '../core/http.ts';
import type { Connection } from './connection.ts';
import type { ProductName } from './product.ts';
import { addressOf, type ProductRequest } from './request.ts';

/**
 * Sends one request to a product and returns its answer, whatever its status. No redirect is followed, and time and size are bounded.
 * Where the product is too busy and says until when, a request that may be repeated is: sent three times in all, within 30 seconds.
 *
 * @throws SsoError `product.name`, `transport.*`
 */
export async function ask(
  product: ProductName,
  { baseUrl, authorization }: Connection,
  request: ProductRequest,
  env: Pick<Env, 'fetch' | 'wait' | 'now'>,
): Promise<Answer> {
  const { method, body, repeatable } = request;
  const headers = { authorization, 'accept-language': 'en', ...(method === 'GET' ? {} : writing), ...request.headers };
  const question = { ...addressOf(product, baseUrl, request), method, headers, accept: 'application/json' };
  const end = instantOf(env).getTime() + mostSeconds * 1000;
  for (let sent = 1; ; sent += 1) {
    const seconds = Math.max(1, Math.min(secondsEach, (end - instantOf(env).getTime()) / 1000));
    const answer = await exchange({ ...question, ...(body === undefined ? {} : { json: body }), seconds }, env);
    const pause = repeatable && sent < mostSent ? pauseBefore(answer, instantOf(env)) : undefined;
    if (pause === undefined || instantOf(env).getTime() + pause > end) return answer;
    await env.wait(pause);
  }
}

/** How long a product that is too busy wants to be left alone, in seconds; undefined where it does not say (RFC 9110 10.2.3). */
export function retryAfterSeconds({ headers }: Pick<Answer, 'headers'>, now?: Date): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(value)) return Number(value);
  const instant = Date.parse(value);
  if (now === undefined || Number.isNaN(instant) || !value.endsWith('GMT')) return undefined;
  return Math.max(0, Math.ceil((instant - now.getTime()) / 1000));
}

function pauseBefore(answer: Answer, now: Date): number | undefined {
  const seconds = answer.status === 429 || answer.status === 503 ? retryAfterSeconds(answer, now) : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}

/**
 * Without the first, the products take a write for one that a browser was tricked into. The second keeps them from reading what has no
 * body as a form.
 */
const writing = { 'x-atlassian-token': 'no-check', 'content-type': 'application/json' };
const secondsEach = 10;
const mostSeconds = 30;
const mostSent = 3;
