/**
 * A login by SAML, step by step: `npm run demo` starts an identity provider and a service on this machine, signs a person in as a
 * browser would, and then lets an attacker try. Fails if a login fails or a forgery is accepted.
 */
import process from 'node:process';
import { isSsoError } from '../../src/index.ts';
import { fromQuery } from '../../src/saml/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { keyPair } from '../support/keys.ts';
import { browser, type Form, filled, formOf } from './browser.ts';
import { forgeries } from './forgeries.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { showAttempt, showCounts, showFindings, showLogin, showMessage } from './report.ts';
import { field, heading, paint, print } from './screen.ts';
import { explained, type Outcome, startService } from './service.ts';

const person = {
  name: 'alice@example.org',
  attributes: { displayName: ['Alice Ångström'], groups: ['engineering', 'on-call'] },
};
const password = 'correct horse battery staple';
const victim = 'admin@example.org';

// Everything is made for this run: keys, certificates, addresses.
const serviceKey = keyPair('rsa-2048', 'demo service').privateKey;
const serviceCertificate = selfSigned(serviceKey, { subject: 'Demo service' }).pem;
const outcomes: Outcome[] = [];
const idp = await startIdentityProvider(keyPair('rsa-2048', 'demo provider').privateKey, person, password);
const service = await startService(idp.metadataUrl, { privateKey: serviceKey, certificate: serviceCertificate }, (outcome) =>
  outcomes.push(outcome),
);
const registered = { entityId: service.sp.entityId, acsUrl: service.acsUrl, certificate: serviceCertificate };
const elsewhere = { entityId: 'https://elsewhere.example', acsUrl: 'https://elsewhere.example/acs', certificate: serviceCertificate };
for (const one of [registered, elsewhere]) idp.register(one);

const passed: string[] = [];
const alice = browser((url) => passed.push(url));
const problems: string[] = [];

heading('signon', 'a login by SAML 2.0, step by step');
field(2, 'provider', service.idp.entityId);
field(2, 'service', service.sp.entityId);
await loginByRedirect();
await loginByPost();
await loginFromPortal();
await attacks();
await Promise.all([idp.close(), service.close()]);
conclude();

async function loginByRedirect(): Promise<void> {
  heading('1  The service begins', 'SP-initiated, SAMLProf 4.1');
  const signIn = formOf(await alice.visit(`${service.url}/login`));
  const sent = new URL(passed.at(-1) ?? '');
  const request = fromQuery(sent.search, `${idp.url}/sso`);
  showMessage('request', `by HTTP-Redirect, its query signed with ${service.sp.signing?.current.algorithm.name}`, request.document);

  const answer = formOf(await alice.submit(filled(signIn, { password })));
  await showAnswer(await delivered(answer), ['KeyInfo']);
}

async function loginByPost(): Promise<void> {
  heading('2  The service begins, and posts its request', 'still signed in at the provider: no password');
  const request = formOf(await alice.visit(`${service.url}/login?binding=post`));
  const xml = Buffer.from(request.fields.get('SAMLRequest') ?? '', 'base64');
  showMessage('request', 'by HTTP-POST, signed within', xml, ['SignedInfo', 'KeyInfo']);
  const outcome = await delivered(formOf(await alice.submit(request)));
  showCounts(await explained(service, outcome), ', as before');
  showResult(outcome);
}

async function loginFromPortal(): Promise<void> {
  heading('3  The provider begins', 'IdP-initiated, SAMLProf 4.1.5; off unless allowed for this provider');
  const answer = formOf(await alice.visit(idp.tileUrl(registered, '/reports')));
  await showAnswer(await delivered(answer), ['Status', 'Signature', 'Conditions', 'AuthnStatement', 'AttributeStatement']);
}

/** What the service makes of an answer. */
async function delivered(answer: Form): Promise<Outcome> {
  const before = outcomes.length;
  const { status } = await alice.submit(answer);
  const outcome = outcomes[before];
  if (outcome === undefined) throw new Error(`the service has made nothing of the answer: ${status}`);
  return outcome;
}

async function showAnswer(outcome: Outcome, folded: readonly string[]): Promise<void> {
  showMessage('response', 'by HTTP-POST, its assertion signed', outcome.incoming.document, folded);
  showFindings(await explained(service, outcome));
  showResult(outcome);
}

function showResult({ result }: Outcome): void {
  if (isSsoError(result)) problems.push(`a good login was refused: ${result.message}`);
  else showLogin(result);
}

async function attacks(): Promise<void> {
  heading('4  An attacker tries', `to be ${victim}, or to use an answer where it does not belong`);
  for (const { title, hope, refusedBy, forge } of forgeries(victim, keyPair('rsa-2048', 'demo attacker').privateKey)) {
    const answer = formOf(await alice.visit(`${service.url}/login`));
    const response = Buffer.from(answer.fields.get('SAMLResponse') ?? '', 'base64').toString('utf8');
    const SAMLResponse = Buffer.from(forge(response)).toString('base64');
    await attempt(title, hope, refusedBy, filled(answer, { SAMLResponse }));
  }

  const mine = formOf(await alice.visit(`${service.url}/login`));
  const theirs = formOf(await alice.visit(`${service.url}/login`));
  const swapped = filled(mine, { SAMLResponse: theirs.fields.get('SAMLResponse') ?? '' });
  await attempt('a good answer, to another request', 'that any good answer will do', 'confirmation.in-response-to', swapped);

  const foreign = formOf(await alice.visit(idp.tileUrl(elsewhere, '')));
  const redirected = { ...foreign, action: service.acsUrl };
  await attempt('a good answer, made for another service', 'that the audience does not matter', 'conditions.audience', redirected);

  const used = formOf(await alice.visit(idp.tileUrl(registered, '')));
  await delivered(used);
  await attempt('a good answer, used twice', 'that nobody remembers', 'assertion.replayed', used);
}

async function attempt(title: string, hope: string, refusedBy: string, answer: Form): Promise<void> {
  const outcome = await delivered(answer);
  const refusal = showAttempt(title, hope, outcome, await explained(service, outcome));
  if (refusal === undefined) problems.push(`accepted: ${title}`);
  else if (!refusal.includes(refusedBy)) problems.push(`refused, but not by ${refusedBy}: ${title}`);
}

function conclude(): void {
  print(0, '');
  for (const problem of problems) print(0, paint('red', `✗ ${problem}`));
  if (problems.length === 0) print(0, paint(['bold', 'green'], '✓ Three logins accepted, every forgery refused by what must refuse it.'));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
