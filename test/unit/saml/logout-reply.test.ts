import { describe, expect, it } from 'vitest';
import { isKeyProblem, verificationKey } from '../../../src/crypto/keys.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import { fromForm, fromQuery } from '../../../src/saml/incoming.ts';
import type { LogoutReply } from '../../../src/saml/logout-reply.ts';
import { readSoap } from '../../../src/saml/soap.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyQuery } from '../../../src/xmldsig/query.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { logoutNames, logoutRequestXml } from '../../support/logout-messages.ts';
import { clean } from '../../support/messages.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { plain } from '../../support/requests.ts';
import { arrived, askedBy, them, us, type Way } from '../../support/saml-logout.ts';

const post = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

describe('our answer to a request', () => {
  it.each([
    ['success', ['Success']],
    ['partial', ['Success', 'PartialLogout']],
    ['failed', ['Responder']],
  ] as const)('says how it went: %s', async (outcome, codes) => {
    const { message } = read(await replied({}, 'redirect', outcome));
    expect(codesIn(message)).toEqual(codes.map((code) => `urn:oasis:names:tc:SAML:2.0:status:${code}`));
  });

  it('names the request, who answers, when, and whom', async () => {
    const { message } = read(await replied({}));
    expect(message.attributes).toEqual({
      ID: expect.stringMatching(/^_[0-9a-f]{40}$/),
      Version: '2.0',
      IssueInstant: '2026-01-15T12:00:00.000Z',
      Destination: logoutNames.idpSloUrl,
      InResponseTo: logoutNames.requestId,
    });
    expect(message.children[0]).toMatchObject({ children: [clean.sp] });
  });

  it('is signed, whichever way it goes', async () => {
    for (const way of ['redirect', 'post', 'soap'] as const) expect(read(await replied(offering(post, redirect), way)).signed).toBe(true);
  });

  it('goes where answers belong, on the way on which the request came', async () => {
    const idp = offering(redirect, post);
    expect(await replied(idp, 'redirect')).toMatchObject({
      kind: 'redirect',
      url: expect.stringMatching(/^https:\/\/idp\.example\/answers-0\?SAMLResponse=/),
    });
    expect(await replied(idp, 'post')).toMatchObject({ kind: 'form', action: 'https://idp.example/answers-1' });
    expect(read(await replied(idp, 'post')).message.attributes['Destination']).toBe('https://idp.example/answers-1');
    expect(await replied(offering(post), 'redirect')).toMatchObject({ kind: 'form' });
    expect(await replied(offering(redirect), 'post')).toMatchObject({ kind: 'redirect' });
  });

  it('goes back in the same exchange by SOAP, to no address', async () => {
    const reply = await replied({ singleLogoutServices: [] }, 'soap');
    expect(reply.kind).toBe('soap');
    expect(read(reply).message.attributes).not.toHaveProperty('Destination');
  });

  it.each(['redirect', 'post'] as const)('gives RelayState back by %s just as it came, and none where none came', async (way) => {
    for (const relayState of ['a b&c=é%2f+', '', 'x'.repeat(2_000)]) {
      const reply = await replied(offering(post, redirect), way, 'success', relayState);
      expect(incomingOf(reply).relayState).toBe(relayState);
    }
    expect(incomingOf(await replied(offering(post, redirect), way)).relayState).toBeUndefined();
  });

  it('has an ID of its own each time', async () => {
    const asked = await askedBy(arrived(logoutRequestXml()));
    const [first, second] = [read(await asked.reply('success')), read(await asked.reply('success'))];
    expect(first.message.attributes['ID']).not.toBe(second.message.attributes['ID']);
  });

  it('cannot be made without a key, an address, or a word for how it went', async () => {
    const { signing: _, ...unsigned } = us();
    expect(await laterRefusal(async () => (await askedBy(arrived(logoutRequestXml()), { sp: unsigned })).reply('success'))).toBe(
      'config.invalid',
    );
    expect(await laterRefusal(() => replied({ singleLogoutServices: [] }))).toBe('provider.endpoint');
    expect(await laterRefusal(() => replied({}, 'redirect', 'toString' as 'success'))).toBe('config.invalid');
  });

  it('is signed with what the provider says that it can verify', async () => {
    const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512';
    const reply = await replied({ signingMethods: [{ algorithm }] });
    expect(incomingOf(reply).signature?.algorithm).toBe(algorithm);
  });
});

async function replied(
  more: Partial<IdentityProvider>,
  way: Way = 'redirect',
  outcome: 'success' | 'partial' | 'failed' = 'success',
  relayState?: string,
): Promise<LogoutReply> {
  const asked = await askedBy(arrived(logoutRequestXml(), way, undefined, relayState), { idp: { ...them(), ...more } });
  return await asked.reply(outcome);
}

function offering(...bindings: readonly string[]): Partial<IdentityProvider> {
  return {
    singleLogoutServices: bindings.map((binding, at) => ({
      binding,
      location: `https://idp.example/${at}`,
      responseLocation: `https://idp.example/answers-${at}`,
    })),
  };
}

function incomingOf(reply: LogoutReply) {
  if (reply.kind === 'redirect') return fromQuery(new URL(reply.url).search, 'https://idp.example/slo');
  if (reply.kind === 'form') return fromForm(new URLSearchParams(reply.fields), 'https://idp.example/slo');
  throw new Error('no browser brings this');
}

/** The answer as the provider reads it, and whether our key has signed it. */
function read(reply: LogoutReply) {
  const document = parseDocument(reply.kind === 'soap' ? reply.body : incomingOf(reply).document, messageLimits);
  const message = reply.kind === 'soap' ? readSoap(document.root) : document.root;
  const trust = { provider: 'sp', keys: [ourKey()], pardons: new Set<string>() };
  const within = signatureOf(message);
  const query = reply.kind === 'redirect' ? incomingOf(reply).signature : undefined;
  const verified =
    query === undefined ? within && verifyElement(document, message, within, trust, []) : verifyQuery(message, query, trust, []);
  return { message: plain(verified?.value ?? message), signed: verified !== undefined };
}

function ourKey() {
  const key = verificationKey(us().signing?.current.certificate ?? '');
  if (isKeyProblem(key)) throw new Error(key.problem);
  return key;
}

function codesIn({ children }: ReturnType<typeof plain>): readonly string[] {
  return children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.attributes['Value'] === undefined ? [] : [child.attributes['Value']]), ...codesIn(child)],
  );
}
