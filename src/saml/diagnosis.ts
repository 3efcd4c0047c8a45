import { isSsoError, SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { parseDocument } from '../xml/document.ts';
import { childElements } from '../xml/element.ts';
import { metadataLimits } from '../xml/limits.ts';

/**
 * The error for a body that is not metadata: what it looks like instead tells whoever fetched or pasted it what went wrong.
 *
 * @param error - what reading it as XML came to, which is the answer when nothing better is known
 */
export function diagnose(body: string | Uint8Array, error: unknown): unknown {
  if (error !== undefined && !(isSsoError(error) && error.code.startsWith('xml.'))) return error;
  const looksLike = guess(beginning(body)) ?? (error === undefined ? otherXml(body) : undefined);
  return looksLike === undefined ? error : new SsoError('metadata.document', { looksLike }, error);
}

function guess(start: string): string | undefined {
  if (start === '') return 'nothing at all';
  if (/^<!doctype html|^<html/i.test(start)) return 'a web page';
  if (/^[[{]/.test(start)) return 'JSON';
  if (/^https?:\/\//i.test(start)) return 'an address';
  if (start.startsWith('-----BEGIN')) return 'a certificate or key';
  return start.startsWith('<') ? undefined : 'something that is not XML';
}

function otherXml(body: string | Uint8Array): string {
  const { root } = parseDocument(body, metadataLimits);
  return legible(`XML with the root ${root.name} in "${root.namespace}", holding ${childElements(root).length} elements`);
}

function beginning(body: string | Uint8Array): string {
  const start = typeof body === 'string' ? body.slice(0, looked) : new TextDecoder().decode(body.subarray(0, looked));
  return start.replace(/^[\uFEFF\s]+/, '');
}

const looked = 512;
