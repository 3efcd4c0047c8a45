import { SsoError } from '../core/errors.ts';
import { sessionNames } from '../identity/session-names.ts';
import { namesIssuer } from '../oidc/issuer.ts';
import { carryOut, rememberedUntil } from './carry-out.ts';
import { type OidcConnection, providerOf } from './connections.ts';
import { originsOf } from './origins.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import { show } from './show.ts';
import type { Visit } from './visit.ts';

/**
 * Takes what a frame in a page of a provider says: that a session there has ended. Nobody has signed it, so it must name the session, whose
 * name nobody can guess; the browser may be any, and bring no cookie. What it ended is told to nobody.
 *
 * @throws SsoError `message.parameter`, `store.*`
 * @see OIDCFrontChannel 3
 */
export async function frontChannel(visit: Visit, { connections }: Meeting): Promise<PlainResponse> {
  // Sound: only a connection by OpenID Connect has such a place, and shares it with no other.
  const connection = connections[0] as OidcConnection;
  const provider = await providerOf(connection);
  const [issuer, index] = [only(visit, 'iss'), only(visit, 'sid')];
  if (!namesIssuer(provider, issuer)) throw new SsoError('message.parameter', { parameter: 'iss', reason: 'unknown-value' });
  const until = rememberedUntil(visit);
  const names = sessionNames({ protocol: 'oidc', provider: provider.id, index });
  await carryOut(visit, connection, { names, provenUntil: until, until, unsigned: true, indexes: [index] });
  return show(visit, { kind: 'signed-out' }, { frameAncestors: originsOf(provider) });
}

function only({ url }: Visit, parameter: string): string {
  const [value, ...more] = url.searchParams.getAll(parameter);
  if (value === undefined || value === '') throw new SsoError('message.parameter', { parameter, reason: 'missing' });
  if (more.length > 0) throw new SsoError('message.parameter', { parameter, reason: 'repeated' });
  return value;
}
