import { issuerXml, later, statusXml } from '../../messages.ts';
import { type LogoutOptions, logoutCases, rule } from '../logout-case.ts';
import type { Case } from '../workshop.ts';

const { answers, refusesAnswer } = logoutCases({});
const redirect: LogoutOptions = { way: 'redirect' };
const unsigned: LogoutOptions = { sign: 'none', flags: 'stripping' };
const unconfirmed = { confirmed: false };

/** What providers answer to a logout that we began. */
export const logoutResponseCases: readonly Case[] = [...ways(), ...rules(), ...statuses()];

function ways(): readonly Case[] {
  return [
    answers('clean', 'an answer in a form, signed within', {}, {}, { flags: 'binding' }),
    answers('clean-redirect', 'by redirect, with the signature of the query', {}, {}, { ...redirect, flags: 'binding' }),
    answers('unsigned', 'that nobody signed: it confirms nothing', unconfirmed, {}, unsigned),
    answers('unsigned-redirect', 'the same by redirect', unconfirmed, {}, { ...unsigned, ...redirect }),
    answers('unsigned-destination', 'that nobody signed, for no address', unconfirmed, { destination: null }, unsigned),
  ];
}

function rules(): readonly Case[] {
  const entra = 'https://login.idp.example/tenant/';
  return [
    refusesAnswer('version', 'of another version', rule('logout.version'), { version: '1.1' }),
    refusesAnswer('issue-instant', 'made in the future', rule('logout.issue-instant'), { issueInstant: later(181) }, { flags: 'boundary' }),
    refusesAnswer('age', 'older than it may be', rule('logout.age'), { issueInstant: later(-480) }, { flags: 'boundary' }),
    refusesAnswer('destination', 'for another address', rule('logout.destination'), { destination: 'https://other.example/slo' }),
    refusesAnswer(
      'destination-unsigned',
      'for another address, and unsigned',
      rule('logout.destination'),
      { destination: 'https://other.example/' },
      unsigned,
    ),
    refusesAnswer('destination-missing', 'for no address, though signed', rule('destination.missing'), { destination: null }),
    refusesAnswer('issuer', 'of another provider', rule('issuer.alias'), { issuer: issuerXml('https://other.example/saml') }),
    refusesAnswer(
      'issuer-unsigned',
      'of another provider, and unsigned',
      rule('issuer.alias'),
      { issuer: issuerXml('https://other.example/') },
      unsigned,
    ),
    refusesAnswer('issuer-missing', 'of nobody', rule('logout.issuer'), { issuer: null }),
    answers(
      'issuer-pardoned',
      'of another name, as Entra ID answers',
      { pardoned: ['issuer.alias'] },
      { issuer: issuerXml(entra) },
      {
        ...redirect,
        parties: 'sp-logout idp-pardoned-issuer-alias',
        flags: 'product',
      },
    ),
    refusesAnswer('request', 'to another request', rule('logout.in-response-to'), { inResponseTo: '_other' }),
    refusesAnswer('request-missing', 'to no request', rule('logout.in-response-to'), { inResponseTo: null }),
    refusesAnswer(
      'request-unsigned',
      'to another request, and unsigned',
      rule('logout.in-response-to'),
      { inResponseTo: '_other' },
      unsigned,
    ),
    refusesAnswer('unasked', 'that nobody asked for', rule('logout.in-response-to'), {}, { pending: 'none' }),
    refusesAnswer(
      'other-provider',
      'of another provider than the one that was asked',
      rule('provider.asked'),
      {},
      {
        pending: { provider: 'other' },
        flags: 'mix-up',
      },
    ),
    refusesAnswer('stranger', 'signed by a stranger', 'signature.value', {}, { sign: { key: 'stranger' }, flags: 'key' }),
    refusesAnswer(
      'changed',
      'changed once it was signed',
      'signature.digest',
      {},
      { after: (xml) => xml.replace(':Success', ':Requester'), flags: 'edit' },
    ),
    refusesAnswer(
      'kind',
      'that is one to a login',
      'message.kind',
      {},
      {
        ...redirect,
        flags: 'kind',
        after: (xml) => xml.replaceAll('LogoutResponse', 'Response'),
      },
    ),
    answers(
      'attribute',
      'with an attribute that the schema does not have',
      { noted: ['status.attribute'] },
      { attributes: ' All="true"' },
      { flags: 'shape' },
    ),
    refusesAnswer(
      'element',
      'with an element that the schema does not have',
      'saml.structure',
      { status: `${statusXml()}<samlp:More/>` },
      { flags: 'shape' },
    ),
  ];
}

function statuses(): readonly Case[] {
  const status = (name: string, comment: string, codes: readonly string[]): Case =>
    refusesAnswer(`status-${name}`, comment, 'provider.status logout.status', { status: statusXml(codes) }, { flags: 'status' });
  const partial = { partial: true };
  return [
    answers(
      'status-partial',
      'that others could not be reached',
      partial,
      { status: statusXml(['Success', 'PartialLogout']) },
      { flags: 'status' },
    ),
    answers(
      'status-partial-responder',
      'the same under a failure',
      partial,
      { status: statusXml(['Responder', 'PartialLogout']) },
      { flags: 'status' },
    ),
    answers(
      'status-partial-unsigned',
      'the same by nobody known',
      { ...partial, ...unconfirmed },
      { status: statusXml(['Success', 'PartialLogout']) },
      unsigned,
    ),
    status('responder', 'that the provider failed', ['Responder']),
    status('denied', 'that the provider will not', ['Requester', 'RequestDenied']),
    status('unknown-principal', 'that the provider knows nobody of that name', ['Requester', 'UnknownPrincipal']),
    status('partial-alone', 'with a code in the place of another', ['PartialLogout']),
    status('unknown', 'with a code that nobody knows', ['urn:example:status']),
    refusesAnswer('status-missing', 'without a status', 'saml.structure', { status: null }, { flags: 'status' }),
  ];
}
