import { SsoError } from '../core/errors.ts';
import { type Finding, failures, finding } from '../core/rules.ts';
import { readVerified, type Verified } from '../core/verified.ts';
import type { Document, Element } from '../xml/document.ts';
import { isElement } from '../xml/element.ts';
import { open, openVerified } from '../xmldsig/decrypt.ts';
import { type Encrypted, type Opening, readEncrypted } from '../xmldsig/encrypted.ts';
import type { Expectation } from './expectation.ts';
import { namespaces } from './names.ts';
import { notSigned, onlyAssertion, type SignedResponse, signedAsWanted, verifiedAssertion } from './signed-assertion.ts';
import { type Reading, structure } from './structure.ts';

/**
 * The assertion as signed, out of its ciphertext; undefined where a rule refuses the response before. A signature of the response covers the
 * ciphertext and is verified by now: then nothing is decrypted that somebody else has put there.
 *
 * @throws SsoError `assertion.encrypted` without a key of ours, `signature.missing`, and as `open`
 * @see SAMLCore 6.2
 */
export function openedAssertion(received: SignedResponse): Verified<Element> | undefined {
  const { document, response, expected, findings } = received;
  if (failures(findings).length > 0) return undefined;
  const opening = openingOf(expected);
  const { keys } = opening;
  if (keys.length === 0) throw new SsoError('assertion.encrypted', { reason: 'no-decryption-key' });
  const readContent = (within: Element): Encrypted => readEncrypted(onlyAssertion(within), opening);
  const sealed = response === undefined ? undefined : readVerified(response, readContent);
  const encrypted = sealed?.value ?? readContent(document.root);
  findings.push(authenticated(encrypted, received));
  if (failures(findings).length > 0) return undefined;
  if (response === undefined && !signedAsWanted(expected, ['assertion'])) throw notSigned(expected, []);
  // What is found within is told only when all of it is well.
  const inner: SignedResponse = { ...received, findings: [] };
  const read = (plain: Document, within?: () => Verified<Element>): Verified<Element> =>
    verifiedAssertion(plain, assertionIn(plain.root), within && (() => readVerified(within(), assertionIn)), inner);
  const around = onlyAssertion(document.root).scope;
  const verified = sealed === undefined ? open(encrypted, keys, read) : openVerified(sealed, around, keys, read);
  findings.push(...inner.findings);
  return verified;
}

function assertionIn(plain: Element): Element {
  if (!isElement(plain, namespaces.assertion, 'Assertion')) throw structure(plain, 'is no Assertion');
  return plain;
}

/** What opens the parts of a message of a provider that are encrypted for us; undefined where we have no key. */
export function openerOf(expected: Pick<Expectation, 'sp' | 'idp'>): NonNullable<Reading['open']> | undefined {
  const opening = openingOf(expected);
  if (opening.keys.length === 0) return undefined;
  return (wrapper, name) =>
    open(readEncrypted(wrapper, opening), opening.keys, ({ root }) => {
      if (!isElement(root, namespaces.assertion, name)) throw structure(root, `is no ${name}`);
      return root;
    });
}

/** What opens things that were encrypted for us by a provider. */
function openingOf({ sp, idp }: Pick<Expectation, 'sp' | 'idp'>): Opening {
  return { keys: sp.decryption, recipients: [sp.entityId, ...idp.audiences], blocked: sp.blockedAlgorithms };
}

/** CBC does not notice changes. Where no signature does so before, answers to changed ciphertexts can tell what the first one said. */
function authenticated({ algorithm }: Encrypted, { response, expected, trust }: SignedResponse): Finding {
  const verdict =
    algorithm.authenticated || response !== undefined
      ? undefined
      : { expected: 'AES-GCM, or a signature over the ciphertext', actual: `${algorithm.name} without such a signature` };
  const advisory = !expected.sp.requireAuthenticatedEncryption;
  return finding({ id: 'encryption.authenticated', spec: 'XMLEnc 6.1', advisory }, verdict, trust.pardons);
}
