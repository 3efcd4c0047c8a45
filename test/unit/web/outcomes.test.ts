import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, SsoError } from '../../../src/core/errors.ts';
import { outcomeOf, reportOf } from '../../../src/web/outcomes.ts';
import { builtIn } from '../../../src/web/pages/languages.ts';

const source = readFileSync(new URL('../../../src/core/errors.ts', import.meta.url), 'utf8');
// Sound: these are the keys of the type ErrorDetails.
const codes = [...source.matchAll(/^ {2}'([a-z0-9.-]+)': /gm)].map(([, code]) => code as ErrorCode);
const context = { correlationId: 'r-1', at: new Date('2026-01-01T00:00:00Z') };

describe('what a browser sees of an error', () => {
  it('is decided for every code, with words in every language', () => {
    expect(codes.length).toBeGreaterThan(80);
    for (const code of codes) {
      const { status, reason } = outcomeOf(anyError(code, ''));
      expect([code, reason]).not.toEqual([code, 'unexpected']);
      expect([code, status >= 400 && status < 600]).toEqual([code, true]);
      for (const texts of builtIn.values()) expect(texts[reason].text.length).toBeGreaterThan(10);
    }
  });

  test.prop([fc.constantFrom(...codes), fc.uuid()])('holds nothing of what is known about it but the ids of rules', (code, secret) => {
    const error = anyError(code, secret);
    expect(JSON.stringify([outcomeOf(error), reportOf(error, context)])).not.toContain(secret);
  });

  it('is the same for whatever is no error of ours', () => {
    for (const error of [new TypeError('secret'), 'secret', undefined, { code: 'login.over', details: {} }]) {
      expect(outcomeOf(error)).toEqual({ status: 500, reason: 'unexpected' });
      expect(reportOf(error, context)).toEqual({ code: 'unexpected', rules: [], correlationId: 'r-1', at: '2026-01-01T00:00:00.000Z' });
    }
  });

  it('is unexpected for a code that there is not', () => {
    for (const code of ['no.such', 'constructor', '__proto__']) {
      // Sound: a store that was written without types can do this.
      const error = anyError(code as ErrorCode, '');
      expect([outcomeOf(error).reason, reportOf(error, context).code]).toEqual(['unexpected', 'unexpected']);
    }
  });

  it('says by its status whose fault it is', () => {
    const statusOf = (code: ErrorCode) => outcomeOf(anyError(code, '')).status;
    expect(statusOf('xml.syntax')).toBe(400);
    expect(statusOf('assertion.rejected')).toBe(403);
    expect(statusOf('login.finished')).toBe(409);
    expect(statusOf('config.invalid')).toBe(500);
    expect(statusOf('transport.json')).toBe(502);
    expect(statusOf('store.unavailable')).toBe(503);
  });
});

describe('a provider that says no', () => {
  it.each([
    ['request-denied', 'providerRefused', 403],
    ['access-denied', 'providerRefused', 403],
    ['no-passive', 'interactionNeeded', 403],
    ['login-required', 'interactionNeeded', 403],
    ['no-authn-context', 'strongerNeeded', 403],
    ['temporarily-unavailable', 'providerUnavailable', 503],
    ['invalid-request', 'misconfigured', 500],
    ['constructor', 'providerRefused', 403],
  ])('is told apart by how it says so: %s', (outcome, reason, status) => {
    const error = new SsoError('provider.status', { outcome, codes: [], authenticated: true, findings: [] });
    expect(outcomeOf(error)).toMatchObject({ reason, status });
  });

  it('is asked anew for a code that is too old, and is no fault of the person where it refuses us', () => {
    const refused = (error: string) => outcomeOf(new SsoError('token.refused', { endpoint: 'token', status: 400, error })).reason;
    expect([refused('invalid_grant'), refused('invalid_client')]).toEqual(['over', 'misconfigured']);
  });
});

describe('a header that belongs to the status', () => {
  it('names the methods that an address takes', () => {
    expect(outcomeOf(new SsoError('request.method', { allowed: ['GET', 'HEAD'] })).allow).toEqual(['GET', 'HEAD']);
  });

  it('says when to come back, as the product does', () => {
    const busy = (retryAfterSeconds?: number) =>
      outcomeOf(new SsoError('product.busy', { product: 'jira', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }));
    expect(busy(90.2).retryAfterSeconds).toBe(91);
    expect(busy(1e9).retryAfterSeconds).toBe(3_600);
    expect(busy().retryAfterSeconds).toBeGreaterThan(0);
    for (const code of codes) {
      const { status, retryAfterSeconds } = outcomeOf(anyError(code, ''));
      expect([code, retryAfterSeconds !== undefined]).toEqual([code, status === 503]);
    }
  });
});

describe('the report of an error', () => {
  it('names the rules that failed, each once, and no more than twenty', () => {
    const finding = (rule: string, outcome: 'failed' | 'passed' = 'failed') => ({ rule, spec: '', outcome });
    const rulesOf = (...findings: readonly ReturnType<typeof finding>[]) =>
      reportOf(new SsoError('assertion.rejected', { findings }), context).rules;
    expect(rulesOf(finding('a.b'), finding('a.b'), finding('c.d', 'passed'), finding('e.f'))).toEqual(['a.b', 'e.f']);
    expect(rulesOf(finding('somebody@example.org'), finding('<b>'), finding(''))).toEqual([]);
    expect(rulesOf(...Array.from({ length: 50 }, (_, index) => finding(`r.${index}`)))).toHaveLength(20);
  });

  it('names the provider where it is known', () => {
    expect(reportOf(anyError('login.over', ''), { ...context, provider: 'acme' }).provider).toBe('acme');
  });
});

/** An error with a text in every detail that any code has. */
function anyError(code: ErrorCode, text: string): unknown {
  const names = [...source.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
  const details = {
    ...Object.fromEntries(names.map((name) => [name, text])),
    findings: [{ rule: 'a.b', spec: text, outcome: 'failed', expected: text, actual: text }],
    allowed: ['GET'],
    retryAfterSeconds: 5,
    codes: [text],
  };
  // Sound: what is known of other codes is beside the point here, and stores without types may give it.
  return new SsoError(code, details as never);
}
