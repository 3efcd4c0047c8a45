import { describe, expect, it } from 'vitest';
import { type AnySsoError, isSsoError } from '../../src/core/errors.ts';
import type { Source } from '../../src/core/source.ts';
import { one } from '../../src/identity/identity.ts';
import type { Login } from '../../src/identity/login.ts';
import { explain } from '../../src/saml/explain.ts';
import { finish, finishUnsolicited } from '../../src/saml/finish.ts';
import type { IdentityProvider } from '../../src/saml/identity-provider.ts';
import { login } from '../../src/saml/login.ts';
import { bindings } from '../../src/saml/names.ts';
import type { Pardon } from '../../src/saml/pardons.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Answers, Browser } from '../support/browser.ts';
import { keyPair } from '../support/keys.ts';
import {
  ask,
  fetched,
  introduce,
  type LabProvider,
  lab,
  labFile,
  labIdentityProvider,
  labRuns,
  labServiceProvider,
  own,
  persons,
  samlIdp,
  samlp,
  simpleSaml,
} from '../support/lab.ts';
import { opener, whole } from '../support/service-providers.ts';

const { student, jane, profile } = persons;
const email = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

/** A provider with who signs in there, what it signs, what it says, and what comes with a login that it begins itself. */
interface Row {
  readonly name: string;
  readonly at: LabProvider;
  readonly as: Answers;
  readonly signs: readonly ('response' | 'assertion')[];
  readonly says: readonly [string, string];
  readonly deep: string;
  readonly encrypts?: boolean;
  readonly pardons?: readonly Pardon[];
}

const both = ['response', 'assertion'] as const;
const simpleSamlRow = { as: student, signs: both, says: ['uid', 'student'], deep: '/deep?a=1&b=é' } as const;
const samlIdpRow = { as: profile, signs: both, says: ['firstName', 'Saml'], deep: '/default-relay' } as const;
const samlpRow = { as: jane, signs: ['assertion'], says: [email, 'jane@lab.invalid'], deep: '/deep?a=1&b=é' } as const;
const providers: readonly Row[] = [
  { name: 'SimpleSAMLphp std', at: simpleSaml(9110), ...simpleSamlRow },
  { name: 'SimpleSAMLphp enc', at: simpleSaml(9111), ...simpleSamlRow, encrypts: true },
  { name: 'SimpleSAMLphp legacy', at: simpleSaml(9112), ...simpleSamlRow, signs: ['assertion'], pardons: ['signature.sha1'] },
  { name: 'SimpleSAMLphp rollover', at: simpleSaml(9113), ...simpleSamlRow, says: ['urn:oid:0.9.2342.19200300.100.1.1', 'student'] },
  { name: 'saml-idp', at: samlIdp(9140), ...samlIdpRow },
  { name: 'saml-idp encrypted', at: samlIdp(9141), ...samlIdpRow, encrypts: true },
  { name: 'samlp std', at: samlp('std'), ...samlpRow },
  { name: 'samlp gcm', at: samlp('gcm'), ...samlpRow, encrypts: true },
  { name: 'samlp cbc', at: samlp('cbc'), ...samlpRow, signs: both, encrypts: true },
  { name: 'samlp both', at: samlp('both'), ...samlpRow, signs: both },
  { name: 'samlp response', at: samlp('response'), ...samlpRow, signs: ['response'] },
];

describe.skipIf(!(await labRuns()))('logins over HTTP', () => {
  const sp = labServiceProvider;

  describe.for(providers)('$name', ({ at, as, signs, says: [attribute, value], deep, encrypts = false, pardons = [] }) => {
    it('signs in whoever it was asked for, once', async () => {
      const idp = await labIdentityProvider(at, { pardons });
      const { started, incoming } = await ask(sp(), idp, as, { returnTo: '/wanted?x=<y>' });
      const replay = memoryReplayStore();
      const found = await finish(sp(), idp, incoming, started.pending, replay);
      expect(found).toMatchObject({ protocol: 'saml', identity: { provider: idp.id, issuer: idp.entityId }, returnTo: '/wanted?x=<y>' });
      expect(one(found.identity, attribute)).toBe(value);
      expect(found.identity.subject?.value).toBeTypeOf('string');
      expect(signed(found)).toEqual(signs);
      expect(incoming.relayState).toBe(started.pending.handle);
      const again = await refusedBy(finish(sp(), idp, incoming, started.pending, replay));
      expect(again.code).toBe('assertion.replayed');
    });

    it('signs in whom it sends by itself, where that is switched on', async () => {
      const idp = await labIdentityProvider(at, { pardons, allowUnsolicited: true });
      const incoming = await fetched(new Browser(lab.acsUrl), at.start, as);
      const found = await finishUnsolicited(sp(), idp, incoming, memoryReplayStore());
      expect(one(found.identity, attribute)).toBe(value);
      expect({ relayState: found.relayState, returnTo: found.returnTo }).toEqual({ relayState: deep, returnTo: undefined });
      const careful = await labIdentityProvider(at, { pardons });
      expect((await refusedBy(finishUnsolicited(sp(), careful, incoming, memoryReplayStore()))).code).toBe('provider.unsolicited');
      const findings = await explain(sp(), idp, incoming, (await login(sp(), idp)).pending);
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'confirmation.in-response-to', outcome: 'failed' }));
    });

    it('is believed under no other setting of signatures than the one it has', async () => {
      const idp = await labIdentityProvider(at, { pardons });
      const { started, incoming } = await ask(sp(), idp, as);
      for (const wantSigned of ['assertion', 'response', 'both'] as const) {
        const enough = wantSigned === 'both' ? signs.length === 2 : signs.some((one) => one === wantSigned);
        const result = finish(sp({ wantSigned }), idp, incoming, started.pending, memoryReplayStore());
        if (enough) expect((await result).protocol).toBe('saml');
        else expect((await refusedBy(result)).code).toBe('signature.missing');
      }
    });

    it('is believed where encryption is demanded if it encrypts, and opened by our key alone', async () => {
      const idp = await labIdentityProvider(at, { pardons });
      const { started, incoming } = await ask(sp(), idp, as);
      const outcomes = [
        { requireEncryption: true, requireAuthenticatedEncryption: true },
        { decryption: [opener] },
        { decryption: [] },
      ].map((options) => codeOf(finish(sp(options), idp, incoming, started.pending, memoryReplayStore())));
      const expected = encrypts ? ['accepted', 'encryption.failed', 'assertion.encrypted'] : ['assertion.rejected', 'accepted', 'accepted'];
      expect(await Promise.all(outcomes)).toEqual(expected);
    });
  });

  it.for([
    ['saml-idp', samlIdp(9140), profile],
    ['SimpleSAMLphp', simpleSaml(9110), student],
  ] as const)('%s takes a request by POST', async ([, at, as]) => {
    const idp = offeringPost(await labIdentityProvider(at));
    const { started, incoming } = await ask(sp(), idp, as, { binding: 'post' });
    expect(started.outgoing.kind).toBe('form');
    expect((await finish(sp(), idp, incoming, started.pending, memoryReplayStore())).identity.issuer).toBe(idp.entityId);
  });

  it.for(['redirect', 'post'] as const)('a provider that checks signatures takes ours by %s, and no other', async (binding) => {
    const idp = offeringPost(await labIdentityProvider(simpleSaml(9111)));
    expect(idp.wantAuthnRequestsSigned).toBe(true);
    const { started, incoming } = await ask(sp(), idp, student, { binding });
    expect((await finish(sp(), idp, incoming, started.pending, memoryReplayStore())).identity.issuer).toBe(idp.entityId);
    const forged = labServiceProvider({ signing: { current: { privateKey: keyPair('rsa-2048', 'somebody else').privateKey } } });
    const { outgoing } = await login(forged, idp, { binding });
    expect(await new Browser(lab.acsUrl).carryOut(outgoing, student)).toMatchObject({ forms: [] });
  });

  it.for([simpleSaml(9110), simpleSaml(9113)])('asked to show nothing, says that it would have to', async (at) => {
    const idp = await labIdentityProvider(at);
    const { started, incoming } = await ask(sp(), idp, {}, { isPassive: true });
    const error = await refusedBy(finish(sp(), idp, incoming, started.pending, memoryReplayStore()));
    if (error.code !== 'provider.status') throw error;
    expect(error.details).toMatchObject({ outcome: 'no-passive', authenticated: true });
  });

  it('asked to show nothing, signs in who is signed in already; asked for a fresh login, asks again', async () => {
    const idp = await labIdentityProvider(simpleSaml(9110));
    const browser = new Browser(lab.acsUrl);
    await ask(sp(), idp, student, {}, browser);
    const passive = await ask(sp(), idp, {}, { isPassive: true }, browser);
    expect((await finish(sp(), idp, passive.incoming, passive.started.pending, memoryReplayStore())).protocol).toBe('saml');
    const { outgoing } = await login(sp(), idp, { forceAuthn: true });
    expect(await browser.carryOut(outgoing, {})).toHaveProperty('forms');
    const forced = await ask(sp(), idp, student, { forceAuthn: true }, browser);
    const { findings } = await finish(sp(), idp, forced.incoming, forced.started.pending, memoryReplayStore());
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'authentication.forced', outcome: 'passed' }));
  });

  it('tells an error of the provider by its signed status', async () => {
    const idp = await labIdentityProvider(samlp('std'), { allowUnsolicited: true });
    const incoming = await fetched(new Browser(lab.acsUrl), 'http://127.0.0.1:9145/std/error', {});
    const error = await refusedBy(finishUnsolicited(sp(), idp, incoming, memoryReplayStore()));
    if (error.code !== 'provider.status') throw error;
    expect(error.details).toMatchObject({ outcome: 'responder', authenticated: true });
  });

  it('refuses what is not signed and what is for others', async () => {
    expect((await asked('unsigned')).code).toBe('signature.missing');
    const wrong = await asked('wrongaud');
    if (wrong.code !== 'assertion.rejected') throw wrong;
    expect(wrong.details.findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)).toEqual(['conditions.audience']);
  });

  it.for([
    ['samlp', samlp('sha1'), jane],
    ['SimpleSAMLphp', simpleSaml(9112), student],
  ] as const)('SHA-1 of %s is refused, and taken by pardon, which the findings show', async ([, at, as]) => {
    const [careful, idp] = [await labIdentityProvider(at), await labIdentityProvider(at, { pardons: ['signature.sha1'] })];
    const { started, incoming } = await ask(sp(), idp, as);
    const { code } = await refusedBy(finish(sp(), careful, incoming, started.pending, memoryReplayStore()));
    expect(code).toBe('signature.algorithm');
    const { findings } = await finish(sp(), idp, incoming, started.pending, memoryReplayStore());
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'signature.sha1', outcome: 'pardoned' }));
  });

  it('SimpleSAMLphp takes our own metadata, whatever it says: the keys that sign, the address, and the key to encrypt for', async () => {
    const ours = serviceProvider({ ...whole, entityId: own.entityId, assertionConsumerServices: [{ url: own.acsUrl }] });
    const forget = await introduce(ours);
    try {
      for (const [at, requireEncryption] of [
        [simpleSaml(9110), false],
        [simpleSaml(9111), true],
      ] as const) {
        const idp = await labIdentityProvider(at);
        const { started, incoming } = await ask(ours, idp, student);
        const result = await finish({ ...ours, requireEncryption }, idp, incoming, started.pending, memoryReplayStore());
        expect(one(result.identity, 'uid')).toBe('student');
      }
    } finally {
      forget();
    }
  });

  it('refuses the answer of one provider where another was asked', async () => {
    const [std, rollover] = [await labIdentityProvider(simpleSaml(9110)), await labIdentityProvider(simpleSaml(9113))];
    const { pending } = await login(sp(), std);
    const { incoming } = await ask(sp(), rollover, student);
    for (const idp of [std, rollover]) {
      const findings = await explain(sp(), idp, incoming, pending);
      const failed = findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
      expect(failed).toContain(idp === std ? 'response.issuer' : 'provider.asked');
      expect((await refusedBy(finish(sp(), idp, incoming, pending, memoryReplayStore()))).code).toBe('assertion.rejected');
    }
  });

  it('during a rollover knows both keys, and learns the new one in the middle of a login', async () => {
    const trust = [labFile('simplesamlphp/cert/idp.crt')];
    const idp = await labIdentityProvider(simpleSaml(9113), { trust });
    expect(idp.keys.length).toBe(2);
    const { started, incoming } = await ask(sp(), idp, student);
    const single = idp.keys.map((key) => ({ ...idp, keys: [key] }));
    const results = await Promise.all(single.map((known) => codeOf(finish(sp(), known, incoming, started.pending, memoryReplayStore()))));
    expect(results.toSorted()).toEqual(['accepted', 'signature.value']);
    const stale = single[results.indexOf('signature.value')] as IdentityProvider;
    const looked: string[] = [];
    const source: Source<IdentityProvider> = {
      current: async () => stale,
      refreshed: async (why) => {
        looked.push(why);
        return await labIdentityProvider(simpleSaml(9113), { trust });
      },
    };
    expect((await finish(sp(), source, incoming, started.pending, memoryReplayStore())).protocol).toBe('saml');
    expect(looked).toEqual(['unknown-key']);
  });

  async function asked(variant: string): Promise<AnySsoError> {
    const idp = await labIdentityProvider(samlp(variant));
    const { started, incoming } = await ask(sp(), idp, jane);
    return await refusedBy(finish(sp(), idp, incoming, started.pending, memoryReplayStore()));
  }
});

/** SimpleSAMLphp takes requests by POST at the same address, and says nothing of it. */
function offeringPost(idp: IdentityProvider): IdentityProvider {
  const post = idp.singleSignOnServices.map(({ location }) => ({ binding: bindings.post, location }));
  return { ...idp, singleSignOnServices: [...idp.singleSignOnServices, ...post] };
}

function signed({ findings }: Login): readonly string[] {
  return ['response', 'assertion'].filter((part) =>
    findings.some(({ rule, outcome }) => rule === `${part}.signature` && outcome === 'passed'),
  );
}

async function refusedBy(result: Promise<Login>): Promise<AnySsoError> {
  try {
    await result;
  } catch (error) {
    if (isSsoError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

async function codeOf(result: Promise<Login>): Promise<string> {
  return await result.then(
    () => 'accepted',
    (error) => (isSsoError(error) ? error.code : Promise.reject(error)),
  );
}
