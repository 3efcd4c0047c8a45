import { isSsoError } from '../core/errors.ts';
import { type Finding, legible } from '../core/rules.ts';
import { answerIn } from '../diagnosis/answer.ts';
import { type Circumstances, cluesIn, type Diagnosis, likelyCause } from '../diagnosis/index.ts';
import { linkSubject } from '../identity/link.ts';
import type { Login } from '../identity/login.ts';
import { explain, finish, finishUnsolicited, type Incoming, type SamlPending } from '../saml/index.ts';
import type { Trial } from './trial.ts';

/** What became of an answer, and why. */
export interface Explanation {
  /** The provider whose answers are taken. */
  readonly provider: string;
  /** When it was held to have come in. */
  readonly judgedAt: Date;
  /** Why it is refused; absent for one that is accepted. */
  readonly diagnosis?: Diagnosis;
  /** What is wrong for the accounts of a product all the same. */
  readonly caution?: Diagnosis;
  /** The login that it amounts to, where it is accepted. */
  readonly login?: Login;
  /** The request that it says it answers, and that was taken for ours since none was given. */
  readonly assumedRequest?: string;
  readonly findings: readonly Finding[];
}

/**
 * Holds an answer against every rule, and finds the likely cause where it is refused. Nobody is signed in, and nothing is remembered.
 *
 * @param refusedAs - the code of a refusal that no answer shows, which counts where nothing else is wrong
 * @throws SsoError `config.invalid` for what is ours
 */
export async function explanationOf(octets: Uint8Array, trial: Trial, refusedAs: string | undefined): Promise<Explanation> {
  const { idp, sp, receivedAt, env, product } = trial;
  const about = { provider: idp.entityId, judgedAt: env.now() };
  const known = { idp, entityId: sp.entityId, replyUrl: receivedAt, ...(product === undefined ? {} : { product }) };
  try {
    return { ...about, ...(await judged(answerIn(octets, receivedAt), trial, known, refusedAs)) };
  } catch (error) {
    if (!isSsoError(error) || error.code === 'config.invalid') throw error;
    // It could not even be taken for an answer.
    const diagnosis = likelyCause(error, known);
    return { ...about, findings: diagnosis === undefined ? [] : [diagnosis.finding], ...refused(diagnosis) };
  }
}

type Outcome = Omit<Explanation, 'provider' | 'judgedAt'>;

async function judged(incoming: Incoming, trial: Trial, known: Circumstances, refusedAs: string | undefined): Promise<Outcome> {
  const { idp, sp, env, requestId, requestedAt } = trial;
  const answered = requestId ?? cluesIn(incoming).inResponseTo;
  const pending = answered === undefined ? undefined : pendingOf(answered, trial);
  const findings = await explain(sp, idp, incoming, pending, env);
  const circumstances = { ...known, incoming, ...(requestedAt === undefined || pending === undefined ? {} : { pending }) };
  const elsewhere = refusedAs === undefined ? [] : [refusedBy(refusedAs)];
  const diagnosis = likelyCause(findings, circumstances) ?? likelyCause(elsewhere, circumstances);
  return {
    findings: [...findings, ...elsewhere],
    ...(requestId === undefined && answered !== undefined ? { assumedRequest: legible(answered) } : {}),
    ...(diagnosis === undefined ? await accepted(incoming, pending, trial, circumstances) : { diagnosis }),
  };
}

/** Who it is, and whether a product could keep an account for them. */
async function accepted(
  incoming: Incoming,
  pending: SamlPending | undefined,
  { sp, idp, env }: Trial,
  circumstances: Circumstances,
): Promise<Pick<Explanation, 'login' | 'caution'>> {
  // Nothing is used by being looked at.
  const replay = { firstUse: async () => true };
  const login =
    pending === undefined ? await finishUnsolicited(sp, idp, incoming, replay, env) : await finish(sp, idp, incoming, pending, replay, env);
  try {
    linkSubject(login.identity);
    return { login };
  } catch (error) {
    if (!isSsoError(error)) throw error;
    const caution = likelyCause(error, circumstances);
    return { login, ...(caution === undefined ? {} : { caution }) };
  }
}

function pendingOf(requestId: string, { idp, receivedAt, requestedAt, nameIdFormat, env }: Trial): SamlPending {
  return {
    protocol: 'saml',
    provider: idp.id,
    requestId,
    handle: '',
    acsUrl: receivedAt,
    issuedAt: (requestedAt ?? env.now()).toISOString(),
    ...(nameIdFormat === undefined ? {} : { nameIdFormat }),
  };
}

function refusedBy(code: string): Finding {
  return { rule: legible(code), spec: '', outcome: 'failed', expected: 'nothing to refuse', actual: 'refused, by what no answer shows' };
}

function refused(diagnosis: Diagnosis | undefined): Pick<Explanation, 'diagnosis'> {
  return diagnosis === undefined ? {} : { diagnosis };
}
