import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { SsoError } from '../core/errors.ts';
import { kindOf } from './addresses.ts';

/** One of the addresses of a host. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** How the addresses of a name are found. */
export type LookUp = (name: string) => Promise<readonly Address[]>;

/** As every program of this system finds them. */
export const systemLookUp: LookUp = (name) => lookup(name, { all: true });

/**
 * The addresses that a host may be connected at. Each of them was judged, and a connection is made to none but these: a name that leads
 * elsewhere a moment later leads nowhere.
 *
 * @param isMeant - whether an address of this machine or its network is meant; asked only where there is one, and not believed when it fails
 * @throws SsoError `transport.address` where one of them may not be asked; what the look-up throws
 */
export async function judgedAddresses(host: string, isMeant: () => Promise<boolean>, lookUp: LookUp): Promise<readonly Address[]> {
  const addresses = isIP(host) === 0 ? await lookUp(host) : [{ address: host, family: isIP(host) }];
  const reasons = addresses.map(({ address }) => kindOf(address)).filter((kind) => kind !== 'public');
  // First what nobody may mean, so that nothing is done on its behalf.
  const reason = reasons.find((kind) => kind !== 'private') ?? reasons[0];
  if (reason === undefined) return addresses;
  let cause: unknown;
  const couldNotTell = (error: unknown) => {
    cause = error;
    return false;
  };
  if (reason === 'private' && (await isMeant().catch(couldNotTell))) return addresses;
  throw new SsoError('transport.address', { host: host.slice(0, longestShown), reason }, cause);
}

const longestShown = 200;
