import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactFromQuery, resolve } from '../../src/artifact/index.ts';
import { one } from '../../src/identity/identity.ts';
import { finish } from '../../src/saml/finish.ts';
import type { IdentityProvider, PeerOptions } from '../../src/saml/identity-provider.ts';
import { login } from '../../src/saml/login.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { signOn } from '../../src/web/sign-on.ts';
import { type Answers, Browser } from '../support/browser.ts';
import { selfSigned } from '../support/certificate.ts';
import { keyPair } from '../support/keys.ts';
import { type LabProvider, lab, labIdentityProvider, labRuns, labServiceProvider, persons, simpleSaml } from '../support/lab.ts';
import { refusalOf } from '../support/refusal.ts';
import { hasSimpleSaml, type SimpleSaml, startSimpleSaml } from '../support/simple-saml.ts';
import { Visitor } from '../support/visitor.ts';

const base = 'http://localhost:9';
const service = { entityId: `${base}/saml`, acsUrl: `${base}/saml/acs`, binding: 'artifact' } as const;
const ours = keyPair('rsa-2048', 'sp');
const sp = serviceProvider({
  entityId: service.entityId,
  assertionConsumerServices: [{ url: service.acsUrl, binding: 'artifact' }],
  signing: { current: { privateKey: ours.privateKey, certificate: selfSigned(ours.privateKey).pem } },
});

describe.skipIf(!hasSimpleSaml())('SimpleSAMLphp, answering by artifact', () => {
  let provider: SimpleSaml;
  beforeAll(async () => {
    provider = await startSimpleSaml(service, keyPair('rsa-2048'));
  }, 60_000);
  afterAll(() => provider?.close());

  it('signs in whoever it was asked for, and gives its answer away once', { timeout: 60_000 }, async () => {
    const idp = await described();
    const { outgoing, pending } = await login(sp, idp);
    const artifact = artifactFromQuery(`${await broughtBy(outgoing)}`, service.acsUrl);
    const replay = memoryReplayStore();
    const { identity, findings } = await finish(sp, idp, await resolve(sp, idp, artifact, replay), pending, replay);
    expect([one(identity, 'uid'), identity.issuer]).toEqual(['alice', provider.entityId]);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'assertion.signature', outcome: 'passed' }));
    expect((await refusalOf(() => resolve(sp, idp, artifact, replay))).code).toBe('artifact.empty');
  });

  it('signs in at the handlers', { timeout: 60_000 }, async () => {
    const loginUrl = `${base}/saml/login`;
    const names: (string | undefined)[] = [];
    const web = signOn({
      connections: [{ protocol: 'saml', sp, idp: await described({ id: 'lab' }), loginUrl }],
      returnTo: `${base}/`,
      onLogin: ({ identity }, _, { next }) => {
        names.push(one(identity, 'uid'));
        return next;
      },
    });
    const browser = new Visitor(web.answer, () => new Date());
    const sent = await browser.open(`${loginUrl}?returnTo=/inbox`);
    const query = await broughtBy({ kind: 'redirect', url: sent.headers.get('location') ?? '' });
    const arrived = await browser.open(`${service.acsUrl}?${query}`, 'elsewhere');
    expect([arrived.status, arrived.headers.get('location'), names]).toEqual([303, `${base}/inbox`, ['alice']]);
  });

  it('is not asked inside this machine where nobody has typed where its metadata is from', { timeout: 60_000 }, async () => {
    const idp = await labIdentityProvider({ metadata: provider.metadataUrl, start: '' });
    const { outgoing } = await login(sp, idp);
    const artifact = artifactFromQuery(`${await broughtBy(outgoing)}`, service.acsUrl);
    const error = await refusalOf(() => resolve(sp, idp, artifact, memoryReplayStore()));
    expect(error).toMatchObject({ code: 'transport.address', details: { reason: 'private' } });
  });

  /** By its metadata, and where that is from. */
  async function described(options: PeerOptions = {}): Promise<IdentityProvider> {
    return await labIdentityProvider({ metadata: provider.metadataUrl, start: '' }, { learntFrom: provider.metadataUrl, ...options });
  }
});

describe.skipIf(!(await labRuns()))('SimpleSAMLphp in the lab', () => {
  const known = () => labServiceProvider({ assertionConsumerServices: [{ url: lab.acsUrl, binding: 'artifact', index: 1 }] });

  it.for([
    ['std', simpleSaml(9110)],
    ['rollover', simpleSaml(9113)],
  ] as const)('%s answers by artifact', async ([, at]) => {
    const { idp, pending, artifact } = await asked(at);
    const incoming = await resolve(known(), idp, artifact, memoryReplayStore());
    const { identity } = await finish(known(), idp, incoming, pending, memoryReplayStore());
    expect([identity.issuer, incoming.relayState]).toEqual([idp.entityId, pending.handle]);
  });

  // It moves declarations of namespaces once it has signed; xmlsec1 refuses it as well.
  it('signs around what is encrypted in a way that verifies nowhere, and is not believed', async () => {
    const { idp, artifact } = await asked(simpleSaml(9111));
    expect((await refusalOf(() => resolve(known(), idp, artifact, memoryReplayStore()))).code).toBe('signature.digest');
  });

  async function asked(at: LabProvider) {
    const idp = await labIdentityProvider(at, { learntFrom: at.metadata });
    const { outgoing, pending } = await login(known(), idp);
    const query = await broughtBy(outgoing, lab.acsUrl, persons.student);
    return { idp, pending, artifact: artifactFromQuery(`${query}`, lab.acsUrl) };
  }
});

/** What the provider has the browser bring. */
async function broughtBy(
  outgoing: Parameters<Browser['carryOut']>[0],
  acsUrl: string = service.acsUrl,
  as: Answers = {},
): Promise<URLSearchParams> {
  const arrived = await new Browser(acsUrl).carryOut(outgoing, as);
  if ('forms' in arrived) throw new Error(`no answer for us, but the page ${arrived.url}`);
  expect(arrived.method).toBe('get');
  return arrived.parameters;
}
