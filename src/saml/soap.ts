import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { childElements, childrenNamed, collapse, isElement, onlyText } from '../xml/element.ts';
import { contentsOf, structure } from './structure.ts';

/**
 * The one message in the body of a SOAP 1.1 envelope. What stands in its header is passed over, since no message of SAML needs one.
 * Nothing is verified: a signature is that of the message within, never of the envelope.
 *
 * @throws SsoError `message.kind` for another document, or a fault in the place of the message; `saml.structure` for an empty or fuller
 *   body, and for a header that must be understood
 * @see SAMLBind 3.2.2, SOAP 1.1 section 4
 */
export function readSoap(envelope: Element): Element {
  if (!isElement(envelope, soap, 'Envelope')) throw new SsoError('message.kind', { expected: 'Envelope', found: legible(envelope.name) });
  const parts = contentsOf(envelope);
  const header = parts.optional(soap, 'Header');
  const body = parts.required(soap, 'Body');
  parts.end();
  if (header !== undefined) checkHeader(header);
  const within = contentsOf(body).manyOf(() => true);
  const [message] = within;
  if (message === undefined || within.length > 1) throw structure(body, 'must hold one message');
  if (isElement(message, soap, 'Fault')) throw new SsoError('message.kind', { expected: 'a message', found: faultIn(message) });
  return message;
}

/** A message of ours in an envelope, just as it is: its signature covers what is written there. */
export function writeSoap(message: string): string {
  return `<soap:Envelope xmlns:soap="${soap}"><soap:Body>${message}</soap:Body></soap:Envelope>`;
}

/** SOAP 1.1 section 4.2.3: whoever does not understand what must be understood has to refuse it. */
function checkHeader(header: Element): void {
  if (childElements(header).some(mustBeUnderstood)) throw structure(header, 'holds what must be understood');
}

function mustBeUnderstood({ attributes }: Element): boolean {
  return attributes.some(({ namespace, name, value }) => namespace === soap && name === 'mustUnderstand' && collapse(value) !== '0');
}

/** What the other side says of its own failure, for the log. */
function faultIn(fault: Element): string {
  const said = ['faultcode', 'faultstring'].map((name) => childrenNamed(fault, '', name).map(onlyText).join(''));
  return legible(['Fault', ...said].join(' ').trim());
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
