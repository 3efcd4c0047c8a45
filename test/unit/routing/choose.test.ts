import { describe, expect, it } from 'vitest';
import {
  type Asked,
  type CandidateOptions,
  chooseProvider,
  type Decision,
  type EntranceOptions,
  routing,
  type Visitor,
} from '../../../src/routing/index.ts';

const staff: CandidateOptions = { id: 'staff', name: 'Staff', domains: ['example.org', '*.example.org', 'corp'] };
const lab: CandidateOptions = { id: 'lab', name: 'Laboratory', domains: ['lab.example.org', '*.deep.example.org'], priority: 200 };
const hidden: CandidateOptions = { id: 'hidden', name: 'Acquired', domains: ['acquired.example'], shown: false };
const off: CandidateOptions = { id: 'off', name: 'Old', domains: ['old.example'], enabled: false };
const providers = [lab, staff, hidden, off];

describe('a domain that somebody types', () => {
  it.each([
    ['alice@example.org', 'staff'],
    ['Alice@EXAMPLE.org. ', 'staff'],
    ['alice@eu.example.org', 'staff'],
    ['alice@lab.example.org', 'lab'],
    ['alice@very.deep.example.org', 'lab'],
    ['alice@deep.example.org', 'staff'],
    ['CORP\\alice', 'staff'],
    ['alice@acquired.example', 'hidden'],
  ])('leads to whoever names it, or the nearest above it: %s', (user, id) => {
    expect(decided({ start: 'email-first' }, { user })).toEqual(`provider ${id}: user`);
  });

  it.each(['alice@old.example', 'alice@sub.acquired.example', 'alice@evilexample.org', 'alice@org', 'alice', 'alice@127.0.0.1'])(
    'leads nowhere by what only looks like it: %s',
    (user) => {
      expect(decided({ start: 'email-first' }, { user })).toBe('choose');
    },
  );

  it('counts for more than a link and the last time', () => {
    const entrance: EntranceOptions = { start: 'email-first', remembered: 'follow', unknownDomain: 'password' };
    const led = { domainHint: 'lab.example.org', loginHint: 'a@lab.example.org' };
    expect(decided(entrance, { user: 'a@example.org', ...led }, { remembered: 'lab' })).toBe('provider staff: user');
    expect(decided(entrance, { user: 'a@nobody.example', ...led }, { remembered: 'lab' })).toBe('password: unknown-domain');
  });
});

describe('a hint of the link', () => {
  it.each([
    [{ domainHint: 'lab.example.org' }, 'lab'],
    [{ loginHint: 'alice@lab.example.org' }, 'lab'],
    [{ domainHint: 'organizations', loginHint: 'alice@lab.example.org' }, 'lab'],
    [{ domainHint: 'example.org', loginHint: 'alice@lab.example.org' }, 'staff'],
  ])('leads to whoever knows the domain: %j', (asked, id) => {
    expect(decided({ start: 'chooser' }, asked)).toBe(`provider ${id}: hint`);
    expect(decided({ start: 'forced', default: 'hidden' }, asked)).toBe(`provider ${id}: hint`);
  });

  it('is passed over where nobody does', () => {
    expect(decided({ start: 'chooser' }, { domainHint: 'https://evil.example', loginHint: 'a@old.example' })).toBe('choose');
  });
});

describe('a choice', () => {
  it.each(['staff', 'hidden'])('leads to a provider that is enabled, shown or not: %s', (provider) => {
    expect(decided({ start: 'chooser' }, { provider, user: 'alice@lab.example.org' })).toBe(`provider ${provider}: chosen`);
  });

  it.each(['off', 'nobody', '', 'constructor'])('of any other is as if it were not there: %j', (provider) => {
    expect(decided({ start: 'chooser' }, { provider })).toBe('choose');
    expect(decided({ start: 'forced', default: 'lab' }, { provider })).toBe('provider lab: forced');
  });

  it('is limited to those of the entrance', () => {
    expect(decided({ start: 'chooser', providers: ['lab', 'off'] }, { provider: 'staff' })).toBe('choose');
  });
});

describe('a page on which people choose', () => {
  it('has what is enabled and shown, by priority', () => {
    expect(decision({ start: 'chooser' })).toMatchObject({ kind: 'choose', among: [{ id: 'staff' }, { id: 'lab' }], password: false });
    expect(decision({ start: 'chooser', password: true })).toMatchObject({ kind: 'choose', password: true });
  });

  it('offers first what somebody had the last time, if it is on the page', () => {
    expect(decision({ start: 'chooser' }, {}, { remembered: 'lab' })).toMatchObject({ kind: 'choose', remembered: { id: 'lab' } });
    for (const remembered of ['off', 'hidden', 'nobody'])
      expect(decision({ start: 'chooser' }, {}, { remembered })).not.toHaveProperty('remembered');
  });

  it('is left out where that is to be followed, unless it is wanted', () => {
    const entrance: EntranceOptions = { start: 'chooser', remembered: 'follow' };
    expect(decided(entrance, {}, { remembered: 'hidden' })).toBe('provider hidden: remembered');
    expect(decided(entrance, {}, { remembered: 'off' })).toBe('choose');
    expect(decided(entrance, { wants: 'chooser' }, { remembered: 'lab' })).toBe('choose');
  });

  it('is to be had at every entrance by who wants it', () => {
    for (const start of ['forced', 'default'] as const) expect(decided({ start, default: 'lab' }, { wants: 'chooser' })).toBe('choose');
    expect(decided({ start: 'forced', providers: ['hidden'] }, { wants: 'chooser' })).toBe('provider hidden: forced');
  });
});

describe('e-mail first', () => {
  it('asks once, and no more where something was typed', () => {
    expect(decided({ start: 'email-first' })).toBe('ask');
    expect(decided({ start: 'email-first' }, { user: ' ' })).toBe('ask');
    expect(decided({ start: 'email-first' }, { user: 'alice' })).toBe('choose');
  });

  it.each([
    ['default', 'provider lab: default'],
    ['chooser', 'choose'],
    ['password', 'password: unknown-domain'],
  ] as const)('goes on with a domain that nobody knows as is configured: %s', (unknownDomain, outcome) => {
    const entrance: EntranceOptions = { start: 'email-first', unknownDomain, ...(unknownDomain === 'default' ? { default: 'lab' } : {}) };
    expect(decided(entrance, { user: 'alice@nobody.example' })).toBe(outcome);
  });
});

describe("the product's own login", () => {
  it('is where it is the entrance, with the providers beside it', () => {
    expect(decision({ start: 'password' })).toEqual({
      kind: 'password',
      because: 'entrance',
      among: [expect.objectContaining({ id: 'staff' }), expect.objectContaining({ id: 'lab' })],
    });
    expect(decided({ start: 'password' }, { user: 'alice@example.org' })).toBe('provider staff: user');
    expect(decided({ start: 'password' }, { user: 'alice@nobody.example' })).toBe('password: entrance');
  });

  it('is to be had by who wants it, but not where it was not offered', () => {
    const wants = { wants: 'password' } as const;
    expect(decided({ start: 'default', default: 'lab' }, wants)).toBe('password: wanted');
    expect(decided({ start: 'chooser', password: true }, wants)).toBe('password: wanted');
    expect(decided({ start: 'forced', default: 'lab' }, wants)).toBe('provider lab: forced');
    expect(decided({ start: 'chooser' }, wants)).toBe('choose');
  });
});

describe('the bypass', () => {
  const wants = { wants: 'bypass' } as const;
  const forced: EntranceOptions = { start: 'forced', default: 'lab' };
  const open = routing({ providers, entrance: forced, bypass: { networks: ['10.0.0.0/8', '192.0.2.0/24'] } });

  it('is off unless it is configured', () => {
    expect(decided(forced, wants, { address: '10.0.0.1' })).toBe('provider lab: forced');
  });

  it('says for the audit by which network it was taken', () => {
    expect(chooseProvider(open, wants, { address: '::ffff:192.0.2.9' })).toEqual({
      kind: 'password',
      because: 'bypass',
      network: '192.0.2.0/24',
    });
  });

  it.each([{}, { address: '' }, { address: '198.51.100.1' }, { address: '10.0.0.1, 198.51.100.1' }])(
    'is not for anybody else: %j',
    (visitor) => {
      expect(shown(chooseProvider(open, wants, visitor))).toBe('provider lab: forced');
    },
  );

  it('is not taken by who did not want it', () => {
    expect(shown(chooseProvider(open, {}, { address: '10.0.0.1' }))).toBe('provider lab: forced');
  });
});

describe('the portal of a service desk', () => {
  const apart = routing({
    providers,
    entrance: { start: 'forced', default: 'staff' },
    portal: { start: 'chooser', providers: ['lab', 'hidden'] },
    portals: { 7: { start: 'password' } },
  });

  it('has an entrance of its own, and single portals have theirs', () => {
    expect(shown(chooseProvider(apart))).toBe('provider staff: forced');
    expect(chooseProvider(apart, {}, { portal: {} })).toMatchObject({ kind: 'choose', among: [{ id: 'lab' }] });
    expect(shown(chooseProvider(apart, {}, { portal: { id: '8' } }))).toBe('choose');
    expect(shown(chooseProvider(apart, {}, { portal: { id: '7' } }))).toBe('password: entrance');
  });

  it('sends customers to no provider of the agents', () => {
    const asked = { provider: 'staff', user: 'alice@example.org' };
    expect(shown(chooseProvider(apart, asked, { portal: {}, remembered: 'staff' }))).toBe('choose');
  });

  it('is entered as the product is, where nothing else is said', () => {
    const same = routing({ providers, entrance: { start: 'forced', default: 'lab' } });
    expect(chooseProvider(same, {}, { portal: {} })).toEqual(chooseProvider(same));
  });
});

describe('what a provider is told', () => {
  const told = (more: Partial<CandidateOptions>, asked: Asked) => {
    const made = routing({ providers: [{ ...staff, ...more }], entrance: { start: 'forced' } });
    const found = chooseProvider(made, asked);
    return found.kind === 'provider' ? found.hints : undefined;
  };

  it('is what somebody typed, else what the link says, unless it is not to be told', () => {
    expect(told({}, { user: ' alice@example.org ', loginHint: 'bob' })).toEqual({ user: 'alice@example.org' });
    expect(told({}, { user: ' ', loginHint: 'bob' })).toEqual({ user: 'bob' });
    expect(told({}, {})).toEqual({});
    expect(told({ tellUser: false }, { user: 'alice@example.org' })).toEqual({});
  });

  it('is a domain of theirs that it knows, where that is wanted', () => {
    const tellDomain = true;
    expect(told({ tellDomain }, { user: 'a@EU.example.org' })).toMatchObject({ domain: 'eu.example.org' });
    expect(told({ tellDomain }, { domainHint: 'Example.org.' })).toEqual({ domain: 'example.org' });
    expect(told({ tellDomain }, { user: 'a@nobody.example' })).toEqual({ user: 'a@nobody.example' });
  });

  it('is always the same domain, where one is named', () => {
    expect(told({ tellDomain: 'Fed.Example.' }, {})).toEqual({ domain: 'fed.example' });
    expect(told({ tellDomain: 'fed.example' }, { domainHint: 'example.org' })).toEqual({ domain: 'fed.example' });
  });
});

function decision(entrance: EntranceOptions, asked: Asked = {}, visitor: Visitor = {}): Decision {
  return chooseProvider(routing({ providers, entrance }), asked, visitor);
}

function decided(entrance: EntranceOptions, asked: Asked = {}, visitor: Visitor = {}): string {
  return shown(decision(entrance, asked, visitor));
}

/** In a word: what comes next, to whom, and why. */
function shown(found: Decision): string {
  const to = found.kind === 'provider' ? ` ${found.provider.id}` : '';
  return 'because' in found ? `${found.kind}${to}: ${found.because}` : found.kind;
}
