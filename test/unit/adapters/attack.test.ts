import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../../src/adapters/confluence/index.ts';
import { deprovision } from '../../../src/adapters/deprovision.ts';
import { crowdHandover } from '../../../src/adapters/handover/crowd.ts';
import { jira } from '../../../src/adapters/jira/index.ts';
import { type PolicyOptions, policy } from '../../../src/adapters/policy.ts';
import { provision } from '../../../src/adapters/provision.ts';
import { linkSubject } from '../../../src/identity/link.ts';
import type { Account } from '../../../src/identity/mapping/account.ts';
import { accountOf, type MappingOptions, mapping } from '../../../src/identity/mapping/mapping.ts';
import { memoryLinkStore } from '../../../src/stores/memory-links.ts';
import { CutOff, memoryProduct } from '../../support/memory-product.ts';
import { identityOf } from '../../support/people.ts';
import { fakeBitbucket } from '../../support/products/bitbucket.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { authentication, passwordAuthentication } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';

const kelvin = '\u212a';
const identity = identityOf('mallory');
const mallory: Account = { name: 'mallory', email: 'mallory@example.org', emailVerified: true, groups: [], groupsTruncated: false };
const creating: PolicyOptions = {
  accounts: 'create-and-update',
  groups: { mode: 'managed', defaults: ['users'], managed: ['kafka'] },
};

describe('an address of which nobody has spoken', () => {
  const verified = (attributes: Readonly<Record<string, readonly string[]>>, options: MappingOptions = {}) =>
    accountOf(identityOf('mallory', attributes), mapping({ email: ['mail', 'email'], ...options })).emailVerified;

  it('is not proven by what was said of another one', () => {
    expect(verified({ mail: ['alice@example.org'], email: ['mallory@example.org'], email_verified: ['true'] })).toBe(false);
    expect(verified({ email: ['alice@example.org', 'mallory@example.org'], email_verified: ['true'] })).toBe(false);
    expect(verified({ mail: [''], email: ['mallory@example.org'], email_verified: ['true'] })).toBe(true);
  });

  it('is not proven where both was said', () => {
    expect(verified({ email: ['alice@example.org'], email_verified: ['false', 'true'] })).toBe(false);
  });

  it('is not proven by UserInfo where the ID token names it, nor the other way round', () => {
    const origins = (email: object, verdict: object) => {
      const attributes = identityOf('mallory', { email: ['alice@example.org'], email_verified: ['true'] }).attributes;
      const told = attributes.map((attribute) => ({ ...attribute, ...(attribute.name === 'email' ? email : verdict) }));
      return accountOf({ ...identity, attributes: told }, mapping({ email: ['email'] })).emailVerified;
    };
    const userInfo = { format: 'userinfo' };
    expect([origins({}, {}), origins(userInfo, userInfo), origins({}, userInfo), origins(userInfo, {})]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a letter that only looks like another one', () => {
  it('gives nobody the group of a name that it is not', async () => {
    const { product, signIn } = scene();
    const report = await signIn({ ...mallory, groups: [`${kelvin}afka`] });
    expect(report.ignoredGroups).toEqual([`${kelvin}afka`]);
    expect(groupsOf(product)).toEqual(['users']);
    expect((await signIn({ ...mallory, groups: ['KAFKA'] })).ignoredGroups).toEqual([]);
  });

  it('makes no group of another by the rules of a mapping', () => {
    const how = mapping({ groups: ['groups'], groupRules: [{ kind: 'lower-case' }] });
    expect(accountOf(identityOf('mallory', { groups: [`${kelvin}afka`, 'Sales'] }), how).groups).toEqual([`${kelvin}afka`, 'sales']);
  });

  it('goes on past no rule that denies the name, nor does the case of its letters', async () => {
    const how = mapping({ groups: ['groups'], groupRules: [{ kind: 'deny', names: ['Kafka', 'stra\u00dfe'] }] });
    const sent = ['kafka', 'KAFKA', 'Kafka', `${kelvin}afka`, 'STRASSE', 'Stra\u00dfe', 'sales'];
    expect(accountOf(identityOf('mallory', { groups: sent }), how).groups).toEqual(['sales']);
  });

  it('makes no name of another by the rules of a mapping', () => {
    const named = (name: string, options: MappingOptions) => refusal(() => accountOf(identityOf(name), mapping(options)));
    expect(named(`fran${kelvin}`, { nameRules: [{ kind: 'lower-case' }] })).toBe('mapping.failed');
    const stripping: MappingOptions = { nameRules: [{ kind: 'strip-domain', domain: 'kafka.example' }] };
    expect(named(`frank@${kelvin}afka.example`, stripping)).toBe('mapping.failed');
    expect(named('FRANK@KAFKA.example', { nameRules: [...(stripping.nameRules ?? []), { kind: 'lower-case' }] })).toBe('accepted');
  });

  it('is in no domain of that name', async () => {
    const { signIn } = scene({ ...creating, allowedDomains: ['kafka.example'] });
    expect(await laterRefusal(() => signIn({ ...mallory, email: `mallory@${kelvin}afka.example` }))).toBe('product.domain-not-allowed');
    expect(await laterRefusal(() => signIn({ ...mallory, email: 'mallory@KAFKA.example' }))).toBe('accepted');
  });
});

describe('a name that nobody can tell from another one', () => {
  it.each([
    ['a letter that is not seen', 'alice\u200b'],
    ['a soft hyphen', 'al\u00adice'],
    ['a turn of direction', 'ali\u202eec'],
    ['a selector of a form', 'alice\ufe0f'],
    ['a tag', 'alice\u{e0041}'],
    ['wide letters', '\uff41lice'],
    ['a letter and its accent apart', 'zoe\u0308'],
    ['two letters in one', '\ufb01ona'],
    ['a letter of the private use', 'alice\ue000'],
  ])('is given to no account: %s', async (_, name) => {
    const fake = fakeJira({ people: [{ name: 'alice' }] });
    for (const userNames of [{}, { forbidden: '', capitals: true }]) {
      const product = jira({ baseUrl: fake.baseUrl, authentication, userNames }, fake.env);
      const made = () => product.apply({ kind: 'create', account: { name, displayName: 'A', email: 'a@example.org' } });
      const renamed = () => product.apply({ kind: 'rename', user: { key: 'JIRAUSER10100', name: 'alice' }, newName: name });
      expect([await laterRefusal(made), await laterRefusal(renamed)]).toEqual(['product.name', 'product.name']);
    }
    expect(fake.writes).toEqual([]);
  });

  it('is none with the letters of other languages', async () => {
    const fake = fakeJira();
    const product = jira({ baseUrl: fake.baseUrl, authentication }, fake.env);
    for (const name of ['zo\u00eb', 'stra\u00dfe', '\u0430\u043b\u0438\u0441\u0430', '\u5f20\u4f1f'])
      expect(await product.apply({ kind: 'create', account: { name, displayName: 'A', email: 'a@example.org' } })).toMatchObject({ name });
  });
});

describe('an account in a directory that a product cannot write to', () => {
  const people = [{ name: 'mallory', displayName: 'Of the directory', email: 'mallory@example.org', readOnly: true }];
  const owning: PolicyOptions = { ...creating, rename: true, match: ['email'], authoritative: { domains: ['example.org'] } };
  const wanted: Account = { ...mallory, name: 'mallory.new', displayName: 'Of the provider' };
  const groups = ['kafka'];

  it.each([
    ['Jira', jira, fakeJira, authentication, owning],
    ['Confluence', confluence, fakeConfluence, authentication, { ...owning, match: ['name'], authoritative: { names: true } }],
    ['Bitbucket', bitbucket, fakeBitbucket, passwordAuthentication, owning],
  ] as const)('lets its owner in with the details that it has there: %s', async (name, product, fake, known, options) => {
    const { env, baseUrl, people: held } = fake({ people });
    const made = product({ baseUrl, authentication: known }, env);
    const named = name === 'Confluence' ? { ...wanted, name: 'mallory' } : wanted;
    const signIn = () => provision(made, memoryLinkStore(), identity, named, policy({ ...options, groups: { mode: 'off' } }));
    const report = await signIn();
    expect(report.changes).toEqual([]);
    expect(report.impossible.map(({ kind }) => kind)).toEqual(name === 'Confluence' ? ['update'] : ['update', 'rename']);
    expect(held.all).toMatchObject([{ name: 'mallory', displayName: 'Of the directory' }]);
  });

  it('is refused with groups that it has not', async () => {
    const { env, baseUrl } = fakeJira({ people, groups: ['kafka'] });
    const product = jira({ baseUrl, authentication }, env);
    const signIn = () => provision(product, memoryLinkStore(), identity, { ...mallory, groups }, policy({ ...creating, ...owning }));
    expect(await laterRefusal(signIn)).toBe('product.directory-read-only');
  });
});

describe('an account that was about to be made', () => {
  it('is not one that an administrator has been given in between', async () => {
    const { product, signIn } = scene();
    product.failAfter(1, 'before');
    await expect(signIn()).rejects.toThrow(CutOff);
    product.failAfter(Number.POSITIVE_INFINITY, 'before');
    const { email = '' } = mallory;
    const made = await product.apply({ kind: 'create', account: { name: 'mallory', displayName: 'M.', email } });
    product.contents.members.set(made?.key ?? '', new Set(['jira-administrators']));
    expect(await laterRefusal(signIn)).toBe('product.account-taken');
  });

  it('is still its owner’s where the product does not find at once what it has made', async () => {
    const { product, links, signIn } = scene();
    const slow = {
      ...product,
      find: async () => undefined,
      apply: async (change: Parameters<typeof product.apply>[0]) => {
        await product.apply(change);
        return undefined;
      },
    };
    const early = () => provision(slow, links, identity, mallory, policy(creating));
    expect(await laterRefusal(early)).toBe('product.user-not-found');
    expect(await laterRefusal(signIn)).toBe('accepted');
    expect(groupsOf(product)).toEqual(['users']);
  });
});

describe('somebody who leaves where accounts cannot be switched off', () => {
  const groups = ['kafka'];
  const subject = linkSubject(identity);

  it('keeps no group that a sign-in gave them at the same time, whoever was faster', async () => {
    for (let step = 0; step < 6; step += 1) {
      for (const first of ['sign-in', 'leaving'] as const) {
        const { product, links, signIn } = scene(creating, ['deactivate', 'activate']);
        await signIn();
        // One of the two stands still before the call of that number until the other one has ended.
        const slowed = first === 'sign-in' ? halting(product, step, leave) : halting(product, step, signedIn);
        async function leave() {
          await deprovision(product, links, subject, policy(creating));
        }
        async function signedIn() {
          await provision(product, links, identity, { ...mallory, groups }, policy(creating)).catch(() => undefined);
        }
        if (first === 'sign-in') await provision(slowed, links, identity, { ...mallory, groups }, policy(creating)).catch(() => undefined);
        else await deprovision(slowed, links, subject, policy(creating));
        if ((await links.find('jira', subject))?.setAside !== undefined)
          expect([first, step, groupsOf(product)]).toEqual([first, step, []]);
      }
    }
  });

  it('keeps no group that a sign-in gave them before it was remembered that they left', async () => {
    const { product, links, signIn } = scene(creating, ['deactivate', 'activate']);
    await signIn();
    const slow: typeof links = {
      ...links,
      replace: async (before, next) => {
        await signIn({ ...mallory, groups });
        return await links.replace(before, next);
      },
    };
    await deprovision(product, slow, subject, policy(creating));
    expect(product.calls).toContain('join');
    expect(groupsOf(product)).toEqual([]);
  });

  it('gets the groups of a new account when they come back, if they left before they had them', async () => {
    const { product, links, signIn } = scene({ ...creating, reactivate: true }, ['deactivate', 'activate']);
    product.failAfter(4, 'before');
    await expect(signIn()).rejects.toThrow(CutOff);
    product.failAfter(Number.POSITIVE_INFINITY, 'before');
    expect(await links.find('jira', subject)).toMatchObject({ state: 'created' });
    await deprovision(product, links, subject, policy(creating));
    await signIn();
    expect(groupsOf(product)).toEqual(['users']);
  });
});

describe('a token of Crowd that a browser sent', () => {
  it.each(['.', '..', '...'])('is no other address than that of a session: %s', async (token) => {
    const sent: string[] = [];
    const fetch = async (input: string | URL | Request) => {
      sent.push(new Request(input).url);
      return Response.json({ name: 'crowd.token_key', secure: true });
    };
    const options = { baseUrl: 'https://crowd.example', application: 'sign-on', password: 'secret' };
    const { setCookie } = await crowdHandover(options, { fetch, wait: async () => await new Promise(() => undefined) }).end(token);
    expect(setCookie).toContain('Max-Age=0');
    expect(sent).toEqual(['https://crowd.example/rest/usermanagement/1/config/cookie']);
  });
});

function scene(options: PolicyOptions = creating, incapable: Parameters<typeof memoryProduct>[0] = []) {
  const product = memoryProduct(incapable);
  const links = memoryLinkStore();
  for (const group of ['users', 'kafka', 'jira-administrators']) product.contents.groups.add(group);
  const signIn = (wanted: Account = mallory) => provision(product, links, identity, wanted, policy(options));
  return { product, links, signIn };
}

type Memory = ReturnType<typeof memoryProduct>;

/** A product that lets something else happen before one of its calls. */
function halting(product: Memory, step: number, meanwhile: () => Promise<void>): Memory {
  let left = step;
  const before = <Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      left -= 1;
      if (left === -1) await meanwhile();
      return await call(...args);
    };
  };
  return {
    ...product,
    find: before(product.find),
    groupsOf: before(product.groupsOf),
    existing: before(product.existing),
    apply: before(product.apply),
  };
}

function groupsOf({ contents }: Memory): readonly string[] {
  return [...(contents.members.get('JIRAUSER10000') ?? [])].toSorted();
}
