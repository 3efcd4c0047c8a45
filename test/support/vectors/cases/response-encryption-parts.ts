import {
  assertionXml,
  attributeStatementXml,
  attributeXml,
  authnStatementXml,
  clean,
  nameIdXml,
  responseXml,
  subjectXml,
} from '../../messages.ts';
import { changed, encryptionCases } from '../encrypted-case.ts';
import type { ResponseOptions } from '../response-case.ts';
import type { Case, Encrypting, Workshop } from '../workshop.ts';

const { accepts, refuses } = encryptionCases;
const email = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** Names and attributes that are encrypted within an assertion. */
export const responseEncryptionPartCases: readonly Case[] = [...names(), ...attributes()];

function names(): readonly Case[] {
  const bob = { subject: { value: 'bob@example.com', format: email } };
  return [
    accepts('encrypted-name', 'a name that is encrypted within the signed assertion', bob, named(nameIdXml('bob@example.com'))),
    accepts('encrypted-name-beside', 'its key beside it', bob, named(nameIdXml('bob@example.com'), { keys: 'beside-referred' })),
    accepts(
      'encrypted-name-cbc',
      'a name in AES-CBC, which the signature of the assertion covers',
      bob,
      named(nameIdXml('bob@example.com'), { algorithm: 'aes-128-cbc' }),
    ),
    accepts('encrypted-name-comment', 'a comment within the name never divides it', bob, named(nameIdXml('bob<!-- -->@example.com'))),
    accepts('encrypted-name-twice', 'a name that is encrypted within an encrypted assertion', bob, {
      message: (workshop) => {
        const nameId = workshop.encrypt(nameIdXml('bob@example.com'), 'EncryptedID');
        const assertion = workshop.sign(assertionXml({ subject: subjectXml(nameId) }));
        return responseXml({ assertions: [workshop.encrypt(assertion)] });
      },
    }),
    accepts(
      'encrypted-name-unopened',
      'an encrypted name, and no key to open it: nobody is named',
      { subject: null, noted: ['encryption.unopened'] },
      {
        ...named(nameIdXml('bob@example.com')),
        parties: 'sp idp',
      },
    ),
    refuses(
      'encrypted-name-other',
      'a name that is encrypted for somebody else',
      'encryption.failed',
      named(nameIdXml('bob'), { recipients: [{ key: 'stranger' }] }),
    ),
    refuses(
      'encrypted-name-rsa-1_5',
      'a name whose key is wrapped with PKCS #1 v1.5',
      'encryption.algorithm',
      named(nameIdXml('bob'), { recipients: [{ transport: 'rsa-1_5' }] }),
    ),
    refuses(
      'encrypted-name-changed',
      'one bit of an encrypted name',
      'encryption.failed',
      named(nameIdXml('bob'), { breaking: { content: changed(20) } }),
    ),
    refuses(
      'encrypted-name-attribute',
      'an attribute in place of a name',
      'encryption.failed',
      named(attributeXml('mail', ['bob@example.com'])),
    ),
    refuses('encrypted-name-assertion', 'an assertion in place of a name', 'encryption.failed', named(assertionXml({ id: '_name' }))),
    refuses('encrypted-name-two', 'two names', 'encryption.failed', named(`${nameIdXml('bob')}${nameIdXml('mallory')}`)),
    refuses('encrypted-name-doctype', 'a name with a document type', 'encryption.failed', named(`<!DOCTYPE x>${nameIdXml('bob')}`)),
    refuses(
      'encrypted-name-beside-plain',
      'an encrypted name and one that is not',
      'saml.structure',
      named(nameIdXml('bob'), {}, nameIdXml('mallory@example.com')),
    ),
    refuses(
      'encrypted-name-content',
      'the content of a name in place of the name',
      'encryption.profile',
      named('bob', { type: 'http://www.w3.org/2001/04/xmlenc#Content' }),
    ),
    refuses('encrypted-name-put-in', 'an encrypted name that was put into the signed assertion', 'signature.digest', {
      message: (workshop) => {
        const evil = workshop.encrypt(nameIdXml('mallory@example.com'), 'EncryptedID');
        return workshop.sign(responseXml(), { id: clean.assertionId }).replace(/<saml:NameID[\s\S]*<\/saml:NameID>/, evil);
      },
    }),
  ];
}

function attributes(): readonly Case[] {
  const groups = attributeXml('groups', ['staff', 'admins']);
  const both = {
    attributes: [
      ['mail', ['alice@example.com']],
      ['groups', ['staff', 'admins']],
    ],
  };
  return [
    accepts('encrypted-attribute', 'an encrypted attribute behind one that is not', both, holding(groups)),
    accepts('encrypted-attribute-cdata', 'its text in a CDATA section', both, holding(groups.replace('>staff<', '><![CDATA[staff]]><'))),
    accepts(
      'encrypted-attribute-merged',
      'an encrypted attribute with the name of one that is not',
      { attributes: [['mail', ['alice@example.com', 'a@example.com']]] },
      holding(attributeXml('mail', ['a@example.com'])),
    ),
    accepts(
      'encrypted-attribute-unopened',
      'an encrypted attribute, and no key to open it',
      { attributes: [['mail', ['alice@example.com']]], noted: ['encryption.unopened'] },
      {
        ...holding(groups),
        parties: 'sp idp',
      },
    ),
    refuses(
      'encrypted-attribute-other',
      'an attribute that is encrypted for somebody else',
      'encryption.failed',
      holding(groups, { recipients: [{ key: 'stranger' }] }),
    ),
    refuses('encrypted-attribute-name', 'a name in place of an attribute', 'encryption.failed', holding(nameIdXml('bob'))),
    refuses(
      'encrypted-attribute-statement',
      'a whole statement in place of an attribute',
      'encryption.failed',
      holding(attributeStatementXml()),
    ),
    refuses(
      'encrypted-attribute-changed',
      'one bit of an encrypted attribute',
      'encryption.failed',
      holding(groups, { breaking: { content: changed(-1) } }),
    ),
    refuses(
      'encrypted-attribute-nameless',
      'an encrypted attribute without name',
      'saml.structure',
      holding(groups.replace(' Name="groups"', '')),
    ),
    refuses(
      'encrypted-attribute-triple-des',
      'an attribute in Triple DES',
      'encryption.algorithm',
      holding(groups, { algorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' }),
    ),
  ];
}

/** An assertion whose subject has an encrypted identifier, and perhaps another one. */
function named(plain: string, options: Encrypting = {}, beside = ''): ResponseOptions {
  return signed((encrypt) => assertionXml({ subject: subjectXml(`${encrypt(plain, 'EncryptedID', options)}${beside}`) }));
}

/** An assertion with an encrypted attribute behind a plain one. */
function holding(plain: string, options: Encrypting = {}): ResponseOptions {
  return signed((encrypt) => {
    const statement = attributeStatementXml([attributeXml('mail', ['alice@example.com']), encrypt(plain, 'EncryptedAttribute', options)]);
    return assertionXml({ statements: [authnStatementXml(), statement] });
  });
}

function signed(assertion: (encrypt: Workshop['encrypt']) => string): ResponseOptions {
  return {
    message: (workshop) => {
      const whole = responseXml({ assertions: [assertion((...all) => workshop.encrypt(...all))] });
      return workshop.sign(whole, { id: clean.assertionId });
    },
  };
}
