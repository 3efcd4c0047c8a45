import { type Env, instantOf } from '../core/env.ts';
import { type AnySsoError, isSsoError } from '../core/errors.ts';
import { type Finding, failures, legible } from '../core/rules.ts';
import { findingsOf, likelyCause } from '../diagnosis/likely-cause.ts';
import { likelyOpenIdCause } from '../diagnosis/openid-cause.ts';
import { linkSubject } from '../identity/link.ts';
import type { Login } from '../identity/login.ts';
import { explain } from '../saml/explain.ts';
import type { Incoming } from '../saml/incoming.ts';
import type { SamlPending } from '../saml/pending.ts';
import { attributesOf } from './audit.ts';
import { type Connection, identityProviderOf } from './connections.ts';
import { unkept } from './pages/answer.ts';
import type { TriedPage, TriedRule } from './pages/trial-page.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import { providerName } from './provider-name.ts';
import { show } from './show.ts';
import type { Trial, TrialPreview } from './trial.ts';
import { record, type Visit } from './visit.ts';

/** What is tried: how it would be finished, and what is known of it if it is not. */
export interface Attempt {
  readonly connection: Connection;
  readonly finish: () => Promise<Login>;
  /** By SAML: the answer. */
  readonly incoming?: Incoming;
  /** By SAML: the request that it is to answer. */
  readonly pending?: SamlPending;
  /** With the instant at which it is held to have come in. */
  readonly env: Env;
  readonly pasted?: true;
  /** The request that it says it answers, and that is taken for ours. */
  readonly assumedRequest?: string;
}

/** There is nothing here, for whoever may not see it. */
export function notThere(): PlainResponse {
  return plainResponse(404, unkept);
}

/**
 * Shows an administrator all that comes of an answer: why it is refused, or who it is and what would become of them at the product. Nobody
 * is signed in, and nothing is remembered of it in the browser.
 *
 * @throws what `preview` throws, unless it is an `SsoError`; what the audit throws
 */
export async function tried(visit: Visit, trial: Trial, attempt: Attempt): Promise<PlainResponse> {
  const result = await resultOf(attempt, trial);
  const { connection, env, pasted, assumedRequest } = attempt;
  await recordTrial(visit, attempt, result);
  const { identity, authentication } = result.login ?? {};
  return show(visit, {
    kind: 'tried',
    accepted: result.login !== undefined,
    provider: providerName(visit.settings, connection.id),
    protocol: connection.protocol,
    judgedAt: instantOf(env).toISOString(),
    ...(pasted === undefined ? {} : { pasted }),
    ...(assumedRequest === undefined ? {} : { assumedRequest: legible(assumedRequest) }),
    ...result.shown,
    // Nothing else of a login: tokens are for nobody to see.
    ...(identity === undefined || authentication === undefined ? {} : { login: { identity, authentication } }),
    again: trial.url,
  });
}

/** What came of it. */
interface Result {
  readonly login?: Login;
  readonly error?: AnySsoError;
  readonly shown: Pick<TriedPage, 'rules' | 'diagnosis' | 'caution' | 'said' | 'preview'>;
}

async function resultOf(attempt: Attempt, trial: Trial): Promise<Result> {
  try {
    const login = await attempt.finish();
    return { login, shown: await acceptedAs(login, attempt, trial) };
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return { error, shown: await refusedBy(error, attempt) };
  }
}

async function acceptedAs(login: Login, attempt: Attempt, trial: Trial): Promise<Result['shown']> {
  const caution = await cautionOf(login, attempt);
  const preview = await previewOf(login, trial);
  return {
    rules: login.findings,
    ...(caution === undefined ? {} : { caution }),
    ...(preview === undefined ? {} : { preview }),
  };
}

/** What is wrong for the accounts of a product, though the login is accepted. */
async function cautionOf({ identity }: Login, attempt: Attempt): Promise<TriedPage['caution']> {
  try {
    linkSubject(identity);
    return undefined;
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return (await diagnosing(attempt))(findingsOf(error));
  }
}

async function previewOf(login: Login, { preview }: Trial): Promise<TrialPreview | undefined> {
  try {
    return await preview?.(login);
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return { account: [], changes: [], problem: error.message };
  }
}

async function refusedBy(error: AnySsoError, attempt: Attempt): Promise<Result['shown']> {
  const diagnose = await diagnosing(attempt);
  const explained = await explainedBy(attempt);
  const findings = failures(explained).length > 0 ? explained : [...explained, ...findingsOf(error)];
  const diagnosis = diagnose(findings);
  const said = 'message' in error.details ? error.details.message : undefined;
  return {
    rules: findings.map((finding) => withRemedy(finding, diagnose)),
    ...(diagnosis === undefined ? {} : { diagnosis }),
    ...(said === undefined ? {} : { said }),
  };
}

/** Every rule, also those that were never reached; none where there is nothing that could be held against them. */
async function explainedBy({ connection, incoming, pending, env }: Attempt): Promise<readonly Finding[]> {
  if (connection.protocol !== 'saml' || incoming === undefined) return [];
  try {
    return await explain(connection.sp, connection.idp, incoming, pending, env);
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return [];
  }
}

/** Finds the likely cause among findings. */
type Diagnose = (findings: readonly Finding[]) => TriedPage['diagnosis'];

/** By all that is known of the attempt beside what was found. */
async function diagnosing({ connection, incoming, pending }: Attempt): Promise<Diagnose> {
  if (connection.protocol === 'oidc') return likelyOpenIdCause;
  // A provider of which nothing is known is what was refused for.
  const idp = await identityProviderOf(connection).catch(() => undefined);
  const circumstances = {
    ...(idp === undefined ? {} : { idp }),
    ...(incoming === undefined ? {} : { incoming, replyUrl: incoming.receivedAt }),
    ...(pending === undefined ? {} : { pending }),
    entityId: connection.sp.entityId,
  };
  return (findings) => likelyCause(findings, circumstances);
}

/** What to do about this rule alone: the first thing of all that could be done. */
function withRemedy(finding: Finding, diagnose: Diagnose): TriedRule {
  const [remedy] = diagnose([finding])?.remedies ?? [];
  return remedy === undefined ? finding : { ...finding, remedy };
}

async function recordTrial(visit: Visit, { connection, pasted }: Attempt, { login, error, shown }: Result): Promise<void> {
  const failed = failures(shown.rules).map(({ rule }) => rule);
  const attributes = {
    'signon.pasted': pasted === true,
    ...(login === undefined ? {} : attributesOf(login)),
    ...(error === undefined ? {} : { 'error.type': error.code, 'signon.failed_rules': failed }),
  };
  await record({ ...visit, connection }, 'login.tried', attributes, error);
}
