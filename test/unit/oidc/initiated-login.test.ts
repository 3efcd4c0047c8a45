import { describe, expect, it } from 'vitest';
import { readInitiatedLogin } from '../../../src/oidc/initiated-login.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const configured = [{ issuer: 'https://op.example', name: 'one' }, { issuer: 'https://other.example' }];
const ours = { ourAddress: 'https://rp.example' };

describe('a login that somebody else wants us to begin', () => {
  it('is at a provider that is configured', () => {
    expect(read({ iss: 'https://op.example' })).toEqual({ provider: configured[0] });
    expect(read({ iss: 'https://other.example', x: 'y' })).toEqual({ provider: configured[1] });
  });

  it('may name the person, and where they want to go within our origin', () => {
    const target = 'https://rp.example/inbox?x=y#z';
    expect(read({ iss: 'https://op.example', login_hint: 'alice', target_link_uri: target })).toEqual({
      provider: configured[0],
      loginHint: 'alice',
      returnTo: target,
    });
    expect(read({ iss: 'https://op.example', login_hint: '', target_link_uri: '' })).toEqual({ provider: configured[0] });
  });

  it.each([
    [{}, { parameter: 'iss', reason: 'missing' }],
    [{ iss: '' }, { parameter: 'iss', reason: 'missing' }],
    [{ iss: 'https://evil.example' }, { parameter: 'iss', reason: 'unknown-value' }],
    [{ iss: 'https://op.example/' }, { parameter: 'iss', reason: 'unknown-value' }],
    [{ iss: `https://op.example/${'x'.repeat(2_048)}` }, { parameter: 'iss', reason: 'too-long' }],
    [
      { iss: 'https://op.example', login_hint: 'x'.repeat(2_049) },
      { parameter: 'login_hint', reason: 'too-long' },
    ],
  ])('is refused where that is not so: %j', (parameters, details) => {
    expect(refusalDetails(() => read(parameters))).toEqual(details);
  });

  it.each([
    'https://evil.example/',
    'http://rp.example/',
    'https://rp.example.evil.example/',
    'https://rp.example:8443/',
    'https://rp.example@evil.example/',
    'https://user@rp.example/',
    '//rp.example/',
    '/inbox',
    'https:\\\\rp.example',
    'https:/rp.example/',
    'https://rp.example/\n',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('does not lead anywhere else: %s', (target) => {
    expect(refusalDetails(() => read({ iss: 'https://op.example', target_link_uri: target }))).toEqual({
      parameter: 'target_link_uri',
      reason: 'unknown-value',
    });
  });

  it.each(['iss', 'login_hint', 'target_link_uri'])('has no second %s', (name) => {
    const parameters = new URLSearchParams({ iss: 'https://op.example', target_link_uri: 'https://rp.example/', login_hint: 'x' });
    parameters.append(name, parameters.get(name) ?? '');
    expect(refusalDetails(() => readInitiatedLogin(configured, parameters, ours))).toEqual({ parameter: name, reason: 'repeated' });
  });

  it('knows our own address', () => {
    const parameters = new URLSearchParams({ iss: 'https://op.example' });
    expect(refusal(() => readInitiatedLogin(configured, parameters, { ourAddress: 'http://rp.example' }))).toBe('config.invalid');
    // Sound: what somebody without types may write.
    const misspelt = { address: 'https://rp.example' } as unknown as typeof ours;
    expect(refusalDetails(() => readInitiatedLogin(configured, parameters, misspelt))).toMatchObject({ field: 'address' });
  });
});

function read(parameters: Readonly<Record<string, string>>) {
  return readInitiatedLogin(configured, new URLSearchParams(parameters), ours);
}
