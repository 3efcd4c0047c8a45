import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** What may be said of a certificate; everything has a default. */
export interface CertificateOptions {
  /** The common name of the subject. */
  readonly subject?: string;
  /** The same of the issuer; default: that of the subject. */
  readonly issuer?: string;
  readonly serial?: number;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Version 1: without the version field, and so without extensions. */
  readonly v1?: boolean;
  /** The names and IPv4 addresses of a server; none by default. */
  readonly names?: readonly string[];
  /** Another key to certify than the one that signs. */
  readonly publicKey?: KeyObject;
  /** Hashes and pads the signature of the certificate with SHA-1, as old ones are; RSA only. */
  readonly sha1?: boolean;
}

/** A certificate in the forms in which people have it. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly pem: string;
  /** Without armour and line breaks, as metadata and KeyInfo hold it. */
  readonly base64: string;
}

/** A certificate that a key has signed for itself. The same octets each time for RSA and Ed25519. */
export function selfSigned(
  privateKey: KeyObject,
  {
    subject = 'idp.example',
    issuer = subject,
    serial = 1,
    notBefore = new Date('2020-01-01T00:00:00Z'),
    notAfter = new Date('2049-12-31T23:59:59Z'),
    v1 = false,
    names = [],
    publicKey = createPublicKey(privateKey),
    sha1 = false,
  }: CertificateOptions = {},
): Certificate {
  const algorithm = signatureAlgorithm(privateKey, sha1);
  const named = (name: string) => sequence(tagged(0x31, sequence(oid(commonName), tagged(0x0c, Buffer.from(name)))));
  const signed = sequence(
    ...(v1 ? [] : [tagged(0xa0, integer(2))]),
    integer(serial),
    algorithm,
    named(issuer),
    sequence(time(notBefore), time(notAfter)),
    named(subject),
    publicKey.export({ format: 'der', type: 'spki' }),
    ...(names.length === 0
      ? []
      : [tagged(0xa3, sequence(sequence(oid(subjectAltName), tagged(0x04, sequence(...names.map(generalName))))))]),
  );
  const hash = privateKey.asymmetricKeyType === 'ed25519' ? null : sha1 ? 'sha1' : 'sha256';
  return certificate(sequence(signed, algorithm, tagged(0x03, Buffer.from([0]), sign(hash, signed, privateKey))));
}

/** Octets as PEM, in lines of 64 characters. */
export function pem(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** One DER value with that tag. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

/** A DER SEQUENCE. */
export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...contents);
}

/** A DER OBJECT IDENTIFIER. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function certificate(der: Uint8Array): Certificate {
  return { der, pem: pem(der, 'CERTIFICATE'), base64: Buffer.from(der).toString('base64') };
}

function signatureAlgorithm({ asymmetricKeyType }: KeyObject, sha1: boolean): Buffer {
  if (asymmetricKeyType === 'rsa') return sequence(oid(`1.2.840.113549.1.1.${sha1 ? 5 : 11}`), tagged(0x05));
  return sequence(oid(asymmetricKeyType === 'ed25519' ? '1.3.101.112' : '1.2.840.10045.4.3.2'));
}

function generalName(name: string): Buffer {
  return isIPv4(name) ? tagged(0x87, Buffer.from(name.split('.').map(Number))) : tagged(0x82, Buffer.from(name));
}

function integer(value: number): Buffer {
  const hexadecimal = value.toString(16);
  const octets = Buffer.from(hexadecimal.padStart(hexadecimal.length + (hexadecimal.length % 2), '0'), 'hex');
  // A leading bit of one would make it negative.
  return tagged(0x02, (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Buffer.from([0]), octets]));
}

/** RFC 5280 4.1.2.5: two digits for the year through 2049, four from 2050. */
function time(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]|\.\d+/g, '');
  return instant.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 + octets.length, ...octets];
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 + (rest % 128));
  return digits;
}

const commonName = '2.5.4.3';
const subjectAltName = '2.5.29.17';
