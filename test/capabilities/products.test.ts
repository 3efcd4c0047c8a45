import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../src/adapters/confluence/index.ts';
import { jira } from '../../src/adapters/jira/index.ts';
import { serviceManagement } from '../../src/adapters/service-management/index.ts';
import { fakeBitbucket } from '../support/products/bitbucket.ts';
import { authentication } from '../support/products/fake.ts';
import { fakeJira } from '../support/products/jira.ts';
import { fakeServiceManagement } from '../support/products/service-management.ts';

describe('what a product is asked', () => {
  it('row 46: customers of the portal are a class of users of their own', async () => {
    const fake = fakeServiceManagement();
    const product = serviceManagement({ baseUrl: fake.baseUrl, authentication, customers: true }, fake.env);
    const account = { name: 'dora@example.org', displayName: 'Dora', email: 'dora@example.org' };
    await product.apply({ kind: 'create', account });
    expect(fake.writes.map(({ path }) => path)).toEqual(['/rest/servicedeskapi/customer']);
    expect(product.incapable.has('join')).toBe(true);
  });

  it('row 60: where somebody wanted to go goes along in the address, and no browser has to keep anything', () => {
    const wanted = { jira: '/browse/ABC-1?filter=1', confluence: '/display/X/Some+page', bitbucket: '/projects/X/repos/y/browse/src%2Fz' };
    const made = {
      jira: jira({ baseUrl: 'https://jira.example', authentication }),
      confluence: confluence({ baseUrl: 'https://wiki.example/wiki', authentication }),
      bitbucket: bitbucket({ baseUrl: 'https://git.example:7990', authentication }),
    };
    for (const name of ['jira', 'confluence', 'bitbucket'] as const) {
      const { urls } = made[name];
      const [[parameter, handedOver] = []] = [...new URL(urls.login(wanted[name])).searchParams];
      expect([parameter, handedOver]).toEqual([name === 'bitbucket' ? 'next' : 'os_destination', wanted[name]]);
      expect(urls.destination(handedOver ?? '')).toBe(`${urls.baseUrl}${wanted[name]}`);
    }
  });

  it('row 73: the portal of a service desk is left by a page of its own', () => {
    const baseUrl = 'https://help.example';
    const { portal, agents, logoutFrom } = serviceManagement({ baseUrl, authentication });
    expect([portal.logout, agents.logout]).toEqual([
      `${baseUrl}/servicedesk/customer/user/logout`,
      `${baseUrl}/secure/Logout!default.jspa`,
    ]);
    expect(agents.logout).toBe(jira({ baseUrl, authentication }).urls.logout);
    expect(['/servicedesk/customer/portal/7', '/browse/ABC-1'].map(logoutFrom)).toEqual([portal.logout, agents.logout]);
  });

  it('row 74: the last login is what the product says, and nothing is made up where it says nothing', async () => {
    const lastLogin = new Date('2025-12-24T18:00:00.000Z');
    const given = { people: [{ name: 'alice', lastLogin }, { name: 'bob' }] };
    const [inJira, inBitbucket] = [fakeJira(given), fakeBitbucket(given)];
    const made = [
      jira({ baseUrl: inJira.baseUrl, authentication }, inJira.env),
      bitbucket({ baseUrl: inBitbucket.baseUrl, authentication }, inBitbucket.env),
    ];
    for (const product of made) {
      expect((await product.find({ name: 'alice' }))?.lastLogin).toEqual(lastLogin);
      expect(await product.find({ name: 'bob' })).not.toHaveProperty('lastLogin');
    }
  });
});
