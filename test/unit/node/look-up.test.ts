import { describe, expect, it } from 'vitest';
import { type Address, judgedAddresses } from '../../../src/node/look-up.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe('the addresses of a host', () => {
  it('are those that its name was looked up to, once', async () => {
    const addresses = [address('93.184.215.14'), address('2606:4700::1')];
    let asked = 0;
    const lookUp = async () => {
      asked += 1;
      return addresses;
    };
    expect(await judgedAddresses('idp.example', never, lookUp)).toEqual(addresses);
    expect(asked).toBe(1);
  });

  it('are itself, without anybody being asked, where it is a number', async () => {
    expect(await judgedAddresses('93.184.215.14', never, never)).toEqual([address('93.184.215.14')]);
    expect(await judgedAddresses('2606:4700::1', never, never)).toEqual([address('2606:4700::1')]);
  });

  it('may be of our own network where that is meant, and not where it is not, or where nobody can tell', async () => {
    const lookUp = async () => [address('10.0.0.1')];
    expect(await judgedAddresses('idp.example', async () => true, lookUp)).toEqual([address('10.0.0.1')]);
    for (const isMeant of [async () => false, never]) {
      expect(await laterRefusal(() => judgedAddresses('idp.example', isMeant, lookUp))).toBe('transport.address');
    }
  });

  it('are refused without asking what is meant where nobody may ask', async () => {
    const isMeant = async () => expect.fail('there is nothing to ask');
    const lookUp = async () => [address('10.0.0.1'), address('169.254.169.254')];
    await expect(judgedAddresses('idp.example', isMeant, lookUp)).rejects.toMatchObject({
      details: { host: 'idp.example', reason: 'metadata' },
    });
  });

  it('are none where the look-up fails', async () => {
    await expect(judgedAddresses('idp.example', never, never)).rejects.toThrow('never');
  });
});

function address(text: string): Address {
  return { address: text, family: text.includes(':') ? 6 : 4 };
}

async function never(): Promise<never> {
  throw new Error('never');
}
