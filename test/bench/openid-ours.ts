import { acceptIdToken } from '../../src/oidc/id-token.ts';
import { type Answers, answering, openIdNames } from './openid-provider.ts';
import type { OpenIdLogin, OpenIdWorkload } from './openid-workloads.ts';
import { memoryReplayStore, published, systemEnv } from './ours.ts';
import { inTurn, type Tasks } from './tasks.ts';

export const oidc = (await published('oidc')) as typeof import('../../src/oidc/index.ts');

/** Our own: a callback through the public names alone. */
export const openIdOurs: Tasks = {
  callback: (workload) => {
    let turn = 0;
    const { client, provider, pendings, env } = inOpenIdPosition(workload, { '/token': () => inTurn(workload.logins, turn).tokenResponse });
    return async (next) => {
      turn = next;
      const callback = oidc.fromCallback(new URLSearchParams(inTurn(workload.logins, turn).query), 'query');
      // A store of its own for each run, since the same answer comes again.
      const login = await oidc.finish(client, provider, callback, inTurn(pendings, turn), memoryReplayStore({}, env), env);
      return `${login.identity.subject?.value} ${login.identity.attributes.find(({ name }) => name === 'groups')?.values.length}`;
    };
  },
  // No public name takes an ID token alone, so this one is the source, compiled as the benchmark is.
  'id-token': (workload) => {
    const { client, provider, pendings, env } = inOpenIdPosition(workload, {});
    return async (turn) => {
      const { idToken, accessToken, code } = inTurn(workload.logins, turn);
      const occasion = { pending: inTurn(pendings, turn), code };
      const { value } = await acceptIdToken(client, provider, idToken, { accessToken }, occasion, [], env);
      const { sub, groups } = value.claims;
      return `${sub} ${Array.isArray(groups) ? groups.length : undefined}`;
    };
  },
};

/** Everything that `finish` wants beside the answer: who we and they are, what was asked, a clock that stands still, and endpoints. */
export function inOpenIdPosition({ key, decryptionKey, logins, now }: OpenIdWorkload, answers: Answers) {
  const { issuer, clientId, clientSecret: secret, redirectUri } = openIdNames;
  const env = { ...systemEnv, now: () => new Date(now), fetch: answering(key, answers) };
  const endpoints = {
    authorizationEndpoint: `${issuer}/authorize`,
    tokenEndpoint: `${issuer}/token`,
    userInfoEndpoint: `${issuer}/userinfo`,
  };
  const provider = oidc.provider({ issuer, ...endpoints, jwksUri: `${issuer}/keys`, namesItself: true }, {}, env);
  return {
    client: oidc.client({
      clientId,
      redirectUri,
      authentication: { kind: 'secret-basic', secret },
      decryption: [{ privateKey: decryptionKey }],
    }),
    provider,
    pendings: logins.map((login) => pendingOf(login, provider.id, now)),
    env,
  };
}

function pendingOf({ state, nonce, codeVerifier }: OpenIdLogin, provider: string, issuedAt: string) {
  const { issuer, clientId, redirectUri } = openIdNames;
  const asked = { provider, issuer, clientId, redirectUri, responseMode: 'query', state, nonce, codeVerifier, issuedAt } as const;
  return { protocol: 'oidc', ...asked } as const;
}
