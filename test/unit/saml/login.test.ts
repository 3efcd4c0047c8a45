import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/core/source.ts';
import { refedsMfa } from '../../../src/saml/authn-context.ts';
import type { LoginOptions } from '../../../src/saml/begin.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import { login } from '../../../src/saml/login.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { entityXml, read, roleXml, serviceXml } from '../../support/metadata.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { parameterOf, requestOf } from '../../support/requests.ts';
import { at, them, us } from '../../support/saml-login.ts';

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';

describe('a request', () => {
  it('says by default who asks, whom, when, and where the answer belongs', async () => {
    const { outgoing, pending } = await login(us(), them(), {}, at());
    expect(requestOf(outgoing)).toEqual({
      name: `{${protocol}}AuthnRequest`,
      attributes: {
        ID: pending.requestId,
        Version: '2.0',
        IssueInstant: '2026-01-15T12:00:00.000Z',
        Destination: 'https://idp.example/sso',
        ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
        AssertionConsumerServiceURL: clean.acsUrl,
      },
      children: [
        { name: `{${assertion}}Issuer`, attributes: {}, children: [clean.sp] },
        { name: `{${protocol}}NameIDPolicy`, attributes: { AllowCreate: 'true' }, children: [] },
      ],
    });
  });

  it.each<readonly [string, LoginOptions, object]>([
    ['a fresh authentication', { forceAuthn: true }, { ForceAuthn: 'true' }],
    ['no interaction', { isPassive: true }, { IsPassive: 'true' }],
    ['our name', { providerName: 'A & "B" <C>' }, { ProviderName: 'A & "B" <C>' }],
    ['a set of attributes', { attributeConsumingServiceIndex: 0 }, { AttributeConsumingServiceIndex: '0' }],
  ])('asks for %s', async (_, options, attributes) => {
    expect((await requested(options)).attributes).toMatchObject(attributes);
  });

  it('says nothing of what is not asked for', async () => {
    const { attributes } = await requested({ forceAuthn: false, isPassive: false });
    expect(Object.keys(attributes)).not.toContain('ForceAuthn');
    expect(Object.keys(attributes)).not.toContain('IsPassive');
  });

  it('asks for a kind of name, or leaves that open', async () => {
    const policy = { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', spNameQualifier: 'urn:group' };
    expect((await requested({ nameIdPolicy: policy })).children[1]).toMatchObject({
      name: `{${protocol}}NameIDPolicy`,
      attributes: { Format: policy.format, SPNameQualifier: 'urn:group' },
    });
    expect((await requested({ nameIdPolicy: false })).children).toHaveLength(1);
  });

  it('asks how the person must be authenticated, by class or by declaration', async () => {
    const byClass = await requested({ authnContext: { classes: ['urn:a', 'urn:b'] }, nameIdPolicy: false });
    expect(byClass.children[1]).toEqual({
      name: `{${protocol}}RequestedAuthnContext`,
      attributes: { Comparison: 'exact' },
      children: ['urn:a', 'urn:b'].map((uri) => ({ name: `{${assertion}}AuthnContextClassRef`, attributes: {}, children: [uri] })),
    });
    const context = { declarations: ['urn:d'], comparison: 'minimum', order: ['urn:c', 'urn:d'] } as const;
    expect((await requested({ authnContext: context, nameIdPolicy: false })).children[1]).toMatchObject({
      attributes: { Comparison: 'minimum' },
      children: [{ name: `{${assertion}}AuthnContextDeclRef`, children: ['urn:d'] }],
    });
  });

  it('asks for several factors by their one class, remembers that as plain JSON, and cannot be made to ask for less', async () => {
    const { outgoing, pending } = await login(us(), them(), { authnContext: refedsMfa, nameIdPolicy: false }, at());
    expect(requestOf(outgoing).children[1]).toMatchObject({
      attributes: { Comparison: 'exact' },
      children: [{ name: `{${assertion}}AuthnContextClassRef`, children: ['https://refeds.org/profile/mfa'] }],
    });
    expect(JSON.parse(JSON.stringify(pending)).authnContext).toEqual(refedsMfa);
    expect(Object.isFrozen(refedsMfa) && Object.isFrozen(refedsMfa.classes)).toBe(true);
  });

  it('says whom we expect, by whom they may be authenticated, and what is ours to add, in the order of the schema', async () => {
    const { children } = await requested({
      extensions: [{ name: 'x:Hint', namespace: 'urn:x', attributes: { a: '1' }, children: ['text'] }],
      subject: { value: ' alice ', format: 'urn:f', nameQualifier: 'n', spNameQualifier: 's' },
      authnContext: { classes: ['urn:a'] },
      scoping: { proxyCount: 0, providers: ['urn:p'], requesters: ['urn:r'] },
    });
    expect(children.map((child) => (typeof child === 'string' ? child : child.name.replace(/.*}/, '')))).toEqual([
      'Issuer',
      'Extensions',
      'Subject',
      'NameIDPolicy',
      'RequestedAuthnContext',
      'Scoping',
    ]);
    expect(children[1]).toMatchObject({ children: [{ name: '{urn:x}Hint', attributes: { a: '1' }, children: ['text'] }] });
    expect(children[2]).toMatchObject({
      children: [
        { name: `{${assertion}}NameID`, attributes: { Format: 'urn:f', NameQualifier: 'n', SPNameQualifier: 's' }, children: [' alice '] },
      ],
    });
    expect(children[5]).toMatchObject({
      attributes: { ProxyCount: '0' },
      children: [
        { name: `{${protocol}}IDPList`, children: [{ attributes: { ProviderID: 'urn:p' } }] },
        { name: `{${protocol}}RequesterID`, children: ['urn:r'] },
      ],
    });
  });

  it('names a consumer service of ours by its address or by its index', async () => {
    const sp = us({ assertionConsumerServices: [{ url: clean.acsUrl }, { url: `${clean.acsUrl}/2`, index: 7, binding: 'artifact' }] });
    const byUrl = await login(sp, them(), { assertionConsumerService: { url: `${clean.acsUrl}/2` } }, at());
    expect(requestOf(byUrl.outgoing).attributes).toMatchObject({
      AssertionConsumerServiceURL: `${clean.acsUrl}/2`,
      ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact',
    });
    const byIndex = await login(sp, them(), { assertionConsumerService: { index: 7 } }, at());
    expect(requestOf(byIndex.outgoing).attributes).toMatchObject({ AssertionConsumerServiceIndex: '7' });
    // SAMLCore 3.4.1: the index excludes the address and the binding.
    for (const excluded of ['AssertionConsumerServiceURL', 'ProtocolBinding'])
      expect(Object.keys(requestOf(byIndex.outgoing).attributes)).not.toContain(excluded);
    expect([byUrl, byIndex].map(({ pending }) => pending.acsUrl)).toEqual([`${clean.acsUrl}/2`, `${clean.acsUrl}/2`]);
  });

  it('names a set of attributes that our metadata lists, where it lists any', async () => {
    const attributeConsumingServices = [{ name: { en: 'Payroll' }, attributes: [{ name: 'mail' }], index: 3 }];
    const asked = (index: number, sp = us({ attributeConsumingServices })) =>
      laterRefusal(() => login(sp, them(), { attributeConsumingServiceIndex: index }, at()));
    expect([await asked(3), await asked(0), await asked(0, us())]).toEqual(['accepted', 'config.invalid', 'accepted']);
  });

  it('has an ID of 160 random bits, which leads to the handle where an answer has lost it', async () => {
    const asked: number[] = [];
    const env = { ...at(), random: (bytes: number) => new Uint8Array(bytes).fill(asked.push(bytes)) };
    const { pending } = await login(us(), them(), {}, env);
    expect(asked).toEqual([20]);
    expect([pending.requestId, pending.handle]).toEqual([`_${'01'.repeat(20)}`, '01'.repeat(20)]);
  });

  it('is another one each time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await login(us(), them())).pending));
    expect(new Set(ids.flatMap(({ requestId, handle }) => [requestId, handle])).size).toBe(40);
  });

  it('is made of whatever a source knows now', async () => {
    const source: Source<IdentityProvider> = {
      current: async () => them({ id: 'from-source' }),
      refreshed: () => Promise.reject(new Error()),
    };
    expect((await login(us(), source, {}, at())).pending.provider).toBe('from-source');
  });
});

describe('what is remembered of a request', () => {
  it('is plain JSON, which comes back the same', async () => {
    const options: LoginOptions = {
      forceAuthn: true,
      maxAuthenticationAgeSeconds: 60,
      nameIdPolicy: { format: 'urn:f', spNameQualifier: 'urn:group' },
      authnContext: { classes: ['urn:a'], comparison: 'minimum', order: ['urn:a'] },
      subject: { value: 'alice' },
      returnTo: '/where?a=b#c',
      handle: 'h',
    };
    const { pending } = await login(us(), them(), options, at());
    expect(JSON.parse(JSON.stringify(pending))).toEqual(pending);
    expect(pending).toEqual({
      protocol: 'saml',
      provider: 'idp',
      requestId: pending.requestId,
      handle: 'h',
      acsUrl: clean.acsUrl,
      issuedAt: '2026-01-15T12:00:00.000Z',
      forceAuthn: true,
      maxAuthenticationAgeSeconds: 60,
      nameIdFormat: 'urn:f',
      spNameQualifier: 'urn:group',
      authnContext: options.authnContext,
      subject: { value: 'alice' },
      returnTo: '/where?a=b#c',
    });
  });

  it('never travels: where the person wanted to go stays here', async () => {
    const { outgoing } = await login(us(), them(), { returnTo: '/secret-page' }, at());
    expect(JSON.stringify([outgoing, requestOf(outgoing)])).not.toContain('secret-page');
  });
});

describe('the handle', () => {
  it.each(['h', 'a'.repeat(80), '!~"&+%'])('travels as RelayState: %s', async (handle) => {
    const { outgoing, pending } = await login(us(), them(), { handle }, at());
    expect([parameterOf(outgoing, 'RelayState'), pending.handle]).toEqual([handle, handle]);
  });

  it.each(['', 'a'.repeat(81), 'a b', 'ä', 'a\n'])('is refused beyond 80 printable ASCII characters: %j', async (handle) => {
    expect(await laterRefusal(() => login(us(), them(), { handle }, at()))).toBe('config.invalid');
  });
});

describe('a login', () => {
  it('goes by redirect where the provider has that, else by form, or as told', async () => {
    const kind = async (services: string, options: LoginOptions = {}) =>
      (await login(us(), read(entityXml({ roles: roleXml({ services }) })), options, at())).outgoing.kind;
    const [redirect, post] = [serviceXml(), serviceXml('https://idp.example/p', 'HTTP-POST')];
    expect(await kind(post + redirect)).toBe('redirect');
    expect(await kind(post)).toBe('form');
    expect(await kind(post + redirect, { binding: 'post' })).toBe('form');
    expect(await laterRefusal(() => kind(redirect, { binding: 'post' }))).toBe('provider.endpoint');
    expect(await laterRefusal(() => kind(serviceXml('https://idp.example/s', 'SOAP')))).toBe('provider.endpoint');
  });

  it('is refused without a key where the provider wants requests to be signed', async () => {
    const idp = read(entityXml({ roles: roleXml({ attributes: ' WantAuthnRequestsSigned="true"' }) }));
    expect(await laterRefusal(() => login(us(), idp, {}, at()))).toBe('config.invalid');
    const { privateKey } = keyPair('p-256', 'sp');
    expect((await login(us({ signing: { current: { privateKey } } }), idp, {}, at())).outgoing.kind).toBe('redirect');
  });

  it('is refused with a provider whose metadata has expired, the skew of clocks allowed for', async () => {
    const idp = read(entityXml({ attributes: ' validUntil="2026-01-15T12:10:00Z"' }));
    expect(await laterRefusal(() => login(us(), idp, {}, at('2026-01-15T12:12:59.999Z')))).toBe('accepted');
    expect(await laterRefusal(() => login(us(), idp, {}, at('2026-01-15T12:13:00Z')))).toBe('metadata.expired');
  });

  it.each<readonly [string, object]>([
    ['an option that does not exist', { forceAuthN: true }],
    ['a binding that does not exist', { binding: 'artifact' }],
    ['a consumer service that is not ours', { assertionConsumerService: { url: 'https://evil.example/acs' } }],
    ['a consumer service by an index that is not ours', { assertionConsumerService: { index: 9 } }],
    ['a parameter of the binding', { parameters: { RelayState: 'x' } }],
    ['the signature as a parameter', { parameters: { SigAlg: 'x' } }],
    ['a parameter that is no text', { parameters: { a: 1 } }],
    ['classes and declarations at once', { authnContext: { classes: ['urn:a'], declarations: ['urn:d'] } }],
    ['neither classes nor declarations', { authnContext: { comparison: 'exact' } }],
    ['no class at all', { authnContext: { classes: [] } }],
    ['a comparison that does not exist', { authnContext: { classes: ['urn:a'], comparison: 'equal' } }],
    ['a comparison without an order', { authnContext: { classes: ['urn:a'], comparison: 'minimum' } }],
    ['an order without what is asked', { authnContext: { classes: ['urn:a'], comparison: 'better', order: ['urn:b'] } }],
    ['a class by our name for it', { authnContext: { classes: ['refedsMfa'] } }],
    ['a kind of name by our name for it', { nameIdPolicy: { format: 'persistent' } }],
    ['a subject of a kind by our name for it', { subject: { value: 'alice', format: 'transient' } }],
    ['a misspelt part of the context', { authnContext: { classes: ['urn:a'], comparision: 'exact' } }],
    ['an extension of a namespace of SAML', { extensions: [{ name: 'saml:Issuer', namespace: assertion }] }],
    ['an extension of no namespace', { extensions: [{ name: 'a', namespace: '' }] }],
    ['a name of ours that is blank', { providerName: ' ' }],
    ['a name of ours that nobody has to take', { providerName: 'a'.repeat(257) }],
    ['an affiliation that is blank', { nameIdPolicy: { spNameQualifier: '' } }],
    ['a subject without name', { subject: { format: 'urn:f' } }],
    ['a subject whose name is blank', { subject: { value: '\n' } }],
    ['a qualifier that is blank', { subject: { value: 'alice', nameQualifier: '' } }],
    ['a provider to choose that is blank', { scoping: { providers: [''] } }],
    ['a requester that is blank', { scoping: { requesters: [' '] } }],
    ['a character that XML does not have', { providerName: 'a\u0000b' }],
  ])('is refused for %s', async (_, options) => {
    expect(await laterRefusal(() => login(us(), them(), options as LoginOptions, at()))).toBe('config.invalid');
  });
});

describe('a request by form', () => {
  const idp = them();
  const byForm: IdentityProvider = {
    ...idp,
    singleSignOnServices: [{ binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', location: 'https://idp.example/p?idpid=C01' }],
  };

  it('has the message and the handle as its only fields, and the address with its query as its action', async () => {
    const { outgoing, pending } = await login(us(), byForm, { parameters: { whr: 'a&b' } }, at());
    expect(outgoing).toMatchObject({ kind: 'form', action: 'https://idp.example/p?idpid=C01&whr=a%26b' });
    expect(outgoing.kind === 'form' && Object.keys(outgoing.fields)).toEqual(['SAMLRequest', 'RelayState']);
    expect(parameterOf(outgoing, 'RelayState')).toBe(pending.handle);
    expect(requestOf(outgoing).attributes['Destination']).toBe('https://idp.example/p?idpid=C01');
  });

  it('carries our certificate when it is signed, and no signature when we have no key', async () => {
    const { privateKey } = keyPair('p-256', 'sp');
    const certificate = selfSigned(privateKey);
    const signing = { current: { privateKey, certificate: certificate.pem } };
    const message = async (sp: ReturnType<typeof us>) =>
      Buffer.from(parameterOf((await login(sp, byForm, {}, at())).outgoing, 'SAMLRequest'), 'base64').toString();
    expect(await message(us({ signing }))).toContain(certificate.base64);
    expect(await message(us())).not.toContain('Signature');
  });
});

async function requested(options: LoginOptions): Promise<ReturnType<typeof requestOf>> {
  return requestOf((await login(us(), them(), options, at())).outgoing);
}
