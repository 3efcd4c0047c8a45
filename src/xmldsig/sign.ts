import type { ErrorFirstCallback, HashAlgorithm, SignatureAlgorithm as PluginAlgorithm } from 'xml-crypto';
import { toBase64, utf8 } from '../core/bytes.ts';
import { lazily } from '../core/lazily.ts';
import { type DigestAlgorithm, digest } from '../crypto/algorithms.ts';
import type { SigningKey } from '../crypto/signer.ts';
import { keepLineEnds } from '../xml/writer.ts';

/**
 * Signs a document of ours: an enveloped signature over the root.
 *
 * @param xml - a document whose root has an `ID`
 * @param place - behind the first child, the Issuer of a message (SAMLCore 3.2.1), or before it, as metadata has it (SAMLMeta 2.3.2)
 * @returns the document with its signature, as text
 */
export async function signDocument(xml: string, key: SigningKey, place: 'second' | 'first' = 'second'): Promise<string> {
  const { SignedXml } = await xmlCrypto();
  const signed = new SignedXml({
    // Never looked at: the algorithm below has the key. It must not be empty, though.
    privateKey: 'held by the signer',
    signatureAlgorithm: key.algorithm.uri,
    canonicalizationAlgorithm: exclusive,
    getKeyInfoContent: () =>
      key.certificate === undefined ? null : `<ds:X509Data><ds:X509Certificate>${key.certificate}</ds:X509Certificate></ds:X509Data>`,
  });
  const hash = key.digest;
  signed.SignatureAlgorithms = { [key.algorithm.uri]: signaturePlugin(key) };
  signed.HashAlgorithms = { [hash.uri]: hashPlugin(hash) };
  signed.addReference({ xpath: '/*', transforms: [envelopedSignature, exclusive], digestAlgorithm: hash.uri });
  return await new Promise((resolve, reject) => {
    const location = { reference: '/*/*[1]', action: place === 'first' ? 'before' : 'after' } as const;
    signed.computeSignature(xml, { prefix: 'ds', location }, (error) => {
      if (error) reject(error);
      else resolve(keepLineEnds(signed.getSignedXml()));
    });
  });
}

/** Any algorithm of ours as one of xml-crypto's, in its callback form, since the key may be on the network. */
function signaturePlugin({ algorithm, sign }: SigningKey): new () => PluginAlgorithm {
  return class implements PluginAlgorithm {
    getSignature(signedInfo: unknown, key: unknown): string;
    getSignature(signedInfo: unknown, key: unknown, callback?: ErrorFirstCallback<string>): void;
    getSignature(signedInfo: unknown, _key: unknown, callback?: ErrorFirstCallback<string>): string {
      const made = async (): Promise<string> => toBase64(await sign(utf8(String(signedInfo))));
      made().then((signature) => callback?.(null, signature), callback);
      return '';
    }

    verifySignature(): boolean {
      return false;
    }

    getAlgorithmName(): string {
      return algorithm.uri;
    }
  };
}

function hashPlugin(hash: DigestAlgorithm): new () => HashAlgorithm {
  return class implements HashAlgorithm {
    getHash(xml: string): string {
      return toBase64(digest(hash, xml));
    }

    getAlgorithmName(): string {
      return hash.uri;
    }
  };
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
/** Whoever never signs never pays for it. */
const xmlCrypto = lazily(() => import('xml-crypto'));
