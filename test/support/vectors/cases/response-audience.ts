import { audienceXml, bearerXml, clean, conditionsXml, later, subjectXml } from '../../messages.ts';
import { type ResponseOptions, responseCases, rule, unsolicited } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLProf 4.1.4.2', flags: 'rule' });
const otherAcs = 'https://sp.example/saml/other-acs';

/** For whom an assertion was made, and how its subject is confirmed. */
export const responseAudienceCases: readonly Case[] = [...audiences(), ...confirmations()];

function audiences(): readonly Case[] {
  const made = (name: string, comment: string, restrictions: readonly string[] | null, options: ResponseOptions = {}): Case =>
    refuses(`audience-${name}`, comment, rule('conditions.audience'), {
      spec: 'SAMLCore 2.5.1.4',
      assertion: { conditions: restrictions === null ? null : conditionsXml({}, restrictions) },
      ...options,
    });
  const restricted = (...restrictions: readonly string[]) => ({
    spec: 'SAMLCore 2.5.1.4',
    assertion: { conditions: conditionsXml({}, restrictions) },
  });
  return [
    made('other', 'made for another party', [audienceXml('https://other-sp.example/')]),
    made('none', 'made for nobody in particular', []),
    made('no-conditions', 'without any conditions it would fit anyone', null),
    made('empty', 'a restriction to nobody', ['<saml:AudienceRestriction/>']),
    made('second-restriction', 'two restrictions of which one does not name us', [audienceXml(), audienceXml('https://other-sp.example/')]),
    made('prefix', 'a name that only begins as ours', [audienceXml(`${clean.sp}.evil.example`)]),
    made('case', 'a name in other case is another name', [audienceXml(clean.sp.toUpperCase())]),
    made('comment', 'a comment does not cut a name', [audienceXml(`${clean.sp}<!-- -->/other`)]),
    accepts('audience-among-others', 'one of several audiences', {}, restricted(audienceXml('https://other-sp.example/', clean.sp))),
    accepts(
      'audience-two-restrictions',
      'two restrictions that both name us',
      {},
      restricted(audienceXml(clean.sp, 'urn:x'), audienceXml()),
    ),
    accepts('audience-white-space', 'white space around an anyURI is no part of it', {}, restricted(audienceXml(`\n ${clean.sp}\n `))),
    accepts(
      'audience-further',
      'a further name of ours that is configured for this provider',
      {},
      {
        ...restricted(audienceXml('spn:sp.example')),
        parties: 'sp idp-alias',
      },
    ),
  ];
}

function confirmations(): readonly Case[] {
  const confirmed = (...all: readonly string[]) => ({ assertion: { subject: subjectXml(undefined, all) } });
  const senderVouches = 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches';
  const holderOfKey = 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key';
  return [
    refuses('confirmation-none', 'a subject that nothing confirms', rule('confirmation.bearer'), confirmed()),
    refuses(
      'confirmation-sender-vouches',
      'a confirmation by somebody else',
      rule('confirmation.bearer'),
      confirmed(bearerXml({}, senderVouches)),
    ),
    refuses(
      'confirmation-holder-of-key',
      'a confirmation that demands a key',
      rule('confirmation.bearer'),
      confirmed(bearerXml({}, holderOfKey)),
    ),
    accepts(
      'confirmation-other-passed-over',
      'another confirmation beside that of the bearer',
      {},
      confirmed(bearerXml({ Recipient: 'urn:x' }, holderOfKey), bearerXml()),
    ),
    refuses(
      'confirmation-other-good',
      'another confirmation that has all, beside a bearer for another address',
      rule('confirmation.recipient'),
      confirmed(bearerXml({}, holderOfKey), bearerXml({ Recipient: otherAcs })),
    ),
    accepts('confirmation-second-bearer', 'one of two bearers is enough', {}, confirmed(bearerXml({ Recipient: otherAcs }), bearerXml())),
    accepts('confirmation-address', 'the address of the browser is not looked at', {}, confirmed(bearerXml({ Address: '192.0.2.1' }))),
    refuses('confirmation-recipient', 'for another address', rule('confirmation.recipient'), confirmed(bearerXml({ Recipient: otherAcs }))),
    refuses('confirmation-recipient-missing', 'for no address', rule('confirmation.recipient'), confirmed(bearerXml({ Recipient: null }))),
    refuses(
      'confirmation-recipient-query',
      'an address with a query is another address',
      rule('confirmation.recipient'),
      confirmed(bearerXml({ Recipient: `${clean.acsUrl}?a=b` })),
    ),
    refuses(
      'confirmation-end-missing',
      'a bearer without end',
      rule('confirmation.not-on-or-after'),
      confirmed(bearerXml({ NotOnOrAfter: null })),
    ),
    refuses(
      'confirmation-not-before',
      'a bearer must have no beginning',
      rule('confirmation.not-before'),
      confirmed(bearerXml({ NotBefore: later(-30) })),
    ),
    accepts(
      'confirmation-not-before-pardoned',
      'the same where this provider is pardoned for it',
      { pardoned: ['confirmation.not-before'] },
      {
        ...confirmed(bearerXml({ NotBefore: later(-30) })),
        parties: 'sp idp-pardoned-confirmation-not-before',
      },
    ),
    refuses('confirmation-begun', 'pardoned or not, what has not begun cannot be used', rule('confirmation.begun'), {
      ...confirmed(bearerXml({ NotBefore: later(240) })),
      parties: 'sp idp-pardoned-confirmation-not-before',
    }),
    refuses(
      'confirmation-in-response-to',
      'of another request',
      rule('confirmation.in-response-to'),
      confirmed(bearerXml({ InResponseTo: '_other' })),
    ),
    refuses(
      'confirmation-in-response-to-missing',
      'the envelope never stands in for what was signed',
      rule('confirmation.in-response-to'),
      confirmed(bearerXml({ InResponseTo: null })),
    ),
    refuses('confirmation-in-response-to-unsolicited', 'nobody asked, and yet it names a request', rule('confirmation.in-response-to'), {
      ...unsolicited,
      ...confirmed(bearerXml()),
    }),
    refuses(
      'confirmation-split',
      'two bearers that are good only together',
      rule('confirmation.recipient'),
      confirmed(bearerXml({ Recipient: otherAcs }), bearerXml({ InResponseTo: '_other', NotOnOrAfter: null })),
    ),
  ];
}
