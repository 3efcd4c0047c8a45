import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { handoverRules } from '../src/adapters/handover/read-handover.ts';
import { artifactResponseRules } from '../src/artifact/artifact-response-rules.ts';
import type { Rule } from '../src/core/rules.ts';
import { callbackRules, deliveryRules } from '../src/oidc/callback-rules.ts';
import { idTokenRules } from '../src/oidc/id-token-rules.ts';
import { logoutTokenRules } from '../src/oidc/logout-token-rules.ts';
import { refreshedRules } from '../src/oidc/refreshed-rules.ts';
import { responseTokenRules } from '../src/oidc/response-token.ts';
import { tokenResponseRules } from '../src/oidc/tokens.ts';
import { userInfoRules } from '../src/oidc/user-info.ts';
import { assertionRules, authenticationRules, confirmationRules } from '../src/saml/assertion-rules.ts';
import { logoutRequestRules, logoutResponseRules, logoutRules } from '../src/saml/logout-rules.ts';
import { responseRules } from '../src/saml/response-rules.ts';
import { allVectors, areas, expectedOf, required, type Vector } from './support/vectors/format.ts';
import { type Outcome, runVector } from './support/vectors/run.ts';

const vectors = allVectors();
const accepted = vectors.filter((vector) => expectedOf(vector).accept);
const refused = vectors.filter((vector) => !expectedOf(vector).accept);

for (const area of areas) {
  describe(`vectors/${area}`, () => {
    for (const vector of vectors.filter(({ path }) => path.startsWith(`${area}/`))) {
      it(`${vector.path}: ${required(vector, 'comment')}`, async () => {
        expectOutcome(vector, await runVector(vector));
      });
    }
  });
}

describe('the vectors together', () => {
  it('are many of both kinds, in every area', () => {
    expect(accepted.filter(isSaml).length).toBeGreaterThanOrEqual(150);
    expect(refused.filter(isSaml).length).toBeGreaterThanOrEqual(400);
    const [tokens, badTokens] = [accepted, refused].map((all) => all.filter(isOfToken));
    expect(tokens?.length).toBeGreaterThanOrEqual(40);
    expect(badTokens?.length).toBeGreaterThanOrEqual(120);
    const [handovers, badHandovers] = [accepted, refused].map((all) => all.filter(({ path }) => path.startsWith('handover/')));
    expect(handovers?.length).toBeGreaterThanOrEqual(12);
    expect(badHandovers?.length).toBeGreaterThanOrEqual(90);
    for (const area of areas) expect(vectors.filter(({ path }) => path.startsWith(`${area}/`)).length).toBeGreaterThanOrEqual(10);
  });

  it('break every rule alone that can refuse, and meet every other one as noted', () => {
    const broken = new Set(refused.flatMap((vector) => rulesOf(vector)));
    const noted = new Set(accepted.flatMap((vector) => claimed(vector, 'noted')));
    const rules = tables.flatMap((table) => table.map(({ id, advisory }) => ({ id, advisory })));
    const unbroken = rules.filter(({ id, advisory }) => !(advisory === true ? noted : broken).has(id)).map(({ id }) => id);
    expect(unbroken).toEqual([]);
  });

  it('use every pardon that a message or metadata can need', () => {
    const pardoned = new Set(accepted.flatMap((vector) => [...claimed(vector, 'pardoned'), ...pardonsIn(vector)]));
    expect(pardonNames().filter((name) => !pardoned.has(name))).toEqual([]);
  });

  it('are refused with every code that a message, metadata or a provider can lead to', () => {
    const met = new Set(refused.map(codeOf));
    const possible = errorCodes().filter((code) => !beyondMessages.test(code) && !unreachable.has(code));
    expect(possible.filter((code) => !met.has(code))).toEqual([]);
  });

  it('carry only flags and fields that the README explains', () => {
    const readme = readFileSync(new URL('../vectors/README.md', import.meta.url), 'utf8');
    const words = vectors.flatMap(({ header }) => [...header.keys(), ...(header.get('flags') ?? '').split(' ')]);
    expect([...new Set(words)].filter((word) => !readme.includes(`\`${word}\``))).toEqual([]);
  });
});

function expectOutcome(vector: Vector, outcome: Outcome): void {
  const expected = expectedOf(vector);
  if (expected.accept) {
    expect(outcome).toMatchObject({ accepted: true });
    if (outcome.accepted) expect(only(outcome.claims, Object.keys(expected.claims))).toEqual(expected.claims);
    return;
  }
  expect(outcome).toMatchObject({ accepted: false, code: expected.code, details: expected.details });
  if (!outcome.accepted && outcome.failed !== undefined) expect(outcome.failed).toEqual(failuresOf(vector));
}

/** What must have failed, and nothing beside it: the rules that are named, or the code itself where there was nothing to be judged. */
function failuresOf(vector: Vector): readonly string[] {
  const code = codeOf(vector);
  const rules = rulesOf(vector);
  if (rules.length > 0) return rules;
  if (code === 'provider.status' && isSaml(vector)) return ['response.status'];
  return afterwards.has(code) ? [] : [code];
}

function rulesOf(vector: Vector): readonly string[] {
  const expected = expectedOf(vector);
  return expected.accept || expected.rule === undefined ? [] : expected.rule.split(' ');
}

function codeOf(vector: Vector): string {
  const expected = expectedOf(vector);
  return expected.accept ? 'accept' : expected.code;
}

function claimed(vector: Vector, name: string): readonly string[] {
  const expected = expectedOf(vector);
  const value = expected.accept ? expected.claims[name] : undefined;
  return Array.isArray(value) ? value.map(String) : [];
}

function pardonsIn({ header }: Vector): readonly string[] {
  const { pardons = [] } = JSON.parse(header.get('options') ?? '{}') as { pardons?: readonly string[] };
  return pardons;
}

function only(claims: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, claims[name]]));
}

/** The codes of the package, which exist as a type only. */
function errorCodes(): readonly string[] {
  return namesIn('../src/core/errors.ts', /^ {2}'([a-z]+\.[a-z0-9-]+)':/gm);
}

function pardonNames(): readonly string[] {
  return namesIn('../src/saml/pardons.ts', /^ {2}'([a-z]+\.[a-z0-9-]+)',$/gm);
}

function namesIn(file: string, pattern: RegExp): readonly string[] {
  return [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(pattern)].map(([, name = '']) => name);
}

function isSaml({ path }: Vector): boolean {
  return /^(?:xml|c14n|dsig|redirect|post|metadata|response|artifact)\//.test(path);
}

function isOfToken({ path }: Vector): boolean {
  return /^(?:jws|id-token|callback)\//.test(path);
}

/** All tables by which a message is judged. */
const tables: readonly (readonly Pick<Rule<never, never>, 'id' | 'advisory'>[])[] = [
  responseRules,
  assertionRules,
  confirmationRules,
  authenticationRules,
  logoutRules,
  logoutRequestRules,
  logoutResponseRules,
  artifactResponseRules,
  deliveryRules,
  responseTokenRules,
  callbackRules,
  tokenResponseRules,
  idTokenRules,
  refreshedRules,
  userInfoRules,
  logoutTokenRules,
  handoverRules,
];
/** Refusals that come once an answer has been judged. */
const afterwards: ReadonlySet<string> = new Set([
  'assertion.replayed',
  'logout.replayed',
  'callback.replayed',
  'store.full',
  'store.unavailable',
]);
/** What becomes of somebody who is known by then, and what is between a browser and us. */
const beyondMessages = /^(?:mapping|product|login|request|store)\./;
const unreachable: ReadonlySet<string> = new Set([
  // Of our own options.
  'config.invalid',
  // Of what we send.
  'provider.endpoint',
  'provider.algorithm',
  // Of the document of a provider.
  'provider.issuer',
  'provider.document',
  // Of what a source knows from before, or was told: no document alone can lead to it.
  'signature.unconfirmed',
  'metadata.validity',
  'metadata.older',
  'metadata.backup',
  // Of the network.
  'transport.address',
  'transport.unreachable',
  'transport.timeout',
  'transport.redirect',
  'transport.too-large',
]);
