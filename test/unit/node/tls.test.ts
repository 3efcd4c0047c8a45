import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../support/certificate.ts';
import { failureOf, guardedWith } from '../../support/guarded.ts';
import { keyPair } from '../../support/keys.ts';
import { serverIdentity } from '../../support/server-identity.ts';
import { serveHttps } from '../../support/servers.ts';

const names = { 'idp.corp.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] };
const identity = serverIdentity(['idp.corp.example', '127.0.0.1']);
const believed = { certificateAuthorities: [identity.cert] };

describe('the certificate of a server', () => {
  it('is believed when its authority is, and it is over the name or the number that was asked', async () => {
    const { port } = await serveHttps((request, response) => response.end(request.url), identity);
    const { fetch } = guardedWith(names, believed);
    const response = await fetch(`https://idp.corp.example:${port}/keys`);
    expect([response.status, await response.text()]).toEqual([200, '/keys']);
    expect(await failureOf(fetch(`https://127.0.0.1:${port}/`))).toBe('answered 200');
  });

  it.for([
    ['of an authority that nobody knows', identity, {}],
    ['over another name', serverIdentity(['other.example'], 'other'), {}],
    ['over no name', serverIdentity([], 'nobody'), {}],
    ['that is out of date', outOfDate(), {}],
  ] as const)('is refused, and nothing is sent, when it is one %s', async ([what, { cert, key }]) => {
    let asked = 0;
    const { port } = await serveHttps(() => asked++, { cert, key });
    const { fetch } = guardedWith(names, {
      certificateAuthorities: what.startsWith('of an') ? [serverIdentity([], 'another').cert] : [cert],
    });
    expect(await failureOf(fetch(`https://idp.corp.example:${port}/`, { method: 'POST', body: 'secret' }))).toBe('network');
    expect(asked).toBe(0);
  });

  it('is refused whatever the environment of the process says', async () => {
    const { port } = await serveHttps((_, response) => response.end(), identity);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    expect(await failureOf(guardedWith(names).fetch(`https://idp.corp.example:${port}/`))).toBe('network');
    expect(await failureOf(guardedWith(names, believed).fetch(`https://other.example:${port}/`))).toBe('network');
  });

  afterEach(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  });

  it('is asked for by name, never by number', async () => {
    const asked: unknown[] = [];
    const SNICallback = (name: string, answer: (error: null) => void) => {
      asked.push(name);
      answer(null);
    };
    const { port } = await serveHttps((_, response) => response.end(), { ...identity, SNICallback });
    const { fetch } = guardedWith(names, believed);
    await failureOf(fetch(`https://idp.corp.example:${port}/`, { headers: { host: 'other.example' } }));
    await failureOf(fetch(`https://127.0.0.1:${port}/`));
    expect(asked).toEqual(['idp.corp.example']);
  });
});

describe('TLS', () => {
  it('is 1.2 at least', async () => {
    const { fetch } = guardedWith(names, believed);
    for (const [version, outcome] of [
      ['TLSv1.1', 'network'],
      ['TLSv1.2', 'answered 200'],
      ['TLSv1.3', 'answered 200'],
    ] as const) {
      const ciphers = 'DEFAULT@SECLEVEL=0';
      const { port } = await serveHttps((_, response) => response.end(), {
        ...identity,
        minVersion: version,
        maxVersion: version,
        ciphers,
      });
      expect([version, await failureOf(fetch(`https://idp.corp.example:${port}/`))]).toEqual([version, outcome]);
    }
  });

  it('shows our certificate to who asks for it', async () => {
    const ours = serverIdentity([], 'us');
    const { port } = await serveHttps((_, response) => response.end(), { ...identity, ca: [ours.cert], requestCert: true });
    const clientCertificate = { certificate: ours.cert, privateKey: ours.key };
    expect(await failureOf(guardedWith(names, { ...believed, clientCertificate }).fetch(`https://idp.corp.example:${port}/`))).toBe(
      'answered 200',
    );
    expect(await failureOf(guardedWith(names, believed).fetch(`https://idp.corp.example:${port}/`))).toBe('network');
  });
});

function outOfDate(): { readonly cert: string; readonly key: string } {
  const { privateKey } = keyPair('p-256', 'old');
  const dates = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('2001-01-01T00:00:00Z') };
  const { pem: cert } = selfSigned(privateKey, { names: ['idp.corp.example'], ...dates });
  return { cert, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}
