import { later } from '../messages.ts';
import { asked, idTokenClaims } from './token.ts';
import { tokenCases } from './token-case.ts';

/** What was remembered of the login to which the tokens belong. */
export const pendingLogin = { state: asked.state, nonce: asked.nonce, issuedAt: later(-60) } as const;

/** The same with what was asked for beside, as a field. */
export function askedFor(more: object): { readonly fields: { readonly pending: string } } {
  return { fields: { pending: JSON.stringify({ ...pendingLogin, ...more }) } };
}

/** Makers of cases of ID tokens at the end of a login. */
export function idTokenCases({ spec, flags }: { readonly spec: string; readonly flags: string }) {
  return tokenCases({
    folder: 'id-token',
    spec,
    flags,
    usual: idTokenClaims,
    outcome: { issuer: asked.issuer, subject: { value: asked.subject } },
    ...askedFor({}),
  });
}

/** That exactly this rule of an ID token refuses. */
export function rule(id: string): string {
  return `token.rejected id-token.${id}`;
}

/** The module of the conformance suite for relying parties that does the same. */
export function suite(module: string): { readonly source: string } {
  return { source: `OpenID conformance suite, ${module}` };
}
