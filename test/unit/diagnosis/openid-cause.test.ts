import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/rules.ts';
import { likelyOpenIdCause } from '../../../src/diagnosis/openid-cause.ts';

describe('the likely cause of a refusal by OpenID Connect', () => {
  it.each([
    ['transport.status', '', 'openid-unreachable', 'ours'],
    ['provider.issuer', 'https://op.example/', 'openid-issuer', 'ours'],
    ['token.refused', 'invalid_client', 'openid-credentials', 'ours'],
    ['token.refused', 'invalid_grant', 'openid-code', 'person'],
    ['provider.status', 'access_denied', 'openid-denied', 'provider'],
    ['provider.status', 'login_required', 'openid-unseen', 'ours'],
    ['provider.status', 'invalid_scope', 'openid-request', 'provider'],
    ['signature.value', '', 'openid-keys', 'provider'],
    ['id-token.audience', 'another', 'openid-client', 'ours'],
    ['callback.state', 'another', 'openid-browser', 'person'],
    ['callback.age', '', 'openid-late', 'person'],
    ['id-token.expiry', '', 'openid-clock', 'ours'],
    ['id-token.context', '', 'openid-authentication', 'provider'],
    ['tokens.type', 'odd', 'openid-other', 'ours'],
  ])('is known for %s %s', (rule, actual, cause, side) => {
    expect(likelyOpenIdCause([failed(rule, actual)])).toMatchObject({ cause, side, finding: { rule } });
  });

  it('is the one that the others follow from', () => {
    const found = [failed('id-token.expiry', 'late'), failed('id-token.audience', 'another')];
    expect(likelyOpenIdCause(found)?.cause).toBe('openid-client');
  });

  it('is none where nothing failed', () => {
    expect(likelyOpenIdCause([{ rule: 'id-token.audience', spec: '', outcome: 'passed' }])).toBeUndefined();
  });
});

function failed(rule: string, actual: string): Finding {
  return { rule, spec: '', outcome: 'failed', expected: 'something else', actual };
}
