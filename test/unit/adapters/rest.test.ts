import { describe, expect, it } from 'vitest';
import { jira } from '../../../src/adapters/jira/index.ts';
import { retryAfterSeconds } from '../../../src/adapters/rest.ts';
import { authentication, served, type Trouble } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';

describe('a product that is too busy', () => {
  it('is asked again as late as it says, where that does no harm', async () => {
    const { product, fake } = start();
    fake.trouble('busy', 2);
    expect(await product.find({ name: 'alice' })).toMatchObject({ name: 'alice' });
    expect(fake.waits).toEqual([7_000, 7_000]);
  });

  it('is not asked a fourth time', async () => {
    const { product, fake } = start();
    fake.trouble('busy', 5);
    const error = await refusalOf(() => product.find({ name: 'alice' }));
    expect([error.code, error.details, fake.calls.length]).toEqual(['product.busy', { product: 'jira', retryAfterSeconds: 7 }, 3]);
  });

  it('is not waited for where it says nothing, or too much', async () => {
    const { product, fake } = start();
    for (const headers of [{}, { 'retry-after': '31' }, { 'retry-after': 'soon' }, { 'retry-after': 'Thu, 01 Jan 2026 00:00:31 GMT' }]) {
      fake.forget();
      fake.trouble(new Response(null, { status: 503, headers }));
      expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.busy');
      expect([fake.calls.length, fake.waits]).toEqual([1, []]);
    }
  });

  it('is waited for until an hour that it names', async () => {
    const { product, fake } = start();
    fake.trouble(new Response(null, { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' } }));
    await product.find({ name: 'alice' });
    expect(fake.waits).toEqual([3_000]);
  });

  it('is not asked twice to make something', async () => {
    const { product, fake } = start();
    fake.trouble('busy');
    const create = product.apply({ kind: 'create', account: { name: 'dora', displayName: 'D', email: 'd@example.org' } });
    expect(await laterRefusal(() => create)).toBe('product.busy');
    expect(fake.calls).toHaveLength(1);
  });
});

describe('a product that refuses', () => {
  it.for<[Trouble, string]>([
    ['captcha', 'product.captcha-required'],
    ['websudo', 'product.websudo-required'],
    ['credentials', 'product.credentials'],
    ['permission', 'product.permission'],
    ['down', 'product.busy'],
    ['login-page', 'transport.content-type'],
  ])('does so by a code of its own: %s', async ([trouble, code]) => {
    const { product, fake } = start();
    fake.trouble(trouble, 2);
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe(code);
    if (code.startsWith('product.'))
      expect(await laterRefusal(() => product.apply({ kind: 'deactivate', user: { key: 'JIRAUSER10100', name: 'alice' } }))).toBe(code);
  });

  it('says which setting asks for a password once more', async () => {
    const { product, fake } = start();
    fake.trouble('websudo');
    expect((await refusalOf(() => product.find({ name: 'alice' }))).details).toEqual({
      product: 'jira',
      setting: 'jira.websudo.is.disabled = true',
    });
  });

  it('is not followed to where it sends', async () => {
    const { product, fake } = start();
    fake.trouble(new Response(null, { status: 302, headers: { location: 'https://jira.example/jira/login.jsp' } }));
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('transport.redirect');
  });

  it('says nothing that is not as documented', async () => {
    const { product, fake } = start();
    for (const odd of [{}, { key: 'k' }, { key: 'k', name: 7, active: true }, { key: 'k', name: 'alice', active: 'yes' }]) {
      fake.trouble(Response.json(odd));
      expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.answer');
    }
  });

  it('names nobody in an error, though the path of a call does', async () => {
    const { product, fake } = start();
    fake.trouble(new Response(null, { status: 302 }));
    const error = await refusalOf(() => product.apply({ kind: 'end-sessions', user: { key: 'JIRAUSER10100', name: 'alice' } }));
    expect(error.details).toMatchObject({ url: 'https://jira.example/jira/rest/api/2/user/session/{user}' });
    expect(JSON.stringify(error.details) + error.message).not.toContain('alice');
  });
});

it('knows how long to leave a product alone in both forms', () => {
  const after = (value: string) => retryAfterSeconds({ headers: new Headers({ 'retry-after': value }) }, new Date('2026-01-01T00:00:00Z'));
  expect([after('0'), after('12'), after('-1'), after('1e3'), after('Thu, 01 Jan 2026 00:00:10 GMT')]).toEqual([
    0,
    12,
    undefined,
    undefined,
    10,
  ]);
  expect(after('Wed, 31 Dec 2025 00:00:00 GMT')).toBe(0);
});

it('goes over HTTP as well', async () => {
  const fake = fakeJira({ people: [{ name: 'alice' }], baseUrl: 'https://jira.example/jira' });
  const { url, close } = await served(fake);
  try {
    const product = jira({ baseUrl: url, authentication });
    expect(await product.find({ name: 'alice' })).toMatchObject({ name: 'alice' });
    await product.apply({ kind: 'deactivate', user: { key: 'JIRAUSER10100', name: 'alice' } });
    expect(fake.people.byName('alice')?.active).toBe(false);
  } finally {
    await close();
  }
});

function start() {
  const fake = fakeJira({ people: [{ name: 'alice' }] });
  return { fake, product: jira({ baseUrl: fake.baseUrl, authentication }, fake.env) };
}
