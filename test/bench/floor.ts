import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { deflateRaw } from 'pako';
import { inTurn, type Tasks } from './tasks.ts';

/** What nobody can do without, done by `node:crypto` with keys that are kept: nothing is decoded, read or judged. */
export const floor: Tasks = {
  response: ({ messages, parties, answer }) => {
    const key = createPublicKey(parties.idpCertificate);
    const prepared = messages.map(({ signatures }) =>
      signatures.map(({ covered, digest, signedInfo, value }) => ({
        covered: Buffer.from(covered, 'base64'),
        digest: Buffer.from(digest, 'base64'),
        signedInfo: Buffer.from(signedInfo, 'base64'),
        value: Buffer.from(value, 'base64'),
      })),
    );
    return (turn) => {
      const good = inTurn(prepared, turn).every(
        ({ covered, digest, signedInfo, value }) =>
          createHash('sha256').update(covered).digest().equals(digest) && verify('sha256', signedInfo, key, value),
      );
      return good ? answer : 'not verified';
    };
  },
  redirect: ({ messages, parties, answer }) => {
    const key = createPrivateKey(parties.spPrivateKey);
    const text = Buffer.from(messages[0]?.base64 ?? '', 'base64').toString();
    return () => (sign('sha256', deflateRaw(text), key).length > 0 ? answer : '');
  },
  post: ({ messages, parties, answer }) => {
    const key = createPrivateKey(parties.spPrivateKey);
    const octets = Buffer.from(messages[0]?.base64 ?? '', 'base64');
    return () => (createHash('sha256').update(octets).digest().length + sign('sha256', octets, key).length > 32 ? answer : '');
  },
};
