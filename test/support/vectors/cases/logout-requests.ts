import { logoutRequestXml, soapXml } from '../../logout-messages.ts';
import { assertionXml, clean, issuerXml, later, nameIdXml } from '../../messages.ts';
import { type LogoutOptions, logoutCases, rule } from '../logout-case.ts';
import type { Case, Encrypting } from '../workshop.ts';

const { asks, refusesRequest } = logoutCases({});
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const soap: LogoutOptions = { way: 'soap' };
const redirect: LogoutOptions = { way: 'redirect' };

/** What providers ask: whose sessions are to end, and which. */
export const logoutRequestCases: readonly Case[] = [
  ...ways(),
  ...rules(),
  ...times(),
  ...names(),
  ...encrypted(),
  ...shapes(),
  ...envelopes(),
  ...used(),
];

function ways(): readonly Case[] {
  return [
    asks('clean', 'a request in a form, signed within', {}, {}, { flags: 'binding' }),
    asks('clean-redirect', 'by redirect, with the signature of the query', {}, {}, { ...redirect, flags: 'binding', relayState: 'a b' }),
    asks('clean-soap', 'in a SOAP envelope, signed within', {}, {}, { ...soap, flags: 'binding' }),
  ];
}

function rules(): readonly Case[] {
  const elsewhere = 'https://other.example/slo';
  return [
    refusesRequest('version', 'of another version', rule('logout.version'), { version: '1.1' }),
    refusesRequest('version-newer', 'of a later version', rule('logout.version'), { version: '2.1' }),
    refusesRequest('destination', 'for another address', rule('logout.destination'), { destination: elsewhere }),
    refusesRequest(
      'destination-redirect',
      'for another address, by redirect',
      rule('logout.destination'),
      { destination: elsewhere },
      redirect,
    ),
    refusesRequest('destination-soap', 'for another address, by SOAP', rule('logout.destination'), { destination: elsewhere }, soap),
    refusesRequest('destination-prefix', 'for an address that only begins like ours', rule('logout.destination'), {
      destination: 'https://sp.example/saml/slo/',
    }),
    asks('destination-white-space', 'with white space around the address', {}, { destination: ' https://sp.example/saml/slo\n' }),
    refusesRequest('destination-missing', 'for no address, though signed', rule('destination.missing'), { destination: null }),
    refusesRequest('destination-missing-redirect', 'the same by redirect', rule('destination.missing'), { destination: null }, redirect),
    asks('destination-missing-soap', 'for no address, by SOAP, where no browser carries it', {}, { destination: null }, soap),
    asks(
      'destination-missing-pardoned',
      'for no address, where this provider is pardoned for it',
      { pardoned: ['destination.missing'] },
      { destination: null },
      { parties: 'sp-logout idp-pardoned-destination-missing' },
    ),
    refusesRequest('issuer', 'of another provider', rule('issuer.alias'), { issuer: issuerXml('https://other.example/saml') }),
    refusesRequest('issuer-slash', 'of a name with a slash more', rule('issuer.alias'), { issuer: issuerXml(`${clean.idp}/`) }),
    refusesRequest('issuer-case', 'of a name in capitals', rule('issuer.alias'), { issuer: issuerXml('https://IDP.example/saml') }),
    refusesRequest('issuer-missing', 'of nobody', rule('logout.issuer'), { issuer: null }),
    refusesRequest('issuer-format', 'of something else than an entity', rule('logout.issuer'), {
      issuer: issuerXml(clean.idp, ` Format="${persistent}"`),
    }),
    asks(
      'issuer-entity',
      'of an entity that says so',
      {},
      {
        issuer: issuerXml(clean.idp, ' Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity"'),
      },
    ),
    asks(
      'issuer-comment',
      'with a comment within the issuer',
      {},
      { issuer: issuerXml('https://idp<!-- -->.example/saml') },
      { flags: 'comment' },
    ),
    asks(
      'issuer-further',
      'of a further name of the provider',
      {},
      { issuer: issuerXml('https://alias.idp.example/') },
      {
        parties: 'sp-logout idp-alias',
      },
    ),
    asks(
      'issuer-pardoned',
      'of another name, where this provider is pardoned for it',
      { pardoned: ['issuer.alias'] },
      { issuer: issuerXml('https://login.idp.example/tenant/') },
      { parties: 'sp-logout idp-pardoned-issuer-alias' },
    ),
    refusesRequest(
      'issuer-missing-not-pardoned',
      'of nobody, which nothing pardons',
      rule('logout.issuer'),
      { issuer: null },
      {
        parties: 'sp-logout idp-pardoned-issuer-alias',
      },
    ),
  ];
}

function times(): readonly Case[] {
  const boundary: LogoutOptions = { flags: 'boundary' };
  return [
    asks(
      'issue-instant-last',
      'made as far in the future as clocks may be apart',
      {},
      { issueInstant: later(180), notOnOrAfter: null },
      boundary,
    ),
    refusesRequest(
      'issue-instant-beyond',
      'made further in the future',
      rule('logout.issue-instant'),
      { issueInstant: later(181) },
      boundary,
    ),
    asks('age-last', 'as old as it may be', {}, { issueInstant: later(-479) }, boundary),
    refusesRequest('age-beyond', 'older than it may be', rule('logout.age'), { issueInstant: later(-480) }, boundary),
    asks('not-on-or-after-last', 'at the end of its time', {}, { notOnOrAfter: later(-179) }, boundary),
    refusesRequest('not-on-or-after-beyond', 'after its time', rule('logout.not-on-or-after'), { notOnOrAfter: later(-180) }, boundary),
    asks('not-on-or-after-none', 'that says no end', {}, { notOnOrAfter: null }),
    refusesRequest('age-whatever-end', 'older than it may be, though it says a late end', rule('logout.age'), {
      issueInstant: later(-3_600),
      notOnOrAfter: '9999-12-31T23:59:59Z',
    }),
    refusesRequest(
      'instant-offset',
      'made in another time zone',
      'saml.time {"reason":"offset"}',
      { issueInstant: '2026-01-15T12:59:30+01:00' },
      {
        flags: 'time',
      },
    ),
    asks(
      'instant-offset-pardoned',
      'made in another time zone, where this provider is pardoned for it',
      { pardoned: ['time.offset'] },
      { issueInstant: '2026-01-15T12:59:30+01:00' },
      { flags: 'time', parties: 'sp-logout idp-pardoned-time-offset' },
    ),
    refusesRequest(
      'instant-impossible',
      'that ends on a day that there is not',
      'saml.time {"reason":"impossible"}',
      { notOnOrAfter: '2026-02-30T12:00:00Z' },
      {
        flags: 'time',
      },
    ),
  ];
}

function names(): readonly Case[] {
  const named: LogoutOptions = { flags: 'name-id' };
  const qualifiers = { NameQualifier: clean.idp, SPNameQualifier: clean.sp };
  return [
    asks(
      'name-qualified',
      'of a name with its qualifiers',
      { subject: { value: 'k1', format: persistent, nameQualifier: clean.idp, spNameQualifier: clean.sp } },
      {
        nameId: nameIdXml('k1', { Format: persistent, ...qualifiers }),
      },
      named,
    ),
    asks('name-bare', 'of a name that says nothing of itself', { subject: { value: 'k1' } }, { nameId: nameIdXml('k1', {}) }, named),
    asks('name-comment', 'with a comment within the name', {}, { nameId: nameIdXml('alice<!-- -->@example.com') }, { flags: 'comment' }),
    asks(
      'name-white-space',
      'of a name with white space around it, which belongs to it',
      { subject: { value: ' k1 ' } },
      { nameId: nameIdXml(' k1 ', {}) },
      named,
    ),
    refusesRequest('name-missing', 'of nobody', rule('logout.name-id'), { nameId: null }, named),
    refusesRequest(
      'name-base',
      'of somebody by a kind of name that nobody knows',
      rule('logout.name-id'),
      {
        nameId: '<saml:BaseID NameQualifier="x"/>',
      },
      named,
    ),
    refusesRequest('name-blank', 'of a blank name', 'saml.structure', { nameId: nameIdXml(' ') }, named),
    refusesRequest('name-empty', 'of an empty name', 'saml.structure', { nameId: nameIdXml('') }, named),
    refusesRequest(
      'name-element',
      'of a name with an element in it',
      'saml.structure',
      { nameId: nameIdXml('alice<x xmlns="urn:x"/>') },
      named,
    ),
    refusesRequest('name-twice', 'of two names', 'saml.structure', { nameId: `${nameIdXml()}${nameIdXml('mallory@example.com')}` }, named),
    asks('index-none', 'of all sessions of the person', { sessionIndexes: [] }, { indexes: [] }),
    asks('index-several', 'of several sessions', { sessionIndexes: ['a', 'b', '_session'] }, { indexes: ['a', 'b', '_session'] }),
    asks('index-most', 'of as many sessions as there may be', { sessionIndexes: numbered(100) }, { indexes: numbered(100) }),
    refusesRequest('index-many', 'of more sessions than anybody has', rule('logout.session-indexes'), { indexes: numbered(101) }),
    refusesRequest(
      'index-long',
      'of few sessions, each to be remembered with a name that is very long',
      rule('logout.session-indexes'),
      { nameId: nameIdXml('k'.repeat(10_000)), indexes: numbered(10) },
      named,
    ),
    refusesRequest('index-blank', 'of a session with a blank index', 'saml.structure', { indexes: ['  '] }, { flags: 'shape' }),
    refusesRequest(
      'index-before',
      'with the index before the name',
      'saml.structure',
      {
        nameId: `<samlp:SessionIndex>_session</samlp:SessionIndex>${nameIdXml()}`,
        indexes: [],
      },
      { flags: 'shape' },
    ),
  ];
}

function numbered(length: number): readonly string[] {
  return Array.from({ length }, (_, at) => `_${at}`);
}

function encrypted(): readonly Case[] {
  const spec = 'SAMLCore 2.2.4';
  const usual: LogoutOptions = { flags: 'encryption', spec };
  const plain = nameIdXml().replace('<saml:NameID', '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"');
  const sealed =
    (how: Encrypting = {}, what = plain) =>
    (workshop: Parameters<Case['message']>[0]) => ({
      nameId: workshop.encrypt(what, 'EncryptedID', how),
    });
  const changed = { breaking: { content: (octets: Uint8Array) => octets.map((octet, at) => (at === 20 ? octet ^ 1 : octet)) } };
  return [
    asks('encrypted', 'with an encrypted name', {}, sealed(), usual),
    asks('encrypted-next', 'with a name encrypted for our other key', {}, sealed({ recipients: [{ key: 'sp-next' }] }), usual),
    asks('encrypted-both', 'with a name encrypted for both', {}, sealed({ recipients: [{ key: 'idp-encryption' }, { key: 'sp' }] }), usual),
    asks('encrypted-redirect', 'with an encrypted name, by redirect', {}, sealed(), { ...usual, ...redirect }),
    asks('encrypted-soap', 'with an encrypted name, by SOAP', {}, sealed(), { ...usual, ...soap }),
    asks('encrypted-cbc', 'with a name in AES-CBC, under the signature of the request', {}, sealed({ algorithm: 'aes-128-cbc' }), usual),
    refusesRequest('encrypted-no-key', 'with an encrypted name, and we have no key', rule('logout.name-id'), sealed(), {
      ...usual,
      parties: 'sp-logout-no-key idp',
    }),
    refusesRequest(
      'encrypted-stranger',
      'with a name encrypted for somebody else',
      'encryption.failed',
      sealed({ recipients: [{ key: 'idp-encryption' }] }),
      usual,
    ),
    refusesRequest(
      'encrypted-changed',
      'with a ciphertext that was changed before it was signed',
      'encryption.failed',
      sealed(changed),
      usual,
    ),
    refusesRequest(
      'encrypted-assertion',
      'with something else than a name encrypted',
      'encryption.failed',
      sealed({}, assertionXml()),
      usual,
    ),
    refusesRequest(
      'encrypted-rsa-1-5',
      'with a key wrapped by PKCS #1 v1.5',
      'encryption.algorithm',
      sealed({ recipients: [{ transport: 'rsa-1_5' }] }),
      usual,
    ),
    refusesRequest(
      'encrypted-unsigned',
      'with an encrypted name and without a signature: nothing is opened',
      'signature.missing',
      sealed(),
      {
        ...usual,
        sign: 'none',
      },
    ),
  ];
}

function shapes(): readonly Case[] {
  const shape: LogoutOptions = { flags: 'shape' };
  return [
    asks('extensions', 'with extensions', {}, { extensions: '<samlp:Extensions><x xmlns="urn:x"/></samlp:Extensions>' }, shape),
    asks(
      'reason',
      'with a reason and a consent',
      {},
      {
        attributes: ' Reason="urn:oasis:names:tc:SAML:2.0:logout:user" Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified"',
      },
      shape,
    ),
    asks('attribute-foreign', 'with an attribute of another namespace', {}, { attributes: ' xmlns:x="urn:x" x:a="b"' }, shape),
    refusesRequest(
      'attribute-unknown',
      'with an attribute that the schema does not have',
      'saml.structure',
      { attributes: ' All="true"' },
      shape,
    ),
    refusesRequest(
      'element-unknown',
      'with an element that the schema does not have',
      'saml.structure',
      {
        extensions: '<samlp:Scope>all</samlp:Scope>',
      },
      shape,
    ),
    refusesRequest('text', 'with text between its elements', 'saml.structure', { extensions: 'all' }, shape),
    refusesRequest('id-missing', 'without an ID, by redirect', 'saml.structure', { id: null }, { ...shape, ...redirect }),
    refusesRequest('id-blank', 'with a blank ID', 'saml.structure', { id: ' ' }, { ...shape, ...redirect }),
    refusesRequest('version-missing', 'without a version', 'saml.structure', { version: null }, shape),
    refusesRequest('issue-instant-missing', 'that does not say when it was made', 'saml.structure', { issueInstant: null }, shape),
    refusesRequest(
      'kind',
      'for a login',
      'message.kind',
      {},
      {
        flags: 'kind',
        ...redirect,
        after: (xml) => xml.replaceAll('LogoutRequest', 'AuthnRequest'),
      },
    ),
    refusesRequest(
      'kind-namespace',
      'of another namespace',
      'message.kind',
      {},
      {
        flags: 'kind',
        ...redirect,
        after: (xml) => xml.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'),
      },
    ),
    refusesRequest('doctype', 'with a document type', 'xml.doctype', {}, { flags: 'doctype', after: (xml) => `<!DOCTYPE x>${xml}` }),
  ];
}

function envelopes(): readonly Case[] {
  const usual: LogoutOptions = { ...soap, flags: 'binding', spec: 'SAMLBind 3.2.2' };
  const within = (after: (signed: string) => string): LogoutOptions => ({ ...usual, after });
  const beside = (attribute: string): LogoutOptions => ({
    ...usual,
    message: (workshop) => soapXml(workshop.sign(logoutRequestXml()), `<s:Header><h xmlns="urn:h"${attribute}/></s:Header>`),
  });
  return [
    asks('soap-header', 'beside a header that need not be understood', {}, {}, beside('')),
    refusesRequest(
      'soap-two',
      'two requests in one body',
      'saml.structure',
      {},
      within((signed) => `${signed}${signed.replace('_logout', '_again')}`),
    ),
    refusesRequest(
      'soap-nothing',
      'an empty body',
      'saml.structure',
      {},
      within(() => ''),
    ),
    refusesRequest('soap-none', 'no envelope', 'message.kind', {}, { ...usual, message: (workshop) => workshop.sign('<x ID="a"/>') }),
    refusesRequest(
      'soap-fault',
      'a fault',
      'message.kind',
      {},
      within(() => '<s:Fault><faultcode>s:Server</faultcode></s:Fault>'),
    ),
    refusesRequest(
      'soap-must-understand',
      'beside a header that must be understood',
      'saml.structure',
      {},
      beside(' s:mustUnderstand="1"'),
    ),
    refusesRequest(
      'soap-answer',
      'an answer, which never comes by itself',
      'message.kind',
      {},
      within((signed) => signed.replaceAll('LogoutRequest', 'LogoutResponse')),
    ),
  ];
}

function used(): readonly Case[] {
  const spec = 'SAMLProf 4.4.3.1';
  return [
    refusesRequest('used', 'that was accepted before', 'logout.replayed', {}, { replay: 'used', spec }),
    refusesRequest('full', 'that cannot be remembered', 'store.full', {}, { replay: 'full', spec }),
    refusesRequest('broken', 'while nobody can say whether it was accepted before', 'store.unavailable', {}, { replay: 'broken', spec }),
  ];
}
