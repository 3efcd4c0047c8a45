import { clean, nameIdXml, subjectXml } from '../../messages.ts';
import { apart, evil, evilWith, forgedResponse, wrapped } from '../forging.ts';
import { responseCases, rule } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({
  spec: 'SAMLCore 5.4.2',
  flags: 'wrapping',
  source: 'Somorovsky et al., On Breaking SAML: Be Whoever You Want to Be, USENIX Security 2012',
});
const rubySaml = 'CVE-2024-45409';

/** What was signed is moved out of the way, and something else put where it is looked for. Only what was signed may ever come out. */
export const responseWrappingCases: readonly Case[] = [...numbered(), ...hidden(), ...moved()];

/** The eight forms as tools number them. */
function numbered(): readonly Case[] {
  return [
    refuses(
      'xsw-1',
      'a forged response whose signature holds the signed response',
      'signature.profile',
      wrapped(({ response }) => {
        const { rest, signature } = apart(response);
        return forgedResponse([signature.replace('</ds:SignatureValue>', `</ds:SignatureValue>${rest}`), evil()]);
      }),
    ),
    refuses(
      'xsw-2',
      'a forged response with the signature, and the signed response beside it',
      'signature.profile',
      wrapped(({ response }) => {
        const { rest, signature } = apart(response);
        return forgedResponse([rest, signature, evil()]);
      }),
    ),
    refuses(
      'xsw-3',
      'a forged assertion before the signed one',
      rule('response.assertions'),
      wrapped(({ assertion }) => forgedResponse([evil(), assertion])),
    ),
    refuses(
      'xsw-4',
      'the signed assertion within a forged one',
      'signature.missing',
      wrapped(({ assertion }) => forgedResponse([evil({ advice: assertion })])),
    ),
    refuses(
      'xsw-5',
      'a forged assertion with the signature, the signed one at the end',
      rule('response.assertions'),
      wrapped(({ assertion }) => {
        const { rest, signature } = apart(assertion);
        return forgedResponse([evilWith(signature), rest]);
      }),
    ),
    refuses(
      'xsw-6',
      'a forged assertion whose signature holds the signed one',
      'signature.profile',
      wrapped(({ assertion }) => {
        const { rest, signature } = apart(assertion);
        return forgedResponse([evilWith(signature.replace('</ds:SignatureValue>', `</ds:SignatureValue>${rest}`))]);
      }),
    ),
    accepts(
      'xsw-7',
      'a forged assertion in Extensions: only the signed one comes out',
      {},
      wrapped(({ assertion }) => forgedResponse([assertion], `<samlp:Extensions>${evil()}</samlp:Extensions>`)),
    ),
    refuses(
      'xsw-8',
      'a forged assertion whose signature has an Object with the signed one',
      'signature.profile',
      wrapped(({ assertion }) => {
        const { rest, signature } = apart(assertion);
        return forgedResponse([evilWith(signature.replace('</ds:Signature>', `<ds:Object>${rest}</ds:Object></ds:Signature>`))]);
      }),
    ),
  ];
}

/** Where schemas are open, anything may lie. */
function hidden(): readonly Case[] {
  const lying = (name: string, comment: string, forge: (assertion: string) => string, source?: string): Case =>
    refuses(`hidden-${name}`, comment, 'signature.profile', {
      ...wrapped(({ assertion }) => forge(assertion)),
      ...(source === undefined ? {} : { source }),
    });
  return [
    lying('extensions', 'the signed assertion in Extensions, its signature in a forged one', (assertion) => {
      const { rest, signature } = apart(assertion);
      return forgedResponse([evilWith(signature)], `<samlp:Extensions>${rest}</samlp:Extensions>`);
    }),
    lying(
      'status-detail',
      'the signed assertion in StatusDetail, its signature in a forged one',
      (assertion) => {
        const { rest, signature } = apart(assertion);
        return forgedResponse([evilWith(signature)], null, `<samlp:StatusDetail>${rest}</samlp:StatusDetail>`);
      },
      rubySaml,
    ),
    lying('advice', 'the signed assertion in the Advice of a forged one, which has a copy of the signature', (assertion) => {
      const { signature } = apart(assertion);
      return forgedResponse([evilWith(signature, { advice: `<saml:Advice>${apart(assertion).rest}</saml:Advice>` })]);
    }),
    lying('key-info', 'the signed assertion in the KeyInfo of its signature', (assertion) => {
      const { rest, signature } = apart(assertion);
      return forgedResponse([evilWith(signature.replace('</ds:Signature>', `<ds:KeyInfo>${rest}</ds:KeyInfo></ds:Signature>`))]);
    }),
    refuses(
      'hidden-encrypted-assertion',
      'the signed assertion under the name of an encrypted one, beside a forged one',
      rule('response.assertions'),
      wrapped(({ assertion }) => forgedResponse([evil(), `<saml:EncryptedAssertion>${assertion}</saml:EncryptedAssertion>`])),
    ),
    refuses(
      'hidden-encrypted-assertion-alone',
      'a plain assertion under the name of an encrypted one',
      'assertion.encrypted',
      wrapped(({ assertion }) => forgedResponse([`<saml:EncryptedAssertion>${assertion}</saml:EncryptedAssertion>`])),
    ),
    refuses('hidden-encrypted-id', 'a forged name beside an encrypted one', 'saml.structure', {
      assertion: { subject: subjectXml(`<saml:EncryptedID/>${nameIdXml('mallory@example.com')}`) },
      spec: 'SAMLCore 2.4.1',
    }),
    accepts(
      'hidden-in-advice',
      'a forged assertion in the Advice of the signed response’s own one is never looked at',
      {},
      { sign: 'response', assertion: { advice: `<saml:Advice>${evil()}</saml:Advice>` } },
    ),
    accepts(
      'hidden-in-status-detail',
      'a forged assertion in StatusDetail: only the signed one comes out',
      {},
      {
        ...wrapped(({ assertion }) => forgedResponse([assertion], null, `<samlp:StatusDetail>${evil()}</samlp:StatusDetail>`)),
        source: rubySaml,
      },
    ),
    refuses('hidden-forged-digest', 'a second digest in StatusDetail, and a forged assertion with the signature', 'signature.digest', {
      ...wrapped(({ assertion }) => {
        const { signature } = apart(assertion);
        const digest = '<ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">AAAA</ds:DigestValue>';
        return forgedResponse([evilWith(signature, { id: clean.assertionId })], null, `<samlp:StatusDetail>${digest}</samlp:StatusDetail>`);
      }),
      source: rubySaml,
    }),
    refuses(
      'hidden-response',
      'a forged response with the signed response in its Extensions',
      'signature.missing',
      wrapped(({ response }) => forgedResponse([evil()], `<samlp:Extensions>${response}</samlp:Extensions>`)),
    ),
  ];
}

/** The signature stands elsewhere than in what it covers. */
function moved(): readonly Case[] {
  return [
    refuses('moved-to-response', 'the signature of the assertion moved into the response', 'signature.profile', {
      after: (text) => {
        const { rest, signature } = apart(text);
        return rest.replace('<samlp:Status>', `${signature}<samlp:Status>`);
      },
    }),
    refuses('moved-to-assertion', 'the signature of the response moved into the assertion', 'signature.profile', {
      sign: 'response',
      after: (text) => {
        const { rest, signature } = apart(text);
        return rest.replace('<saml:Subject>', `${signature}<saml:Subject>`);
      },
    }),
    refuses('moved-to-subject', 'the signature deep in the assertion', 'signature.missing', {
      after: (text) => {
        const { rest, signature } = apart(text);
        return rest.replace('<saml:Subject>', `<saml:Subject>${signature}`);
      },
    }),
    refuses('moved-to-extensions', 'the signature in Extensions', 'signature.missing', {
      after: (text) => {
        const { rest, signature } = apart(text);
        return rest.replace('<samlp:Status>', `<samlp:Extensions>${signature}</samlp:Extensions><samlp:Status>`);
      },
    }),
    refuses('moved-whole-document', 'an assertion whose signature covers the whole document', 'signature.profile', {
      signing: { uri: '' },
    }),
    accepts('whole-document', 'a response whose signature covers the whole document', {}, { sign: 'response', signing: { uri: '' } }),
    accepts('signature-first', 'the signature before the issuer', {}, { signing: { position: 'first' } }),
    accepts('signature-last', 'the signature behind everything', {}, { signing: { position: 'last' } }),
    accepts(
      'response-renamed',
      'another ID of an envelope that is not signed changes nothing',
      {},
      { after: (text) => text.replace(clean.responseId, '_other') },
    ),
  ];
}
