import { describe, expect, it } from 'vitest';
import { readLogout } from '../../../src/saml/logout.ts';
import { logoutRequestXml, logoutResponseXml } from '../../support/logout-messages.ts';
import { statusXml } from '../../support/messages.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';
import { asked, at, fresh, outcomeOf } from '../../support/saml-login.ts';
import { answeredBy, arrived, askedBy, begun, logoutExplained, logoutRefusals, taken, them, us } from '../../support/saml-logout.ts';

describe('the answer to a logout that we began', () => {
  it.each(['redirect', 'post'] as const)('by %s says that it was done, and where the person wanted to go', async (way) => {
    const answered = await answeredBy(arrived(logoutResponseXml(), way), { pending: begun({ returnTo: '/goodbye' }) });
    expect(answered).toMatchObject({ kind: 'answered', provider: 'idp', confirmed: true, partial: false, returnTo: '/goodbye' });
  });

  it.each(['redirect', 'post'] as const)('by %s confirms nothing where nobody has signed it', async (way) => {
    expect(await answeredBy(arrived(logoutResponseXml(), way, null))).toMatchObject({ confirmed: false, partial: false });
  });

  it('may be that others could not be reached', async () => {
    for (const codes of [
      ['Success', 'PartialLogout'],
      ['Responder', 'PartialLogout'],
    ]) {
      const answered = await answeredBy(arrived(logoutResponseXml({ status: statusXml(codes) })));
      expect(answered).toMatchObject({ confirmed: true, partial: true });
    }
  });

  it('may be that the provider has not done it', async () => {
    for (const signing of [undefined, null]) {
      const incoming = arrived(logoutResponseXml({ status: statusXml(['Requester', 'RequestDenied']) }), 'redirect', signing);
      const { code, details } = await refusalOf(() => taken(incoming));
      expect([code, details]).toMatchObject(['provider.status', { outcome: 'request-denied', authenticated: signing === undefined }]);
    }
  });

  it('is none to anything that we did not begin', async () => {
    const nobodyAsked = readLogout(us(), them(), arrived(logoutResponseXml()), { replay: fresh() }, at());
    expect(await laterRefusal(() => nobodyAsked)).toBe('logout.rejected');
    const of = (pending: object) => logoutRefusals(arrived(logoutResponseXml()), { pending: begun(pending) });
    expect(await of({ requestId: '_other' })).toEqual(['logout.in-response-to']);
    expect(await of({ provider: 'other' })).toEqual(['provider.asked']);
  });

  it('is none to a login, and a login has none of a logout', async () => {
    const pending = asked() as unknown as ReturnType<typeof begun>;
    expect(await laterRefusal(() => taken(arrived(logoutResponseXml()), { pending }))).toBe('config.invalid');
  });

  it('does not stand in the way of a request that comes in its place', async () => {
    expect((await askedBy(arrived(logoutRequestXml()), { pending: begun() })).kind).toBe('asked');
  });

  it('is judged as far as it goes for an administrator', async () => {
    const findings = await logoutExplained(arrived(logoutResponseXml({ inResponseTo: '_other' }), 'redirect', null));
    const outcomes = ['logout.signature', 'logout.in-response-to', 'logout.status'].map((rule) => outcomeOf(findings, rule));
    expect(outcomes).toEqual(['not-applicable', 'failed', 'passed']);
  });
});
