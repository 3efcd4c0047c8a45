import { SsoError } from '../core/errors.ts';
import { type LogoutNotice, readLogoutToken } from '../oidc/logout-token.ts';
import { formOf } from './body.ts';
import { carryOut, type Notice, rememberedUntil } from './carry-out.ts';
import type { OidcConnection } from './connections.ts';
import { unkept } from './pages/answer.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import { refused } from './refuse.ts';
import type { Meeting } from './routes.ts';
import type { Visit } from './visit.ts';

/**
 * Takes what a provider posts by itself where somebody has signed out. It is a server that asks, so that no page answers it: 200 where all
 * has ended, and 400 where it could not be, or was not asked for as it must be.
 *
 * @see OIDCBackChannel 2.5 and 2.8
 */
export async function backChannel(visit: Visit, { connections: [connection] }: Meeting): Promise<PlainResponse> {
  try {
    // Sound: only a connection by OpenID Connect has such a place, and shares it with no other.
    await take(visit, connection as OidcConnection);
    return json(200, {});
  } catch (error) {
    const { outcome, report } = await refused(visit, error);
    const said = { error: outcome.status < 500 ? 'invalid_request' : 'server_error', error_description: report.code };
    return json(400, said);
  }
}

function json(status: number, said: object): PlainResponse {
  return plainResponse(status, { ...unkept, 'content-type': 'application/json' }, JSON.stringify(said));
}

async function take(visit: Visit, connection: OidcConnection): Promise<void> {
  const { request, env, settings } = visit;
  const [token, ...more] = (await formOf(request, mostOctets, env)).getAll(parameter);
  if (token === undefined || more.length > 0)
    throw new SsoError('message.parameter', { parameter, reason: token === undefined ? 'missing' : 'repeated' });
  const said = await readLogoutToken(connection.client, connection.provider, token, settings.stores.replay, env);
  await carryOut(visit, connection, noticeOf(visit, said));
}

function noticeOf(visit: Visit, { names, subject, index, issuedAt, until: said }: LogoutNotice): Notice {
  const until = rememberedUntil(visit, said);
  return {
    names,
    // No session has the name of one that has ended: what comes under it is late, whenever the person was authenticated.
    provenUntil: index === undefined ? issuedAt : until,
    until,
    indexes: index === undefined ? [] : [index],
    ...(subject === undefined ? {} : { subject }),
  };
}

const parameter = 'logout_token';
const mostOctets = 65_536;
