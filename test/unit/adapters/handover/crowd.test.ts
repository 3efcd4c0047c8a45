import { describe, expect, it } from 'vitest';
import { type CrowdOptions, crowdHandover } from '../../../../src/adapters/handover/crowd.ts';
import { laterRefusal, refusalOf } from '../../../support/refusal.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

const options: CrowdOptions = { baseUrl: 'https://crowd.example/crowd', application: 'sign-on', password: 'secret' };

describe('a session of Crowd', () => {
  it('begins without the password of the person, and is set for all products of the domain', async () => {
    const { crowd, sent } = fake();
    const { token, setCookie } = await crowd.begin('alice', '192.0.2.7');
    expect(token).toBe('token-of-alice');
    expect(setCookie).toBe('crowd.token_key=token-of-alice; Path=/; HttpOnly; SameSite=Lax; Secure; Domain=.example.org');
    expect(sent).toEqual([
      {
        method: 'POST',
        path: '/crowd/rest/usermanagement/1/session?validate-password=false',
        authorization: `Basic ${btoa('sign-on:secret')}`,
        body: { username: 'alice', 'validation-factors': { validationFactors: [{ name: 'remote_address', value: '192.0.2.7' }] } },
      },
      { method: 'GET', path: '/crowd/rest/usermanagement/1/config/cookie', authorization: `Basic ${btoa('sign-on:secret')}`, body: null },
    ]);
  });

  it('can name the machine in the other form', async () => {
    const { crowd, sent } = fake({ validationFactors: 'list' });
    await crowd.begin('alice', '192.0.2.7');
    expect(sent[0]?.body).toMatchObject({ 'validation-factors': [{ name: 'remote_address', value: '192.0.2.7' }] });
  });

  it('ends everywhere, and is taken out of the browser; a second time, too', async () => {
    const { crowd, sent } = fake();
    const { token } = await crowd.begin('alice', '192.0.2.7');
    for (const _ of [1, 2]) expect((await crowd.end(token)).setCookie).toContain('crowd.token_key=; Path=/; HttpOnly');
    expect(sent[2]).toMatchObject({ method: 'DELETE', path: '/crowd/rest/usermanagement/1/session/token-of-alice' });
  });

  it.each([
    ['somebody whom Crowd does not know', 'nobody', 'product.user-not-found'],
    ['somebody who was switched off', 'inactive', 'product.user-inactive'],
    ['an application that Crowd does not know', 'unauthorised', 'product.credentials'],
    ['an address that the application may not have', 'forbidden', 'product.permission'],
    ['an answer that is no token', 'strange', 'product.answer'],
    ['a failure of Crowd', 'failing', 'product.answer'],
  ])('does not begin for %s', async (_, name, code) => {
    expect(await laterRefusal(() => fake().crowd.begin(name, '192.0.2.7'))).toBe(code);
  });

  it('is not told to a log by an error', async () => {
    const unreachable = crowdHandover(options, {
      wait: async () => await new Promise(() => undefined),
      fetch: () => Promise.reject(new Error('down')),
    });
    const error = await refusalOf(() => unreachable.end('secret-token'));
    expect(JSON.stringify([error.message, error.details])).not.toContain('secret-token');
  });

  it.each<readonly [string, Partial<CrowdOptions>]>([
    ['an address without TLS', { baseUrl: 'http://crowd.example/crowd' }],
    ['an application with a colon', { application: 'a:b' }],
    ['another form', { validationFactors: 'both' as 'list' }],
  ])('is not asked for with %s', async (_, more) => {
    expect(await laterRefusal(async () => fake(more))).toBe('config.invalid');
  });
});

/** As much of Crowd as that takes. */
function fake(more: Partial<CrowdOptions> = {}) {
  const sent: Sent[] = [];
  const over = new Set<string>();
  const answer = ({ method, path, body }: Sent): Response => {
    if (path.endsWith('/config/cookie')) return Response.json({ name: 'crowd.token_key', domain: '.example.org', secure: true });
    const token = path.slice(path.lastIndexOf('/') + 1);
    if (method === 'DELETE' && over.has(token)) return Response.json({ reason: 'INVALID_SSO_TOKEN' }, { status: 404 });
    if (method === 'DELETE') over.add(token);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    const { username } = body as { readonly username: string };
    return refusals[username]?.() ?? Response.json({ token: `token-of-${username}` }, { status: 201 });
  };
  const crowd = crowdHandover(
    { ...options, ...more },
    {
      wait: async () => await new Promise(() => undefined),
      fetch: async (url, { method = 'GET', headers, body } = {}) => {
        const { pathname, search } = new URL(String(url));
        const asked = { method, path: `${pathname}${search}`, authorization: new Headers(headers).get('authorization') };
        sent.push({ ...asked, body: typeof body === 'string' ? JSON.parse(body) : null });
        // Sound: it was just put there.
        return answer(sent.at(-1) as Sent);
      },
    },
  );
  return { crowd, sent };
}

const refusals: Readonly<Record<string, () => Response>> = {
  nobody: () => Response.json({ reason: 'USER_NOT_FOUND', message: 'x' }, { status: 404 }),
  inactive: () => Response.json({ reason: 'INACTIVE_ACCOUNT', message: 'x' }, { status: 400 }),
  unauthorised: () => new Response('Application failed to authenticate', { status: 401 }),
  forbidden: () => new Response('', { status: 403 }),
  strange: () => Response.json({ token: 'a; Domain=evil' }, { status: 201 }),
  failing: () => new Response('', { status: 500 }),
};
