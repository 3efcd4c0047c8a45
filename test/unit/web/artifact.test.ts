import { describe, expect, it } from 'vitest';
import type { PeerOptions } from '../../../src/saml/identity-provider.ts';
import type { ServiceProvider } from '../../../src/saml/service-provider.ts';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { SignOnOptions } from '../../../src/web/settings.ts';
import { artifactResponseXml, artifactText, collector, keeper, ResolutionService } from '../../support/artifact.ts';
import { clean } from '../../support/messages.ts';
import { readPage, textOf } from '../../support/page.ts';
import { them, us } from '../../support/saml-login.ts';
import { answerTo, askedBy, codeOf, places, samlConnection, service, tile } from '../../support/sign-on.ts';
import type { Visitor } from '../../support/visitor.ts';

const loginTo = (page: string) => `${places.samlLogin}?returnTo=${page}`;

describe('a login by artifact', () => {
  it.each(['query', 'form'] as const)('signs in whoever began it, the artifact coming in a %s', async (way) => {
    const { browser, keep, bring, events } = collecting();
    const sent = await browser.open(loginTo('/inbox'));
    const { SAMLResponse, RelayState } = answerTo(sent);
    const response = await bring(way, keep(SAMLResponse), RelayState);
    expect([response.status, response.headers.get('location')]).toEqual([303, 'https://sp.example/inbox']);
    expect(events.at(-1)).toMatchObject({ name: 'login.finished', attributes: { 'signon.provider': 'idp' } });
  });

  it('asks for nothing where the browser has not begun it', async () => {
    const { browser, visitor, keep, bring, resolution } = collecting();
    const { SAMLResponse, RelayState } = answerTo(await browser.open(places.samlLogin));
    expect(await codeOf(await bring('query', keep(SAMLResponse), RelayState, visitor()))).toBe('login.cookie-missing');
    expect(resolution.asked).toEqual([]);
  });

  it('is finished once, however often somebody goes back', async () => {
    const { browser, keep, bring, resolution } = collecting();
    const { SAMLResponse, RelayState } = answerTo(await browser.open(places.samlLogin));
    const artifact = keep(SAMLResponse);
    await bring('query', artifact, RelayState);
    expect((await bring('query', artifact, RelayState)).status).toBe(409);
    expect(resolution.asked).toHaveLength(1);
  });

  it('is refused for an artifact of somebody else than was asked, for one that nobody knows, and for one that was brought before', async () => {
    const { browser, keep, bring, resolution } = collecting();
    const begun = async () => answerTo(await browser.open(places.samlLogin));
    const foreign = artifactText({ entityId: 'https://other.example' });
    expect(await codeOf(await bring('query', foreign, (await begun()).RelayState))).toBe('artifact.source');
    expect(resolution.asked).toEqual([]);
    const unknown = artifactText({ message: 'unknown' });
    const page = await bring('query', unknown, (await begun()).RelayState);
    expect([page.status, await codeOf(page)]).toEqual([403, 'artifact.empty']);
    const first = await begun();
    const artifact = keep(first.SAMLResponse);
    await bring('query', artifact, first.RelayState);
    expect(await codeOf(await bring('query', artifact, (await begun()).RelayState))).toBe('artifact.empty');
  });

  it('is known by the request that it answers, where the provider loses the RelayState', async () => {
    for (const way of ['query', 'form'] as const) {
      const { browser, keep, bring } = collecting();
      const { SAMLResponse } = answerTo(await browser.open(loginTo('/inbox')));
      expect((await bring(way, keep(SAMLResponse))).headers.get('location')).toBe('https://sp.example/inbox');
    }
  });

  it('is not signed in by what TLS and a signature around it prove', async () => {
    const { browser, keepXml, bring } = collecting();
    const { requestId, relayState } = askedBy(await browser.open(places.samlLogin));
    const { SAMLResponse } = tile();
    const unsigned = Buffer.from(SAMLResponse, 'base64')
      .toString()
      .replace(/<ds:Signature.*<\/ds:Signature>/s, '');
    const page = await bring(
      'query',
      keepXml(unsigned.replace('<samlp:Response ', `<samlp:Response InResponseTo="${requestId}" `)),
      relayState,
    );
    expect(await codeOf(page)).toBe('signature.missing');
  });

  it('comes in at an address for artifacts alone', async () => {
    const { browser, post } = collecting();
    expect(await codeOf(await post(answerTo(await browser.open(places.samlLogin))))).toBe('message.binding');
    const forms = collecting({}, {}, us());
    const { SAMLResponse, RelayState } = answerTo(await forms.browser.open(places.samlLogin));
    expect((await forms.bring('query', forms.keep(SAMLResponse), RelayState)).status).toBe(405);
    expect(await codeOf(await forms.bring('form', forms.keep(SAMLResponse), RelayState))).toBe('message.binding');
    expect(forms.resolution.asked).toEqual([]);
  });

  it('comes in beside forms at an address for both', async () => {
    const services = (['post', 'artifact'] as const).map((binding) => ({ url: places.acs, binding }));
    const { browser, keep, bring, post } = collecting({}, {}, collector({ assertionConsumerServices: services }));
    const { SAMLResponse, RelayState } = answerTo(await browser.open(places.samlLogin));
    expect((await bring('query', keep(SAMLResponse), RelayState)).status).toBe(303);
    expect((await post(answerTo(await browser.open(places.samlLogin)))).status).toBe(303);
  });

  it('is never a message in the address', async () => {
    const { browser } = collecting();
    const { SAMLResponse, RelayState } = answerTo(await browser.open(places.samlLogin));
    const page = await browser.open(`${places.acs}?${new URLSearchParams({ SAMLResponse, RelayState })}`, 'elsewhere');
    expect([page.status, await codeOf(page)]).toEqual([400, 'message.parameter']);
  });
});

describe('an artifact that nobody asked for', () => {
  it('is dropped where the provider may not begin, without being asked for, and a login begins in its place', async () => {
    const { keep, bring, browser, events, resolution } = collecting();
    const sent = await bring('query', keep(tile().SAMLResponse), '/inbox');
    expect([sent.status, askedBy(sent).requestId]).toEqual([303, expect.stringMatching(/^_[0-9a-f]{40}$/)]);
    expect([events.at(-1)?.attributes['signon.reason'], resolution.asked]).toEqual(['unsolicited', []]);
    const { SAMLResponse, RelayState } = answerTo(sent);
    expect((await bring('query', keep(SAMLResponse), RelayState, browser)).headers.get('location')).toBe('https://sp.example/inbox');
  });

  it('is dropped as well where something else is under way in this browser', async () => {
    const { keep, bring, browser } = collecting();
    await browser.open(places.samlLogin);
    const sent = await bring('query', keep(tile().SAMLResponse));
    expect(askedBy(sent).requestId).toMatch(/^_[0-9a-f]{40}$/);
  });

  it.each(['query', 'form'] as const)('signs in by a %s where the provider may begin, sent once more by a page of ours', async (way) => {
    const { keep, arrive, resolution } = portal();
    expect((await arrive(way, keep(tile().SAMLResponse), '/inbox')).headers.get('location')).toBe('https://sp.example/inbox');
    expect(resolution.asked).toHaveLength(1);
  });

  it('never takes the place of somebody else who is signed in', async () => {
    const { keep, arrive } = portal();
    await arrive('query', keep(tile('bob@example.com', '_1').SAMLResponse));
    expect((await arrive('query', keep(tile('eve@example.com', '_2').SAMLResponse))).status).toBe(409);
  });

  it('is not asked for before our own page has sent it, whatever it pretends', async () => {
    const { keep, browser, resolution } = portal();
    const fields = { SAMLart: keep(tile().SAMLResponse), 'signon-again': '1' };
    expect(await codeOf(await browser.post(places.acs, fields))).toBe('login.cookie-missing');
    expect(resolution.asked).toEqual([]);
  });

  it('is of the provider that it names, where several answer at one address', async () => {
    const other = samlConnection({
      id: 'other',
      sp: collector(),
      idp: { ...keeper({ id: 'other' }), entityId: 'https://other.example' },
      loginUrl: 'https://sp.example/other/login',
      metadataUrl: undefined as never,
    });
    const { bring, keep, resolution } = collecting({ connections: [other, samlConnection({ sp: collector(), idp: keeper() })] });
    expect(await codeOf(await bring('query', artifactText({ entityId: 'https://nobody.example' })))).toBe('login.unknown-provider');
    expect(askedBy(await bring('query', keep(tile().SAMLResponse))).requestId).toBeDefined();
    expect(resolution.asked).toEqual([]);
  });
});

describe('a trial by artifact', () => {
  const place = 'https://sp.example/saml/test';

  it('shows who it is, or why not, and signs nobody in', async () => {
    const admitted: unknown[] = [];
    const onLogin: SignOnOptions['onLogin'] = (login, _, { next }) => {
      admitted.push(login);
      return next;
    };
    const { browser, keep, bring } = collecting({ onLogin, trial: { url: place, permitted: () => true } });
    const begun = async () => answerTo(await browser.post(place, { connection: 'idp' }, 'here'));
    const { SAMLResponse, RelayState } = await begun();
    expect(textOf(readPage(await (await bring('query', keep(SAMLResponse), RelayState)).text()))).toContain(clean.subject);
    const empty = await bring('query', artifactText({ message: 'unknown' }), (await begun()).RelayState);
    expect([empty.status, textOf(readPage(await empty.text()))]).toEqual([200, expect.stringContaining('artifact.empty')]);
    expect(admitted).toEqual([]);
  });

  it('takes a pasted answer as if it had been asked for', async () => {
    const { browser } = collecting({ trial: { url: place, permitted: () => true } });
    const { SAMLResponse } = answerTo(await browser.open(places.samlLogin));
    const page = await browser.post(place, { connection: 'idp', answer: SAMLResponse }, 'here');
    expect(textOf(readPage(await page.text()))).not.toContain('message.binding');
  });
});

/** A service that takes artifacts, a provider that keeps what they stand for, and a browser. */
function collecting(options: Partial<SignOnOptions> = {}, peer: PeerOptions = {}, sp: ServiceProvider = collector()) {
  const kept = new Map<string, string>();
  let made = 0;
  const resolution = new ResolutionService((requestId, artifact) => {
    const message = kept.get(artifact) ?? null;
    kept.delete(artifact);
    return artifactResponseXml(requestId, { message });
  });
  const beside = service();
  const world = { ...beside.world, fetch: resolution.world.fetch };
  const web = service({ connections: [samlConnection({ sp, idp: keeper(peer) })], ...options }, them(), { ...beside, world });
  const browser = web.visitor();
  const keepXml = (xml: string): string => {
    const artifact = artifactText({ message: `message ${++made}` });
    kept.set(artifact, xml);
    return artifact;
  };
  const bring = async (way: 'query' | 'form', artifact: string, relayState?: string, by: Visitor = browser): Promise<Response> => {
    const fields = { SAMLart: artifact, ...(relayState === undefined ? {} : { RelayState: relayState }) };
    return way === 'form' ? await by.post(places.acs, fields) : await by.open(`${places.acs}?${new URLSearchParams(fields)}`, 'elsewhere');
  };
  return {
    ...web,
    browser,
    resolution,
    bring,
    keepXml,
    keep: (SAMLResponse: string) => keepXml(Buffer.from(SAMLResponse, 'base64').toString()),
    post: (fields: Readonly<Record<string, string>>) => browser.post(places.acs, fields),
  };
}

/** The same with a provider that may begin logins. */
function portal() {
  const sessions = browserSessions({}, service().world);
  const web = collecting({ sessions }, { allowUnsolicited: true });
  const arrive = async (...brought: Parameters<typeof web.bring>): Promise<Response> => {
    const page = await web.bring(...brought);
    return page.status === 200 ? await web.browser.submit(page, places.acs) : page;
  };
  return { ...web, arrive };
}
