import { inOpenIdPosition, oidc } from './openid-ours.ts';
import { openIdNames } from './openid-provider.ts';
import type { OpenIdWorkload } from './openid-workloads.ts';
import { memoryReplayStore } from './ours.ts';
import { textOf, type Ways } from './ways.ts';

/** Each way in which octets reach us that a stranger has made, or a provider that means us harm. */
export function openIdWays(workload: OpenIdWorkload): Ways {
  const [login] = workload.logins;
  const { query = '', tokenResponse = '', accessToken = '' } = login ?? {};
  const tokensWith = (idToken: string) => JSON.stringify({ access_token: accessToken, token_type: 'Bearer', id_token: idToken });
  const finished = async (answers: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, parameters: string, more: object = {}) => {
    const made = Object.entries(answers).map(([path, answer]) => [path, () => answer] as const);
    const { client, provider, pendings, env } = inOpenIdPosition(workload, Object.fromEntries(made));
    const [pending] = pendings;
    if (pending === undefined) throw new Error('nobody has begun a login');
    const callback = oidc.fromCallback(new URLSearchParams(parameters), 'query');
    const done = await oidc.finish(client, provider, callback, { ...pending, ...more }, memoryReplayStore({}, env), env);
    return { done, client, provider, env };
  };
  return {
    ways: {
      callback: (octets) => finished({}, textOf(octets)),
      'response token': (octets) => finished({}, `response=${textOf(octets)}`, { responseMode: 'query.jwt' }),
      'token response': (octets) => finished({ '/token': octets }, query),
      'ID token': (octets) => finished({ '/token': tokensWith(textOf(octets)) }, query),
      'key set': (octets) => finished({ '/token': tokenResponse, '/keys': octets }, query),
      document: async (octets) => {
        const { env } = inOpenIdPosition(workload, { '/.well-known/openid-configuration': () => octets });
        return await oidc.discover(openIdNames.issuer, {}, env);
      },
      UserInfo: async (octets) => {
        const { done, client, provider, env } = await finished({ '/token': tokenResponse, '/userinfo': octets }, query);
        return await oidc.userInfo(client, provider, done, env);
      },
      'logout token': async (octets) => {
        const { client, provider, env } = inOpenIdPosition(workload, {});
        return await oidc.readLogoutToken(client, provider, textOf(octets), memoryReplayStore({}, env), env);
      },
    },
    good: () => finished({ '/token': tokenResponse }, query),
  };
}
