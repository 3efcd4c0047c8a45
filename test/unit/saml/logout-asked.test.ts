import { describe, expect, it } from 'vitest';
import { logoutNames, logoutRequestXml } from '../../support/logout-messages.ts';
import { clean } from '../../support/messages.ts';
import { arrived, askedBy, logoutRefusals } from '../../support/saml-logout.ts';

describe('a request to end sessions', () => {
  it.each(['redirect', 'post', 'soap'] as const)('by %s says whose and which', async (way) => {
    expect(await askedBy(arrived(logoutRequestXml(), way))).toMatchObject({
      kind: 'asked',
      provider: 'idp',
      subject: { value: clean.subject },
      sessionIndexes: [logoutNames.index],
    });
  });

  it.each(['redirect', 'post', 'soap'] as const)('by %s counts for nothing unless it is signed', async (way) => {
    expect(await logoutRefusals(arrived(logoutRequestXml(), way, null))).toEqual(['signature.missing']);
  });
});
