import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Answer, checkStatus, errorOf, exchange } from '../core/http.ts';
import { textIn } from '../core/json.ts';
import { legible } from '../core/rules.ts';
import type { Client } from './client.ts';
import { credentials } from './credentials.ts';
import { withProof } from './dpop.ts';
import type { Provider, ProviderEndpoints } from './provider.ts';

/** A request of ours to one of a provider's own endpoints. */
export interface BackChannelRequest {
  readonly endpoint: Exclude<keyof ProviderEndpoints, 'authorization' | 'endSession'>;
  readonly fields: Readonly<Record<string, string>>;
  /** Tokens are asked for, which are to be bound to our key where we have one for that. */
  readonly bound?: boolean;
  readonly accept?: string;
}

/**
 * Posts a form to one of the provider's endpoints and proves who we are.
 *
 * @returns an answer with a status of success
 * @throws SsoError `token.refused` with what the provider says; `provider.endpoint` where it has none of that kind; `transport.*`
 */
export async function post(client: Client, provider: Provider, request: BackChannelRequest, env: Env): Promise<Answer> {
  const { endpoint, fields, bound = false, accept = 'application/json' } = request;
  const url = endpointOf(client, provider, endpoint);
  const send = async (headers: Readonly<Record<string, string>>): Promise<Answer> => {
    // Once more for each try: a token that proves who we are is good for one request.
    const ours = await credentials(client, provider, url, env);
    const form = new URLSearchParams({ ...fields, ...ours.fields });
    const seconds = endpoint === 'token' ? longestTokenSeconds : undefined;
    return await exchange(
      { url, learntFrom: provider.learntFrom, form, headers: { ...headers, ...ours.headers }, accept, ...(seconds && { seconds }) },
      env,
    );
  };
  const { dpop } = client;
  const answer = await (bound && dpop !== undefined ? withProof(dpop, { method: 'POST', url }, env, send) : send({}));
  return accepted(answer, endpoint);
}

/** An answer of success. @throws SsoError `token.refused`, or `transport.status` where the provider says no more than that */
export function accepted(answer: Answer, endpoint: string): Answer {
  const refusal = answer.status < 400 ? undefined : errorOf(answer);
  const error = refusal && textIn(refusal, 'error');
  if (refusal === undefined || error === undefined) {
    checkStatus(answer);
    return answer;
  }
  const message = textIn(refusal, 'error_description');
  throw new SsoError('token.refused', {
    endpoint,
    status: answer.status,
    error: legible(error),
    ...(message === undefined ? {} : { message: legible(message) }),
  });
}

/** Where to ask: where client certificates are taken, if we prove by one. @throws SsoError `provider.endpoint` */
export function endpointOf(client: Client, provider: Provider, endpoint: BackChannelRequest['endpoint']): string {
  const alias = client.authentication.kind === 'mtls' ? provider.mutualTlsEndpoints[endpoint] : undefined;
  const url = alias ?? provider.endpoints[endpoint];
  if (url === undefined) throw new SsoError('provider.endpoint', { provider: provider.id, service: endpoint, binding: 'https' });
  return url;
}

const longestTokenSeconds = 10;
