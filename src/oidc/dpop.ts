import { toBase64Url } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { type Answer, errorOf } from '../core/http.ts';
import type { JsonObject } from '../core/json.ts';
import { digest } from '../crypto/algorithms.ts';
import type { SigningKey } from '../crypto/signer.ts';
import { publicJwk, signJws } from '../jose/sign.ts';

/** What a proof of possession is about. */
export interface Proven {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** The token that is shown together with the proof. */
  readonly accessToken?: string;
}

/**
 * Asks with a proof that we have the key which tokens are bound to, and once more where the provider wants a nonce of its own in it.
 *
 * @param send - is given the headers of the proof, once or twice
 * @see RFC 9449 4, 8 and 9
 */
export async function withProof(
  key: SigningKey,
  about: Proven,
  env: Pick<Env, 'now' | 'random'>,
  send: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<Answer> {
  const answer = await send({ dpop: await proof(key, about, {}, env) });
  const nonce = answer.headers.get('dpop-nonce');
  if (nonce === null || !wantsNonce(answer)) return answer;
  return await send({ dpop: await proof(key, about, { nonce }, env) });
}

async function proof(key: SigningKey, about: Proven, nonce: JsonObject, env: Pick<Env, 'now' | 'random'>): Promise<string> {
  const { method, url, accessToken } = about;
  const { origin, pathname } = new URL(url);
  const claims = {
    jti: toBase64Url(env.random(32)),
    htm: method,
    htu: `${origin}${pathname}`,
    iat: Math.floor(instantOf(env).getTime() / 1000),
    ...(accessToken === undefined ? {} : { ath: toBase64Url(digest({ hash: 'sha256' }, accessToken)) }),
    ...nonce,
  };
  return await signJws({ typ: 'dpop+jwt', jwk: publicJwk(key, 'dpop') }, claims, key);
}

/** The token endpoint says so in its body, others in a header. */
function wantsNonce(answer: Answer): boolean {
  if (answer.status !== 400 && answer.status !== 401) return false;
  return errorOf(answer)?.['error'] === error || (answer.headers.get('www-authenticate') ?? '').includes(error);
}

const error = 'use_dpop_nonce';
