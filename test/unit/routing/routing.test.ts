import { describe, expect, it } from 'vitest';
import { type CandidateOptions, type EntranceOptions, type RoutingOptions, routing } from '../../../src/routing/index.ts';
import { refusalDetails } from '../../support/refusal.ts';

const staff: CandidateOptions = { id: 'staff', name: 'Staff', domains: ['example.org'] };
const partners: CandidateOptions = { id: 'partners', name: 'Partners', domains: ['partner.example'] };
const entrance: EntranceOptions = { start: 'chooser' };
const good: RoutingOptions = { providers: [staff, partners], entrance };

describe('who may sign people in', () => {
  it('is read once, and is frozen', () => {
    const read = routing({ ...good, portal: { start: 'forced', default: 'staff' }, bypass: { networks: ['192.0.2.0/24'] } });
    const parts = [read, read.entrance, read.portal, read.portal.first, read.bypass, ...read.entrance.providers];
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
  });

  it.each<[string, object]>([
    ['provider', { provider: [] }],
    ['providers', { providers: [] }],
    ['providers', { providers: 'staff' }],
    ['providers', { providers: [staff, { ...partners, id: 'staff' }] }],
    ['providers[0].id', { providers: [{ name: 'Staff' }] }],
    ['providers[0].name', { providers: [{ id: 'staff', name: ' ' }] }],
    ['providers[1].default', { providers: [staff, { ...partners, default: true }] }],
    ['providers[0].enabled', { providers: [{ ...staff, enabled: 'no' }] }],
    ['providers[0].button', { providers: [{ ...staff, button: '' }] }],
    ['providers[0].priority', { providers: [{ ...staff, priority: -1 }] }],
    ['providers[0].domains', { providers: [{ ...staff, domains: 'example.org' }] }],
    ['providers[0].domains', { providers: [{ ...staff, domains: ['@example.org'] }] }],
    ['providers[0].domains', { providers: [{ ...staff, domains: ['*'] }] }],
    ['providers[0].domains', { providers: [{ ...staff, domains: ['a.*.example.org'] }] }],
    ['providers[0].tellDomain', { providers: [{ ...staff, tellDomain: 'https://example.org' }] }],
    ['entrance', { entrance: undefined }],
    ['entrance.start', { entrance: {} }],
    ['entrance.start', { entrance: { start: 'constructor' } }],
    ['entrance.providers', { entrance: { ...entrance, providers: ['nobody'] } }],
    ['entrance.colour', { entrance: { ...entrance, colour: 'red' } }],
    ['entrance.remembered', { entrance: { ...entrance, remembered: 'never' } }],
    ['portal.start', { portal: {} }],
    ['portals.7.start', { portals: { 7: {} } }],
    ['portals', { portals: null }],
    ['bypass.network', { bypass: { network: '192.0.2.0/24' } }],
  ])('is refused with a field that is unknown or unusable: %s', (field, broken) => {
    expect(refusalDetails(() => routing({ ...good, ...broken }))).toMatchObject({ field });
  });
});

describe('what contradicts itself is refused', () => {
  const off = { ...staff, enabled: false };

  it.each<[string, string, object]>([
    ['forced without a provider', 'entrance.default', { providers: [off], entrance: { start: 'forced' } }],
    ['forced to one of several', 'entrance.default', { entrance: { start: 'forced' } }],
    [
      'forced to one that is not enabled',
      'entrance.default',
      { providers: [off, partners], entrance: { start: 'forced', default: 'staff' } },
    ],
    [
      'forced to one that is not for here',
      'entrance.default',
      { entrance: { start: 'forced', default: 'staff', providers: ['partners'] } },
    ],
    ['forced, and a password', 'entrance.password', { entrance: { start: 'forced', default: 'staff', password: true } }],
    ['a chooser with nothing to choose', 'entrance.start', { providers: [{ ...staff, shown: false }] }],
    ['e-mail first with nobody who knows a domain', 'entrance.start', { providers: [off], entrance: { start: 'email-first' } }],
    ['a default that is never used', 'entrance.default', { entrance: { start: 'email-first', default: 'staff' } }],
    ['two defaults', 'entrance.default', { entrance: { start: 'email-first', unknownDomain: 'default' } }],
    ['a password and none', 'entrance.password', { entrance: { start: 'email-first', unknownDomain: 'password', password: false } }],
    ['a bypass without networks', 'bypass.networks', { bypass: { networks: [] } }],
    ['a bypass for everybody', 'bypass.networks', { bypass: { networks: ['0.0.0.0/0'] } }],
  ])('%s', (_, field, broken) => {
    expect(refusalDetails(() => routing({ ...good, ...broken }))).toMatchObject({ field });
  });

  it('a domain of two providers with the same priority, however it is written', () => {
    const both = (priority: number) => ({ ...good, providers: [staff, { ...partners, domains: ['EXAMPLE.org.'], priority }] });
    expect(refusalDetails(() => routing(both(100)))).toMatchObject({ field: 'entrance.providers' });
    expect(routing(both(99)).entrance.known.get('example.org')?.id).toBe('partners');
    expect(routing(both(101)).entrance.known.get('example.org')?.id).toBe('staff');
  });

  it('but not a domain of two providers that never meet', () => {
    const customers: CandidateOptions = { id: 'customers', name: 'Customers', domains: ['example.org'] };
    const apart = { entrance: { ...entrance, providers: ['staff'] }, portal: { ...entrance, providers: ['customers'] } };
    const read = routing({ providers: [staff, customers], ...apart });
    expect([read.entrance, read.portal].map(({ known }) => known.get('example.org')?.id)).toEqual(['staff', 'customers']);
    expect(routing({ providers: [staff, { ...customers, enabled: false }], entrance }).entrance.known.get('example.org')?.id).toBe('staff');
  });
});
