import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';

const command = ['--import', 'tsx', 'test/examples/demo.ts'];
const repository = fileURLToPath(new URL('../..', import.meta.url));
const shown = run({ NO_COLOR: '1' });

describe('npm run demo', () => {
  it('ends well when every login is accepted and every forgery refused', () => {
    expect(shown.stderr).toBe('');
    expect(shown.status).toBe(0);
  });

  it.each([
    [
      'a login by SAML 2.0',
      '<samlp:AuthnRequest',
      'HTTP-Redirect',
      'HTTP-POST',
      '<samlp:Response',
      'conditions.audience',
      'alice@example.org',
    ],
    ['a login by OpenID Connect', 'token_endpoint', 'code_challenge', 'callback', 'RS256', 'id-token.nonce', 'alice@example.org'],
  ])('shows request, response, rules and identity of %s', (title, ...parts) => {
    const part = shown.stdout.slice(shown.stdout.indexOf(title));
    for (const one of parts) expect(part).toContain(one);
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
    'callback.issuer',
    'callback.code',
    'callback.replayed',
    'token.refused',
    'token.form',
    'signature.algorithm',
    'id-token.nonce',
    'id-token.audience',
    'user-info.subject',
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

describe('npm run demo -- --serve', () => {
  it('says where it is and who may come in, shows the login page there, and ends when it is told to', async () => {
    const serving = spawn(process.execPath, [...command, '--serve'], { cwd: repository, env: { ...process.env, NO_COLOR: '1' } });
    const ended = once(serving, 'exit');
    let said = '';
    await new Promise<void>((resolve) => {
      serving.stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.includes('tiles')) resolve();
      });
    });
    const login = await new Browser().carryOut(/http:\/\/localhost:\d+\//.exec(said)?.[0] ?? '');
    expect('html' in login && login.html).toContain('Sign in to Jira');
    for (const known of ['alice@example.org', 'with the password', 'Confluence', 'Bitbucket']) expect(said).toContain(known);
    serving.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });
});

function run(environment: Readonly<Record<string, string>>) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return spawnSync(process.execPath, command, { cwd: repository, env: { ...inherited, ...environment }, encoding: 'utf8' });
}

const colour = '\u001b[';
