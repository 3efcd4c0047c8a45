import { type Finding, isSsoError } from '../../src/index.ts';
import { partOf } from '../support/jws.ts';
import type { OpenIdOutcome } from './openid-service.ts';
import { field, paint, print } from './screen.ts';

/** What was sent or said, name by name; of a token no more than its beginning. */
export function showParameters(title: string, how: string, parameters: Iterable<readonly [string, unknown]>): void {
  print(0, '', `  ${paint('bold', title)}  ${how}`);
  for (const [name, value] of parameters) field(4, name, shown(value), 'reset', 24);
}

/** An ID token by its header and its claims. */
export function showToken(how: string, idToken: string): void {
  showParameters('← ID token', how, [...Object.entries(partOf(idToken, 0)), ...Object.entries(partOf(idToken, 1))]);
}

/** How every rule came out, as far as it was judged; where something could not be read or verified at all, there are none. */
export function findingsOf({ result }: OpenIdOutcome): readonly Finding[] {
  if (!isSsoError(result)) return result.findings;
  if ('findings' in result.details) return result.details.findings;
  const { code: rule, message } = result;
  return [{ rule, spec: 'OIDCCore 3.1.3', outcome: 'failed', expected: 'what can be read and verified', actual: message }];
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w.-]{80,}$/.test(text) ? `${text.slice(0, 60)}… ${text.length} characters` : text;
}
