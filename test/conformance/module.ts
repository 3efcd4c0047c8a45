import { expect } from 'vitest';
import type { Client } from '../../src/oidc/client.ts';
import type { LoginOptions } from '../../src/oidc/login-options.ts';
import type { JwsSigner } from '../support/jws.ts';
import { refusals, us } from '../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../support/openid-party.ts';

/** A module of the OpenID Foundation's suite for relying parties: what it asks is checked here, or it is not for us and why. */
export type Module = { readonly name: string; readonly check: () => Promise<void> } | { readonly name: string; readonly not: string };

/** The modules of a plan, by the row of the list that they stand in. */
export interface Plan {
  readonly name: string;
  /** The section of the list. */
  readonly section: string;
  readonly rows: Readonly<Record<string, readonly Module[]>>;
}

/** What the provider of a module says or does otherwise. */
export interface Says {
  readonly claims?: Changes;
  readonly header?: Changes;
  readonly tokens?: Changes;
  readonly person?: Changes;
  readonly keys?: readonly JwsSigner[];
  readonly published?: readonly JwsSigner[];
}

/** Who we are in a module, and how our requests go out. */
export interface Manner {
  readonly client?: Client;
  readonly options?: LoginOptions;
}

/** As the Basic plan has it: a secret in the header, and UserInfo at the end of each login. */
export const basicClient = us({ authentication: { kind: 'secret-basic', secret: 'a secret: with + and %' }, userInfo: true });

/** A module that is for us. */
export function ours(name: string, check: () => Promise<void>): Module {
  return { name, check };
}

/** One that is not. */
export function not(name: string, reason: string): Module {
  return { name, not: reason };
}

/** A module in which the login succeeds. */
export function accepted(name: string, says: Says, manner: Manner = {}): Module {
  return ours(name, async () => {
    expect(await refusals({ party: partyThat(says), ...usual(manner) })).toEqual([]);
  });
}

/** A module in which the ID token is refused, by these rules or with that code, and nothing more is asked for on the strength of it. */
export function refused(name: string, rules: string | readonly string[], says: Says, manner: Manner = {}): Module {
  return ours(name, async () => {
    const party = partyThat(says);
    expect(await refusals({ party, ...usual(manner) })).toEqual([rules].flat());
    expect([party.count('/token'), party.count('/userinfo')]).toEqual([1, 0]);
  });
}

/** A module in which the answer that the browser brings is refused before anything is asked of the provider because of it. */
export function refusedAnswer(
  name: string,
  rule: string,
  answer: Readonly<Record<string, string | undefined>>,
  manner: Manner = {},
): Module {
  return ours(name, async () => {
    const party = new OpenIdParty();
    expect(await refusals({ party, ...usual(manner), answer })).toEqual([rule]);
    expect(party.count('/token')).toBe(0);
  });
}

/** A provider of a module. */
export function partyThat(says: Says): OpenIdParty {
  return Object.assign(new OpenIdParty(), says);
}

/** Everything that a manner leaves open as the Basic plan has it. */
export function usual({ client = basicClient, options = {} }: Manner): Required<Manner> {
  return { client, options };
}
