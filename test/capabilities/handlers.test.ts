import { describe, expect, it } from 'vitest';
import { answerTo, codeOf, places, service } from '../support/sign-on.ts';

describe('what was once a fault of others', () => {
  it('row 70: an address of ours that is asked by the wrong method says which is right', async () => {
    const { answer } = service();
    for (const [url, method, allowed] of [
      [places.acs, 'GET', 'POST'],
      [places.samlLogin, 'PUT', 'GET'],
      [places.metadata, 'DELETE', 'GET, HEAD'],
    ] as const) {
      const response = await answer(new Request(url, { method }));
      expect([url, response?.status, response?.headers.get('allow')]).toEqual([url, 405, allowed]);
    }
    expect((await answer(new Request(places.samlLogin)))?.status).toBe(303);
  });

  it('row 71: a page that is not ours is left to the product, with all that was sent', async () => {
    const { answer } = service();
    for (const path of [
      '/plugins/servlet/project-config/ABC/summary',
      '/secure/project/EditProject!default.jspa',
      '/saml/',
      '/saml/login/x',
    ]) {
      const request = new Request(new URL(path, places.home), { method: 'POST', body: 'name=ABC' });
      expect([path, await answer(request), request.bodyUsed]).toEqual([path, undefined, false]);
    }
  });

  it('row 75: what is told of logins goes to a function of its own, or nowhere', async () => {
    const told: string[] = [];
    const [loud, silent] = [service({ audit: ({ name }) => void told.push(name) }), service({ audit: () => undefined })];
    const answers = await Promise.all([loud, silent].map(({ visitor }) => visitor().open(places.samlLogin)));
    expect([answers.map(({ status }) => status), told]).toEqual([[303, 303], ['login.started']]);
  });

  it('row 78: who is refused sees a code that stays the same, and the id under which the log has all of it', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin), { response: { destination: 'https://other.example/acs' } });
    const page = await browser.post(places.acs, answer);
    expect([page.status, await codeOf(page)]).toEqual([403, 'assertion.rejected']);
    const refused = events.find(({ name }) => name === 'login.refused');
    expect(refused).toMatchObject({
      attributes: { 'error.type': 'assertion.rejected', 'signon.failed_rules': expect.arrayContaining(['response.destination']) },
      error: { details: { findings: expect.arrayContaining([expect.objectContaining({ actual: 'https://other.example/acs' })]) } },
    });
    expect(await page.text()).toContain(String(refused?.attributes['signon.correlation_id']));
  });
});
