import type { RequestListener } from 'node:http';
import { names } from './messages.ts';
import { memoryReplayStore, published, saml } from './ours.ts';
import type { Workload } from './workloads.ts';

const { all } = (await published('index')) as typeof import('../../src/index.ts');
const { toNode } = (await published('node')) as typeof import('../../src/node/index.ts');
const { memorySessionIndex, memorySessionStore, sealedPendingStore } = (await published(
  'stores',
)) as typeof import('../../src/stores/index.ts');
const { browserSessions, signOn } = (await published('web')) as typeof import('../../src/web/index.ts');

/**
 * Ours as the README has it: logins sealed in a cookie, sessions in memory, on nothing but `node:http`. There is room for more of them than
 * by default: nobody else signs in a hundred thousand times in two minutes.
 */
export function service({ parties }: Workload): RequestListener {
  const sp = saml.serviceProvider({ entityId: names.sp, assertionConsumerServices: [{ url: names.acsUrl }] });
  const idp = saml.identityProviderFrom({ entityId: names.idp, ssoUrl: names.ssoUrl, certificates: [parties.idpCertificate] });
  const replay = memoryReplayStore({ capacity });
  const { answer } = signOn({
    connections: [{ protocol: 'saml', sp, idp, loginUrl: names.loginUrl }],
    returnTo: names.returnTo,
    stores: { replay, pending: sealedPendingStore({ replay }) },
    sessions: browserSessions({ store: memorySessionStore({ capacity }), index: memorySessionIndex({ capacity }) }),
    onLogin: ({ identity }) => {
      const query = new URLSearchParams({ as: identity.subject?.value ?? '', groups: String(all(identity, 'memberOf').length) });
      return new Response(null, { status: 303, headers: { location: `/?${query}` } });
    },
  });
  return toNode(answer);
}

const capacity = 1_000_000;
