import { addressProblem } from '../core/options.ts';
import { type Mismatch, notApplicable, type Rule } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { leastRsaBits } from '../crypto/keys.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse } from '../xml/element.ts';
import { type Inspected, type InspectedEndpoint, type InspectedKey, isTrue } from './inspected.ts';
import { namespaces } from './names.ts';

/** What metadata is held against. */
export interface InspectionContext {
  readonly now: Date;
  /** What came of looking for a signature by a key that is known from elsewhere; undefined where no such key was given. */
  readonly trust: 'verified' | { readonly refusal: string } | undefined;
  /** Why it would be refused as metadata of a provider; undefined where it would not be. */
  readonly refusal: string | undefined;
}

/** A demand on metadata. */
export type InspectionRule = Rule<Inspected, InspectionContext>;

/** What stands in the way of using metadata and of trusting the keys in it, whoever wrote it. */
export const soundnessRules: readonly InspectionRule[] = [
  {
    id: 'metadata.role',
    spec: 'SAMLMeta 2.4.1',
    check: ({ roles }) => (roles === 1 ? undefined : { expected: 'one role for SAML 2.0', actual: `${roles}` }),
  },
  {
    id: 'metadata.usable',
    spec: 'SAMLMeta 2.4.3',
    check: ({ role }, { refusal }) => {
      if (role !== 'identity-provider') return notApplicable;
      return refusal === undefined ? undefined : { expected: 'a provider that can be used', actual: refusal };
    },
  },
  {
    id: 'metadata.trust',
    spec: 'SAML2int SDP-MD02',
    check: (_, { trust }) => {
      if (trust === undefined) return notApplicable;
      return trust === 'verified' ? undefined : { expected: 'a signature by a key of trust', actual: trust.refusal };
    },
  },
  {
    id: 'metadata.expired',
    spec: 'SAMLMeta 2.3.2',
    check: ({ validUntil }, { now }) => {
      if (validUntil === undefined) return notApplicable;
      return now < validUntil ? undefined : { expected: `an end after ${now.toISOString()}`, actual: validUntil.toISOString() };
    },
  },
  {
    id: 'key.signing',
    spec: 'SAMLMeta 2.4.1.1',
    check: ({ role, descriptor, keys }) => {
      if (role !== 'identity-provider' && !isTrue(attribute(descriptor, 'AuthnRequestsSigned'))) return notApplicable;
      const able = keys.some(({ use, problem }) => use !== 'encryption' && problem === undefined);
      return able ? undefined : { expected: 'a key for signing that can be used', actual: 'none' };
    },
  },
  {
    // It is passed over as long as another is left.
    id: 'key.unreadable',
    spec: 'SAMLMeta 2.4.1.1',
    advisory: true,
    check: ({ keys }) =>
      only(
        'keys that can be used',
        keys.flatMap(({ problem }) => problem ?? []),
      ),
  },
  {
    id: 'key.rsa-1024',
    spec: 'SP 800-131A',
    check: ({ keys }) => only(`RSA keys of ${leastRsaBits} bits or more`, keys.filter(isShort).map(named)),
  },
  {
    // The key is what is trusted, whatever its certificate says; but some products look at the dates, and a date can be an oversight.
    id: 'certificate.dates',
    spec: 'SAML2int SDP-MD05',
    advisory: true,
    check: ({ keys }, { now }) =>
      only(`certificates that are valid on ${now.toISOString()}`, keys.filter((key) => !isValidOn(key, now)).map(named)),
  },
  {
    id: 'certificate.ending',
    spec: 'SAML2int SDP-MD05',
    advisory: true,
    check: ({ keys }, { now }) => {
      const soon = plusSeconds(now, soonSeconds);
      const ending = keys.filter((key) => isValidOn(key, now) && !isValidOn(key, soon));
      return only(`certificates that are still valid on ${soon.toISOString()}`, ending.map(named));
    },
  },
  {
    id: 'location.address',
    spec: 'SAMLMeta 2.2.2',
    check: ({ endpoints }) =>
      only(
        'addresses of the web',
        locations(endpoints).filter((one) => addressProblem(one, { http: true }) !== undefined),
      ),
  },
  {
    id: 'location.http',
    spec: 'SAML2int SDP-SP09',
    check: ({ endpoints }) =>
      only(
        'addresses with TLS',
        locations(endpoints).filter((one) => /^http:/i.test(one) && addressProblem(one) !== undefined),
      ),
  },
  {
    id: 'endpoint.index',
    spec: 'SAMLMeta 2.2.3',
    check: ({ endpoints }) => only('endpoints of one kind with an index each', repeated(endpoints)),
  },
  {
    id: 'algorithm.weak',
    spec: 'Federation Interoperability IIP-ALG08',
    advisory: true,
    check: ({ entity, descriptor }) =>
      only(
        'algorithms that are not broken',
        algorithmsOf(entity, descriptor).filter((uri) => broken.test(uri)),
      ),
  },
];

/** What is against a rule that wants only things of one kind; nothing is against it where there are no others. */
export function only(expected: string, others: readonly string[]): Mismatch | undefined {
  // A list of a hundred thousand would be cut anyway.
  return others.length === 0 ? undefined : { expected: `only ${expected}`, actual: others.slice(0, mostShown).join(', ') };
}

/** How a person can tell a key from the others. */
export function named({ kind, bits, fingerprint, certificate }: InspectedKey): string {
  const dates = certificate === undefined ? '' : `, ${day(certificate.notBefore)} to ${day(certificate.notAfter)}`;
  return `${kind ?? 'key'} of ${bits ?? 'unknown'} bits ${certificate?.fingerprint ?? fingerprint ?? ''}${dates}`;
}

function isShort({ kind, bits = 0 }: InspectedKey): boolean {
  return kind === 'rsa' && bits < leastRsaBits;
}

/** True for a bare key, too, which has no dates. */
function isValidOn({ certificate }: InspectedKey, instant: Date): boolean {
  return certificate === undefined || (certificate.notBefore <= instant && instant <= certificate.notAfter);
}

/** A certificate may have a date that no calendar has. */
function day(instant: Date): string {
  return Number.isNaN(instant.getTime()) ? 'no date' : instant.toISOString().slice(0, 10);
}

function locations(endpoints: readonly InspectedEndpoint[]): readonly string[] {
  return endpoints.flatMap(({ location, responseLocation }) => (responseLocation === undefined ? location : [location, responseLocation]));
}

function repeated(endpoints: readonly InspectedEndpoint[]): readonly string[] {
  const seen = new Set<string>();
  return endpoints.flatMap(({ service, index }) => {
    const name = `${service} ${index}`;
    if (index === undefined || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return name;
  });
}

/** What it says that it verifies and decrypts, by URI. */
function algorithmsOf(entity: Element, descriptor: Element): readonly string[] {
  const extensions = [entity, descriptor].flatMap((each) => childrenNamed(each, namespaces.metadata, 'Extensions'));
  const announced = extensions.flatMap(childElements).filter(({ namespace }) => namespace === namespaces.alg);
  const keys = childrenNamed(descriptor, namespaces.metadata, 'KeyDescriptor');
  const methods = keys.flatMap((key) => childrenNamed(key, namespaces.metadata, 'EncryptionMethod'));
  return [...announced, ...methods].map((element) => collapse(attribute(element, 'Algorithm') ?? ''));
}

const broken = /#(?:md5|sha1|(?:rsa|hmac)-md5|(?:rsa|dsa|ecdsa|hmac)-sha1|rsa-1_5|tripledes-cbc)$/;
/** What an administrator needs to have a new certificate signed and made known. */
const soonSeconds = 30 * 86_400;
const mostShown = 20;
