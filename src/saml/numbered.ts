import { invalid, wholeNumber } from '../core/options.ts';

/** What messages and metadata refer to by number, and take where they name none. */
export interface Numbered {
  readonly index: number;
  readonly isDefault: boolean;
}

/** The number of a service, by default its place in the list, and whether it is the one that counts when none is named. */
export function numbered(at: string, { index, isDefault }: Partial<Numbered>, place: number): Numbered {
  return { index: wholeNumber(`${at}index`, index, { initial: place, least: 0, most: 65_535 }), isDefault: isDefault === true };
}

/** The services, once each can be told from the others. @throws SsoError `config.invalid` for an index twice, or two defaults */
export function distinct<Service extends Numbered>(field: string, services: readonly Service[]): readonly Service[] {
  if (new Set(services.map(({ index }) => index)).size < services.length) throw invalid(field, 'must have each index once');
  if (services.filter(({ isDefault }) => isDefault).length > 1) throw invalid(field, 'must have one default at most');
  return Object.freeze(services);
}

/** The service that is meant when none is named: the one that is said to be it, else the first (SAMLMeta 2.2.3). */
export function defaultOf<Service extends Numbered>(services: readonly Service[]): Service | undefined {
  return services.find(({ isDefault }) => isDefault) ?? services[0];
}
