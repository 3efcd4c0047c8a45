import { SsoError } from '../core/errors.ts';
import { parseDurationSeconds } from '../core/time.ts';
import type { Element } from '../xml/document.ts';
import { attribute, collapse } from '../xml/element.ts';
import { instantAttribute, type Reading } from './structure.ts';

/** How long a part of metadata counts, and for how long a copy of it may be used without asking again (SAMLMeta 2.3.1, 2.3.2). */
export interface Validity {
  readonly validUntil?: Date;
  readonly cacheSeconds?: number;
}

/** Reads the validity of one element. @throws SsoError `saml.time` or `saml.value`: what cannot be read cannot be trusted to last */
export function readValidity(element: Element, reading: Reading): Validity {
  const validUntil = instantAttribute(element, 'validUntil', reading);
  const duration = attribute(element, 'cacheDuration');
  const cacheSeconds = duration === undefined ? undefined : parseDurationSeconds(collapse(duration));
  if (duration !== undefined && cacheSeconds === undefined) {
    throw new SsoError('saml.value', { element: element.name, attribute: 'cacheDuration', expected: 'a duration of zero or more' });
  }
  return { ...(validUntil === undefined ? {} : { validUntil }), ...(cacheSeconds === undefined ? {} : { cacheSeconds }) };
}

/** The validity of something that all these contain: the earliest of each. */
export function earliest(validities: readonly Validity[]): Validity {
  const ends = validities.flatMap(({ validUntil }) => validUntil ?? []).map(Number);
  const durations = validities.flatMap(({ cacheSeconds }) => cacheSeconds ?? []);
  return {
    ...(ends.length === 0 ? {} : { validUntil: new Date(Math.min(...ends)) }),
    ...(durations.length === 0 ? {} : { cacheSeconds: Math.min(...durations) }),
  };
}
