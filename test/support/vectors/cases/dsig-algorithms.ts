import { constants, createHmac, createPublicKey, sign, verify } from 'node:crypto';
import { signatureAlgorithms } from '../../../../src/crypto/algorithms.ts';
import { formNames } from '../../sign.ts';
import { type DsigOptions, dsigCases } from '../dsig-case.ts';
import { certificateNamed, type KeyName, privateKeyNamed } from '../parties.ts';
import type { Case, Workshop } from '../workshop.ts';

const { accepts, refuses } = dsigCases({ spec: 'XML Signature 6', flags: 'algorithm' });
const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const marker = 'c2lnbmVkIGJlbG93';
const core = 'http://www.w3.org/2000/09/xmldsig#';

/** Every algorithm that is known, and those that nobody may use. */
export const dsigAlgorithmCases: readonly Case[] = [...known(), ...weak(), ...unknown(), ...values()];

function known(): readonly Case[] {
  const keys = { rsa: 'idp', ec: 'idp-p256', ed25519: 'idp-ed25519' } as const;
  const curves: Readonly<Record<string, KeyName>> = { 'ecdsa-sha384': 'idp-p384', 'ecdsa-sha512': 'idp-p521' };
  const strong = [...signatureAlgorithms.values()].filter(({ pardon }) => pardon === undefined);
  return [
    ...strong.map(({ name, keyKind, uri }) => {
      const key = curves[name] ?? keys[keyKind];
      return accepts(`algorithm-${name}`, uri, { key }, { signing: { key, algorithm: name }, parties: key });
    }),
    ...(['sha384', 'sha512'] as const).map((digest) => accepts(`digest-${digest}`, `a digest by ${digest}`, {}, { signing: { digest } })),
    accepts(
      'ecdsa-p384-sha256',
      'a curve with another hash than its usual one',
      { key: 'idp-p384' },
      { signing: { key: 'idp-p384', algorithm: 'ecdsa-sha256' }, parties: 'idp-p384' },
    ),
    ...formNames.map((form) => accepts(`form-${form}`, `signed in the form ${form}`, {}, { flags: 'c14n', signing: { form } })),
    accepts(
      'form-of-each',
      'one form for SignedInfo, another for what is signed',
      {},
      { flags: 'c14n', signing: { form: 'exclusive', signedInfoForm: 'inclusive-1.1' } },
    ),
    accepts('rollover-old', 'during a rollover, by the old key', {}, { flags: 'key', parties: 'idp-rollover' }),
    accepts(
      'rollover-new',
      'during a rollover, by the new key',
      { key: 'idp-next' },
      { flags: 'key', parties: 'idp-rollover', signing: { key: 'idp-next' } },
    ),
    accepts('key-from-metadata', 'by the key that metadata has for signing', {}, { flags: 'key', parties: 'idp-metadata' }),
  ];
}

function weak(): readonly Case[] {
  const sha1 = (signing: DsigOptions['signing'], parties: string): DsigOptions => ({
    spec: 'SP 800-131A',
    signing: { ...signing },
    parties,
  });
  return [
    refuses('sha1-signature', 'a signature with SHA-1', 'signature.algorithm {"use":"signature"}', sha1({ algorithm: 'rsa-sha1' }, 'idp')),
    refuses('sha1-digest', 'a digest with SHA-1', 'signature.algorithm {"use":"digest"}', sha1({ digest: 'sha1' }, 'idp')),
    refuses(
      'sha1-ecdsa',
      'ECDSA with SHA-1',
      'signature.algorithm {"use":"signature"}',
      sha1({ key: 'idp-p256', algorithm: 'ecdsa-sha1' }, 'idp-p256'),
    ),
    accepts(
      'sha1-signature-pardoned',
      'a signature with SHA-1, where this provider is pardoned for it',
      { pardoned: ['signature.sha1'] },
      sha1({ algorithm: 'rsa-sha1' }, 'idp-sha1-pardoned'),
    ),
    accepts(
      'sha1-digest-pardoned',
      'a digest with SHA-1, where this provider is pardoned for it',
      { pardoned: ['signature.sha1'] },
      sha1({ digest: 'sha1' }, 'idp-sha1-pardoned'),
    ),
    accepts(
      'sha1-ecdsa-pardoned',
      'ECDSA with SHA-1, where this provider is pardoned for it',
      { key: 'idp-p256', pardoned: ['signature.sha1'] },
      sha1({ key: 'idp-p256', algorithm: 'ecdsa-sha1' }, 'idp-sha1-pardoned'),
    ),
    refuses('rsa-1024', 'an RSA key of 1024 bits', 'signature.key {"reason":"rsa-1024"}', sha1({ key: 'idp-rsa-1024' }, 'idp-rsa-1024')),
    accepts(
      'rsa-1024-pardoned',
      'an RSA key of 1024 bits, where this provider is pardoned for it',
      { key: 'idp-rsa-1024', pardoned: ['key.rsa-1024'] },
      sha1({ key: 'idp-rsa-1024' }, 'idp-rsa-1024-pardoned'),
    ),
  ];
}

function unknown(): readonly Case[] {
  const refused = (name: string, comment: string, use: string, signing: DsigOptions['signing'], source?: string): Case =>
    refuses(name, comment, `signature.algorithm ${JSON.stringify({ use })}`, {
      signing: { ...signing },
      ...(source === undefined ? {} : { source }),
    });
  const hmac = (octets: Uint8Array) => createHmac('sha256', certificateNamed('idp')).update(octets).digest();
  return [
    refused(
      'hmac-public-key',
      'an HMAC whose key is the public key of the provider',
      'signature',
      { algorithm: `${more}hmac-sha256`, breaking: { sign: hmac } },
      'McIntosh and Austel, XML Signature Element Wrapping Attacks, 2005',
    ),
    refused('hmac-sha1', 'an HMAC with SHA-1', 'signature', { algorithm: `${core}hmac-sha1`, breaking: { sign: hmac } }),
    refused('md5-signature', 'a signature with MD5', 'signature', { algorithm: `${more}rsa-md5` }),
    refused('md5-digest', 'a digest with MD5', 'digest', { digest: `${more}md5` }),
    refused('dsa', 'DSA', 'signature', { algorithm: `${core}dsa-sha1` }),
    refused('algorithm-empty', 'an algorithm without name', 'signature', { algorithm: '' }),
    refused('algorithm-white-space', 'the name of an algorithm with a blank', 'signature', { algorithm: `${more}rsa-sha256 ` }),
    refused('algorithm-case', 'the name of an algorithm in other case', 'signature', { algorithm: `${more}RSA-SHA256` }),
    refused('algorithm-short', 'a short name where a URI belongs', 'signature', { algorithm: 'none' }),
    refused('digest-sha224', 'a digest with SHA-224', 'digest', { digest: `${more}sha224` }),
    refuses('key-of-other-kind', 'an algorithm for which the provider has no key', 'signature.key {"reason":"none-fits"}', {
      signing: { key: 'idp-p256' },
      flags: 'key',
    }),
  ];
}

/** Signature values that some verifiers take. */
function values(): readonly Case[] {
  const value = 'signature.value';
  const changed = (change: (octets: Buffer) => Uint8Array): DsigOptions => ({
    signing: { breaking: { signatureValue: (base64) => Buffer.from(change(Buffer.from(base64, 'base64'))).toString('base64') } },
  });
  const elliptic = { signing: { key: 'idp-p256' }, parties: 'idp-p256' } as const;
  return [
    refuses(
      'value-truncated',
      'half a signature',
      value,
      changed((octets) => octets.subarray(0, 128)),
    ),
    refuses(
      'value-long',
      'a signature with an octet more',
      value,
      changed((octets) => Buffer.concat([octets, Buffer.from([0])])),
    ),
    refuses(
      'value-zero',
      'a signature of zeros',
      value,
      changed((octets) => Buffer.alloc(octets.length)),
    ),
    refuses(
      'value-one-bit',
      'a signature with one bit turned',
      value,
      changed((octets) => Buffer.from(octets.map((octet, at) => (at === 17 ? octet ^ 1 : octet)))),
    ),
    refuses(
      'value-one-octet',
      'a signature of one octet',
      value,
      changed(() => Buffer.from([1])),
    ),
    refuses('value-false-name', 'a signature with SHA-256 under the name of SHA-512', value, {
      signing: { breaking: { sign: withHash('sha256') }, algorithm: 'rsa-sha512' },
    }),
    refuses('pss-salt-20', 'PSS whose salt is shorter than the hash', value, {
      spec: 'RFC 6931 2.3.10',
      ...madeBy(withSalt(20), 'rsa-pss-sha256'),
    }),
    refuses('pss-salt-0', 'PSS without salt', value, {
      spec: 'RFC 6931 2.3.10',
      signing: { algorithm: 'rsa-pss-sha256', breaking: { sign: (octets) => withSalt(0).make(octets) } },
    }),
    refuses('pss-named-pkcs1', 'PSS under the name of PKCS #1 v1.5', value, madeBy(withSalt(32), 'rsa-sha256')),
    refuses('pkcs1-named-pss', 'PKCS #1 v1.5 under the name of PSS', value, {
      signing: { algorithm: 'rsa-pss-sha256', breaking: { sign: withHash('sha256') } },
    }),
    refuses('ecdsa-der', 'ECDSA in DER, where XML has both numbers side by side', value, {
      spec: 'XML Signature 6.4.3',
      ...madeBy(inDer(), 'ecdsa-sha256', 'idp-p256'),
    }),
    refuses('ecdsa-zero', 'ECDSA of two zeros', value, {
      ...elliptic,
      signing: { key: 'idp-p256', breaking: { sign: () => new Uint8Array(64) } },
      source: 'CVE-2022-21449',
    }),
    refuses('ecdsa-other-curve', 'ECDSA by a key on another curve', value, {
      signing: { key: 'idp-p384', algorithm: 'ecdsa-sha256' },
      parties: 'idp-p256',
    }),
    refuses('ed25519-truncated', 'half an Ed25519 signature', value, {
      ...changed((octets) => octets.subarray(0, 32)),
      parties: 'idp-ed25519',
      signing: {
        key: 'idp-ed25519',
        breaking: { signatureValue: (base64) => Buffer.from(base64, 'base64').subarray(0, 32).toString('base64') },
      },
    }),
  ];
}

function withHash(hash: string): (octets: Uint8Array) => Uint8Array {
  return (octets) => sign(hash, octets, privateKeyNamed('idp'));
}

/** A way to sign that differs each time, and how to tell that a value was made so. */
interface Way {
  readonly make: (octets: Uint8Array) => Uint8Array;
  readonly isGood: (octets: Uint8Array, value: Uint8Array) => boolean;
}

function withSalt(saltLength: number): Way {
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return {
    make: (octets) => sign('sha256', octets, { key: privateKeyNamed('idp'), ...options }),
    isGood: (octets, value) => verify('sha256', octets, { key: createPublicKey(privateKeyNamed('idp')), ...options }, value),
  };
}

function inDer(): Way {
  return {
    make: (octets) => sign('sha256', octets, privateKeyNamed('idp-p256')),
    isGood: (octets, value) => verify('sha256', octets, createPublicKey(privateKeyNamed('idp-p256')), value),
  };
}

/** Signed in a way of its own; the value is put in afterwards, since it is kept from what the vector was. */
function madeBy({ make, isGood }: Way, algorithm: string, key: KeyName = 'idp'): DsigOptions {
  const again = (workshop: Workshop, xml: string, octets: Uint8Array) => {
    const value = workshop.keep(
      (kept) => isGood(octets, kept),
      () => make(octets),
    );
    return xml.replace(marker, Buffer.from(value).toString('base64'));
  };
  let seen: Uint8Array = new Uint8Array();
  const signs = (octets: Uint8Array) => {
    seen = octets;
    return Buffer.from(marker, 'base64');
  };
  return { parties: key, signing: { key, algorithm, breaking: { sign: signs } }, after: (xml, workshop) => again(workshop, xml, seen) };
}
