import { describe, expect, it } from 'vitest';
import { type AnySsoError, isSsoError } from '../../src/core/errors.ts';
import type { Source } from '../../src/core/source.ts';
import { one } from '../../src/identity/identity.ts';
import type { Login, Started } from '../../src/identity/login.ts';
import { explain, finish, finishUnsolicited } from '../../src/saml/finish.ts';
import type { IdentityProvider } from '../../src/saml/identity-provider.ts';
import { fromForm, type Incoming } from '../../src/saml/incoming.ts';
import { type LoginOptions, login } from '../../src/saml/login.ts';
import { bindings } from '../../src/saml/names.ts';
import type { SamlPending } from '../../src/saml/pending.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Answers, Browser } from '../support/browser.ts';
import { keyPair } from '../support/keys.ts';
import { lab, labFile, labIdentityProvider, labRuns, labServiceProvider, persons, samlIdp, samlp, simpleSaml } from '../support/lab.ts';

const { student, jane, profile } = persons;
const email = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

/** Each provider with who signs in there, what it signs, what it says, and what comes with a login that it begins itself. */
const providers = [
  {
    name: 'SimpleSAMLphp std',
    at: simpleSaml(9110),
    as: student,
    signs: ['response', 'assertion'],
    says: ['uid', 'student'],
    deep: '/deep?a=1&b=é',
  },
  {
    name: 'SimpleSAMLphp rollover',
    at: simpleSaml(9113),
    as: student,
    signs: ['response', 'assertion'],
    says: ['urn:oid:0.9.2342.19200300.100.1.1', 'student'],
    deep: '/deep?a=1&b=é',
  },
  { name: 'saml-idp', at: samlIdp, as: profile, signs: ['response', 'assertion'], says: ['firstName', 'Saml'], deep: '/default-relay' },
  { name: 'samlp std', at: samlp('std'), as: jane, signs: ['assertion'], says: [email, 'jane@lab.invalid'], deep: '/deep?a=1&b=é' },
  {
    name: 'samlp both',
    at: samlp('both'),
    as: jane,
    signs: ['response', 'assertion'],
    says: [email, 'jane@lab.invalid'],
    deep: '/deep?a=1&b=é',
  },
  {
    name: 'samlp response',
    at: samlp('response'),
    as: jane,
    signs: ['response'],
    says: [email, 'jane@lab.invalid'],
    deep: '/deep?a=1&b=é',
  },
] as const;

describe.skipIf(!(await labRuns()))('logins over HTTP', () => {
  const sp = labServiceProvider;

  describe.for(providers)('$name', ({ at, as, signs, says: [attribute, value], deep }) => {
    it('signs in whoever it was asked for, once', async () => {
      const idp = await labIdentityProvider(at);
      const { started, incoming } = await ask(idp, as, { returnTo: '/wanted?x=<y>' });
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
      const idp = await labIdentityProvider(at, { allowUnsolicited: true });
      const incoming = await fetched(new Browser(lab.acsUrl), at.start, as);
      const found = await finishUnsolicited(sp(), idp, incoming, memoryReplayStore());
      expect(one(found.identity, attribute)).toBe(value);
      expect({ relayState: found.relayState, returnTo: found.returnTo }).toEqual({ relayState: deep, returnTo: undefined });
      const careful = await labIdentityProvider(at);
      expect((await refusedBy(finishUnsolicited(sp(), careful, incoming, memoryReplayStore()))).code).toBe('provider.unsolicited');
      const findings = await explain(sp(), idp, incoming, (await login(sp(), idp)).pending);
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'confirmation.in-response-to', outcome: 'failed' }));
    });

    it('is believed under no other setting of signatures than the one it has', async () => {
      const idp = await labIdentityProvider(at);
      const { started, incoming } = await ask(idp, as);
      for (const wantSigned of ['assertion', 'response', 'both'] as const) {
        const enough = wantSigned === 'both' ? signs.length === 2 : signs.some((one) => one === wantSigned);
        const result = finish(sp({ wantSigned }), idp, incoming, started.pending, memoryReplayStore());
        if (enough) expect((await result).protocol).toBe('saml');
        else expect((await refusedBy(result)).code).toBe('signature.missing');
      }
    });
  });

  it.for([
    ['saml-idp', samlIdp, profile],
    ['SimpleSAMLphp', simpleSaml(9110), student],
  ] as const)('%s takes a request by POST', async ([, at, as]) => {
    const idp = offeringPost(await labIdentityProvider(at));
    const { started, incoming } = await ask(idp, as, { binding: 'post' });
    expect(started.outgoing.kind).toBe('form');
    expect((await finish(sp(), idp, incoming, started.pending, memoryReplayStore())).identity.issuer).toBe(idp.entityId);
  });

  it.for(['redirect', 'post'] as const)('a provider that checks signatures takes ours by %s, and no other', async (binding) => {
    const idp = offeringPost(await labIdentityProvider(simpleSaml(9111)));
    expect(idp.wantAuthnRequestsSigned).toBe(true);
    const { started, incoming } = await ask(idp, student, { binding });
    // It has signed somebody in; what it says is encrypted, which is as far as we get.
    expect((await refusedBy(finish(sp(), idp, incoming, started.pending, memoryReplayStore()))).code).toBe('assertion.encrypted');
    const forged = labServiceProvider({ signing: { current: { privateKey: keyPair('rsa-2048', 'somebody else').privateKey } } });
    const { outgoing } = await login(forged, idp, { binding });
    expect(await new Browser(lab.acsUrl).carryOut(outgoing, student)).toMatchObject({ forms: [] });
  });

  it.for([simpleSaml(9110), simpleSaml(9113)])('asked to show nothing, says that it would have to', async (at) => {
    const idp = await labIdentityProvider(at);
    const { started, incoming } = await ask(idp, {}, { isPassive: true });
    const error = await refusedBy(finish(sp(), idp, incoming, started.pending, memoryReplayStore()));
    if (error.code !== 'provider.status') throw error;
    expect(error.details).toMatchObject({ outcome: 'no-passive', authenticated: true });
  });

  it('asked to show nothing, signs in who is signed in already; asked for a fresh login, asks again', async () => {
    const idp = await labIdentityProvider(simpleSaml(9110));
    const browser = new Browser(lab.acsUrl);
    await ask(idp, student, {}, browser);
    const passive = await ask(idp, {}, { isPassive: true }, browser);
    expect((await finish(sp(), idp, passive.incoming, passive.started.pending, memoryReplayStore())).protocol).toBe('saml');
    const { outgoing } = await login(sp(), idp, { forceAuthn: true });
    expect(await browser.carryOut(outgoing, {})).not.toBeInstanceOf(URLSearchParams);
    const forced = await ask(idp, student, { forceAuthn: true }, browser);
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

  it('refuses what is not signed, what is for others, and SHA-1 unless pardoned', async () => {
    expect((await asked('unsigned')).code).toBe('signature.missing');
    const wrong = await asked('wrongaud');
    if (wrong.code !== 'assertion.rejected') throw wrong;
    expect(wrong.details.findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)).toEqual(['conditions.audience']);
    expect((await asked('sha1')).code).toBe('signature.algorithm');
    const idp = await labIdentityProvider(samlp('sha1'), { pardons: ['signature.sha1'] });
    const { started, incoming } = await ask(idp, jane);
    const { findings } = await finish(sp(), idp, incoming, started.pending, memoryReplayStore());
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'signature.sha1', outcome: 'pardoned' }));
  });

  it('refuses the answer of one provider where another was asked', async () => {
    const [std, rollover] = [await labIdentityProvider(simpleSaml(9110)), await labIdentityProvider(simpleSaml(9113))];
    const { pending } = await login(sp(), std);
    const { incoming } = await ask(rollover, student);
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
    const { started, incoming } = await ask(idp, student);
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

  async function ask(idp: IdentityProvider, as: Answers, options: LoginOptions = {}, browser = new Browser(lab.acsUrl)) {
    const started: Started<SamlPending> = await login(sp(), idp, options);
    return { started, incoming: await fetched(browser, started.outgoing, as) };
  }

  async function asked(variant: string): Promise<AnySsoError> {
    const idp = await labIdentityProvider(samlp(variant));
    const { started, incoming } = await ask(idp, jane);
    return await refusedBy(finish(sp(), idp, incoming, started.pending, memoryReplayStore()));
  }
});

async function fetched(browser: Browser, begin: Parameters<Browser['carryOut']>[0], as: Answers): Promise<Incoming> {
  const arrived = await browser.carryOut(begin, as);
  if (!(arrived instanceof URLSearchParams)) throw new Error(`no answer for us, but the page ${arrived.url}`);
  return fromForm(arrived, lab.acsUrl);
}

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
