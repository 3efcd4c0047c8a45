import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type DiscoveryOptions, discoveryRequest, readDiscoveryResponse } from '../../../src/saml/discovery.ts';
import { answerDiscovery, readDiscoveryRequest } from '../../../src/saml/discovery-service.ts';
import type { ServiceProviderOptions } from '../../../src/saml/service-provider.ts';
import { clean } from '../../support/messages.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { them, us } from '../../support/saml-login.ts';

const service = 'https://discovery.example/choose';
const here = 'https://sp.example/chosen';
const there = 'https://sp.example/chosen?tenant=1';
const sp = us({ discoveryResponses: [{ url: here }, { url: there, isDefault: true }] });

/** The parameters of the address to which a browser is told to go. */
function sent(outgoing: ReturnType<typeof discoveryRequest>): URLSearchParams {
  if (outgoing.kind !== 'redirect') throw new Error('is no redirect');
  return new URL(outgoing.url).searchParams;
}

describe('a question to a discovery service', () => {
  it('says who asks, and where people come back', () => {
    expect(discoveryRequest(sp, service)).toEqual({
      kind: 'redirect',
      url: `${service}?entityID=${encodeURIComponent(clean.sp)}&return=${encodeURIComponent(there)}`,
    });
  });

  it('has what else is asked, and what shall come back', () => {
    const options = { response: here, parameters: { state: 'a&b=c' }, isPassive: true, returnIdParameter: 'idp', policy: 'urn:policy' };
    expect([...sent(discoveryRequest(sp, `${service}?lang=en`, options))]).toEqual([
      ['lang', 'en'],
      ['entityID', clean.sp],
      ['return', `${here}?state=a%26b%3Dc`],
      ['policy', 'urn:policy'],
      ['returnIDParam', 'idp'],
      ['isPassive', 'true'],
    ]);
    expect(sent(discoveryRequest(sp, service, { parameters: { state: 'x' } })).get('return')).toBe(`${there}&state=x`);
  });

  it.each<readonly [string, object]>([
    ['an option that does not exist', { passive: true }],
    ['an address that is not ours', { response: 'https://evil.example/' }],
    ['a parameter that is no text', { parameters: { state: 1 } }],
    ['an answer under the name of a parameter of ours', { parameters: { idp: 'x' }, returnIdParameter: 'idp' }],
    ['an answer under the name of a parameter of the address', { returnIdParameter: 'tenant' }],
    ['an answer under the usual name, which is taken', { parameters: { entityID: 'x' } }],
    ['an answer of no name', { returnIdParameter: '' }],
  ])('is refused for %s', (_, options) => {
    expect(refusal(() => discoveryRequest(sp, service, options as DiscoveryOptions))).toBe('config.invalid');
  });

  it.each(['javascript:alert(1)', 'http://discovery.example/', '/choose', `${service}#a`])('is refused for the service %s', (address) => {
    expect(refusal(() => discoveryRequest(sp, address))).toBe('config.invalid');
  });

  it('is refused where we have no address to come back to', () => {
    expect(refusal(() => discoveryRequest(us(), service))).toBe('config.invalid');
  });
});

describe('the answer of a discovery service', () => {
  const idp = them();
  const read = (queryString: string, providers: readonly { entityId: string }[] = [idp], options = {}) =>
    readDiscoveryResponse(new URLSearchParams(queryString), providers, options);

  it('is a provider that we know, whoever says so', () => {
    expect(read(`tenant=1&entityID=${encodeURIComponent(idp.entityId)}`)).toBe(idp);
    expect(read(`idp=${encodeURIComponent(idp.entityId)}`, [idp], { returnIdParameter: 'idp' })).toBe(idp);
  });

  it.each([
    ['none', ''],
    ['an empty one', 'entityID='],
    ['one that we do not know', 'entityID=https%3A%2F%2Fevil.example'],
    ['one in another case', `entityID=${encodeURIComponent(idp.entityId.toUpperCase())}`],
    ['one under another name', `entityid=${encodeURIComponent(idp.entityId)}`],
  ])('is nobody where it names %s', (_, queryString) => {
    expect(read(queryString)).toBeUndefined();
  });

  it('is nobody where two providers go by that name', () => {
    expect(read(`entityID=${encodeURIComponent(idp.entityId)}`, [idp, them({ id: 'other' })])).toBeUndefined();
  });

  it('is refused when it is there twice', () => {
    expect(refusalDetails(() => read('entityID=a&entityID=b'))).toEqual({ parameter: 'entityID', reason: 'repeated' });
  });
});

describe('a question that we are asked', () => {
  const asked = (parameters: Readonly<Record<string, string>> | string) => readDiscoveryRequest(new URLSearchParams(parameters), [sp]);
  const by = (parameters: Readonly<Record<string, string>>) => asked({ entityID: clean.sp, ...parameters });

  it('is by somebody who may ask, and has defaults', () => {
    expect(by({})).toEqual({
      entityId: clean.sp,
      returnUrl: there,
      returnIdParameter: 'entityID',
      isPassive: false,
      policy: 'urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol:single',
    });
  });

  it('is what the other end of this package asks', () => {
    const options = { response: here, parameters: { state: 'ä&b' }, isPassive: true, returnIdParameter: 'idp', policy: 'urn:policy' };
    expect(readDiscoveryRequest(sent(discoveryRequest(sp, service, options)), [sp])).toEqual({
      entityId: clean.sp,
      returnUrl: `${here}?state=%C3%A4%26b`,
      returnIdParameter: 'idp',
      isPassive: true,
      policy: 'urn:policy',
    });
  });

  it.each([
    ['nobody', 'return=x', 'entityID', 'missing'],
    ['somebody unknown', 'entityID=https%3A%2F%2Fevil.example', 'entityID', 'unknown-value'],
    ['two at once', 'entityID=a&entityID=b', 'entityID', 'repeated'],
    ['somebody with two addresses', `entityID=${clean.sp}&return=${here}&return=${here}`, 'return', 'repeated'],
    ['somebody who says perhaps', `entityID=${clean.sp}&isPassive=perhaps`, 'isPassive', 'unknown-value'],
    ['somebody with an answer of no name', `entityID=${clean.sp}&returnIDParam=`, 'returnIDParam', 'unknown-value'],
    ['somebody with an answer under a name that is taken', `entityID=${clean.sp}&returnIDParam=tenant`, 'returnIDParam', 'conflicting'],
  ])('is refused of %s', (_, queryString, parameter, reason) => {
    expect(refusalDetails(() => asked(queryString))).toEqual({ parameter, reason });
  });

  it('may have a query of its own at an address that is registered', () => {
    for (const address of [`${here}?`, `${here}?a=b`, `${there}&a=%0A`]) expect(by({ return: address }).returnUrl).toBe(address);
  });

  it.each([
    'https://evil.example/chosen',
    'https://sp.example.evil.example/chosen',
    'https://sp.example@evil.example/chosen',
    'https://evil.example/?https://sp.example/chosen',
    'https://sp.example/chosen/more',
    'https://sp.example/chosen/../evil',
    'https://sp.example/%63hosen',
    'https://sp.example/Chosen',
    'https://SP.example/chosen',
    'https://sp.example:443/chosen',
    'https://sp.example/chosen;a',
    'https://sp.example/chosen#?',
    'https://sp.example/chosen?#a',
    'https://sp.example/chosen?\r\nSet-Cookie: a=b',
    'https://sp.example/chosen?a b',
    'https://sp.example/chosen?ä',
    'https://sp.example/chosen\\',
    ' https://sp.example/chosen',
    'http://sp.example/chosen',
    '//sp.example/chosen',
    '/chosen',
    'javascript:alert(1)',
    '',
  ])('is refused where people would be sent to %j', (address) => {
    expect(refusalDetails(() => by({ return: address }))).toEqual({ parameter: 'return', reason: 'unknown-value' });
  });

  it('is refused of somebody who has registered no address', () => {
    const nowhere = { entityId: 'urn:sp', discoveryResponses: [] };
    const asking = (more: object) => () => readDiscoveryRequest(new URLSearchParams({ entityID: 'urn:sp', ...more }), [nowhere]);
    expect(refusalDetails(asking({}))).toEqual({ parameter: 'return', reason: 'missing' });
    expect(refusalDetails(asking({ return: here }))).toEqual({ parameter: 'return', reason: 'unknown-value' });
  });

  test.prop([fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true })])(
    'never has people sent to an address that nobody registered',
    (address) => {
      expect(refusal(() => by({ return: address }))).toBe('message.parameter');
    },
  );
});

describe('our answer', () => {
  const request = readDiscoveryRequest(new URLSearchParams({ entityID: clean.sp }), [sp]);

  it('sends people back with what they chose, or with nothing', () => {
    expect(answerDiscovery(request, 'urn:a&b')).toEqual({ kind: 'redirect', url: `${there}&entityID=urn%3Aa%26b` });
    expect(answerDiscovery({ ...request, returnUrl: here, returnIdParameter: 'i&d' }, 'x')).toEqual({
      kind: 'redirect',
      url: `${here}?i%26d=x`,
    });
    expect(answerDiscovery(request, undefined)).toEqual({ kind: 'redirect', url: there });
    expect(refusal(() => answerDiscovery(request, ''))).toBe('config.invalid');
  });

  test.prop([
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'grapheme' }),
  ])('is understood by the other end of this package', (entityId, returnIdParameter, state) => {
    fc.pre(!['tenant', 'state'].includes(returnIdParameter) && /\S/.test(returnIdParameter) && /\S/.test(state));
    const options = { returnIdParameter, parameters: { state } };
    const received = readDiscoveryRequest(sent(discoveryRequest(sp, service, options)), [sp]);
    const answer = sent(answerDiscovery(received, entityId));
    expect(readDiscoveryResponse(answer, [{ entityId }, { entityId: `${entityId}x` }], options)).toEqual({ entityId });
    expect(answer.get('state')).toBe(state);
  });
});

describe('the addresses that people come back to', () => {
  it('are numbered by their place unless told otherwise', () => {
    expect(sp.discoveryResponses).toEqual([
      { url: here, index: 0, isDefault: false },
      { url: there, index: 1, isDefault: true },
    ]);
    expect(Object.isFrozen(sp.discoveryResponses) && Object.isFrozen(sp.discoveryResponses[0])).toBe(true);
    expect(us().discoveryResponses).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ['no list', here],
    ['an address without TLS', [{ url: 'http://sp.example/chosen' }]],
    ['a fragment', [{ url: `${here}#a` }]],
    ['an index twice', [{ url: here, index: 1 }, { url: there }]],
    [
      'two defaults',
      [
        { url: here, isDefault: true },
        { url: there, isDefault: true },
      ],
    ],
    ['a field that does not exist', [{ url: here, location: here }]],
  ])('are refused with %s', (_, discoveryResponses) => {
    expect(refusal(() => us({ discoveryResponses } as Partial<ServiceProviderOptions>))).toBe('config.invalid');
  });
});
