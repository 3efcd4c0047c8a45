import { X509Certificate } from 'node:crypto';

/** What a person needs to know of a certificate to tell it from another. */
export interface CertificateDescription {
  /** The distinguished name, one attribute a line, as Node writes it. */
  readonly subject: string;
  readonly issuer: string;
  /** Upper-case hexadecimal. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 over the whole certificate, upper-case hexadecimal with colons, as browsers and administration pages show it. */
  readonly fingerprint: string;
}

/**
 * The public key within a certificate, as the octets of its SubjectPublicKeyInfo. Nothing else of the certificate counts: not its
 * dates, its issuer or its own signature (SAML V2.0 Metadata Interoperability Profile 2.6.1). Node's own reading of a whole
 * certificate takes longer than a signature check, so only the way to the key is walked here.
 *
 * @returns the octets, or undefined where this is no certificate
 * @see RFC 5280 4.1
 */
export function publicKeyOf(certificate: Uint8Array): Uint8Array | undefined {
  const [whole, ...rest] = valuesIn(certificate);
  const [signed] = whole?.tag === sequence && rest.length === 0 ? valuesIn(whole.content) : [];
  if (signed?.tag !== sequence) return undefined;
  const fields = valuesIn(signed.content);
  // version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
  const key = fields[fields[0]?.tag === version ? 6 : 5];
  return key?.tag === sequence ? key.whole : undefined;
}

/**
 * The octets of the RSAPublicKey (PKCS #1) within a SubjectPublicKeyInfo: OpenSSL reads these twenty times faster than what is around
 * them.
 *
 * @returns undefined where it is no plain RSA key
 * @see RFC 3279 2.3.1
 */
export function rsaKeyOf(spki: Uint8Array): Uint8Array | undefined {
  const [whole] = valuesIn(spki);
  const [algorithm, key] = whole?.tag === sequence ? valuesIn(whole.content) : [];
  const [identifier] = algorithm?.tag === sequence ? valuesIn(algorithm.content) : [];
  if (identifier?.tag !== objectIdentifier || key?.tag !== bitString || key.content[0] !== 0) return undefined;
  const plain = identifier.content.length === rsaEncryption.length && rsaEncryption.every((octet, at) => identifier.content[at] === octet);
  return plain ? key.content.subarray(1) : undefined;
}

/** Reads a certificate whole, for a report; about as costly as six signature checks. */
export function describeCertificate(certificate: Uint8Array): CertificateDescription | undefined {
  try {
    const { subject, issuer, serialNumber, validFrom, validTo, fingerprint256 } = new X509Certificate(certificate);
    return {
      subject,
      issuer,
      serial: serialNumber,
      notBefore: new Date(validFrom),
      notAfter: new Date(validTo),
      fingerprint: fingerprint256,
    };
  } catch {
    return undefined;
  }
}

/**
 * Those among certificates that have issued another one of them, to somebody of another name. A key that is exchanged may vouch for the next
 * one of its own name, which makes no authority of it. What is larger than certificates are is left unread.
 *
 * @see RFC 5280 3.2
 */
export function authoritiesAmong(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  const read = certificates.filter(({ length }) => length <= mostOctets).flatMap((der) => readable(der) ?? []);
  return read.filter((upper) => read.some((lower) => hasIssued(upper.certificate, lower.certificate))).map(({ der }) => der);
}

function readable(der: Uint8Array): { readonly der: Uint8Array; readonly certificate: X509Certificate } | undefined {
  try {
    return { der, certificate: new X509Certificate(der) };
  } catch {
    return undefined;
  }
}

/** Never by `checkIssued`: for that OpenSSL copies the name of the issuer once for each place where it may publish what it has revoked. */
function hasIssued(upper: X509Certificate, lower: X509Certificate): boolean {
  if (lower.issuer !== upper.subject || lower.subject === upper.subject) return false;
  try {
    return lower.verify(upper.publicKey);
  } catch {
    // With a key that cannot be used nothing has been signed that counts.
    return false;
  }
}

interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** The DER values side by side in these octets; none at all when they are not filled exactly, or hold more than what is read here has. */
function valuesIn(octets: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < octets.length; ) {
    const value = valueAt(octets, at);
    // Megabytes of empty values would become gigabytes of objects.
    if (value === undefined || values.length === mostValues) return [];
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function valueAt(octets: Uint8Array, start: number): DerValue | undefined {
  const first = octets[start + 1];
  if (first === undefined) return undefined;
  let length = first;
  let at = start + 2;
  if (first >= 0x80) {
    const more = first - 0x80;
    if (more < 1 || more > 3) return undefined;
    length = 0;
    for (; at < start + 2 + more; at += 1) length = length * 256 + (octets[at] ?? Number.NaN);
  }
  const end = at + length;
  if (!(end <= octets.length)) return undefined;
  // Sound: the length behind it was read.
  return { tag: octets[start] as number, content: octets.subarray(at, end), whole: octets.subarray(start, end) };
}

/** No certificate of a provider comes near it. */
const mostOctets = 16_384;
/** RFC 5280 4.1: a TBSCertificate has ten fields at most. */
const mostValues = 10;
const sequence = 0x30;
const version = 0xa0;
const objectIdentifier = 0x06;
const bitString = 0x03;
/** 1.2.840.113549.1.1.1 */
const rsaEncryption = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
