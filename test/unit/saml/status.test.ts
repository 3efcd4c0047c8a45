import { describe, expect, it } from 'vitest';
import { isSsoError, type SsoError } from '../../../src/core/errors.ts';
import { responseXml, statusXml } from '../../support/messages.ts';
import { answer, asked, explained, failed, loggedIn, outcomeOf, refusals, signed, them, us } from '../../support/saml-login.ts';

describe('a provider that says no', () => {
  it.each([
    [['Responder'], 'responder'],
    [['Requester'], 'requester'],
    [['VersionMismatch'], 'version-mismatch'],
    [['Responder', 'AuthnFailed'], 'authn-failed'],
    [['Responder', 'NoPassive'], 'no-passive'],
    [['Requester', 'NoAuthnContext'], 'no-authn-context'],
    [['Requester', 'RequestDenied'], 'request-denied'],
    [['Requester', 'InvalidNameIDPolicy'], 'invalid-name-id-policy'],
    [['Requester', 'NoAvailableIDP'], 'no-available-idp'],
    [['Requester', 'NoSupportedIDP'], 'no-supported-idp'],
    [['Requester', 'InvalidAttrNameOrValue'], 'invalid-attr-name-or-value'],
    [['Responder', 'UnknownPrincipal'], 'unknown-principal'],
    [['Responder', 'urn:example:nested', 'NoPassive'], 'no-passive'],
    [['Responder', 'NoPassive', 'urn:example:detail'], 'no-passive'],
    [['Responder', 'urn:example:nested'], 'responder'],
    [['urn:example:top'], 'other'],
    [['NoPassive'], 'other'],
    [['urn:example:top', 'NoPassive'], 'other'],
  ])('with the codes %j means %s', async (codes, outcome) => {
    expect((await refused(declined(codes))).details).toMatchObject({ outcome });
  });

  it('gives all codes from the outermost to the innermost, and its words for the log', async () => {
    const message =
      '<samlp:StatusMessage>Sorry,\u0085&lt;b&gt;no</samlp:StatusMessage><samlp:StatusDetail><x xmlns="urn:x"/></samlp:StatusDetail>';
    expect((await refused(declined(['Responder', 'AuthnFailed', 'urn:inner'], message))).details).toMatchObject({
      codes: ['urn:oasis:names:tc:SAML:2.0:status:Responder', 'urn:oasis:names:tc:SAML:2.0:status:AuthnFailed', 'urn:inner'],
      message: 'Sorry,\\u{85}<b>no',
    });
  });

  it('has proven that it is the provider only where the answer is signed', async () => {
    const xml = responseXml({ status: statusXml(['Responder', 'NoPassive']), assertions: [] });
    expect((await refused(xml)).details).toMatchObject({ authenticated: false });
    expect((await refused(signed(xml, 'response'))).details).toMatchObject({ authenticated: true });
    const forged = signed(xml, 'response').replace('NoPassive', 'AuthnFailed');
    expect(await refusals(forged)).toEqual(['signature.digest']);
  });

  it('need not sign that, whatever else must be signed', async () => {
    expect(await refusals(declined(['Responder']), { sp: us({ wantSigned: 'both' }) })).toEqual(['provider.status']);
  });

  it('must be the one that was asked, and answer our request at our address', async () => {
    const declinedAs = (parts: object) => responseXml({ status: statusXml(['Responder']), assertions: [], ...parts });
    expect(await refusals(declinedAs({}), { pending: asked({ provider: 'other' }) })).toEqual(['provider.asked', 'response.status']);
    expect(await refusals(declinedAs({ inResponseTo: '_other' }))).toEqual(['response.in-response-to', 'response.status']);
    expect(await refusals(declinedAs({ destination: 'https://evil.example/' }))).toEqual(['response.destination', 'response.status']);
  });

  it('carries every finding, with those that could not be judged left out', async () => {
    const { details } = await refused(declined(['Responder']));
    expect('findings' in details && failed(details.findings)).toEqual(['response.status']);
    const findings = await explained(declined(['Responder']));
    expect(outcomeOf(findings, 'conditions.audience')).toBe('not-applicable');
  });
});

describe('a status', () => {
  it('of success stays one whatever is nested in it', async () => {
    expect(await refusals(answer({}, { status: statusXml(['Success', 'NoPassive']) }))).toEqual([]);
  });

  it.each([
    ['is missing', ''],
    ['has no code', '<samlp:Status/>'],
    ['has a code without a value', '<samlp:Status><samlp:StatusCode/></samlp:Status>'],
    ['has a code of another namespace', '<samlp:Status><StatusCode Value="x"/></samlp:Status>'],
    ['has two codes', '<samlp:Status><samlp:StatusCode Value="a"/><samlp:StatusCode Value="b"/></samlp:Status>'],
    [
      'has two codes within one',
      '<samlp:Status><samlp:StatusCode Value="a"><samlp:StatusCode Value="a"/><samlp:StatusCode Value="b"/></samlp:StatusCode></samlp:Status>',
    ],
    ['stands behind the assertion', null],
  ])('is refused when it %s', async (_, status) => {
    const success = statusXml();
    const message =
      status === null ? answer({}, { status: '' }).replace('</samlp:Response>', `${success}</samlp:Response>`) : answer({}, { status });
    expect(await refusals(message)).toEqual(['saml.structure']);
  });

  it('may have an attribute that no schema knows, which is noted, or pardoned by name', async () => {
    const status = statusXml(['Success'], '<samlp:StatusMessage Value="ok"/>');
    for (const what of ['assertion', 'response'] as const) {
      const message = answer({}, { status }, what);
      expect(outcomeOf((await loggedIn(message)).findings, 'status.attribute')).toBe('noted');
      const idp = them({ pardons: ['status.attribute'] });
      expect(outcomeOf((await loggedIn(message, { idp })).findings, 'status.attribute')).toBe('pardoned');
    }
  });
});

function declined(codes: readonly string[], more = ''): string {
  return responseXml({ status: statusXml(codes, more), assertions: [] });
}

async function refused(message: string): Promise<SsoError> {
  const error: unknown = await loggedIn(message).catch((reason: unknown) => reason);
  if (!isSsoError(error) || error.code !== 'provider.status') throw error;
  return error;
}
