import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { bearerXml, subjectXml } from '../../support/messages.ts';
import type { Errand, Outcome } from '../../support/process-apart.ts';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.ts';
import { answer } from '../../support/saml-login.ts';

describe.skipIf(!hasRedis)('processes that have a Redis in common', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('finish the logins that others of them began, each once', async () => {
    const begun = await sent({});
    if (!('requestId' in begun)) throw new Error(JSON.stringify(begun));
    const { requestId, handle, ticket } = begun;
    const subject = subjectXml(undefined, [bearerXml({ InResponseTo: requestId })]);
    const response = Buffer.from(answer({ subject }, { inResponseTo: requestId })).toString('base64');
    expect(await sent({ brought: { response, handle, ticket: `${ticket.slice(0, -1)}-` } })).toEqual({ refused: 'nothing to be taken' });
    const finished = await Promise.all([1, 2, 3].map(() => sent({ brought: { response, handle, ticket } })));
    expect(finished.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { name: 'alice@example.com' },
      { refused: 'nothing to be taken' },
      { refused: 'nothing to be taken' },
    ]);
  });

  async function sent(errand: Partial<Errand>): Promise<Outcome> {
    const whole: Errand = { port: server.port, certificate: selfSigned(keyPair('rsa-2048').privateKey).base64, ...errand };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, JSON.stringify(whole)]);
    // Sound: that program writes it from the type.
    return JSON.parse(stdout) as Outcome;
  }
});

const program = fileURLToPath(new URL('../../support/process-apart.ts', import.meta.url));
