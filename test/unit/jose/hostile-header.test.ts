import { describe, expect, it } from 'vitest';
import { parseJws } from '../../../src/jose/compact.ts';
import { openJwe } from '../../../src/jose/open.ts';
import { verifyJws } from '../../../src/jose/verify.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';

/** Anybody can send a token, so anything can stand where the name of an algorithm is expected. */
const values = {
  'lists within lists': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'an object with functions that are none': '{"toString":1,"valueOf":2,"toJSON":3}',
  'an object named like a prototype': '{"__proto__":{"length":1}}',
  'a list of the right name': '["RS256"]',
  'a name in another case': '"rs256"',
  'a number': '1',
  nothing: 'null',
};

describe.for(Object.entries(values))('a header that names as its algorithm %s', ([, value]) => {
  const header = Buffer.from(`{"alg":${value},"enc":${value}}`).toString('base64url');

  it('is refused in what is signed', () => {
    const jws = parseJws(`${header}.${Buffer.from('{}').toString('base64url')}.AAAA`, 'ID token');
    expect(refusal(() => verifyJws(jws, { keys: [] }, ['RS256'], 'op'))).toBe('signature.algorithm');
  });

  it('is refused in what is encrypted', async () => {
    expect(await laterRefusal(() => openJwe(`${header}.AAAA.AAAA.AAAA.AAAA`, [], 'ID token'))).toBe('encryption.algorithm');
  });
});
