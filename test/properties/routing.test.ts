import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { octetsOf } from '../../src/core/ip-address.ts';
import { canonicalDomain, domainOf } from '../../src/routing/domain.ts';
import {
  type Asked,
  type CandidateOptions,
  chooseProvider,
  type Entrance,
  type EntranceOptions,
  type Routing,
  type RoutingOptions,
  readAsked,
  routing,
  type Visitor,
} from '../../src/routing/index.ts';
import { refusal } from '../support/refusal.ts';

const runs = { numRuns: 2_000 };

describe('whoever comes, and whatever they ask for', () => {
  test.prop([configured(), asking(), coming()], runs)(
    'no provider is chosen or shown that is not enabled there',
    (made, asked, visitor) => {
      const decision = chooseProvider(made, asked, visitor);
      const { providers } = entranceOf(made, visitor);
      const named = 'provider' in decision ? [decision.provider] : 'among' in decision ? decision.among : [];
      for (const provider of named) expect([provider.enabled, providers.includes(provider)]).toEqual([true, true]);
      if ('among' in decision) expect(decision.among.every(({ shown }) => shown)).toBe(true);
      if (decision.kind === 'choose') expect(decision.among).not.toEqual([]);
      if (decision.kind === 'choose' && decision.remembered) expect(decision.among).toContain(decision.remembered);
    },
  );

  test.prop([configured(), asking(), coming()], runs)(
    'a typed domain leads to nobody who does not know it, but by default',
    (made, asked, visitor) => {
      const decision = chooseProvider(made, asked, visitor);
      const domain = domainOf(asked.user ?? '');
      if (decision.kind !== 'provider' || domain === undefined || decision.because === 'chosen') return;
      const known = decision.provider.domains.some((pattern) =>
        pattern.startsWith('*.') ? domain.endsWith(pattern.slice(1)) : domain === pattern,
      );
      if (known) expect(decision.because).toBe('user');
      else expect(['forced', 'default']).toContain(decision.because);
    },
  );

  test.prop([configured(), asking(), coming()], runs)(
    'a forced entrance has no password but by the bypass, and costs no click',
    (made, asked, visitor) => {
      const decision = chooseProvider(made, asked, visitor);
      const { first } = entranceOf(made, visitor);
      if (first.kind !== 'provider' || first.because !== 'forced') return;
      if (decision.kind === 'password') expect(decision.because).toBe('bypass');
      else if (asked.wants !== 'chooser') expect(decision.kind).toBe('provider');
    },
  );

  test.prop([configured(), asking(), coming()], runs)(
    'the bypass is taken from within its networks only, and by who wants it',
    (made, asked, visitor) => {
      const decision = chooseProvider(made, asked, visitor);
      const inside = /^(?:::ffff:)?10\.|^2001:db8:/i.test(visitor.address ?? '') && octetsOf(visitor.address ?? '') !== undefined;
      const granted = made.bypass.length > 0 && asked.wants === 'bypass' && inside;
      expect(decision.kind === 'password' && decision.because === 'bypass').toBe(granted);
    },
  );

  test.prop([configured(), asking(), coming(), fc.stringMatching(/^[a-z.]{1,20}$/)], runs)(
    'nothing but the domain of a user counts, so that nobody learns who has an account',
    (made, asked, visitor, other) => {
      const [decision, another] = [`alice@${asked.domainHint}`, `${other}@${asked.domainHint}`].map((user) =>
        chooseProvider(made, { ...asked, user }, visitor),
      );
      expect({ ...another, hints: undefined }).toEqual({ ...decision, hints: undefined });
    },
  );

  test.prop([configured(), asking(), coming()], runs)('the same comes out however a domain is written', (made, asked, visitor) => {
    const [user, domainHint] = [asked.user?.toUpperCase(), asked.domainHint?.toUpperCase()];
    const shouted = { ...asked, ...(user === undefined ? {} : { user: `${user} ` }), ...(domainHint === undefined ? {} : { domainHint }) };
    const dotted = { ...shouted, ...(domainHint === undefined ? {} : { domainHint: `${domainHint}.` }) };
    for (const written of [shouted, dotted])
      expect({ ...chooseProvider(made, written, visitor), hints: undefined }).toEqual({
        ...chooseProvider(made, asked, visitor),
        hints: undefined,
      });
  });

  test.prop([configured(), asking(), coming()], runs)('a provider is told no domain but one that it knows', (made, asked, visitor) => {
    const decision = chooseProvider(made, asked, visitor);
    if (decision.kind !== 'provider' || decision.hints.domain === undefined) return;
    expect(
      [asked.domainHint, domainOf(asked.user ?? ''), domainOf(asked.loginHint ?? '')].map((one) => canonicalDomain(one ?? '')),
    ).toContain(decision.hints.domain);
  });
});

describe('what is written by anybody', () => {
  test.prop([fc.webQueryParameters()])('is read, or refused with a code', (query) => {
    expect(['accepted', 'message.parameter']).toContain(refusal(() => readAsked(new URLSearchParams(query))));
  });

  test.prop([fc.record({ providers: fc.anything(), entrance: fc.anything(), bypass: fc.anything() }, { requiredKeys: [] })])(
    'is no configuration, or refused as one',
    (options) => {
      // Sound for a test of what is refused: the type is what the options are held against.
      expect(['accepted', 'config.invalid']).toContain(refusal(() => routing(options as unknown as RoutingOptions)));
    },
  );
});

function entranceOf({ entrance, portal, portals }: Routing, { portal: wanted }: Visitor): Entrance {
  return wanted === undefined ? entrance : (portals.get(wanted.id ?? '-') ?? portal);
}

function configured(): fc.Arbitrary<Routing> {
  const options = fc.record(
    {
      providers: providers(),
      entrance: entrance(),
      portal: entrance(),
      portals: fc.dictionary(fc.constantFrom('1', '2'), entrance()),
      bypass: fc.constant({ networks: ['10.0.0.0/8', '2001:db8::/32'] }),
    },
    { requiredKeys: ['providers', 'entrance'] },
  );
  return options.filter((one) => refusal(() => routing(one)) === 'accepted').map(routing);
}

function providers(): fc.Arbitrary<readonly CandidateOptions[]> {
  const provider = fc.record({
    id: fc.constantFrom(...ids),
    name: fc.constant('Provider'),
    enabled: fc.boolean(),
    shown: fc.boolean(),
    domains: fc.subarray([...domains, '*.example.org', '*.bücher.example']),
    priority: fc.nat({ max: 1_000 }),
    tellDomain: fc.boolean(),
  });
  return fc.uniqueArray(provider, { minLength: 1, maxLength: 4, selector: ({ id }) => id });
}

function entrance(): fc.Arbitrary<EntranceOptions> {
  const page = { password: fc.boolean(), remembered: fc.constantFrom('offer' as const, 'follow' as const) };
  const target = { default: fc.constantFrom(...ids) };
  return fc.oneof(
    fc.record({ start: fc.constantFrom('forced' as const, 'default' as const), ...target }),
    fc.record({ start: fc.constant('chooser' as const), ...page }),
    fc.record({ start: fc.constant('email-first' as const), ...page, unknownDomain: fc.constant('default' as const), ...target }),
    fc.record({ start: fc.constant('email-first' as const), ...page, unknownDomain: fc.constant('chooser' as const) }),
    fc.record({ start: fc.constant('email-first' as const), unknownDomain: fc.constant('password' as const) }),
    fc.record({ start: fc.constant('password' as const), providers: fc.constant(['a']) }),
  );
}

function asking(): fc.Arbitrary<Asked> {
  const domain = fc.constantFrom(...domains, 'sub.example.org', 'nobody.example', 'evilexample.org', '', 'a b');
  return fc.record(
    {
      provider: fc.constantFrom(...ids, 'nobody'),
      user: fc.oneof(
        domain.map((one) => `alice@${one}`),
        domain.map((one) => `${one}\\alice`),
        fc.string(),
      ),
      loginHint: domain.map((one) => `bob@${one}`),
      domainHint: domain,
      wants: fc.constantFrom('chooser', 'password', 'bypass'),
    },
    { requiredKeys: [] },
  );
}

function coming(): fc.Arbitrary<Visitor> {
  const address = fc.oneof(
    fc.nat({ max: 255 }).map((last) => `10.0.0.${last}`),
    fc.nat({ max: 255 }).map((last) => `::ffff:10.1.2.${last}`),
    fc.constantFrom('2001:db8::1', '2001:DB8:ffff::', '192.0.2.1', '10.0.0.1, 192.0.2.1', ''),
    fc.ipV6(),
  );
  return fc.record(
    {
      portal: fc.record({ id: fc.constantFrom('1', '2', '3') }, { requiredKeys: [] }),
      remembered: fc.constantFrom(...ids, 'nobody'),
      address,
    },
    { requiredKeys: [] },
  );
}

const ids = ['a', 'b', 'c', 'd'];
const domains = ['example.org', 'eu.example.org', 'bücher.example', 'corp'];
