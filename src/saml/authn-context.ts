import type { Mismatch } from '../core/rules.ts';
import type { AuthenticationStatement } from './assertion.ts';
import { authnContexts } from './names.ts';
import type { RequestedAuthnContext } from './pending.ts';

/**
 * Several factors, as REFEDS has them; for the `authnContext` of a login. Asks for that class alone and takes no other: a second one
 * beside it would be as good as the first, never a second choice. A provider that cannot answers `no-authn-context`.
 *
 * @see REFEDS MFA Profile
 */
export const refedsMfa: RequestedAuthnContext = Object.freeze({ classes: Object.freeze([authnContexts.refedsMfa]), comparison: 'exact' });

/**
 * What is wrong with how the person was authenticated, given how they had to be, if anything is.
 *
 * @see SAMLCore 3.3.2.2.1
 */
export function contextMismatch(
  { contextClass, contextDeclaration }: Pick<AuthenticationStatement, 'contextClass' | 'contextDeclaration'>,
  { classes, declarations, comparison = 'exact', order = [] }: RequestedAuthnContext,
): Mismatch | undefined {
  const asked = classes ?? declarations ?? [];
  const found = classes === undefined ? contextDeclaration : contextClass;
  const met =
    found !== undefined && (comparison === 'exact' ? asked.includes(found) : meets(comparison, order.indexOf(found), ranks(asked, order)));
  return met ? undefined : { expected: `${comparison} ${asked.join(' or ')}`, actual: found ?? 'none' };
}

function meets(comparison: 'minimum' | 'maximum' | 'better', found: number, asked: readonly number[]): boolean {
  // One that is not in the order is neither stronger nor weaker than any.
  if (found < 0 || asked.length === 0) return false;
  if (comparison === 'minimum') return found >= Math.min(...asked);
  if (comparison === 'maximum') return found <= Math.max(...asked);
  return found > Math.max(...asked);
}

function ranks(contexts: readonly string[], order: readonly string[]): readonly number[] {
  return contexts.map((context) => order.indexOf(context)).filter((rank) => rank >= 0);
}
