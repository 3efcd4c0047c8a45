import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { names } from './messages.ts';
import { inTurn, type Tasks } from './tasks.ts';
import type { Workload } from './workloads.ts';

/** What is published, not the source: loaded from `dist` when the candidate starts. */
export const saml = (await published('saml')) as typeof import('../../src/saml/index.ts');
export const { memoryReplayStore } = (await published('stores')) as typeof import('../../src/stores/index.ts');
export const { isSsoError, systemEnv } = (await published('index')) as typeof import('../../src/index.ts');

/** Our own, through the public names alone. */
export const ours: Tasks = {
  response: (workload) => {
    const { sp, idp, pending, env } = inPosition(workload);
    const forms = workload.messages.map(({ base64 }) => new URLSearchParams({ SAMLResponse: base64 }));
    return async (turn) => {
      const incoming = saml.fromForm(inTurn(forms, turn), names.acsUrl);
      // A store of its own for each run, since the same message comes again.
      const { identity } = await saml.finish(sp, idp, incoming, pending, memoryReplayStore({}, env), env);
      return `${identity.subject?.value} ${identity.attributes[people]?.values.length ?? 0}`;
    };
  },
  redirect: (workload) => request(workload, 'redirect'),
  post: (workload) => request(workload, 'post'),
  metadata: ({ metadata }) => {
    const octets = Buffer.from(metadata);
    return () => {
      const { entityId, keys } = saml.identityProvider(octets);
      return `${entityId} ${keys.length}`;
    };
  },
};

function request({ metadata, parties, signed, answer }: Workload, binding: 'redirect' | 'post') {
  const sp = serviceProvider(parties, signed);
  const idp = saml.identityProvider(metadata);
  return async () => {
    const { outgoing } = await saml.login(sp, idp, { binding });
    const sent =
      outgoing.kind === 'redirect' ? outgoing.url.includes('&Signature=') : (outgoing.fields['SAMLRequest'] ?? '').length > 2_000;
    return sent ? answer : 'not signed';
  };
}

/** Everything that `finish` wants beside the message: who we and they are, what was asked, and a clock that stands still. */
export function inPosition({ parties, signed, now }: Workload) {
  const idp = saml.identityProviderFrom({ entityId: names.idp, ssoUrl: names.ssoUrl, certificates: [parties.idpCertificate] });
  const asked = { requestId: names.requestId, handle: 'handle', acsUrl: names.acsUrl, issuedAt: now };
  const instant = Date.parse(now);
  return {
    sp: serviceProvider(parties, signed),
    idp,
    pending: { protocol: 'saml', provider: idp.id, ...asked } as const,
    // Read once: the clock of a system is no text either.
    env: { ...systemEnv, now: () => new Date(instant) },
  };
}

function serviceProvider({ spPrivateKey, spCertificate }: Workload['parties'], wantSigned: Workload['signed']) {
  return saml.serviceProvider({
    entityId: names.sp,
    assertionConsumerServices: [{ url: names.acsUrl }],
    signing: { current: { privateKey: spPrivateKey, certificate: spCertificate } },
    decryption: [{ privateKey: spPrivateKey, certificate: spCertificate }],
    wantSigned,
  });
}

/** An entry of the package, as it was built. */
export function published(entry: string): Promise<unknown> {
  return import(pathToFileURL(resolve(`dist/${entry}.js`)).href);
}

/** The groups come behind the attributes of the person. */
const people = 4;
