import { createDecipheriv, createHash, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt, sign, verify } from 'node:crypto';
import { deflateRaw } from 'pako';
import type { OpenIdWorkload } from './openid-workloads.ts';
import { inTurn, type Run, type Tasks } from './tasks.ts';
import type { Message } from './workloads.ts';

/** What nobody can do without, done by `node:crypto` with keys that are kept: nothing is decoded, read or judged. */
export const floor: Tasks = {
  response: ({ messages, parties, answer }) => {
    const key = createPublicKey(parties.idpCertificate);
    const ours = createPrivateKey(parties.spPrivateKey);
    const prepared = messages.map(({ signatures, ciphertext }) => ({
      open: opening(ciphertext, ours),
      signatures: signatures.map(({ covered, digest, signedInfo, value }) => ({
        covered: Buffer.from(covered, 'base64'),
        digest: Buffer.from(digest, 'base64'),
        signedInfo: Buffer.from(signedInfo, 'base64'),
        value: Buffer.from(value, 'base64'),
      })),
    }));
    return (turn) => {
      const { open, signatures } = inTurn(prepared, turn);
      open();
      const good = signatures.every(
        ({ covered, digest, signedInfo, value }) =>
          createHash('sha256').update(covered).digest().equals(digest) && verify('sha256', signedInfo, key, value),
      );
      return good ? answer : 'not verified';
    };
  },
  callback: signedAlone,
  'id-token': signedAlone,
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

/** One RSA verification with SHA-256 over header and payload as they were sent. */
function signedAlone({ key, logins, answer }: OpenIdWorkload): Run {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const prepared = logins.map(({ idToken }) => {
    const dot = idToken.lastIndexOf('.');
    return { signed: Buffer.from(idToken.slice(0, dot)), signature: Buffer.from(idToken.slice(dot + 1), 'base64url') };
  });
  return (turn) => {
    const { signed, signature } = inTurn(prepared, turn);
    return verify('sha256', signed, publicKey, signature) ? answer : 'not verified';
  };
}

/** One RSA-OAEP and one AES-256-GCM, or nothing where nothing is encrypted. */
function opening(ciphertext: Message['ciphertext'], ours: KeyObject): () => void {
  if (ciphertext === undefined) return () => undefined;
  const wrapped = Buffer.from(ciphertext.key, 'base64');
  const content = Buffer.from(ciphertext.content, 'base64');
  return () => {
    const decipher = createDecipheriv('aes-256-gcm', privateDecrypt(ours, wrapped), content.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(content.subarray(-16)).update(content.subarray(12, -16));
    decipher.final();
  };
}
