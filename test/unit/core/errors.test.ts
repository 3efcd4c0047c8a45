import { describe, expect, it } from 'vitest';
import { isSsoError, SsoError } from '../../../src/core/errors.ts';

describe('an error of this package', () => {
  const findings = [
    { rule: 'assertion.audience', spec: 'SAMLCore 2.5.1.4', outcome: 'failed', expected: 'us', actual: 'them' },
    { rule: 'assertion.issuer', spec: 'SAMLProf 4.1.4.2', outcome: 'passed' },
  ] as const;

  it('carries a code, its details and what led to it', () => {
    const cause = new TypeError('bad octet');
    const error = new SsoError('xml.encoding', { reason: 'not utf-8' }, cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'SsoError', code: 'xml.encoding', details: { reason: 'not utf-8' }, cause });
  });

  it('has a cause only where there is one', () => {
    expect(new SsoError('xml.encoding', { reason: '' })).not.toHaveProperty('cause');
  });

  it('says in its message, for a log, what code and details say', () => {
    expect(new SsoError('xml.limit', { limit: 'depth', maximum: 100, line: 2, column: 3 }).message).toMatch(
      /^xml\.limit: .*depth.*100.*2.*3/,
    );
    const { message } = new SsoError('assertion.rejected', { findings });
    expect(message).toContain('assertion.audience');
    expect(message).not.toContain('assertion.issuer');
  });

  it('is told from every other, and then its details are known by its code', () => {
    const error: unknown = new SsoError('assertion.rejected', { findings });
    if (isSsoError(error) && error.code === 'assertion.rejected') expect(error.details.findings).toHaveLength(2);
    else expect.unreachable();
    for (const other of [new Error('x'), { name: 'SsoError', code: 'xml.limit', details: {} }, undefined, null, 'x'])
      expect(isSsoError(other)).toBe(false);
  });
});
