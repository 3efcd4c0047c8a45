import { describe, expect, it } from 'vitest';
import { readHandover } from '../../../../src/adapters/handover/read-handover.ts';
import { type SignedHeaderOptions, signedHeader } from '../../../../src/adapters/handover/signed-header.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { signingKey } from '../../../../src/crypto/signer.ts';
import { signJws } from '../../../../src/jose/sign.ts';
import { memoryReplayStore } from '../../../../src/stores/index.ts';
import { keyPair } from '../../../support/keys.ts';
import { failedRules, laterRefusal } from '../../../support/refusal.ts';

const signer = { privateKey: keyPair('p-256', 'handover').privateKey };
const key = signingKey(signer, 'signer');
const ours = { issuer: 'sign-on', baseUrl: 'https://jira.example/jira' };
const expected = { ...ours, keys: [made().publicKey] };
const alice = { key: 'JIRAUSER10000', name: 'alice' };

describe('a signed header', () => {
  it('tells the product who has signed in, by its own key', async () => {
    const token = await made().value(alice);
    expect(await readHandover(expected, token, memoryReplayStore(), clock(10))).toEqual(alice);
  });

  it('is good for one session', async () => {
    const [token, replay] = [await made().value(alice), memoryReplayStore({}, clock(0))];
    await readHandover(expected, token, replay, clock(1));
    expect(await failedRules(() => readHandover(expected, token, replay, clock(2)))).toEqual(['handover.replay']);
  });

  it.each([
    ['another product', { baseUrl: 'https://jira.example' }, 0, 'handover.audience'],
    ['another service in front', { issuer: 'somebody' }, 0, 'handover.issuer'],
    ['half a minute and a little more later', {}, 35, 'handover.window'],
    ['a clock that is far behind', {}, -6, 'handover.window'],
  ] as const)('is refused by %s', async (_, other, seconds, rule) => {
    const token = await made().value(alice);
    const read = () => readHandover({ ...expected, ...other }, token, memoryReplayStore(), clock(seconds));
    expect(await failedRules(read)).toEqual([rule]);
  });

  it.each<readonly [string, JsonObject, JsonObject, readonly string[]]>([
    ['of another kind', { typ: 'JWT' }, {}, ['handover.type']],
    ['that is good for longer', {}, { exp: 1_767_268_900 }, ['handover.window']],
    ['whose time has not come', {}, { nbf: 1_767_268_806 }, ['handover.window']],
    ['that names nobody', {}, { sub: '' }, ['handover.subject']],
    ['that has no name of its own', {}, { jti: 7 }, ['handover.subject']],
  ])('is refused where it is a token %s', async (_, header, claims, rules) => {
    const good = { iss: 'sign-on', aud: expected.baseUrl, sub: 'k', name: 'n', jti: 'j', iat: 1_767_268_800, exp: 1_767_268_830 };
    const token = await signJws({ typ: 'signon-handover+jwt', ...header }, { ...good, ...claims }, key);
    expect(await failedRules(() => readHandover(expected, token, memoryReplayStore(), clock(0)))).toEqual(rules);
  });

  it('is refused where somebody else has signed it, or nobody', async () => {
    const [other, replay] = [made({ signer: { signer: { privateKey: keyPair('p-256', 'somebody').privateKey } } }), memoryReplayStore()];
    expect(await laterRefusal(async () => await readHandover(expected, await other.value(alice), replay, clock(0)))).toBe('signature.key');
    const [header = '', claims = ''] = (await made().value(alice)).split('.');
    expect(await laterRefusal(() => readHandover(expected, `${header}.${claims}.`, replay, clock(0)))).toBe('signature.value');
    expect(await laterRefusal(() => readHandover(expected, 'alice', replay, clock(0)))).toBe('token.form');
  });

  it('is taken out of whatever a browser sends, however it is written', () => {
    const sent = ['x-signon-handover', 'X-Signon-Handover', 'X_Signon_Handover', 'x-signon_handover ', 'accept', 'x-signon-handover2'];
    expect(made().stripped(sent.map((name) => [name, 'mallory'] as const))).toEqual([
      ['accept', 'mallory'],
      ['x-signon-handover2', 'mallory'],
    ]);
  });

  it.each<readonly [string, Partial<SignedHeaderOptions>]>([
    ['a name that is none', { header: 'X Signon' }],
    ['more than half a minute', { lifetimeSeconds: 31 }],
    ['an address without TLS', { baseUrl: 'http://jira.example' }],
    ['no issuer', { issuer: ' ' }],
  ])('cannot be made with %s', async (_, options) => {
    expect(await laterRefusal(async () => made(options))).toBe('config.invalid');
  });
});

function made(options: Partial<SignedHeaderOptions> = {}) {
  return signedHeader(
    { ...ours, signer: { signer }, ...options },
    { ...clock(0), random: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  );
}

function clock(seconds: number): { now(): Date } {
  return { now: () => new Date((1_767_268_800 + seconds) * 1000) };
}
