import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isJsonFault, type JsonObject, parseObject } from '../../src/core/json.ts';
import { isJwe, parseJws } from '../../src/jose/compact.ts';
import { readKeySet } from '../../src/jose/key-set.ts';
import { fromCallback } from '../../src/oidc/callback.ts';
import { explain, finish } from '../../src/oidc/finish.ts';
import { readInitiatedLogin } from '../../src/oidc/initiated-login.ts';
import type { OidcPending } from '../../src/oidc/pending.ts';
import { readProviderDocument } from '../../src/oidc/provider-document.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { compactJws, jwsSigner, publicJwkOf } from '../support/jws.ts';
import { begun, failed, refusals, refusalsOf, us } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';
import { refusal } from '../support/refusal.ts';

describe('anything at all', () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  const json = fc.oneof(
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );

  test.prop([fc.oneof(octets, json, damaged(json), fc.string())], { numRuns: 2_000 })(
    'as JSON is an object, as JSON.parse has it, or a fault',
    (text) => {
      const found = parseObject(text);
      if (isJsonFault(found)) expect(found).toMatch(/^(encoding|syntax|repeated-member|not-an-object)$/);
      else expect(found).toEqual(JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text)));
    },
  );

  test.prop([fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())], { numRuns: 1_000 })(
    'that is an object is one as JSON',
    (object) => {
      const text = JSON.stringify(object);
      expect(parseObject(text)).toEqual(JSON.parse(text));
      expect(parseObject(Buffer.from(text))).toEqual(JSON.parse(text));
    },
  );

  test.prop([fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.jsonValue()])(
    'with a member twice is none as JSON',
    (object, place, value) => {
      const names = Object.keys(object);
      const name = JSON.stringify(names[place % names.length]);
      const text = `{${name}:${JSON.stringify(value)},${JSON.stringify(object).slice(1)}`;
      expect(parseObject(text)).toBe('repeated-member');
      expect(parseObject(`{"x":[${text}]}`)).toBe('repeated-member');
    },
  );

  const good = compactJws({ sub: 'alice' }, jwsSigner('EdDSA'));
  test.prop([fc.oneof(fc.string(), fc.string({ unit: 'binary' }), damaged(fc.constant(good)), parts())], { numRuns: 1_000 })(
    'as a token is taken apart, or has no form',
    (text) => {
      expect(refusal(() => parseJws(text, 'x'))).toMatch(/^(accepted|token\.form)$/);
      expect(isJwe(text)).toBe(text.split('.').length === 5);
    },
  );

  const query = fc.oneof(fc.webQueryParameters(), fc.string(), pairs(['code', 'state', 'iss', 'error', 'response', 'id_token', 'x']));
  test.prop([query, fc.constantFrom('query', 'form_post')], { numRuns: 1_000 })(
    'as an answer is one, or is refused',
    async (text, mode) => {
      const parameters = new URLSearchParams(text);
      expect(refusal(() => fromCallback(parameters, mode))).toMatch(/^(accepted|message\.parameter)$/);
      const party = new OpenIdParty();
      const codes = await refusalsOf(async () => {
        const [client, provider, , pending] = await begun({ party });
        await finish(client, provider, fromCallback(parameters, mode), pending, memoryReplayStore({}, party.world), party.world);
      });
      expect([codes.length > 0, party.requests]).toEqual([true, []]);
    },
  );

  const keys = fc.array(
    fc.oneof(
      fc.jsonValue(),
      mutated(publicJwkOf(jwsSigner('RS256'))),
      mutated(publicJwkOf(jwsSigner('ES256'))),
      mutated(publicJwkOf(jwsSigner('EdDSA'))),
    ),
    { maxLength: 5 },
  );
  test.prop([fc.oneof(keys, fc.jsonValue())], { numRuns: 500 })('as a key set is one, or has a problem', (value) => {
    const found = readKeySet(asJson({ keys: value }));
    if ('problem' in found) expect(found.problem).toMatch(/^(has|gives)/);
    else expect(found.keys.length + found.ignored.length).toBe((value as readonly unknown[]).length);
  });

  const described = {
    issuer: 'https://op.example',
    authorization_endpoint: 'https://op.example/authorize',
    token_endpoint: 'https://op.example/token',
    jwks_uri: 'https://op.example/jwks',
    userinfo_endpoint: 'https://op.example/userinfo',
    mtls_endpoint_aliases: { token_endpoint: 'https://mtls.op.example/token' },
  };
  test.prop([mutated(described)], { numRuns: 1_000 })('as the document of a provider is one, or is refused', (document) => {
    const outcome = refusal(() => readProviderDocument('https://op.example', asJson(document)));
    expect(outcome).toMatch(/^(accepted|provider\.issuer|provider\.document)$/);
    if (outcome === 'accepted')
      for (const address of Object.values(readProviderDocument('https://op.example', asJson(document)).endpoints))
        expect(new URL(address).protocol).toMatch(/^https?:$/);
  });

  test.prop([fc.oneof(fc.webQueryParameters(), pairs(['iss', 'login_hint', 'target_link_uri']))], { numRuns: 1_000 })(
    'as a wish for a login leads to a provider of ours and within our origin, or nowhere',
    (text) => {
      const parameters = new URLSearchParams(text);
      const read = () => readInitiatedLogin([{ issuer: 'https://op.example' }], parameters, { ourAddress: 'https://rp.example' });
      const outcome = refusal(read);
      expect(outcome).toMatch(/^(accepted|message\.parameter)$/);
      if (outcome === 'accepted' && read().returnTo !== undefined) expect(new URL(read().returnTo ?? '').origin).toBe('https://rp.example');
    },
  );

  const claim = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, 'client', ['client'], 1_768_478_400, 'https://op.example'));
  const names = [
    'iss',
    'sub',
    'aud',
    'azp',
    'exp',
    'iat',
    'nbf',
    'nonce',
    'auth_time',
    'acr',
    'amr',
    'sid',
    'at_hash',
    'events',
    '_claim_names',
  ];
  test.prop([fc.dictionary(fc.constantFrom(...names), claim), fc.dictionary(fc.constantFrom('typ', 'kid', 'alg', 'crit', 'x'), claim)], {
    numRuns: 500,
  })('as claims and header of an ID token signs in, or is refused by what explains it', async (claims, header) => {
    const [party, again] = [new OpenIdParty(), new OpenIdParty()];
    for (const op of [party, again]) Object.assign(op, { claims, header });
    const refused = await refusals({ party });
    const [client, provider, callback, pending] = await begun({ party: again });
    expect(failed(await explain(client, provider, callback, pending, again.world))).toEqual(refused);
  });

  test.prop([
    fc.oneof(fc.dictionary(fc.constantFrom('access_token', 'token_type', 'id_token', 'expires_in', 'scope'), claim), fc.object()),
  ])('as the answer of the token endpoint signs in, or is refused', async (tokens) => {
    const party = new OpenIdParty();
    party.tokens = tokens;
    for (const rule of await refusals({ party, client: us({ userInfo: true }) }))
      expect(rule).toMatch(/^(tokens|token|transport|signature|id-token)\./);
  });

  test.prop([fc.oneof(fc.anything(), fc.record({ protocol: fc.constant('oidc'), state: fc.anything() }))])(
    'as what was remembered is refused',
    async (pending) => {
      const [client, provider, callback, , party] = await begun();
      // Sound: what a store may return that holds something else.
      const given = pending as OidcPending;
      expect(await refusalsOf(() => finish(client, provider, callback, given, memoryReplayStore({}, party.world), party.world))).toEqual([
        'config.invalid',
      ]);
    },
  );
});

/** A text of which a piece is another. */
function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(texts, fc.nat(), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 })).map(([text, place, length, piece]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + length);
  });
}

/** Three parts or so that are nearly those of a token. */
function parts(): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.base64String(),
    fc.constantFrom('', 'e30', 'bnVsbA', 'W10'),
  );
  return fc.array(part, { minLength: 2, maxLength: 6 }).map((all) => all.join('.'));
}

/** A query with names that count. */
function pairs(names: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom('', 'https://op.example', 'https://rp.example/x', 'https://rp.example@evil.example'),
  );
  const pair = fc.tuple(fc.constantFrom(...names), value);
  return fc.array(pair, { maxLength: 5 }).map((all) => new URLSearchParams(all).toString());
}

/** An object of which some members are something else. */
function mutated(object: object): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const value = fc.oneof(fc.jsonValue(), fc.string(), fc.webUrl(), fc.constant(undefined));
  return fc
    .dictionary(fc.constantFrom(...Object.keys(object), 'use', 'key_ops', 'd', 'kid', 'x'), value, { maxKeys: 3 })
    .map((changes) => ({
      ...object,
      ...changes,
    }));
}

function asJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
