/** A program that makes keys and uses them in the same process, as a client does that has a new key for its proofs at each start. */
import { generateKeyPairSync } from 'node:crypto';
import { signingKey } from '../../src/crypto/signer.ts';
import { openingKeys } from '../../src/jose/open.ts';
import { publicJwk } from '../../src/jose/sign.ts';

// So many that garbage is collected in the midst of an export.
for (let made = 0; made < 200; made += 1) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = signingKey({ privateKey }, 'signing');
  const [opening = key] = openingKeys([{ privateKey }], 'decryption');
  for (let shown = 0; shown < 50; shown += 1) for (const each of [key, opening]) publicJwk(each, 'signing');
}
console.log('done');
