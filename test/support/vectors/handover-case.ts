import { handoverType } from '../../../src/adapters/handover/signed-header.ts';
import { at } from './token.ts';
import { tokenCases } from './token-case.ts';

/** The claims of a clean hand-over. */
export const handoverClaims = {
  iss: 'https://sign-on.example',
  aud: 'https://jira.example/jira',
  sub: 'JIRAUSER10000',
  name: 'alice',
  iat: at(-10),
  exp: at(20),
  jti: 'dGhpcyBvbmUgYW5kIG5vIG90aGVy',
} as const;

/** Makers of hand-overs, of which a clean one begins a session of alice. */
export function handoverCasesOf(spec: string, flags: string) {
  return tokenCases({
    folder: 'handover',
    usual: handoverClaims,
    outcome: { key: handoverClaims.sub, name: handoverClaims.name },
    parties: 'product',
    header: { typ: handoverType },
    spec,
    flags,
  });
}
