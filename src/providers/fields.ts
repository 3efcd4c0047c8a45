import { invalid, text, webAddress } from '../core/options.ts';

/** A host as people type it, with its port where it has one. @throws SsoError `config.invalid` */
export function host(field: string, value: unknown): string {
  const name = text(field, value);
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(name)) throw invalid(field, 'must be the name of a host, without https://');
  return name.toLowerCase();
}

/** A name that stands in an address as it is. @throws SsoError `config.invalid` */
export function segment(field: string, value: unknown): string {
  const name = text(field, value);
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) throw invalid(field, 'must be of letters, digits, hyphens and underscores');
  return name;
}

/** A GUID, in lower case. @throws SsoError `config.invalid` */
export function guid(field: string, value: unknown): string {
  const name = text(field, value).toLowerCase();
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)) throw invalid(field, 'must be a GUID');
  return name;
}

/** The beginning of addresses, without a slash at the end. @throws SsoError `config.invalid` */
export function base(field: string, value: unknown): string {
  const address = webAddress(field, value);
  if (/[?#]/.test(address)) throw invalid(field, 'must not have a query or a fragment');
  return address.replace(/\/$/, '');
}
