import { invalid, text } from '../core/options.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Incapable, Operation } from './product.ts';

/** What a product's REST can do: always, never, or from a version on. */
export type Capability = 'yes' | 'no' | { readonly since: string };

/** Everything that is ever asked of a product; an operation that is forgotten does not compile. */
export type Capabilities = { readonly [Each in Operation]: Capability };

/**
 * What a product cannot do in the version that it has; without one, as if it were the newest.
 *
 * @throws SsoError `config.invalid` for a version that is none
 */
export function incapableOf(
  capabilities: Capabilities,
  { version, since = {} }: Pick<ConnectionOptions, 'version' | 'since'>,
): ReadonlyMap<Operation, Incapable> {
  const ours = version === undefined ? undefined : versionOf('version', version);
  for (const operation of Object.keys(since)) {
    if (!Object.hasOwn(capabilities, operation)) throw invalid(`since.${operation}`, 'is nothing that a product can be asked to do');
  }
  const incapable = new Map<Operation, Incapable>();
  for (const operation of operationsOf(capabilities)) {
    const reason = reasonAgainst(capabilities[operation], since[operation], ours);
    if (reason !== undefined) incapable.set(operation, reason);
  }
  return incapable;
}

/** The operations, in the order of the table. */
export function operationsOf(capabilities: Capabilities): readonly Operation[] {
  // Sound: the type of the table allows no other members.
  return Object.keys(capabilities) as Operation[];
}

/** What administration does not know of a call that is not there: no version brings it. */
function reasonAgainst(capability: Capability, known: string | undefined, ours: readonly number[] | undefined): Incapable | undefined {
  if (capability === 'no') return { reason: 'no-such-call' };
  const since = known ?? (capability === 'yes' ? undefined : capability.since);
  if (since === undefined) return undefined;
  const first = versionOf('since', since);
  return ours !== undefined && isBefore(ours, first) ? { reason: 'version', since } : undefined;
}

function isBefore(ours: readonly number[], first: readonly number[]): boolean {
  for (const [at, part] of first.entries()) {
    const difference = (ours[at] ?? 0) - part;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** What follows the numbers, such as `-m0001`, is left aside. */
function versionOf(field: string, value: string): readonly number[] {
  const [found] = /^\d{1,4}(?:\.\d{1,6}){0,3}(?![.\d])/.exec(text(field, value)) ?? [];
  if (found === undefined) throw invalid(field, 'must be a version such as 9.12.4');
  return found.split('.').map(Number);
}
