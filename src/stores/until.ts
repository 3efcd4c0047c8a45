import { invalid } from '../core/options.ts';

/** The instant until which something is kept, in milliseconds. @throws SsoError `config.invalid` for one that is none: nobody would know how long */
export function endOf(until: Date): number {
  const end = until instanceof Date ? until.getTime() : Number.NaN;
  if (Number.isNaN(end)) throw invalid('until', 'must be an instant');
  return end;
}
