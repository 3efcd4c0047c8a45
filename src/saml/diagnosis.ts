import { isSsoError, SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { childElements } from '../xml/element.ts';

/**
 * The error for a body that cannot be read as XML: what it looks like instead tells whoever fetched or pasted it what went wrong.
 *
 * @param error - what reading it came to, which is the answer when nothing better is known
 */
export function diagnose(body: string | Uint8Array, error: unknown): unknown {
  if (!(isSsoError(error) && error.code.startsWith('xml.'))) return error;
  const looksLike = guess(beginning(body));
  return looksLike === undefined ? error : new SsoError('metadata.document', { looksLike }, error);
}

/** The error for XML that is not metadata, a web page perhaps. @param root - of the body */
export function noMetadata(body: string | Uint8Array, root: Element): SsoError<'metadata.document'> {
  const looksLike =
    guess(beginning(body)) ?? `XML with the root ${root.name} in "${root.namespace}", holding ${childElements(root).length} elements`;
  return new SsoError('metadata.document', { looksLike: legible(looksLike) });
}

function guess(start: string): string | undefined {
  if (start === '') return 'nothing at all';
  if (/^<!doctype html|^<html/i.test(start)) return 'a web page';
  if (/^[[{]/.test(start)) return 'JSON';
  if (/^https?:\/\//i.test(start)) return 'an address';
  if (/^[^<>\n]{1,255}\.xml$/i.test(start)) return 'the name of a file, and not what the file holds';
  if (start.startsWith('-----BEGIN')) return 'a certificate or key';
  return start.startsWith('<') ? undefined : 'something that is not XML';
}

function beginning(body: string | Uint8Array): string {
  const start = typeof body === 'string' ? body.slice(0, looked) : new TextDecoder().decode(body.subarray(0, looked));
  return start.replace(/^[\uFEFF\s]+/, '');
}

const looked = 512;
