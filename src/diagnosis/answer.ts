import { fromUtf8, toBase64 } from '../core/bytes.ts';
import { fromForm, fromQuery, type Incoming } from '../saml/incoming.ts';

/**
 * An answer in any of the forms in which people have it: XML, base64, the body of a posted form, the address of a redirect, a request as
 * it was recorded, or the page with the form that the browser was to post.
 *
 * @throws SsoError as `fromForm` and `fromQuery`, for what none of these holds
 */
export function answerIn(octets: Uint8Array, receivedAt: string): Incoming {
  const text = fromUtf8(octets)?.trim();
  // What is no UTF-8 may still be XML in UTF-16.
  if (text === undefined) return fromForm(fieldsOf(toBase64(octets)), receivedAt);
  const input = inputsIn(text);
  if (input.has('SAMLResponse')) return fromForm(new URLSearchParams([...input]), receivedAt);
  if (text.startsWith('<')) return fromForm(fieldsOf(toBase64(octets)), receivedAt);
  const parameters = text.split(/\s+/).find((word) => /(?:^|[?&])SAMLResponse=/.test(word));
  if (parameters === undefined) return fromForm(fieldsOf(unescaped(text)), receivedAt);
  const query = parameters.indexOf('?');
  // An address has its answer behind a question mark; a body begins with it.
  return query < 0 ? fromForm(new URLSearchParams(parameters), receivedAt) : fromQuery(parameters.slice(query), receivedAt);
}

function fieldsOf(base64: string): URLSearchParams {
  return new URLSearchParams({ SAMLResponse: base64 });
}

/** Base64 that was copied out of a body still has its percent signs. */
function unescaped(text: string): string {
  return text.replace(/%(2B|2F|3D|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The fields of a page, by their names. */
function inputsIn(page: string): ReadonlyMap<string, string> {
  const tags = page.match(/<input\b[^<>]*>/gi) ?? [];
  const named = tags.flatMap((tag) => {
    const [name, value] = [attributeOf(tag, 'name'), attributeOf(tag, 'value')];
    return name === undefined || !sent.includes(name) ? [] : [[name, value ?? ''] as const];
  });
  return new Map(named);
}

function attributeOf(tag: string, name: string): string | undefined {
  const [, double, single, bare] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag) ?? [];
  const written = double ?? single ?? bare;
  return written?.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,6}));/gi, (all, hex?: string, decimal?: string, word = '') => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : (entities.get(word) ?? all);
  });
}

const sent: readonly string[] = ['SAMLResponse', 'RelayState'];
const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['plus', '+'],
  ['equals', '='],
  ['sol', '/'],
]);
