import { artifactFromQuery, parseArtifact, resolve } from '../../../src/artifact/index.ts';
import type { Env } from '../../../src/core/env.ts';
import type { AnySsoError } from '../../../src/core/errors.ts';
import { failures } from '../../../src/core/rules.ts';
import { finish, type IdentityProvider, type SamlPending, type ServiceProvider } from '../../../src/saml/index.ts';
import { type Claims, claimsOfLogin } from './claims.ts';
import { required, type Vector } from './format.ts';
import { replayOf } from './replay.ts';

/** The parties of a vector, what was asked, and the time. */
type WorldOf = (vector: Vector) => {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  readonly pending: SamlPending | undefined;
  readonly env: Env;
};

/** Takes an artifact out of a query, or its answer to the end of the login. */
export async function runArtifact(vector: Vector, worldOf: WorldOf): Promise<Claims> {
  const artifact = vector.header.get('artifact');
  if (artifact !== undefined) return await resolved(vector, artifact, worldOf);
  const { endpointIndex, sourceId, relayState } = artifactFromQuery(textOf(vector), required(vector, 'receivedAt'));
  return { endpointIndex, sourceId, ...(relayState === undefined ? {} : { relayState }) };
}

/** The rules that failed, where there was something to be judged. */
export function failedArtifactRules({ details }: AnySsoError): readonly string[] | undefined {
  return 'findings' in details ? failures(details.findings).map(({ rule }) => rule) : undefined;
}

async function resolved(vector: Vector, artifact: string, worldOf: WorldOf): Promise<Claims> {
  const { sp, idp, pending, env } = worldOf(vector);
  if (pending === undefined) throw new Error(`${vector.path} lacks what was asked`);
  const replay = await replayOf(vector);
  const incoming = { ...parseArtifact(artifact), artifact, receivedAt: required(vector, 'receivedAt') };
  const once = () => resolve(sp, idp, incoming, replay, answering(vector, env));
  if (vector.header.get('replay') === 'used') await once();
  return claimsOfLogin(await finish(sp, idp, await once(), pending, replay, env));
}

/** The world in which our request has the ID that the vector says, and is answered by its message. */
function answering(vector: Vector, env: Env): Env {
  const id = Buffer.from(required(vector, 'requestId').slice(1), 'hex');
  const status = Number(vector.header.get('status') ?? 200);
  const headers = { 'content-type': vector.header.get('contentType') ?? 'text/xml' };
  return { ...env, random: () => id, fetch: async () => new Response(Buffer.from(vector.message), { status, headers }) };
}

function textOf({ message }: Vector): string {
  return Buffer.from(message).toString('utf8');
}
