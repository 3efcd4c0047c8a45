import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/rules.ts';
import { Verified } from '../../../src/core/verified.ts';
import { type SignatureAlgorithm, signatureAlgorithms, signs } from '../../../src/crypto/algorithms.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { verifyQuery } from '../../../src/xmldsig/query.ts';
import { type KeyName, keyPair, trusted, trusting } from '../../support/keys.ts';
import { refusal } from '../../support/refusal.ts';

const keyFor: Readonly<Record<SignatureAlgorithm['keyKind'], KeyName>> = { rsa: 'rsa-2048', ec: 'p-256', ed25519: 'ed25519' };
const octets = Buffer.from('SAMLRequest=a%2bb&RelayState=c%20d&SigAlg=e');
const message = parseDocument('<LogoutRequest/>', messageLimits).root;

describe('the signature of a query', () => {
  it.each([...signatureAlgorithms.values()].map((algorithm) => [algorithm.name, algorithm] as const))(
    'of %s is verified over its octets',
    (_, algorithm) => {
      const pair = keyPair(keyFor[algorithm.keyKind]);
      const signature = { octets, algorithm: algorithm.uri, value: signs(algorithm, pair.privateKey, octets) };
      const findings: Finding[] = [];
      const box = verifyQuery(message, signature, trusting([pair], 'signature.sha1'), findings);
      expect(box).toMatchObject({ value: message, provider: 'idp', key: trusted(pair).fingerprint, signed: 'LogoutRequest' });
      expect(Verified.is(box)).toBe(true);
      expect(findings).toHaveLength(algorithm.pardon === undefined ? 0 : 1);
      const changed = { ...signature, octets: Buffer.from(octets.toString().replace('%2b', '%2B')) };
      expect(refusal(() => verifyQuery(message, changed, trusting([pair], 'signature.sha1'), []))).toBe('signature.value');
    },
  );

  it('follows the same policy as that of an element', () => {
    const pair = keyPair('rsa-2048');
    const signature = (uri: string, value = new Uint8Array(256)) => ({ octets, algorithm: uri, value });
    const verify = (uri: string, pairs = [pair]) => refusal(() => verifyQuery(message, signature(uri), trusting(pairs), []));
    expect(verify('http://www.w3.org/2000/09/xmldsig#rsa-sha1')).toBe('signature.algorithm');
    expect(verify('http://www.w3.org/2001/04/xmldsig-more#hmac-sha256')).toBe('signature.algorithm');
    expect(verify('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')).toBe('signature.value');
    expect(verify('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', [keyPair('p-256')])).toBe('signature.key');
    expect(verify('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', [keyPair('rsa-1024')])).toBe('signature.key');
  });
});
