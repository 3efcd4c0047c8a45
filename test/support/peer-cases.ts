import type { Pardon } from '../../src/saml/pardons.ts';

/** How a case of another project comes out here, and why. */
interface Decision {
  /** The code, or the rules that fail; empty where it is accepted. */
  readonly refusedBy: readonly string[];
  readonly why: string;
  /** Which entity is meant, where metadata holds several. */
  readonly entityId?: string;
  /** What makes it accepted. */
  readonly pardon?: Pardon;
}

/** The classes of reasons of the index, as codes and rules of ours. */
export const classes: Readonly<Record<string, readonly string[]>> = {
  xml: ['xml.syntax', 'xml.encoding', 'xml.character', 'xml.entity', 'xml.namespace', 'xml.attribute', 'xml.instruction'],
  dtd: ['xml.doctype'],
  structure: ['saml.structure', 'saml.value', 'signature.profile', 'message.kind'],
  version: ['response.version', 'assertion.version'],
  status: ['provider.status', 'response.status'],
  signature: ['signature.value', 'signature.digest', 'signature.profile', 'signature.key'],
  'signature-missing': ['signature.missing'],
  'signature-wrapping': ['signature.profile', 'signature.missing'],
  algorithm: ['signature.algorithm'],
  decrypt: ['encryption.failed', 'encryption.profile', 'encryption.algorithm'],
  destination: ['response.destination', 'destination.missing'],
  // Where the element itself is missing, that is seen while reading.
  issuer: ['response.issuer', 'assertion.issuer', 'saml.structure'],
  audience: ['conditions.audience'],
  recipient: ['confirmation.recipient'],
  'in-response-to': ['response.in-response-to', 'confirmation.in-response-to'],
  'subject-confirmation': ['confirmation.bearer', 'confirmation.not-before', 'confirmation.not-on-or-after', 'confirmation.begun'],
  conditions: ['conditions.not-before', 'conditions.not-on-or-after', 'conditions.window', 'conditions.unknown'],
  time: [
    'conditions.not-before',
    'conditions.not-on-or-after',
    'confirmation.not-on-or-after',
    'confirmation.begun',
    'response.issue-instant',
    'assertion.issue-instant',
    'assertion.age',
    'unsolicited.age',
    'saml.time',
  ],
  'session-expired': ['session.not-on-or-after'],
  'multiple-assertions': ['response.assertions'],
  nameid: ['saml.structure'],
  attributes: ['saml.structure'],
  'metadata-signature': ['signature.value', 'signature.digest', 'signature.key', 'signature.missing'],
  'metadata-expired': ['metadata.expired'],
  'metadata-structure': ['metadata.document', 'metadata.key', 'metadata.entity', 'saml.structure', 'saml.value'],
  'metadata-role': ['metadata.role'],
};

/** The cases in which a stricter rule of ours decides; ten at the most. */
export const exceptions: Readonly<Record<string, Decision>> = {
  'crewjam-keyinfo-rsakeyvalue': {
    refusedBy: ['confirmation.not-before'],
    why: 'A bearer confirmation must have no NotBefore (SAMLProf 4.1.4.2); a provider that writes one needs the pardon of that name.',
    pardon: 'confirmation.not-before',
  },
  'crewjam-assertion-signed-only': {
    refusedBy: ['confirmation.not-before'],
    why: 'The same provider.',
    pardon: 'confirmation.not-before',
  },
  'ruby-enc-aes128': {
    refusedBy: ['encryption.failed'],
    why: 'Within the ciphertext the signature is made with SHA-1, which the index does not list among the old algorithms of this case.',
    pardon: 'signature.sha1',
  },
  'ruby-enc-aes256': {
    refusedBy: ['encryption.failed'],
    why: 'The same within AES-256.',
    pardon: 'signature.sha1',
  },
  'md-openid-signed': {
    refusedBy: ['metadata.role'],
    why: 'Its signature verifies, but it is the metadata of a service provider, and identityProvider reads those of identity providers.',
  },
  'md-ukfederation': {
    refusedBy: ['metadata.entity'],
    why: 'All its identity providers speak SAML 1.1 alone: there is none to be read.',
  },
};

/** The cases that the index leaves to a policy, with ours. */
export const decisions: Readonly<Record<string, Decision>> = {
  'py3-without-inresponseto': {
    refusedBy: ['assertion.age', 'unsolicited.age', 'confirmation.in-response-to'],
    why: 'The signed confirmation names a request while nobody asked: an answer to somebody else. It is also long out of date.',
  },
  'py3-nested-nameid-values': {
    refusedBy: ['signature.value'],
    why: 'The index has it for its attributes alone; no key that it gives has signed it.',
  },
  'samael-idp2-rsa-sha1': {
    refusedBy: [],
    why: 'Accepted, since the run pardons SHA-1; without that it is refused by signature.algorithm.',
  },
  'md-multi-entities': {
    refusedBy: ['metadata.expired'],
    why: 'What has expired is not used, whatever it says (SAMLMeta 2.3.1).',
    entityId: 'https://foo.example.com/access/saml/idp.xml',
  },
  'md-skolfederation': {
    refusedBy: ['metadata.expired'],
    why: 'What has expired is not used, whatever it says (SAMLMeta 2.3.1).',
    entityId: 'http://fs.ale.se/adfs/services/trust',
  },
  'md-sambi': {
    refusedBy: ['metadata.expired'],
    why: 'What has expired is not used, whatever it says (SAMLMeta 2.3.1).',
    entityId: 'https://idp.maggie.bif.ost.se:9445/idp/saml',
  },
};
