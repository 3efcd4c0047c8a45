import { isSsoError } from '../../src/index.ts';
import { fromQuery } from '../../src/saml/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { keyPair } from '../support/keys.ts';
import { type Browser, browser, type Form, filled, formOf } from './browser.ts';
import { forgeries } from './forgeries.ts';
import { type DemoProvider, startIdentityProvider } from './identity-provider.ts';
import type { RegisteredService } from './provider-services.ts';
import { showAttempt, showCounts, showFindings, showLogin, showMessage } from './report.ts';
import { field, heading } from './screen.ts';
import { explained, type Outcome, type Service, startService } from './service.ts';

/** What the logins and the attempts happen between. */
interface Stage {
  readonly idp: DemoProvider;
  readonly service: Service;
  /** As the provider knows the service, and one of another owner. */
  readonly registered: RegisteredService;
  readonly elsewhere: RegisteredService;
  readonly alice: Browser;
  /** Where the browser was sent, in order. */
  readonly passed: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** What did not go as it must; told at the end. */
  readonly problems: string[];
}

/**
 * Logins by SAML, step by step, and an attacker who tries.
 *
 * @returns what did not go as it must
 */
export async function showSaml(): Promise<readonly string[]> {
  const stage = await raised();
  const { idp, service } = stage;
  heading('signon', 'a login by SAML 2.0, step by step');
  field(2, 'provider', service.idp.entityId);
  field(2, 'service', service.sp.entityId);
  await loginByRedirect(stage);
  await loginByPost(stage);
  await loginFromPortal(stage);
  await attacks(stage);
  await Promise.all([idp.close(), service.close()]);
  return stage.problems;
}

/** Everything is made for this run: keys, certificates, addresses. */
async function raised(): Promise<Stage> {
  const privateKey = keyPair('rsa-2048', 'demo service').privateKey;
  const certificate = selfSigned(privateKey, { subject: 'Demo service' }).pem;
  const [outcomes, passed]: [Outcome[], string[]] = [[], []];
  const idp = await startIdentityProvider(keyPair('rsa-2048', 'demo provider').privateKey, [person], password);
  const service = await startService(idp.metadataUrl, { privateKey, certificate }, (outcome) => outcomes.push(outcome));
  const registered = { entityId: service.sp.entityId, acsUrl: service.acsUrl, certificate };
  const elsewhere = { entityId: 'https://elsewhere.example', acsUrl: 'https://elsewhere.example/acs', certificate };
  for (const one of [registered, elsewhere]) idp.register(one);
  return { idp, service, registered, elsewhere, alice: browser((url) => passed.push(url)), passed, outcomes, problems: [] };
}

async function loginByRedirect(stage: Stage): Promise<void> {
  const { idp, service, alice, passed } = stage;
  heading('1  The service begins', 'SP-initiated, SAMLProf 4.1');
  const signIn = formOf(await alice.visit(`${service.url}/login`));
  const sent = new URL(passed.at(-1) ?? '');
  const request = fromQuery(sent.search, `${idp.url}/sso`);
  showMessage('request', `by HTTP-Redirect, its query signed with ${service.sp.signing?.current.algorithm.name}`, request.document);

  const answer = formOf(await alice.submit(filled(signIn, { password })));
  await showAnswer(stage, await delivered(stage, answer), ['KeyInfo']);
}

async function loginByPost(stage: Stage): Promise<void> {
  const { service, alice } = stage;
  heading('2  The service begins, and posts its request', 'still signed in at the provider: no password');
  const request = formOf(await alice.visit(`${service.url}/login?binding=post`));
  const xml = Buffer.from(request.fields.get('SAMLRequest') ?? '', 'base64');
  showMessage('request', 'by HTTP-POST, signed within', xml, ['SignedInfo', 'KeyInfo']);
  const outcome = await delivered(stage, formOf(await alice.submit(request)));
  showCounts(await explained(service, outcome), ', as before');
  showResult(stage, outcome);
}

async function loginFromPortal(stage: Stage): Promise<void> {
  const { idp, alice, registered } = stage;
  heading('3  The provider begins', 'IdP-initiated, SAMLProf 4.1.5; off unless allowed for this provider');
  const answer = formOf(await alice.visit(idp.tileUrl(registered, '/reports')));
  await showAnswer(stage, await delivered(stage, answer), ['Status', 'Signature', 'Conditions', 'AuthnStatement', 'AttributeStatement']);
}

/** What the service makes of an answer. */
async function delivered({ alice, outcomes }: Stage, answer: Form): Promise<Outcome> {
  const before = outcomes.length;
  const { status } = await alice.submit(answer);
  const outcome = outcomes[before];
  if (outcome === undefined) throw new Error(`the service has made nothing of the answer: ${status}`);
  return outcome;
}

async function showAnswer(stage: Stage, outcome: Outcome, folded: readonly string[]): Promise<void> {
  showMessage('response', 'by HTTP-POST, its assertion signed', outcome.incoming.document, folded);
  showFindings(await explained(stage.service, outcome));
  showResult(stage, outcome);
}

function showResult({ problems }: Stage, { result }: Outcome): void {
  if (isSsoError(result)) problems.push(`a good login was refused: ${result.message}`);
  else showLogin(result);
}

async function attacks(stage: Stage): Promise<void> {
  const { idp, service, alice, registered, elsewhere } = stage;
  heading('4  An attacker tries', `to be ${victim}, or to use an answer where it does not belong`);
  for (const { title, hope, refusedBy, forge } of forgeries(victim, keyPair('rsa-2048', 'demo attacker').privateKey)) {
    const answer = formOf(await alice.visit(`${service.url}/login`));
    const response = Buffer.from(answer.fields.get('SAMLResponse') ?? '', 'base64').toString('utf8');
    const SAMLResponse = Buffer.from(forge(response)).toString('base64');
    await attempt(stage, title, hope, refusedBy, filled(answer, { SAMLResponse }));
  }

  const mine = formOf(await alice.visit(`${service.url}/login`));
  const theirs = formOf(await alice.visit(`${service.url}/login`));
  const swapped = filled(mine, { SAMLResponse: theirs.fields.get('SAMLResponse') ?? '' });
  await attempt(stage, 'a good answer, to another request', 'that any good answer will do', 'confirmation.in-response-to', swapped);

  const foreign = formOf(await alice.visit(idp.tileUrl(elsewhere, '')));
  const redirected = { ...foreign, action: service.acsUrl };
  await attempt(stage, 'a good answer, made for another service', 'that the audience does not matter', 'conditions.audience', redirected);

  const used = formOf(await alice.visit(idp.tileUrl(registered, '')));
  await delivered(stage, used);
  await attempt(stage, 'a good answer, used twice', 'that nobody remembers', 'assertion.replayed', used);
}

async function attempt(stage: Stage, title: string, hope: string, refusedBy: string, answer: Form): Promise<void> {
  const outcome = await delivered(stage, answer);
  const { service, problems } = stage;
  const refusal = showAttempt(title, hope, outcome, await explained(service, outcome));
  if (refusal === undefined) problems.push(`accepted: ${title}`);
  else if (!refusal.includes(refusedBy)) problems.push(`refused, but not by ${refusedBy}: ${title}`);
}

const person = {
  name: 'alice@example.org',
  attributes: { displayName: ['Alice Ångström'], groups: ['engineering', 'on-call'] },
};
const password = 'correct horse battery staple';
const victim = 'admin@example.org';
