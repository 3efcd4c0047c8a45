import type { Attribute, Identity } from '../../src/identity/identity.ts';

/** An identity as a login gives it, with attributes by name. */
export function identityOf(
  subject: string,
  attributes: Readonly<Record<string, readonly string[]>> = {},
  more: Partial<Identity> = {},
): Identity {
  const made = Object.entries(attributes).map(([name, values]): Attribute => {
    return { name, values, content: values.map((text) => ({ kind: 'text', text })) };
  });
  return { provider: 'acme', issuer: 'https://idp.example', subject: { value: subject }, attributes: made, ...more };
}
