import { finish } from '../saml/finish.ts';
import type { Hints } from '../saml/hints.ts';
import type { Incoming } from '../saml/incoming.ts';
import type { SamlPending } from '../saml/pending.ts';
import type { Connection, SamlConnection } from './connections.ts';
import type { Arrived } from './take.ts';
import type { Visit } from './visit.ts';

/** An answer by SAML with what ends its login. */
export function finishing({ settings, env }: Visit, connection: Connection, incoming: Incoming): Arrived {
  // Sound, both: it was kept for a connection by SAML, and `finish` refuses anything else.
  const { sp, idp } = connection as SamlConnection;
  return {
    incoming,
    finish: async (pending) => await finish(sp, idp, incoming, pending as SamlPending, settings.stores.replay, env),
  };
}

/** True for the name of a login as `login` makes it. */
export function isHandle(relayState: string | undefined): relayState is string {
  return relayState !== undefined && handle.test(relayState);
}

/** The name of the login whose request an answer says it is to: the ID of that without its underscore. */
export function handleFrom({ inResponseTo }: Hints): string | undefined {
  return inResponseTo?.replace(/^_/, '');
}

const handle = /^[0-9a-f]{40}$/;
