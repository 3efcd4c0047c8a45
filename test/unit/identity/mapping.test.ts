import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { accountOf, type MappingOptions, mapping, tryMapping } from '../../../src/identity/mapping/mapping.ts';
import { identityOf } from '../../support/people.ts';
import { refusal } from '../../support/refusal.ts';

const alice = identityOf('Alice@Example.org', {
  uid: ['ALICE'],
  mail: ['alice@example.org'],
  email_verified: ['true'],
  givenname: ['Alice'],
  surname: ['Ångström'],
  groups: ['/staff/engineering', '/staff/on-call', 'everyone'],
});

describe('the user name', () => {
  it('is the subject where nothing else is said', () => {
    expect(nameBy({})).toBe('Alice@Example.org');
  });

  it('is of the first source that has a value', () => {
    expect(nameBy({ name: [{ attribute: 'employee' }, { attribute: 'uid' }, 'subject'] })).toBe('ALICE');
  });

  it('goes through the rules in their order', () => {
    const nameRules = [{ kind: 'lower-case' }, { kind: 'strip-domain', domain: 'Example.org' }] as const;
    expect(nameBy({ nameRules })).toBe('alice');
  });

  it.each(['alice', 'alice@other.example', 'alice@x@example.org', '@example.org', 'alice@sub.example.org'])(
    'is refused where the domain is to be stripped of %s',
    (name) => {
      const how = mapping({ nameRules: [{ kind: 'strip-domain', domain: 'example.org' }] });
      expect(refusal(() => accountOf(identityOf(name), how))).toBe('mapping.failed');
    },
  );

  it('is replaced where an expression matches all of it, and kept where it does not', () => {
    const nameRules = [{ kind: 'replace', pattern: '([^@]+)@example\\.org', replacement: 'ext-$1$$' }] as const;
    expect(accountOf(identityOf('bob@example.org'), mapping({ nameRules })).name).toBe('ext-bob$');
    expect(accountOf(identityOf('bob@example.org.evil'), mapping({ nameRules })).name).toBe('bob@example.org.evil');
  });

  it('is refused where an expression must match and does not, or leaves nothing', () => {
    const must = mapping({ nameRules: [{ kind: 'replace', pattern: 'x-(.*)', replacement: '$1', otherwise: 'refuse' }] });
    expect(refusal(() => accountOf(identityOf('bob'), must))).toBe('mapping.failed');
    expect(refusal(() => accountOf(identityOf('x-'), must))).toBe('mapping.failed');
  });

  it.each([
    ['no value', identityOf('', {}), undefined],
    ['an attribute with two values', identityOf('a', { uid: ['a', 'b'] }), [{ attribute: 'uid' }]],
    ['a value longer than 1 KB', identityOf('a'.repeat(1_025)), undefined],
  ] as const)('is refused with %s', (_, identity, name) => {
    expect(refusal(() => accountOf(identity, mapping(name === undefined ? {} : { name })))).toBe('mapping.failed');
  });

  it('takes linear time by whatever expression', () => {
    const how = mapping({ nameRules: [{ kind: 'replace', pattern: '(a*)*b', replacement: '$1' }] });
    expect(accountOf(identityOf('a'.repeat(1_000)), how).name).toBe('a'.repeat(1_000));
  });
});

describe('the other fields', () => {
  it('are of the first attribute that has a value', () => {
    const how = mapping({ displayName: ['displayName', ['givenname', 'surname']], email: ['email', 'mail'] });
    expect(accountOf(alice, how)).toMatchObject({ displayName: 'Alice Ångström', email: 'alice@example.org' });
  });

  it('say that an address is proven only where the provider or the administrator does', () => {
    const bob = identityOf('bob', { mail: ['bob@example.org'] });
    expect(accountOf(bob, mapping({ email: ['mail'] })).emailVerified).toBe(false);
    expect(accountOf(bob, mapping({ email: ['mail'], emailIsVerified: true })).emailVerified).toBe(true);
    expect(accountOf(bob, mapping({ emailIsVerified: true })).emailVerified).toBe(false);
  });
});

describe('groups', () => {
  it('are unknown where the attribute is absent, and none where it is empty', () => {
    expect(accountOf(identityOf('a'), mapping({ groups: ['groups'] })).groups).toBeUndefined();
    expect(accountOf(identityOf('a', { groups: [] }), mapping({ groups: ['groups'] })).groups).toEqual([]);
  });

  it('are known to be too few where the provider says so', () => {
    const overage = identityOf('a', {}, { attributes: [{ name: 'groups', values: [], content: [], truncated: true }] });
    expect(accountOf(overage, mapping({ groups: ['groups'] }))).toMatchObject({ groupsTruncated: true });
    expect(accountOf(overage, mapping({ groups: ['groups'] })).groups).toBeUndefined();
  });

  it.each<readonly [string, MappingOptions['groupRules'], readonly string[]]>([
    ['rename', [{ kind: 'rename', from: 'everyone', to: 'all' }], ['/staff/engineering', '/staff/on-call', 'all']],
    ['allow', [{ kind: 'allow', names: ['everyone'] }], ['everyone']],
    ['deny', [{ kind: 'deny', names: ['everyone'] }], ['/staff/engineering', '/staff/on-call']],
    [
      'prefix',
      [
        { kind: 'allow', names: ['everyone'] },
        { kind: 'prefix', prefix: 'idp-' },
      ],
      ['idp-everyone'],
    ],
    ['path, last', [{ kind: 'path', as: 'last' }], ['engineering', 'on-call', 'everyone']],
    ['path, whole', [{ kind: 'path', as: 'whole' }], ['staff/engineering', 'staff/on-call', 'everyone']],
    ['replace', [{ kind: 'replace', pattern: '/staff/(.*)', replacement: '$1', otherwise: 'drop' }], ['engineering', 'on-call']],
  ])('are changed by %s', (_, groupRules, expected) => {
    expect(accountOf(alice, mapping({ groups: ['groups'], groupRules: groupRules ?? [] })).groups).toEqual(expected);
  });

  it('are refused where two paths end in the same name', () => {
    const how = mapping({ groups: ['groups'], groupRules: [{ kind: 'path', as: 'last' }] });
    const twice = identityOf('a', { groups: ['/customers/admins', '/staff/admins'] });
    expect(refusal(() => accountOf(twice, how))).toBe('mapping.failed');
  });
});

describe('a mapping', () => {
  it.each<readonly [string, unknown]>([
    ['an unknown option', { naem: [] }],
    ['no source', { name: [] }],
    ['an unknown rule', { nameRules: [{ kind: 'upper-case' }] }],
    ['a field of another rule', { nameRules: [{ kind: 'lower-case', domain: 'x' }] }],
    ['an expression with look-around', { nameRules: [{ kind: 'replace', pattern: '(?=a)', replacement: '' }] }],
    ['a group that is not there', { nameRules: [{ kind: 'replace', pattern: 'a', replacement: '$1' }] }],
    ['an unknown rule for groups', { groupRules: [{ kind: 'sort' }] }],
  ])('is refused with %s', (_, options) => {
    expect(refusal(() => mapping(options as MappingOptions))).toBe('config.invalid');
  });

  it('shows what comes out at each step, and where it ends', () => {
    const how = mapping({ nameRules: [{ kind: 'lower-case' }, { kind: 'strip-domain', domain: 'other.example' }], groups: ['groups'] });
    expect(tryMapping(alice, how)).toMatchObject([
      { field: 'name', step: 'source', values: ['Alice@Example.org'] },
      { field: 'name', step: 'lower-case', values: ['alice@example.org'] },
      { field: 'name', step: 'refused', problem: 'is an address in another domain' },
      { field: 'displayName', values: [] },
      { field: 'email', values: [] },
      { field: 'groups', step: 'groups', values: ['/staff/engineering', '/staff/on-call', 'everyone'] },
    ]);
  });

  test.prop([fc.string({ minLength: 1 }), fc.array(fc.string())])('gives the same account for the same identity', (subject, groups) => {
    const how = mapping({ groups: ['groups'], groupRules: [{ kind: 'lower-case' }, { kind: 'prefix', prefix: 'p' }] });
    const identity = identityOf(subject, { groups });
    expect(accountOf(identity, how)).toEqual(accountOf(identity, how));
    expect(accountOf(identity, how).name).toBe(subject);
  });
});

function nameBy(options: MappingOptions): string {
  return accountOf(alice, mapping(options)).name;
}
