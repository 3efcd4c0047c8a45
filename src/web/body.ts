import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { AskedRequest, BodyReader } from './asked.ts';

/** How long a body may take to come whole. */
const seconds = 10;

/**
 * The fields of a posted form.
 *
 * @param most - how many octets it may have; what is longer is not read to its end
 * @throws SsoError `request.content-type`, `request.too-large`, `request.incomplete`
 */
export async function formOf(request: AskedRequest, most: number, env: Pick<Env, 'wait'>): Promise<URLSearchParams> {
  checkKind(request);
  return fieldsIn(decoder.decode(await octetsOf(request, most, env)));
}

/** True for what a form of HTML sends, unless it has files in it. */
export function isForm(request: AskedRequest): boolean {
  return expected.test(request.headers.get('content-type') ?? '');
}

/** As `URLSearchParams` reads them, which takes a text apart character by character, and several times as long. URL Standard 5.1 */
function fieldsIn(form: string): URLSearchParams {
  const pairs = form.split('&', mostPairs + 1);
  // It takes a question mark away, which is that of a query and none of a form.
  const asQuery = () => new URLSearchParams(`?${form}`);
  // Nobody's form has so many: of a million characters, pair by pair would take eight times as long.
  if (pairs.length > mostPairs) return asQuery();
  try {
    return new URLSearchParams(pairs.filter(isPair).map(pairIn));
  } catch {
    // A percent sign that escapes nothing, or octets that are no text: there is more to do.
    return asQuery();
  }
}

function isPair(written: string): boolean {
  return written !== '';
}

function pairIn(written: string): [name: string, value: string] {
  const equals = written.indexOf('=');
  return equals < 0 ? [decoded(written), ''] : [decoded(written.slice(0, equals)), decoded(written.slice(equals + 1))];
}

function decoded(written: string): string {
  const spaced = written.replaceAll('+', ' ');
  // In a message these three are all there is.
  const plain = spaced.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=');
  return plain.includes('%') ? decodeURIComponent(spaced) : plain;
}

function checkKind(request: AskedRequest): void {
  if (isForm(request)) return;
  const found = legible(request.headers.get('content-type') ?? 'none');
  throw new SsoError('request.content-type', { expected: 'application/x-www-form-urlencoded', found });
}

/**
 * The octets of a body.
 *
 * @param most - how many it may have; what is longer is not read to its end
 * @throws SsoError `request.too-large`, `request.incomplete`
 */
export async function octetsOf({ body, headers }: AskedRequest, most: number, env: Pick<Env, 'wait'>): Promise<Uint8Array> {
  if (Number(headers.get('content-length') ?? 0) > most) throw tooLarge(most);
  if (body === null) return new Uint8Array();
  return (await body.arrived?.()) ?? (await inTime(body.getReader(), most, env));
}

async function inTime(reader: BodyReader, most: number, env: Pick<Env, 'wait'>): Promise<Uint8Array> {
  // Ends the waiting once all is there.
  const whole = new AbortController();
  const late = env.wait(seconds * 1000, whole.signal).then(() => incomplete());
  // Whoever waits in vain is told by the race below, or not at all.
  late.catch(() => undefined);
  try {
    return await Promise.race([all(reader, most), late.then((error) => Promise.reject(error))]);
  } catch (error) {
    // Not awaited: whoever sends nothing does not end either.
    reader.cancel().catch(() => undefined);
    throw error instanceof SsoError ? error : incomplete(error);
  } finally {
    whole.abort(ended);
  }
}

async function all(reader: BodyReader, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > most) throw tooLarge(most);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function tooLarge(maximum: number): SsoError {
  return new SsoError('request.too-large', { maximum });
}

function incomplete(cause?: unknown): SsoError {
  return new SsoError('request.incomplete', { seconds }, cause);
}

/** Why nobody waits any more; made once, since a reason of its own for each takes longer than reading the body. */
const ended = new Error('the body is there');
const mostPairs = 100;
/** As URL Standard 5.1 wants it: octets that are no UTF-8 become replacement characters. */
const decoder = new TextDecoder();
/** Escaped, a form is the same octets in each of these; some clients of HTTP say ISO-8859-1 of every one, such as that of Apache. */
const expected = /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?(?:utf-8|us-ascii|iso-8859-1)"?\s*)?$/i;
