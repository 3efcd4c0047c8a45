import { deflate } from '../../../../src/saml/deflate.ts';
import { logoutRequestXml, soapXml } from '../../logout-messages.ts';
import { nameIdXml } from '../../messages.ts';
import { apart } from '../forging.ts';
import { type LogoutOptions, logoutCases } from '../logout-case.ts';
import { base64, lower, moreAlgorithms, signed } from '../redirect-case.ts';
import type { Case, Workshop } from '../workshop.ts';

const { asks, refusesRequest } = logoutCases({ spec: 'SAMLProf 4.4.3.1' });
const redirect: LogoutOptions = { way: 'redirect', spec: 'SAMLBind 3.4.4.1' };

/** Requests that are not signed as they must be: by nobody, by somebody else, over something else. */
export const logoutForgeryCases: readonly Case[] = [...unsigned(), ...keys(), ...queries(), ...edits(), ...wrapping()];

function unsigned(): readonly Case[] {
  const none: LogoutOptions = { sign: 'none', flags: 'stripping' };
  return [
    refusesRequest('unsigned', 'in a form, signed by nobody', 'signature.missing', {}, none),
    refusesRequest('unsigned-redirect', 'by redirect, signed by nobody', 'signature.missing', {}, { ...none, way: 'redirect' }),
    refusesRequest('unsigned-soap', 'by SOAP, signed by nobody', 'signature.missing', {}, { ...none, way: 'soap' }),
    refusesRequest(
      'unsigned-name',
      'with a signature in its extensions alone',
      'signature.missing',
      {
        extensions: '<samlp:Extensions><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></samlp:Extensions>',
      },
      none,
    ),
  ];
}

function keys(): readonly Case[] {
  const key: LogoutOptions = { flags: 'key' };
  return [
    refusesRequest('stranger', 'signed by a stranger', 'signature.value', {}, { ...key, sign: { key: 'stranger' } }),
    refusesRequest(
      'stranger-redirect',
      'signed by a stranger, by redirect',
      'signature.value',
      {},
      { ...key, ...redirect, query: { key: 'stranger' } },
    ),
    refusesRequest(
      'stranger-soap',
      'signed by a stranger, by SOAP',
      'signature.value',
      {},
      { ...key, way: 'soap', sign: { key: 'stranger' } },
    ),
    refusesRequest(
      'key-sent-along',
      'signed by a stranger who sends the certificate along',
      'signature.value',
      {},
      {
        ...key,
        sign: { key: 'stranger', keyInfo: 'stranger' },
      },
    ),
    refusesRequest('our-key', 'signed by ourselves', 'signature.value', {}, { ...key, sign: { key: 'sp' } }),
    refusesRequest('key-other-kind', 'signed by a key of another kind', 'signature.key', {}, { ...key, sign: { key: 'idp-p256' } }),
    asks('key-next', 'signed by the second of two keys', {}, {}, { ...key, sign: { key: 'idp-next' }, parties: 'sp-logout idp-rollover' }),
    refusesRequest(
      'sha1',
      'signed with SHA-1',
      'signature.algorithm',
      {},
      { flags: 'algorithm', sign: { algorithm: 'rsa-sha1', digest: 'sha1' } },
    ),
    asks(
      'sha1-pardoned',
      'signed with SHA-1, where this provider is pardoned for it',
      { pardoned: ['signature.sha1'] },
      {},
      {
        flags: 'algorithm',
        sign: { algorithm: 'rsa-sha1', digest: 'sha1' },
        parties: 'sp-logout idp-sha1-pardoned',
      },
    ),
    refusesRequest(
      'sha1-redirect',
      'signed with SHA-1, by redirect',
      'signature.algorithm',
      {},
      {
        ...redirect,
        flags: 'algorithm',
        query: { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' },
      },
    ),
    refusesRequest(
      'hmac',
      'with a key that everybody has',
      'signature.algorithm',
      {},
      {
        flags: 'algorithm',
        sign: { algorithm: `${moreAlgorithms}hmac-sha256`, breaking: { sign: () => new Uint8Array(32) } },
      },
    ),
    asks('ed25519', 'signed with Ed25519', {}, {}, { flags: 'algorithm', sign: { key: 'idp-ed25519' }, parties: 'sp-logout idp-ed25519' }),
  ];
}

function queries(): readonly Case[] {
  const query: LogoutOptions = { ...redirect, flags: 'signature' };
  const message = `SAMLRequest=${encodeURIComponent(base64(deflate(logoutRequestXml())))}`;
  const other = `SAMLRequest=${encodeURIComponent(base64(deflate(logoutRequestXml({ nameId: nameIdXml('mallory@example.com') }))))}`;
  const written = (make: (workshop: Workshop) => string): LogoutOptions => ({ ...query, message: make });
  return [
    asks(
      'query-lower-case',
      'over the octets as AD FS and Entra ID send them, in lower case',
      {},
      {},
      written((workshop) => signed(workshop, `${lower(message)}&RelayState=%c3%a9`, { lowerCase: true })),
    ),
    asks(
      'query-plus',
      'over blanks that are written as plus',
      {},
      {},
      written((workshop) => signed(workshop, `${message}&RelayState=a+b`)),
    ),
    refusesRequest(
      'query-encoding-changed',
      'over the same, written otherwise',
      'signature.value',
      {},
      written((workshop) => signed(workshop, `${lower(message)}&RelayState=%c3%a9`, { lowerCase: true }).replace('%c3%a9', '%C3%A9')),
    ),
    refusesRequest(
      'query-message-changed',
      'over another request',
      'signature.value',
      {},
      written((workshop) => signed(workshop, message).replace(message, other)),
    ),
    refusesRequest(
      'query-relay-state-added',
      'over no RelayState, and there is one',
      'signature.value',
      {},
      written((workshop) => `${signed(workshop, message)}&RelayState=x`),
    ),
    refusesRequest(
      'query-relay-state-removed',
      'over a RelayState that is not there',
      'signature.value',
      {},
      written((workshop) => signed(workshop, `${message}&RelayState=x`).replace('&RelayState=x', '')),
    ),
    refusesRequest(
      'query-algorithm-changed',
      'with another algorithm than the one that is signed',
      'signature.value',
      {},
      written((workshop) => signed(workshop, message).replace('rsa-sha256', 'rsa-sha512')),
    ),
    refusesRequest(
      'query-signature-empty',
      'with an empty signature',
      'signature.value',
      {},
      written((workshop) => signed(workshop, message).replace(/Signature=.*/, 'Signature=')),
    ),
    refusesRequest(
      'query-signature-within',
      'signed within, and not in the query',
      'signature.missing',
      {},
      written((workshop) => `SAMLRequest=${encodeURIComponent(base64(deflate(workshop.sign(logoutRequestXml()))))}`),
    ),
    refusesRequest(
      'query-signature-within-too',
      'signed within and in the query',
      'saml.structure',
      {},
      written((workshop) => signed(workshop, `SAMLRequest=${encodeURIComponent(base64(deflate(workshop.sign(logoutRequestXml()))))}`)),
    ),
  ];
}

function edits(): readonly Case[] {
  const edit = (name: string, comment: string, after: (xml: string) => string): Case =>
    refusesRequest(name, comment, 'signature.digest', {}, { flags: 'edit', after });
  return [
    edit('changed-name', 'with another name than was signed', (xml) => xml.replace('alice@', 'mallory@')),
    edit('changed-index', 'with another index than was signed', (xml) => xml.replace('>_session<', '>_other<')),
    edit('changed-index-removed', 'without the index that was signed', (xml) =>
      xml.replace(/<samlp:SessionIndex>.*<\/samlp:SessionIndex>/, ''),
    ),
    edit('changed-end', 'with another end than was signed', (xml) =>
      xml.replace(/NotOnOrAfter="[^"]*"/, 'NotOnOrAfter="2027-01-01T00:00:00Z"'),
    ),
    refusesRequest(
      'changed-soap',
      'by SOAP, with another name than was signed',
      'signature.digest',
      {},
      {
        flags: 'edit',
        way: 'soap',
        after: (xml) => xml.replace('alice@', 'mallory@'),
      },
    ),
  ];
}

function wrapping(): readonly Case[] {
  const forged = (extensions: string | null = null, id = '_forged') =>
    logoutRequestXml({ id, extensions, nameId: nameIdXml('mallory@example.com') });
  const extended = (content: string) => `<samlp:Extensions>${content}</samlp:Extensions>`;
  const behindIssuer = (xml: string, signature: string) => xml.replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
  const wrap = (name: string, comment: string, expect: string, make: (signed: string) => string, options: LogoutOptions = {}): Case =>
    refusesRequest(`wrapped-${name}`, comment, expect, {}, { flags: 'wrapping', ...options, after: make });
  return [
    wrap('extensions', 'a forged request with the signed one in its extensions', 'signature.missing', (had) => forged(extended(had))),
    wrap('signature', 'a forged request with the signature of another', 'signature.profile', (had) =>
      behindIssuer(forged(), apart(had).signature),
    ),
    wrap('same-id', 'the same under the ID that was signed', 'signature.digest', (had) =>
      behindIssuer(forged(null, '_logout'), apart(had).signature),
    ),
    wrap('both', 'the signature in a forged request, what it covers in the extensions', 'signature.profile', (had) => {
      const { rest, signature } = apart(had);
      return behindIssuer(forged(extended(rest)), signature);
    }),
    wrap('object', 'the signed request in an Object of its signature', 'signature.profile', (had) => {
      const { rest, signature } = apart(had);
      return behindIssuer(forged(), signature.replace('</ds:Signature>', `<ds:Object>${rest}</ds:Object></ds:Signature>`));
    }),
    wrap('id-twice', 'a forged request under the same ID around the signed one', 'signature.profile', (had) =>
      behindIssuer(forged(extended(had), '_logout'), apart(had).signature),
    ),
    wrap('whole-document', 'by SOAP, a signature of the whole document', 'signature.profile', (had) => had, {
      way: 'soap',
      sign: { uri: '' },
    }),
    refusesRequest(
      'wrapped-header',
      'by SOAP, the signed request in the header and a forged one in the body',
      'signature.missing',
      {},
      {
        way: 'soap',
        flags: 'wrapping',
        message: (workshop) => soapXml(forged(), `<s:Header>${workshop.sign(logoutRequestXml())}</s:Header>`),
      },
    ),
    refusesRequest(
      'wrapped-envelope',
      'by SOAP, the signed request around the body',
      'message.kind',
      {},
      {
        way: 'soap',
        flags: 'wrapping',
        message: (workshop) => workshop.sign(logoutRequestXml({ extensions: extended(soapXml(forged())) })),
      },
    ),
  ];
}
