import { type Env, systemEnv } from '../../../src/core/env.ts';
import type { AnySsoError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { failures } from '../../../src/core/rules.ts';
import {
  type Callback,
  explain,
  finish,
  fromCallback,
  type OidcPending,
  type Provider,
  readLogoutToken,
  refresh,
  type Tokens,
  userInfo,
} from '../../../src/oidc/index.ts';
import { opened, verifiedToken } from '../../../src/oidc/token.ts';
import { type Claims, claimsOfLogin, plain } from './claims.ts';
import { nowOf, required, type Vector } from './format.ts';
import { clientNamed, providerNamed, providerParty } from './openid-parties.ts';
import { keyNameOf } from './parties.ts';
import { replayOf } from './replay.ts';

async function runToken(vector: Vector): Promise<Claims> {
  const { client, provider } = worldOf(vector);
  const { text, encrypted } = await opened(textOf(vector), client, 'token');
  const kind = { name: 'token', algorithms: client.idTokenAlgorithms, purpose: 'login' } as const;
  const { value, key } = await verifiedToken(text, provider, kind);
  return { key: keyNameOf(key), encrypted, claims: value.claims };
}

async function runLogin(vector: Vector): Promise<Claims> {
  const { client, provider, pending, env } = worldOf(vector);
  if (vector.header.has('first')) return await runRefresh(vector);
  return claimsOfLogin(await finish(client, provider, answerTo(pending, vector), pending, await replayOf(vector), env));
}

/** Nothing comes out of it: whose session it is was known before. */
async function runRefresh(vector: Vector): Promise<Claims> {
  const { client, provider, env } = worldOf(vector);
  await refresh(client, provider, { claims: firstOf(vector), tokens: { ...tokensOf(vector), refreshToken: 'refresh-token' } }, env);
  return {};
}

/** An answer is accepted when its code is on its way; there the vector ends. */
async function runCallback(vector: Vector): Promise<Claims> {
  const { client, provider, pending, env, sent } = worldOf(vector);
  const replay = await replayOf(vector);
  const once = async () => {
    try {
      await finish(client, provider, callbackOf(vector), pending, replay, env);
    } catch (error) {
      if (!sent.has('code')) throw error;
    }
    const claims = { code: sent.get('code'), redirectUri: sent.get('redirect_uri') };
    sent.delete('code');
    return claims;
  };
  if (vector.header.get('replay') === 'used') await once();
  return await once();
}

async function runUserInfo(vector: Vector): Promise<Claims> {
  const { client, provider, env } = worldOf(vector);
  const { claims, signed } = await userInfo(client, provider, { claims: firstOf(vector), tokens: tokensOf(vector) }, env);
  return { claims, signed };
}

async function runLogoutToken(vector: Vector): Promise<Claims> {
  const { client, provider, env } = worldOf(vector);
  const replay = await replayOf(vector);
  const once = () => readLogoutToken(client, provider, textOf(vector), replay, env);
  if (vector.header.get('replay') === 'used') await once();
  const { subject, index } = await once();
  return plain({ subject: subject ?? null, sessionIndex: index ?? null });
}

/** The rules that failed, as `explain` tells it where there is one, so that nothing else can hide behind the first refusal. */
export async function failedOpenIdRules(vector: Vector, { code, details }: AnySsoError): Promise<readonly string[] | undefined> {
  const { client, provider, pending, env } = worldOf(vector);
  const isCallback = vector.path.startsWith('callback/');
  // A parameter that is there twice is refused before there is anything to be judged.
  if (vector.header.has('pending') && code !== 'message.parameter') {
    const callback = isCallback ? callbackOf(vector) : answerTo(pending, vector);
    const failed = failures(await explain(client, provider, callback, pending, env)).map(({ rule }) => rule);
    // Where the code goes to nobody listens.
    return isCallback ? failed.filter((rule) => rule !== 'transport.unreachable') : failed;
  }
  return 'findings' in details ? failures(details.findings).map(({ rule }) => rule) : undefined;
}

/** Who we are and who they are, what was asked, and a network on which only the provider answers, with what the vector has of it. */
function worldOf(vector: Vector) {
  const [us = '', them = ''] = required(vector, 'parties').split(' ');
  const now = nowOf(vector);
  const sent = new URLSearchParams();
  const env: Env = { now: () => now, random: systemEnv.random, wait: () => new Promise(() => {}), fetch: providerIn(vector, them, sent) };
  const client = clientNamed(us, vector.header.get('algorithms')?.split(' '));
  const provider = providerNamed(them, env);
  return { client, provider, pending: pendingOf(vector, client, provider), env, sent };
}

/** What a vector need not say: the protocol, whom we asked as whom, where the answer comes in, and the verifier of the code. */
function pendingOf({ header }: Vector, { clientId, redirectUri }: Pick<OidcPending, 'clientId' | 'redirectUri'>, { id, issuer }: Provider) {
  const usual = { protocol: 'oidc', provider: id, issuer, clientId, redirectUri, codeVerifier: 'verifier', responseMode: 'query' };
  return { ...usual, ...(JSON.parse(header.get('pending') ?? '{}') as object) } as OidcPending;
}

/** @param sent - gets what is posted */
function providerIn(vector: Vector, name: string, sent: URLSearchParams): typeof fetch {
  const { jwks, jwksUri, tokenEndpoint, userInfoEndpoint } = providerParty(name);
  return async (url, init) => {
    if (url === jwksUri) return answered(vector.header.get('keySet') ?? JSON.stringify(jwks), 200, 'application/json');
    const status = Number(vector.header.get('status') ?? 200);
    if (url === userInfoEndpoint) return answered(vector.message, status, vector.header.get('contentType') ?? 'application/json');
    if (url !== tokenEndpoint) throw new Error(`${vector.path} has no answer at ${String(url)}`);
    for (const [field, value] of new URLSearchParams(String(init?.body))) sent.set(field, value);
    if (vector.path.startsWith('callback/')) throw new Error('nobody listens');
    return answered(tokenResponseOf(vector), status, vector.header.get('contentType') ?? 'application/json');
  };
}

function tokenResponseOf(vector: Vector): string | Uint8Array {
  if (vector.path.startsWith('token-response/')) return vector.message;
  return JSON.stringify({ access_token: tokensOf(vector).accessToken, token_type: 'Bearer', id_token: textOf(vector) });
}

function answered(body: string | Uint8Array, status: number, contentType: string): Response {
  return new Response(typeof body === 'string' ? body : Buffer.from(body), { status, headers: { 'content-type': contentType } });
}

/** The answer that leads to the token of a vector. */
function answerTo({ state }: OidcPending, { header }: Vector): Callback {
  return fromCallback(new URLSearchParams({ code: header.get('code') ?? 'code', state }), 'query');
}

function callbackOf(vector: Vector): Callback {
  const mode = vector.header.get('mode') === 'form_post' ? 'form_post' : 'query';
  return fromCallback(new URLSearchParams(textOf(vector)), mode, vector.header.get('receivedAt'));
}

function tokensOf({ header }: Vector): Tokens {
  return { accessToken: header.get('accessToken') ?? 'access-token', tokenType: 'Bearer' };
}

function firstOf(vector: Vector): JsonObject {
  return JSON.parse(required(vector, 'first')) as JsonObject;
}

function textOf({ message }: Vector): string {
  return Buffer.from(message).toString('utf8');
}

/** How the vectors of OpenID Connect are run, by their folder. */
export const openIdRunners: Readonly<Record<string, (vector: Vector) => Promise<Claims>>> = {
  jws: runToken,
  'id-token': runLogin,
  callback: runCallback,
  'token-response': runLogin,
  'user-info': runUserInfo,
  'logout-token': runLogoutToken,
};
