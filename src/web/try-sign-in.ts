import { utf8 } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { isSsoError, SsoError } from '../core/errors.ts';
import { answerIn } from '../diagnosis/answer.ts';
import { cluesIn } from '../diagnosis/clues.ts';
import { finish, finishUnsolicited } from '../saml/finish.ts';
import type { Incoming } from '../saml/incoming.ts';
import { defaultOf } from '../saml/numbered.ts';
import type { SamlPending } from '../saml/pending.ts';
import type { AssertionConsumerServiceOptions, ServiceProvider } from '../saml/service-provider.ts';
import { whole } from './asked.ts';
import { beginLogin } from './begin-login.ts';
import { formOf } from './body.ts';
import type { Connection, SamlConnection } from './connections.ts';
import { isOwn } from './navigation.ts';
import type { PlainResponse } from './plain-response.ts';
import { providerName } from './provider-name.ts';
import { show } from './show.ts';
import type { Trial } from './trial.ts';
import { type Attempt, notThere, tried } from './tried.ts';
import type { Visit } from './visit.ts';

/**
 * The page of trials: shows whose login can be tried, begins one, and explains an answer that was pasted. What another site posts does no
 * more than open it.
 *
 * @throws SsoError `message.parameter`, `request.*`; what a provider refuses is shown
 */
export async function trySignIn(visit: Visit, trial: Trial): Promise<PlainResponse> {
  const { request, env } = visit;
  if (!(await trial.permitted(whole(request)))) return notThere();
  if (request.method !== 'POST' || !isOwn(request, new URL(trial.url).origin)) return offered(visit, trial);
  const fields = await formOf(request, mostOctets, env);
  const connection = connectionIn(visit, fields);
  const inner = { ...visit, connection };
  const answer = fields.get('answer');
  if (answer === null) return await begun(inner, trial, connection);
  if (connection.protocol !== 'saml') throw unknownConnection();
  return await tried(inner, trial, await attemptOf(connection, answer, fields.has('as-made'), env));
}

function offered(visit: Visit, { url }: Trial): PlainResponse {
  const { settings } = visit;
  const providers = [...settings.connections.values()].map(({ id, protocol }) => ({ id, protocol, name: providerName(settings, id) }));
  return show(visit, { kind: 'trial', action: url, providers });
}

/** Begins a login that comes to nothing but a page; where it cannot begin, that page says why. */
async function begun(visit: Visit, trial: Trial, connection: Connection): Promise<PlainResponse> {
  try {
    return await beginLogin(visit, connection, { reason: 'trial', returnTo: trial.url });
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return await tried(visit, trial, { connection, env: visit.env, finish: () => Promise.reject(error) });
  }
}

async function attemptOf(connection: SamlConnection, answer: string, asMade: boolean, env: Env): Promise<Attempt> {
  const { sp, idp } = connection;
  const { url, binding } = consumerOf(sp);
  const about = { connection, env, pasted: true } as const;
  try {
    const incoming = { ...answerIn(utf8(answer), url), binding };
    const { issuedAt, inResponseTo } = cluesIn(incoming);
    const judging = asMade && issuedAt !== undefined ? { ...env, now: () => issuedAt } : env;
    const pending = inResponseTo === undefined ? undefined : assumed(connection, inResponseTo, incoming, judging);
    return {
      ...about,
      env: judging,
      incoming,
      ...(pending === undefined ? {} : { pending, assumedRequest: pending.requestId }),
      // Nothing is used by being looked at.
      finish: () =>
        pending === undefined
          ? finishUnsolicited(sp, idp, incoming, forgetful, judging)
          : finish(sp, idp, incoming, pending, forgetful, judging),
    };
  } catch (error) {
    // It could not even be taken for an answer.
    return { ...about, finish: () => Promise.reject(error) };
  }
}

/** Where a pasted answer is taken to have come in: at an address for forms, if there is one. */
function consumerOf({ assertionConsumerServices }: ServiceProvider): Required<AssertionConsumerServiceOptions> {
  const forms = assertionConsumerServices.filter(({ binding }) => binding === 'post');
  // Sound: a service provider without a consumer service is refused when it is made.
  return defaultOf(forms.length > 0 ? forms : assertionConsumerServices) as Required<AssertionConsumerServiceOptions>;
}

/** The request that an answer says it is to, as if it had been ours. */
function assumed({ id }: SamlConnection, requestId: string, { receivedAt }: Incoming, env: Env): SamlPending {
  return { protocol: 'saml', provider: id, requestId, handle: '', acsUrl: receivedAt, issuedAt: instantOf(env).toISOString() };
}

function connectionIn({ settings }: Visit, fields: URLSearchParams): Connection {
  const connection = settings.connections.get(fields.get('connection') ?? '');
  if (connection === undefined) throw unknownConnection();
  return connection;
}

function unknownConnection(): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter: 'connection', reason: 'unknown-value' });
}

const forgetful = { firstUse: async () => true };
/** A message of 1 MiB in base64, in a page or in percent encoding, in percent encoding once more. */
const mostOctets = 4_194_304;
