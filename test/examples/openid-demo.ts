import { type JsonWebKey, randomBytes } from 'node:crypto';
import { type AnySsoError, isSsoError } from '../../src/index.ts';
import { finish } from '../../src/oidc/index.ts';
import { keyPair } from '../support/keys.ts';
import { known } from '../support/openid-clients.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { type Browser, browser, type Form, filled, formOf } from './browser.ts';
import { answerForgeries, tokenForgeries } from './openid-forgeries.ts';
import { findingsOf, showParameters, showToken } from './openid-report.ts';
import { type OpenIdOutcome, type OpenIdService, startOpenIdService } from './openid-service.ts';
import { showAttempt, showCounts, showFindings, showLogin } from './report.ts';
import { field, heading } from './screen.ts';
import { type Wire, wire } from './wire.ts';

/** What the logins and the attempts happen between. */
interface Stage {
  readonly op: OpenIdProvider;
  readonly service: OpenIdService;
  /** Another one, of another owner. */
  readonly elsewhere: OpenIdService;
  readonly between: Wire;
  readonly alice: Browser;
  /** Where the browser was sent, in order. */
  readonly passed: readonly string[];
  readonly outcomes: readonly OpenIdOutcome[];
  /** What did not go as it must; told at the end. */
  readonly problems: string[];
}

/**
 * Logins by OpenID Connect, step by step, and an attacker who tries.
 *
 * @returns what did not go as it must
 */
export async function showOpenId(): Promise<readonly string[]> {
  const stage = await raised();
  const { op, service, elsewhere } = stage;
  heading('signon', 'a login by OpenID Connect, step by step, at a certified provider');
  field(2, 'provider', op.issuer);
  field(2, 'service', service.client.redirectUri);
  await loginByQuery(stage);
  await loginByForm(stage);
  await attacksOnAnswers(stage);
  await attacksOnTokens(stage);
  await Promise.all([op.close(), service.close(), elsewhere.close()]);
  return stage.problems;
}

/** Everything is made for this run: keys, secrets, addresses. */
async function raised(): Promise<Stage> {
  const [outcomes, passed]: [OpenIdOutcome[], string[]] = [[], []];
  const [ours, theirs] = await Promise.all([startOpenIdService(), startOpenIdService()]);
  const secret = randomBytes(32).toString('hex');
  const clients = [
    known('service', { client_secret: secret, redirect_uris: [ours.redirectUri] }),
    known('elsewhere', { client_secret: secret, redirect_uris: [theirs.redirectUri] }),
  ];
  const op = await startOpenIdProvider({ clients });
  const { issuer } = op;
  const between = wire();
  const told = (outcome: OpenIdOutcome) => outcomes.push(outcome);
  const service = ours.trust({ issuer, clientId: 'service', secret }, between.env, told);
  const elsewhere = theirs.trust({ issuer, clientId: 'elsewhere', secret }, between.env, told);
  return { op, service, elsewhere, between, alice: browser((url) => passed.push(url)), passed, outcomes, problems: [] };
}

async function loginByQuery(stage: Stage): Promise<void> {
  const { service, between, alice, passed } = stage;
  heading('5  The service begins', 'authorization code with PKCE, OIDCCore 3.1');
  const signIn = formOf(await alice.visit(`${service.url}/openid/login`));
  const document = between.answerFrom('/.well-known/openid-configuration');
  showParameters(
    '← discovery',
    'what the provider says of itself, in part',
    wellKnown.map((name) => [name, document[name]]),
  );
  const request = passed.find((url) => url.includes('code_challenge')) ?? '';
  showParameters('→ request', 'by a redirect; nonce, state and verifier are remembered', new URL(request).searchParams);

  const outcome = await delivered(stage, filled(signIn, { login: person }));
  showParameters('← callback', 'by a redirect', Object.entries(outcome.callback.parameters));
  if (!isSsoError(outcome.result)) showToken('signed; for the code, from the token endpoint', outcome.result.tokens.idToken ?? '');
  showFindings(findingsOf(outcome));
  showResult(stage, outcome);
}

async function loginByForm(stage: Stage): Promise<void> {
  heading('6  The service begins, and the answer is posted', 'still signed in at the provider');
  const answer = await answered(stage, stage.service);
  showParameters('← callback', 'by a form', answer.fields);
  const outcome = await delivered(stage, answer);
  showCounts(findingsOf(outcome), ', as before');
  showResult(stage, outcome);
}

/** The form with an answer that the browser is about to post. */
async function answered({ alice }: Stage, service: OpenIdService): Promise<Form> {
  return formOf(await alice.visit(`${service.url}/openid/login?answer=form`));
}

/** What the service makes of an answer. */
async function delivered({ alice, outcomes }: Stage, answer: Form): Promise<OpenIdOutcome> {
  const before = outcomes.length;
  const { status } = await alice.submit(answer);
  const outcome = outcomes[before];
  if (outcome === undefined) throw new Error(`the service has made nothing of the answer: ${status}`);
  return outcome;
}

function showResult({ problems }: Stage, { result }: OpenIdOutcome): void {
  if (isSsoError(result)) problems.push(`a good login was refused: ${result.message}`);
  else showLogin(result);
}

async function attacksOnAnswers(stage: Stage): Promise<void> {
  const { service, between } = stage;
  heading('7  An attacker tries in the browser', 'to use an answer where it does not belong');
  const other = await answered(stage, service);
  for (const { title, hope, refusedBy, forge } of answerForgeries(other.fields.get('code') ?? '', 'https://elsewhere.example')) {
    attempted(stage, title, hope, refusedBy, await delivered(stage, forge(await answered(stage, service))));
  }
  const used = await delivered(stage, await answered(stage, service));
  // As another process of the service would take it, that has not heard of the first use.
  const result = await finish(service.client, service.provider, used.callback, used.pending, service.replay, between.env).catch(refusal);
  attempted(stage, 'a good answer, used twice', 'that nobody remembers', 'callback.replayed', { ...used, result });
}

async function attacksOnTokens(stage: Stage): Promise<void> {
  const { service, elsewhere, between } = stage;
  heading('8  An attacker sits between the service and the provider', `and wants to be ${victim}`);
  const [ofAnotherLogin, forAnotherService] = [await idTokenOf(stage, service), await idTokenOf(stage, elsewhere)];
  // Sound: the provider publishes its keys, the one for RS256 first.
  const [providersKey] = between.answerFrom('/jwks')['keys'] as readonly [JsonWebKey];
  const attackersKey = keyPair('rsa-2048', 'demo attacker');
  for (const { title, hope, refusedBy, forge } of tokenForgeries(victim, {
    attackersKey,
    providersKey,
    ofAnotherLogin,
    forAnotherService,
  })) {
    const answer = await answered(stage, service);
    between.forge('/token', (tokens) => ({ ...tokens, id_token: forge(String(tokens['id_token'])) }));
    attempted(stage, title, hope, refusedBy, await delivered(stage, answer));
  }
  const answer = await answered(stage, service);
  between.forge('/me', (claims) => ({ ...claims, sub: victim }));
  const outcome = await delivered(stage, answer);
  attempted(stage, 'UserInfo about somebody else', 'that an access token says who it is', 'user-info.subject', outcome);
}

async function idTokenOf(stage: Stage, service: OpenIdService): Promise<string> {
  const { result } = await delivered(stage, await answered(stage, service));
  return isSsoError(result) ? '' : (result.tokens.idToken ?? '');
}

function attempted({ problems }: Stage, title: string, hope: string, refusedBy: string, outcome: OpenIdOutcome): void {
  const refusal = showAttempt(title, hope, outcome, findingsOf(outcome));
  if (refusal === undefined) problems.push(`accepted: ${title}`);
  else if (!refusal.includes(refusedBy)) problems.push(`refused, but not by ${refusedBy}: ${title}`);
}

function refusal(error: unknown): AnySsoError {
  if (isSsoError(error)) return error;
  throw error;
}

const person = 'alice@example.org';
const victim = 'admin@example.org';
const wellKnown = ['issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'];
