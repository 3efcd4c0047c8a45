import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { look } from '../../../src/web/pages/look.ts';
import { renderPage } from '../../../src/web/pages/render.ts';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { TrialOptions } from '../../../src/web/trial.ts';
import type { Element } from '../../../src/xml/document.ts';
import { attribute } from '../../../src/xml/element.ts';
import { attributeStatementXml, attributeXml, audienceXml, authnStatementXml, clean, conditionsXml } from '../../support/messages.ts';
import { elements, readPage, textOf, triedWith } from '../../support/page.ts';
import { answerByQuery, answerTo, codeOf, oidcConnection, places, samlConnection, service } from '../../support/sign-on.ts';
import type { Visitor } from '../../support/visitor.ts';

describe('a trial', () => {
  it('shows who it is and what would be changed, and signs nobody in', async () => {
    const web = await administered({ preview: () => ({ account: [account], changes: [{ text: 'Create bob', kind: 'create' }] }) });
    const before = [...web.browser.cookies];
    const page = await web.tried('idp', { name: 'bob', assertion: { statements: [authnStatementXml(), mail('bob@acme.example')] } });
    expect(outcomes(page).has('failed')).toBe(false);
    expect(textOf(page)).toMatch(/bob[\s\S]*mail[\s\S]*bob@acme\.example[\s\S]*Create bob/);
    expect([...web.browser.cookies]).toEqual(before);
    expect(web.admitted).toEqual([clean.subject]);
    expect(web.events.map(({ name }) => name).slice(-2)).toEqual(['login.started', 'login.tried']);
  });

  it('shows why a login is refused, rule by rule, with what to do about it', async () => {
    const web = await administered();
    const page = await web.tried('idp', { assertion: { conditions: conditionsXml({}, [audienceXml('https://other.example')]) } });
    const [first] = rules(page);
    expect([first?.rule, first?.outcome]).toEqual(['conditions.audience', 'failed']);
    expect(elements(page, 'ol')[0]).toBeDefined();
    expect(web.events.at(-1)).toMatchObject({
      name: 'login.tried',
      attributes: { 'error.type': 'assertion.rejected', 'signon.failed_rules': ['conditions.audience'] },
    });
  });

  it('is the same by OpenID Connect', async () => {
    const web = await administered();
    expect([...outcomes(await web.triedByQuery())]).toEqual(['passed', 'not-applicable']);
    web.party.claims = { aud: 'another' };
    const [first] = rules(await web.triedByQuery());
    expect([first?.rule, first?.outcome]).toEqual(['id-token.audience', 'failed']);
    expect(web.admitted).toEqual([clean.subject]);
  });

  it('that cannot begin says why', async () => {
    const web = await administered();
    web.party.answers.set('/.well-known/openid-configuration', () => new Response('', { status: 500 }));
    const page = await web.browser.post(place, { connection: 'op' }, 'here');
    expect(rules(await read(page)).map(({ rule }) => rule)).toEqual(['transport.status']);
  });

  it('says what the product would refuse', async () => {
    const web = await administered({
      preview: () => {
        throw new SsoError('product.license-exceeded', { product: 'jira' });
      },
    });
    expect(textOf(await web.tried('idp'))).toContain('product.license-exceeded');
  });

  it('disturbs no login that follows', async () => {
    const web = await administered();
    await web.tried('idp', { name: 'bob' });
    await web.browser.post(places.acs, answerTo(await web.browser.open(places.samlLogin), { name: 'bob' }));
    expect(web.admitted).toEqual([clean.subject, 'bob']);
  });
});

describe('the page of trials', () => {
  it('is there for nobody but administrators, whatever they ask of it', async () => {
    const { browser, web } = await administered();
    const stranger = web.visitor();
    for (const fields of [{ connection: 'idp' }, { connection: 'idp', answer: 'x' }])
      expect((await stranger.post(place, fields, 'here')).status).toBe(404);
    expect([(await stranger.open(place)).status, (await browser.open(place)).status]).toEqual([404, 200]);
  });

  it('shows nothing to whoever is no administrator any more when the answer comes', async () => {
    const web = await administered();
    const sent = await web.browser.post(place, { connection: 'op' }, 'here');
    web.browser.plant('__Host-signon', 'gone');
    const answer = await web.browser.open(answerByQuery(web, sent), 'elsewhere');
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('does for another site no more than open', async () => {
    const { browser, events } = await administered();
    const before = events.length;
    const request = new Request(place, { method: 'POST', body: form({ connection: 'op' }), headers: { origin: 'https://evil.example' } });
    const page = await browser.send(request, 'here');
    expect([page.status, events.length - before, await codeOf(page)]).toEqual([200, 0, undefined]);
  });

  it('refuses a connection that there is not', async () => {
    const { browser } = await administered();
    for (const fields of [{ connection: 'other' }, {}, { connection: 'op', answer: 'x' }])
      expect(await codeOf(await browser.post(place, fields, 'here'))).toBe('message.parameter');
  });

  it.each<[object, string]>([
    [{ url: '/try' }, 'trial.url'],
    [{ permitted: true }, 'trial.permitted'],
    [{ everybody: true }, 'trial.everybody'],
  ])('must be possible: %j', (options, field) => {
    // Sound: it is refused at once.
    const trial = { url: place, permitted: () => true, ...options } as TrialOptions;
    expect(() => service({ trial })).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field }) }),
    );
  });
});

describe('an answer that was pasted', () => {
  it.each<[string, (base64: string) => string]>([
    ['as base64', (base64) => base64],
    ['as XML', (base64) => Buffer.from(base64, 'base64').toString()],
    ['as the body of a form', (base64) => `${form({ SAMLResponse: base64, RelayState: 'x' })}`],
    ['as a page', (base64) => `<form><input type="hidden" name="SAMLResponse" value="${base64}"/></form>`],
  ])('is explained and used up by nobody: %s', async (_, written) => {
    const { browser, web, admitted, pasted } = await administered();
    const other = web.visitor();
    const answer = answerTo(await other.open(places.samlLogin), { name: 'bob' });
    const page = await pasted(written(answer.SAMLResponse));
    expect([outcomes(page).has('failed'), textOf(page).includes('bob')]).toEqual([false, true]);
    await other.post(places.acs, answer);
    expect([admitted, browser.cookies.size]).toEqual([[clean.subject, 'bob'], browser.cookies.size]);
  });

  it('is judged as of when it was made, or as of now', async () => {
    const { web, pasted, world } = await administered();
    const { SAMLResponse } = answerTo(await web.visitor().open(places.samlLogin));
    world.pass(3_600);
    expect(outcomes(await pasted(SAMLResponse)).has('failed')).toBe(false);
    expect(outcomes(await pasted(SAMLResponse, false)).has('failed')).toBe(true);
  });

  it.each(['', '%%%', '<a>', 'PGE+', '<!DOCTYPE x []><x/>', '\u0000'])('is told what it is instead: %j', async (answer) => {
    const { pasted } = await administered();
    expect([...outcomes(await pasted(answer))]).toContain('failed');
  });
});

describe('what is personal', () => {
  it('is hidden by the box, all of it', () => {
    const secret = 'xyzzy-42';
    const identity: Identity = {
      provider: 'p',
      issuer: 'i',
      subject: { value: secret },
      attributes: [{ name: 'mail', values: [secret], content: [] }],
    };
    const preview = { account: [{ field: 'name', value: secret, from: 'mail' }], changes: [{ text: secret }] };
    for (const problem of [undefined, secret]) {
      const page = triedWith('x', {
        said: secret,
        login: { identity, authentication: { instant: new Date(0), authorities: [] } },
        preview: { ...preview, ...(problem === undefined ? {} : { problem }) },
      });
      const shown = readPage(renderPage(page, look(), 'en').html);
      expect([textOf(shown).includes(secret), textOf(without(shown, 'personal')).includes(secret)]).toEqual([true, false]);
      expect(elements(shown, 'style').map(textOf).join()).toContain('#hide-personal:checked~* .personal{display:none}');
    }
  });
});

type Parts = Parameters<typeof answerTo>[1];

/** A service with a page of trials, and the browser of somebody who is signed in and so may see it. */
async function administered(more: Partial<TrialOptions> = {}) {
  const admitted: (string | undefined)[] = [];
  const web = service((party, env) => {
    const sessions = browserSessions({}, env);
    return {
      connections: [samlConnection(), oidcConnection(party, env)],
      sessions,
      onLogin: ({ identity }, _, { next }) => {
        admitted.push(identity.subject?.value);
        return next;
      },
      trial: { url: place, permitted: async (request) => (await sessions.of(request)) !== undefined, ...more },
    };
  });
  const browser = web.visitor();
  await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
  const tried = async (connection: string, parts: Parts = {}) => {
    const fields = answerTo(await browser.post(place, { connection }, 'here'), parts);
    return await read(await browser.submit(await browser.post(places.acs, fields), places.acs));
  };
  const triedByQuery = async () => {
    const sent = await browser.post(place, { connection: 'op' }, 'here');
    return await read(await browser.open(answerByQuery(web, sent), 'elsewhere'));
  };
  const pasted = async (answer: string, asMade = true) => await read(await paste(browser, answer, asMade));
  return { ...web, web, browser, admitted, tried, triedByQuery, pasted };
}

async function paste(browser: Visitor, answer: string, asMade: boolean): Promise<Response> {
  return await browser.post(place, { connection: 'idp', answer, ...(asMade ? { 'as-made': 'on' } : {}) }, 'here');
}

async function read(page: Response): Promise<Element> {
  expect(page.status).toBe(200);
  return readPage(await page.text());
}

/** The rules as they are shown. */
function rules(page: Element) {
  const [list] = elements(page, 'ul').filter((each) => attribute(each, 'class') === 'rules');
  const items = list === undefined ? [] : elements(list, 'li').filter((item) => attribute(item, 'class') !== undefined);
  return items.map((item) => ({ rule: elements(item, 'code').map(textOf)[0], outcome: attribute(item, 'class') }));
}

function outcomes(page: Element): ReadonlySet<string | undefined> {
  return new Set(rules(page).map(({ outcome }) => outcome));
}

/** The page without the elements of a class. */
function without(element: Element, name: string): Element {
  const children = element.children
    .filter((child) => typeof child === 'string' || attribute(child, 'class') !== name)
    .map((child) => (typeof child === 'string' ? child : without(child, name)));
  return { ...element, children };
}

function mail(value: string): string {
  return attributeStatementXml([attributeXml('mail', [value])]);
}

function form(fields: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(fields);
}

const place = 'https://sp.example/try';
const account = { field: 'emailAddress', value: 'bob@acme.example', from: 'mail' };
