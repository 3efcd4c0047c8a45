import { idTokenCases } from '../id-token-case.ts';
import { at } from '../token.ts';
import type { Case } from '../workshop.ts';

const { accepts } = idTokenCases({ spec: 'OIDCCore 5.1', flags: 'attribute' });
const subject = ['sub', ['alice']] as const;

/** What comes out of the claims of an ID token. */
export const idTokenClaimCases: readonly Case[] = [...attributes(), ...elsewhere(), ...sessions()];

function attributes(): readonly Case[] {
  const text = (value: string) => ({ kind: 'text', text: value });
  const json = (value: unknown) => ({ kind: 'json', value });
  return [
    accepts(
      'claims-profile',
      'the claims of a profile, in their order',
      {
        attributes: [
          subject,
          ['name', ['Alice Adams']],
          ['email', ['alice@example.com']],
          ['email_verified', ['true']],
          ['updated_at', ['1700000000']],
        ],
      },
      { claims: { name: 'Alice Adams', email: 'alice@example.com', email_verified: true, updated_at: 1_700_000_000 } },
    ),
    accepts(
      'claims-kinds',
      'a claim of each kind that JSON has',
      {
        attributes: [
          subject,
          ['text', ['a']],
          ['empty', ['']],
          ['no', ['false']],
          ['zero', ['0']],
          ['nothing', []],
          ['object', []],
          ['none', []],
        ],
        content: [[text('alice')], [text('a')], [text('')], [json(false)], [json(0)], [{ kind: 'nil' }], [json({ a: [1] })], []],
      },
      { claims: { text: 'a', empty: '', no: false, zero: 0, nothing: null, object: { a: [1] }, none: [] } },
    ),
    accepts(
      'claims-list',
      'a list with values of each kind',
      {
        attributes: [subject, ['groups', ['staff', '7', 'true']]],
        content: [[text('alice')], [text('staff'), json(7), json(true), { kind: 'nil' }, json({ id: 1 }), json(['nested'])]],
      },
      { claims: { groups: ['staff', 7, true, null, { id: 1 }, ['nested']] } },
    ),
    accepts(
      'claims-names',
      'names that are addresses, have blanks, or mean something to JavaScript',
      {
        attributes: [subject, ['https://acme.example/claims/role', ['admin']], ['a b', ['c']], ['constructor', ['d']], ['toString', ['e']]],
      },
      { claims: { 'https://acme.example/claims/role': 'admin', 'a b': 'c', constructor: 'd', toString: 'e' } },
    ),
    accepts(
      'claims-language',
      'a claim in two languages',
      { attributes: [subject, ['name', ['Alice']], ['name#ja', ['アリス']]] },
      {
        claims: { name: 'Alice', 'name#ja': 'アリス' },
        spec: 'OIDCCore 5.2',
      },
    ),
    accepts(
      'claims-protocol',
      'what says something about the token is no attribute',
      { attributes: [subject] },
      {
        claims: { jti: 'a', nbf: at(-30), azp: 'client-1', acr: '1', amr: ['pwd'], sid: 's', auth_time: at(-60) },
      },
    ),
    accepts(
      'claims-markup',
      'markup, which is text like any other',
      { attributes: [subject, ['name', ['<img src=x onerror=alert(1)>\u202e']]] },
      {
        claims: { name: '<img src=x onerror=alert(1)>\u202e' },
      },
    ),
  ];
}

/** That there are values which were not sent is said, so that nobody takes what is there for all there is. */
function elsewhere(): readonly Case[] {
  const spec = 'OIDCCore 5.6.2';
  const source = { src1: { endpoint: 'https://graph.example/users/alice/getMemberObjects' } };
  return [
    accepts(
      'elsewhere-groups',
      'groups that are kept elsewhere, as of people in more than 200',
      { attributes: [subject, ['groups', []]], truncated: ['groups'] },
      { claims: { _claim_names: { groups: 'src1' }, _claim_sources: source }, spec },
    ),
    accepts(
      'elsewhere-has-groups',
      'that there are groups, and nothing of them',
      { attributes: [subject, ['groups', []]], truncated: ['groups'] },
      { claims: { hasgroups: true }, spec: 'Microsoft identity platform: ID token claims' },
    ),
    accepts(
      'elsewhere-has-groups-text',
      'the same as a text',
      { attributes: [subject, ['groups', []]], truncated: ['groups'] },
      { claims: { hasgroups: 'true' }, spec: 'Microsoft identity platform: ID token claims' },
    ),
    accepts(
      'elsewhere-no-groups',
      'that there are no groups',
      { attributes: [subject], truncated: [] },
      { claims: { hasgroups: false }, spec: 'Microsoft identity platform: ID token claims' },
    ),
    accepts(
      'elsewhere-several',
      'aggregated and distributed claims',
      { attributes: [subject, ['name', ['Alice']], ['credit_score', []], ['address', []]], truncated: ['credit_score', 'address'] },
      {
        claims: {
          name: 'Alice',
          _claim_names: { credit_score: 'src1', address: 'src2' },
          _claim_sources: { ...source, src2: { JWT: 'e30.e30.' } },
        },
        spec,
      },
    ),
    accepts(
      'elsewhere-present',
      'a claim that is there although it is said to be elsewhere',
      { attributes: [subject, ['groups', ['staff']]], truncated: [] },
      { claims: { groups: ['staff'], _claim_names: { groups: 'src1' }, _claim_sources: source }, spec },
    ),
  ];
}

/** How and when the person was authenticated, and by what name the session goes. */
function sessions(): readonly Case[] {
  const spec = 'OIDCCore 2';
  const instant = (seconds: number) => new Date(at(seconds) * 1000).toISOString();
  return [
    accepts(
      'session',
      'all that can be said of a session',
      {
        sessionIndex: 'session-1',
        authenticated: instant(-120),
        context: 'urn:mace:incommon:iap:silver',
        methods: ['pwd', 'otp', 'mfa'],
        authorities: [],
      },
      { claims: { sid: 'session-1', auth_time: at(-120), acr: 'urn:mace:incommon:iap:silver', amr: ['pwd', 'otp', 'mfa'] }, spec },
    ),
    accepts(
      'session-plain',
      'nothing at all: authenticated when the token was made',
      { authenticated: instant(-30), authorities: [] },
      { spec },
    ),
    accepts('session-method-text', 'one method as a text', { methods: ['pwd'] }, { claims: { amr: 'pwd' }, spec: 'RFC 8176 1' }),
    accepts(
      'session-end',
      'when the provider wants the session to have ended',
      { sessionNotOnOrAfter: instant(28_800) },
      {
        claims: { session_expiry: at(28_800) },
        spec: 'IPSIE SL1',
      },
    ),
  ];
}
