import { inflateRawSync } from 'node:zlib';
import type { Outgoing } from '../../src/identity/login.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { messageLimits } from '../../src/xml/limits.ts';

/** An element as a plain value: attributes without namespace by name, `{namespace}name` for elements. */
export interface Plain {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Plain | string)[];
}

/** The request that goes out, as read by our own reader. */
export function requestOf(outgoing: Outgoing): Plain {
  return plain(parseDocument(requestXml(outgoing), messageLimits).root);
}

/** The request that goes out, as text. */
export function requestXml(outgoing: Outgoing): string {
  const octets = Buffer.from(parameterOf(outgoing, 'SAMLRequest'), 'base64');
  return (outgoing.kind === 'form' ? octets : inflateRawSync(octets)).toString();
}

/** The one value of a parameter of the binding, be it in the query or in the form. */
export function parameterOf(outgoing: Outgoing, name: string): string {
  const values = outgoing.kind === 'form' ? [outgoing.fields[name]] : new URL(outgoing.url).searchParams.getAll(name);
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) throw new Error(`there are ${values.length} values of ${name}`);
  return value;
}

/** An element as a plain value. */
export function plain({ namespace, name, attributes, children }: Element): Plain {
  return {
    name: `{${namespace}}${name}`,
    attributes: Object.fromEntries(attributes.map(({ qualifiedName, value }) => [qualifiedName, value])),
    children: children.map((child) => (typeof child === 'string' ? child : plain(child))),
  };
}
