import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metadataOf, sender, usualOptions } from '../../support/broken-answers.ts';
import { clean } from '../../support/messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'signon-cli-'));
const metadata = join(folder, 'metadata.xml');
const words = ['explain', '-', ...usualOptions('okta').map((each) => (each === 'metadata.xml' ? metadata : each)), '--now', clean.now];

beforeAll(() => writeFileSync(metadata, metadataOf('okta')));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the program', () => {
  it('reads files and the standard input, and ends as its command does', async () => {
    expect(await ended(words, sender('okta').answer())).toMatchObject({ code: 0, out: expect.stringMatching(/^Accepted\./) });
    expect(await ended(words, 'no answer')).toMatchObject({ code: 1, out: expect.stringMatching(/^Refused\./) });
    expect(await ended(['explain', join(folder, 'none'), ...words.slice(2)], '')).toMatchObject({ code: 3, out: '' });
  });
});

async function ended(given: readonly string[], input: string): Promise<{ readonly code: unknown; readonly out: string }> {
  const program = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
  const running = promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...given]);
  running.child.stdin?.end(input);
  try {
    return { code: 0, out: (await running).stdout };
  } catch (error) {
    // Sound: so execFile says how a program has ended.
    const { code, stdout } = error as { readonly code: unknown; readonly stdout: string };
    return { code, out: stdout };
  }
}
