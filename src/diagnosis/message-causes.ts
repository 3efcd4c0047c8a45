import type { CauseRow, MessageCause } from './cause.ts';

/** Why an answer could not be read or verified, why there is nobody to hold it against, or why no login could begin. */
export const messageCauses: Readonly<Record<MessageCause, CauseRow>> = {
  binding: {
    what: () =>
      'The answer came by another binding than the one that is announced for this address. By redirect none is taken: every log keeps it.',
    remedies: [
      { side: 'provider', action: 'have it answer by the binding that our metadata names, most often HTTP-POST.', at: ['binding'] },
      { side: 'ours', action: 'look whether our metadata or the request asks for another binding than HTTP-POST.' },
    ],
  },
  damaged: {
    what: ({ actual }) => `The answer did not arrive as it was sent: it is cut off, or was written anew on the way (${actual}).`,
    remedies: [
      {
        side: 'between',
        action: 'look for what limits the size of a posted form or rewrites it: a proxy, a firewall, whoever copied it by hand.',
      },
      { side: 'ours', action: 'see to it that the whole body of the POST is read, and decoded as a form just once.' },
      { side: 'provider', action: 'look there whether the sign-in itself went well; fewer groups make a smaller answer.', at: ['log'] },
    ],
  },
  'no-message': {
    what: () => 'What came in holds no SAMLResponse, or holds it in a way that can be understood twice.',
    remedies: [
      { side: 'ours', action: 'see to it that our address gets the body of the POST as the browser sent it.' },
      { side: 'provider', action: 'see that it answers to this address, and by SAML 2.0.', at: ['replyUrl'] },
    ],
  },
  'another-message': {
    what: ({ actual }) => `This is no answer to a login by SAML 2.0, but another message (${actual}).`,
    remedies: [
      { side: 'provider', action: 'see that answers to logins, and nothing else, are sent to this address.', at: ['replyUrl'] },
      { side: 'ours', action: 'look which of our addresses got it: messages about logout have one of their own.' },
    ],
  },
  'no-answer': {
    what: () => 'The provider has no answer for the artifact that the browser brought.',
    remedies: [
      { side: 'person', action: 'begin again: an artifact counts for minutes, and once.' },
      {
        side: 'provider',
        action: 'if every artifact is unknown, see that it knows us, and that all of its processes know the artifacts of each.',
        at: ['log'],
      },
      { side: 'ours', action: 'sign requests, or show our certificate, as it wants to know us.' },
    ],
  },
  'odd-message': {
    what: ({ actual }) => `The answer is not as the standard has it (${actual}).`,
    remedies: [
      { side: 'provider', action: 'report it to those who make it; look there what was changed last.', at: ['log'] },
      { side: 'between', action: 'look whether something on the way changes messages.' },
    ],
  },
  'another-provider': {
    what: ({ sender, provider, difference }) => `The answer is from ${sender}, and what is configured here is ${provider}.${difference}`,
    remedies: [
      { side: 'ours', action: 'give the metadata of the provider, tenant or realm that people really sign in at.', at: ['metadata'] },
      {
        side: 'provider',
        action: 'or have people sign in at the one that is configured here: compare what it calls itself.',
        at: ['issuer'],
      },
      { side: 'ours', action: 'or, where both are the same provider under two names, name the other one in `issuer`.' },
    ],
  },
  certificate: {
    what: ({ product, key }) =>
      `The answer was signed with a key that is not in the metadata we have of ${product}${key}: it has a new certificate.`,
    remedies: [
      {
        side: 'ours',
        action: 'read its metadata again, or take over its new certificate, once somebody has compared the fingerprint.',
        at: ['metadata', 'certificates'],
      },
      { side: 'provider', action: 'look which certificate is the active one.', at: ['certificates'] },
    ],
  },
  'unconfirmed-key': {
    what: ({ product, key }) => `${product} has a new certificate, and nobody has confirmed it here yet${key}.`,
    remedies: [{ side: 'ours', action: 'compare the fingerprint with the one that is shown there, and confirm it.', at: ['certificates'] }],
  },
  altered: {
    what: ({ product }) => `The answer was changed after ${product} had signed it.`,
    remedies: [
      {
        side: 'between',
        action: 'look for what rewrites forms on the way: a proxy, a filter, an extension of the browser. Else it was forged.',
      },
      { side: 'provider', action: 'look there whether this sign-in is known at all.', at: ['log'] },
    ],
  },
  wrapped: {
    what: ({ actual }) => `The signature does not cover what it stands in (${actual}). That is what forged answers look like.`,
    remedies: [
      {
        side: 'provider',
        action: 'look there whether this sign-in is known at all; if it is, report the answer to those who make it.',
        at: ['log'],
      },
    ],
  },
  unsigned: {
    what: () => 'Nothing in the answer is signed, so that anybody could have written it.',
    remedies: [{ side: 'provider', action: 'have it sign its answers.', at: ['signing'] }],
  },
  'signed-elsewhere': {
    what: ({ actual }) => `Another part of the answer is signed than the one that is demanded here (${actual}).`,
    remedies: [
      { side: 'provider', action: 'have it sign both, the assertion and the response.', at: ['signing'] },
      { side: 'ours', action: 'or demand no more than it signs by `wantSigned`; either signature covers all that is read.' },
    ],
  },
  sha1: {
    what: () => 'The answer is signed with SHA-1, for which forged signatures can be made.',
    remedies: [
      { side: 'provider', action: 'have it sign with SHA-256.', at: ['signatureAlgorithm'] },
      { side: 'ours', action: 'or, until it can, pardon this one provider `signature.sha1`.' },
    ],
  },
  'signature-algorithm': {
    what: ({ actual }) => `The answer is signed in a way that is not taken here (${actual}).`,
    remedies: [
      { side: 'provider', action: 'have it sign with RSA or ECDSA and SHA-256.', at: ['signatureAlgorithm'] },
      { side: 'ours', action: 'look whether `blockedAlgorithms` names what it uses.' },
    ],
  },
  'short-key': {
    what: ({ product }) => `${product} signs with an RSA key of fewer than 2048 bits.`,
    remedies: [
      { side: 'provider', action: 'have it make a new certificate with 2048 bits or more.', at: ['certificates'] },
      { side: 'ours', action: 'or, until it has, pardon this one provider `key.rsa-1024`.' },
    ],
  },
  'no-decryption-key': {
    what: () => 'The assertion is encrypted, and there is no key here to open it with.',
    remedies: [
      {
        side: 'ours',
        action: 'give the private key in `decryption` that belongs to the certificate which is entered there.',
        at: ['encryption'],
      },
      { side: 'provider', action: 'or have it encrypt no assertions: they travel by TLS anyway.', at: ['encryption'] },
    ],
  },
  'another-decryption-key': {
    what: () => 'The assertion is encrypted for a key that is not ours, was changed, or is not signed within as it must be.',
    remedies: [
      { side: 'provider', action: 'enter our current encryption certificate there, the one in our metadata.', at: ['encryption'] },
      { side: 'ours', action: 'or list the older private key in `decryption`, too, until that is done.' },
      { side: 'ours', action: 'if both are right, read its metadata again: the signature within may be by a new key.', at: ['metadata'] },
    ],
  },
  'encryption-algorithm': {
    what: ({ actual }) => `The assertion is encrypted in a way that is not taken here (${actual}).`,
    remedies: [{ side: 'provider', action: 'have it encrypt with AES-GCM, and the key with RSA-OAEP.', at: ['encryption'] }],
  },
  unencrypted: {
    what: () => 'The assertion is not encrypted, and that is demanded here.',
    remedies: [
      { side: 'provider', action: 'enter our encryption certificate there, and switch encryption on.', at: ['encryption'] },
      { side: 'ours', action: 'or do without `requireEncryption`.' },
    ],
  },
  'metadata-expired': {
    what: ({ product }) => `The metadata that we have of ${product} is out of date.`,
    remedies: [{ side: 'ours', action: 'read it again.', at: ['metadata'] }],
  },
  'not-metadata': {
    what: ({ actual }) => `What was given as metadata is none of the provider (${actual}).`,
    remedies: [
      { side: 'ours', action: 'give the metadata itself, and not a page about it or the metadata of a service.', at: ['metadata'] },
    ],
  },
  'unusable-metadata': {
    what: ({ actual, product }) => `The metadata of ${product} cannot be used (${actual}).`,
    remedies: [
      {
        side: 'provider',
        action: 'have it publish metadata of today, with a certificate for signing and addresses with https.',
        at: ['metadata'],
      },
      { side: 'ours', action: 'look with `signon metadata` at what it says.' },
    ],
  },
  unreachable: {
    what: ({ actual }) => `What is asked for at the provider cannot be had: ${actual}.`,
    remedies: [
      {
        side: 'ours',
        action: 'open that address from this machine: name, proxy, certificates, and that it is the document itself.',
        at: ['metadata'],
      },
      { side: 'between', action: 'let this machine out to it, by the proxy if there is one.' },
    ],
  },
  'set-up': {
    what: ({ actual }) => `As it is set up here no login can begin: ${actual}.`,
    remedies: [
      { side: 'ours', action: 'change the option that it names.' },
      { side: 'provider', action: 'see that its metadata has what we use, and read it again.', at: ['metadata'] },
    ],
  },
};
