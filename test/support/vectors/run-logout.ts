import type { Env } from '../../../src/core/env.ts';
import { failures } from '../../../src/core/rules.ts';
import {
  explain,
  fromForm,
  fromQuery,
  fromSoap,
  type IdentityProvider,
  type Incoming,
  readLogout,
  type SamlLogoutPending,
  type SamlPending,
  type ServiceProvider,
} from '../../../src/saml/index.ts';
import { type Claims, outcomesOf } from './claims.ts';
import { required, type Vector } from './format.ts';
import { replayOf } from './replay.ts';

/** The parties of a vector, what was asked, and the time. */
type WorldOf = (vector: Vector) => {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  readonly pending: SamlPending | undefined;
  readonly env: Env;
};

/** Takes a message about logout to what it says. */
export async function runLogout(vector: Vector, worldOf: WorldOf): Promise<Claims> {
  const { sp, idp, env } = worldOf(vector);
  const pending = pendingOf(vector, worldOf);
  const replay = await replayOf(vector);
  const once = () => readLogout(sp, idp, incomingOf(vector), { ...(pending === undefined ? {} : { pending }), replay }, env);
  if (vector.header.get('replay') === 'used') await once();
  const message = await once();
  const { kind, findings } = message;
  if (kind === 'answered') return { kind, confirmed: message.confirmed, partial: message.partial, ...outcomesOf(findings) };
  return { kind, subject: message.subject, sessionIndexes: message.sessionIndexes, ...outcomesOf(findings) };
}

/** The rules that failed, as `explain` tells it. */
export async function failedLogoutRules(vector: Vector, worldOf: WorldOf): Promise<readonly string[]> {
  const { sp, idp, env } = worldOf(vector);
  return failures(await explain(sp, idp, incomingOf(vector), pendingOf(vector, worldOf), env)).map(({ rule }) => rule);
}

function pendingOf(vector: Vector, worldOf: WorldOf): SamlLogoutPending | undefined {
  const { pending } = worldOf(vector);
  return pending === undefined ? undefined : { ...pending, purpose: 'logout' };
}

/** A request, unless somebody was asked; by SOAP there is nothing else. */
function incomingOf(vector: Vector): Incoming {
  const receivedAt = required(vector, 'receivedAt');
  const message = Buffer.from(vector.message);
  const binding = required(vector, 'binding');
  if (binding === 'redirect') return fromQuery(message.toString('utf8'), receivedAt);
  if (binding === 'soap') return fromSoap(message, receivedAt);
  const parameter = vector.path.startsWith('logout/request-') ? 'SAMLRequest' : 'SAMLResponse';
  return fromForm(new URLSearchParams({ [parameter]: message.toString('base64') }), receivedAt);
}
