import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const shown = run({ NO_COLOR: '1' });

describe('npm run demo', () => {
  it('ends well when every login is accepted and every forgery refused', () => {
    expect(shown.stderr).toBe('');
    expect(shown.status).toBe(0);
  });

  it('shows request, response, rules and identity', () => {
    for (const part of ['<samlp:AuthnRequest', 'HTTP-Redirect', 'HTTP-POST', '<samlp:Response', 'conditions.audience', 'alice@example.org'])
      expect(shown.stdout).toContain(part);
    expect(shown.stdout).not.toContain('ACCEPTED');
  });

  it.each([
    'signature.digest',
    'signature.missing',
    'signature.value',
    'signature.profile',
    'response.assertions',
    'confirmation.in-response-to',
    'conditions.audience',
    'assertion.replayed',
  ])('shows a forgery refused by %s', (refusedBy) => {
    expect(shown.stdout.slice(shown.stdout.indexOf('An attacker tries'))).toContain(refusedBy);
  });

  it('fits a screen of 100 columns', () => {
    expect(shown.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('is in colour only where that was asked for', () => {
    expect(shown.stdout).not.toContain(colour);
    expect(run({ FORCE_COLOR: '1' }).stdout).toContain(colour);
  });
});

function run(environment: Readonly<Record<string, string>>) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const command = ['--import', 'tsx', 'test/examples/demo.ts'];
  return spawnSync(process.execPath, command, { cwd: repository, env: { ...inherited, ...environment }, encoding: 'utf8' });
}

const colour = '\u001b[';
