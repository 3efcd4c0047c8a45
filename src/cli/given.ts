import type { Env } from '../core/env.ts';
import { checkStatus, exchange } from '../core/http.ts';
import type { Terminal } from './terminal.ts';

/** Something that was given and cannot be had: a file, an address. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * The octets of a file, of the standard input, or of what is at an address that a person has typed.
 *
 * @throws Unreadable for a file, SsoError `transport.*` for an address
 */
export async function octetsOf(place: string, terminal: Terminal, env: Pick<Env, 'fetch' | 'wait'>): Promise<Uint8Array> {
  if (!/^https?:\/\//i.test(place)) return await fileOctets(place, terminal);
  const answer = await exchange({ url: place, accept: 'application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.5' }, env);
  checkStatus(answer);
  return answer.octets;
}

/** The octets of a file, or of the standard input. @throws Unreadable */
export async function fileOctets(file: string, terminal: Terminal): Promise<Uint8Array> {
  try {
    return await terminal.read(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'nobody knows why';
    throw new Unreadable(`${file === '-' ? 'the standard input' : file} cannot be read: ${why}`, { cause });
  }
}
