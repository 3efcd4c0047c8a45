import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/identity/identity.ts';
import type { LogoutOptions } from '../../../src/saml/begin-logout.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import { fromForm, fromQuery } from '../../../src/saml/incoming.ts';
import { logout } from '../../../src/saml/logout.ts';
import type { ServiceProvider } from '../../../src/saml/service-provider.ts';
import { logoutNames } from '../../support/logout-messages.ts';
import { clean, later } from '../../support/messages.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { parameterOf, requestOf, requestXml } from '../../support/requests.ts';
import { at } from '../../support/saml-login.ts';
import { them, us } from '../../support/saml-logout.ts';

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
const post = {
  singleLogoutServices: [{ binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', location: 'https://idp.example/slo-post' }],
};
const session: Session = {
  protocol: 'saml',
  provider: 'idp',
  subject: { value: 'k1', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', nameQualifier: clean.idp },
  index: '_session',
};

describe('a logout of ours', () => {
  it('says who asks, whom, when, whose session it is and which', async () => {
    const { outgoing, pending } = await begun();
    expect(requestOf(outgoing)).toEqual({
      name: `{${protocol}}LogoutRequest`,
      attributes: {
        ID: pending.requestId,
        Version: '2.0',
        IssueInstant: '2026-01-15T12:00:00.000Z',
        Destination: logoutNames.idpSloUrl,
        NotOnOrAfter: '2026-01-15T12:05:00.000Z',
      },
      children: [
        { name: `{${assertion}}Issuer`, attributes: {}, children: [clean.sp] },
        {
          name: `{${assertion}}NameID`,
          attributes: { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', NameQualifier: clean.idp },
          children: ['k1'],
        },
        { name: `{${protocol}}SessionIndex`, attributes: {}, children: ['_session'] },
      ],
    });
  });

  it('leaves out what the provider has left out of its name for the person', async () => {
    const { outgoing } = await begun({}, { session: { ...session, subject: { value: 'k1' } } });
    expect(requestOf(outgoing).children[1]).toEqual({ name: `{${assertion}}NameID`, attributes: {}, children: ['k1'] });
  });

  it('is of all sessions of the person where that is wanted, or the provider gave no index', async () => {
    const { index: _, ...withoutIndex } = session;
    for (const { outgoing } of [await begun({ allSessions: true }), await begun({}, { session: withoutIndex })])
      expect(requestXml(outgoing)).not.toContain('SessionIndex');
  });

  it.each<readonly [string, LogoutOptions, object]>([
    ['why the person wants it', { reason: 'user' }, { Reason: 'urn:oasis:names:tc:SAML:2.0:logout:user' }],
    ['that somebody else wants it', { reason: 'admin' }, { Reason: 'urn:oasis:names:tc:SAML:2.0:logout:admin' }],
    ['a reason of others', { reason: 'urn:example:left' }, { Reason: 'urn:example:left' }],
    ['another end', { validForSeconds: 60 }, { NotOnOrAfter: '2026-01-15T12:01:00.000Z' }],
  ])('says %s', async (_, options, attributes) => {
    expect(requestOf((await begun(options)).outgoing).attributes).toMatchObject(attributes);
  });

  it('goes by redirect, signed in the query', async () => {
    const { outgoing, pending } = await begun();
    expect(parameterOf(outgoing, 'RelayState')).toBe(pending.handle);
    if (outgoing.kind !== 'redirect') throw new Error('no redirect');
    expect(fromQuery(new URL(outgoing.url).search, 'https://idp.example/').signature).toBeDefined();
    expect(requestXml(outgoing)).not.toContain('Signature');
  });

  it('goes by form, signed within, where the provider offers no more or that is wanted', async () => {
    const { outgoing } = await begun({}, { idp: post });
    expect(outgoing).toMatchObject({ kind: 'form', action: 'https://idp.example/slo-post' });
    if (outgoing.kind !== 'form') throw new Error('no form');
    expect(new TextDecoder().decode(fromForm(new URLSearchParams(outgoing.fields), 'https://idp.example/').document)).toContain(
      '<ds:Signature ',
    );
  });

  it('remembers what its answer is held against, as plain JSON', async () => {
    const { pending } = await begun({ returnTo: '/goodbye' });
    expect(JSON.parse(JSON.stringify(pending))).toEqual({
      protocol: 'saml',
      purpose: 'logout',
      provider: 'idp',
      requestId: `_${pending.handle}`,
      handle: expect.stringMatching(/^[0-9a-f]{40}$/),
      issuedAt: '2026-01-15T12:00:00.000Z',
      returnTo: '/goodbye',
    });
  });

  it('takes a handle, and parameters for the address', async () => {
    const { outgoing, pending } = await begun({ handle: 'h-1', parameters: { ui: 'de' } });
    expect([pending.handle, parameterOf(outgoing, 'RelayState'), parameterOf(outgoing, 'ui')]).toEqual(['h-1', 'h-1', 'de']);
  });

  it('is asked of a source for what it knows now', async () => {
    const source = { current: async () => them(), refreshed: async () => Promise.reject(new Error('nobody looks')) };
    const { pending } = await logout(us(), source, session, {}, at());
    expect(pending.provider).toBe('idp');
  });

  it.each<readonly [string, LogoutOptions, Given, string]>([
    ['without a key to sign with', {}, { sp: { signing: undefined as never } }, 'config.invalid'],
    ['where the provider has no address for it', {}, { idp: { singleLogoutServices: [] } }, 'provider.endpoint'],
    ['by a binding that the provider does not offer', { binding: 'post' }, {}, 'provider.endpoint'],
    ['by SOAP, which ends no session of the browser', { binding: 'soap' as never }, {}, 'config.invalid'],
    ['of a session of another provider', {}, { session: { ...session, provider: 'other' } }, 'config.invalid'],
    ['of a session by the other protocol', {}, { session: { ...session, protocol: 'oidc' } }, 'config.invalid'],
    ['of a session of nobody', {}, { session: { protocol: 'saml', provider: 'idp', index: 'a' } }, 'config.invalid'],
    ['for a reason that is no URI', { reason: 'because' }, {}, 'config.invalid'],
    ['that counts for a day', { validForSeconds: 86_400 }, {}, 'config.invalid'],
    ['with a parameter of the binding', { parameters: { RelayState: 'x' } }, {}, 'config.invalid'],
    ['with an option that there is not', { reasons: 'user' } as LogoutOptions, {}, 'config.invalid'],
    ['by metadata that has expired', {}, { idp: { validUntil: new Date(later(-181)) } }, 'metadata.expired'],
    ['that the provider could not verify', {}, { idp: { signingMethods: [{ algorithm: 'urn:none' }] } }, 'provider.algorithm'],
  ])('is refused %s', async (_, options, given, code) => {
    expect(await laterRefusal(() => begun(options, given))).toBe(code);
  });
});

interface Given {
  readonly session?: Session;
  readonly sp?: Partial<ServiceProvider>;
  readonly idp?: Partial<IdentityProvider>;
}

function begun(options: LogoutOptions = {}, given: Given = {}) {
  return logout({ ...us(), ...given.sp }, { ...them(), ...given.idp }, given.session ?? session, options, at());
}
