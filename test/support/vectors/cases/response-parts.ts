import {
  assertionXml,
  attributeStatementXml,
  attributeXml,
  authnStatementXml,
  bearerXml,
  clean,
  issuerXml,
  later,
  nameIdXml,
  subjectXml,
} from '../../messages.ts';
import { type ResponseOptions, responseCases, rule } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLCore 2.3.3', flags: 'shape' });
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** What an assertion cannot be without, and how long what it says may be. */
export const responsePartCases: readonly Case[] = [...missing(), ...lengths(), ...names()];

function missing(): readonly Case[] {
  const without = (part: 'id' | 'version' | 'issueInstant'): ResponseOptions => ({ sign: 'response', assertion: { [part]: null } });
  return [
    refuses('assertion-id-missing', 'an assertion without ID', 'saml.structure', without('id')),
    refuses('assertion-version-missing', 'an assertion without version', 'saml.structure', without('version')),
    refuses(
      'assertion-issue-instant-missing',
      'an assertion that does not say when it was made',
      'saml.structure',
      without('issueInstant'),
    ),
    refuses('assertion-saml-1', 'an assertion of SAML 1.1 within a response of 2.0', 'saml.structure', {
      spec: 'SAMLCore 4.1.3.3',
      sign: 'response',
      response: { assertions: [assertionXml().replaceAll('SAML:2.0:assertion', 'SAML:1.0:assertion')] },
    }),
    refuses('subject-missing', 'statements about nobody', rule('confirmation.bearer'), {
      spec: 'SAMLCore 2.7.2, 2.7.3',
      assertion: { subject: null },
    }),
    refuses('doctype', 'a document type before the response', 'xml.doctype', {
      spec: 'SAMLCore 3.1',
      flags: 'doctype',
      after: (text) => `<!DOCTYPE samlp:Response>${text}`,
    }),
    refuses(
      'confirmation-window',
      'a bearer whose time ends as it begins, which the tolerance alone would let pass',
      rule('confirmation.window'),
      {
        spec: 'SAMLCore 2.4.1.2',
        flags: 'rule',
        parties: 'sp idp-pardoned-confirmation-not-before',
        assertion: { subject: subjectXml(undefined, [bearerXml({ NotBefore: later(60), NotOnOrAfter: later(60) })]) },
      },
    ),
  ];
}

/** SAML2int and its siblings have implementations take texts of 256 characters, of any kind that XML allows. */
function lengths(): readonly Case[] {
  const text = 'a\u00E9e\u0301\u0085\u009F\u200D\uD7FF\uE000\uFFFD\u{1F600}\u{10FFFF}&<>"\''.repeat(20);
  const longest = [...text].slice(0, 256).join('');
  const written = longest.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return [
    accepts(
      'longest-texts',
      'texts of 256 characters of every kind come out as they are',
      {
        subject: { value: longest, format: persistent },
        attributes: [[longest, [longest]]],
        sessionIndex: longest,
      },
      {
        spec: 'SAMLCore 8.3.7',
        flags: 'text',
        assertion: {
          subject: subjectXml(nameIdXml(written, { Format: persistent })),
          statements: [authnStatementXml({ SessionIndex: longest }), attributeStatementXml([attributeXml(longest, [written])])],
        },
      },
    ),
    accepts(
      'name-id-long',
      'a persistent name of 257 characters is noted',
      { subject: { value: 'a'.repeat(257), format: persistent }, noted: ['subject.length'] },
      {
        spec: 'SAMLCore 8.3.7',
        flags: 'name-id',
        assertion: { subject: subjectXml(nameIdXml('a'.repeat(257), { Format: persistent })) },
      },
    ),
  ];
}

function names(): readonly Case[] {
  const affiliation = 'https://affiliation.example/';
  const named = (attributes: Readonly<Record<string, string>>, pending: object): ResponseOptions => ({
    spec: 'SAMLCore 3.4.1.1',
    flags: 'name-id',
    assertion: { subject: subjectXml(nameIdXml('p-1', { Format: persistent, ...attributes })) },
    pending,
  });
  const subject = { value: 'p-1', format: persistent };
  return [
    accepts(
      'assertion-issuer-qualified',
      'the name of an issuer with a qualifier, which the name of an entity has not, is noted',
      { issuer: clean.idp, noted: ['issuer.qualifiers'] },
      { spec: 'SAMLCore 8.3.6', flags: 'rule', assertion: { issuer: issuerXml(clean.idp, ' NameQualifier="https://idp.example/"') } },
    ),
    accepts(
      'subject-qualifiers-asked',
      'a name for the affiliation that was asked for',
      { subject: { ...subject, spNameQualifier: affiliation } },
      named({ SPNameQualifier: affiliation }, { spNameQualifier: affiliation }),
    ),
    accepts(
      'subject-qualifiers-asked-noted',
      'a name for us where one for an affiliation was asked for is noted',
      { subject: { ...subject, spNameQualifier: clean.sp }, noted: ['subject.qualifiers'] },
      named({ SPNameQualifier: clean.sp }, { spNameQualifier: affiliation }),
    ),
    accepts(
      'subject-asked-format-noted',
      'the expected name in another format is another name, which is noted',
      { subject, noted: ['subject.asked'] },
      { ...named({}, { subject: { value: 'p-1', format: 'urn:example:format' } }), spec: 'SAMLCore 3.3.4' },
    ),
    accepts(
      'subject-asked',
      'the name that was expected, to its last attribute',
      { subject: { ...subject, nameQualifier: clean.idp } },
      { ...named({ NameQualifier: clean.idp }, { subject: { ...subject, nameQualifier: clean.idp } }), spec: 'SAMLCore 3.3.4' },
    ),
  ];
}
