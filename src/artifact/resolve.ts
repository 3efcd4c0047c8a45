import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { addressProblem, invalid } from '../core/options.ts';
import { legible } from '../core/rules.ts';
import { currentOf, isSource, type Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import { firstUse } from '../identity/first-use.ts';
import type { ReplayStore } from '../identity/login.ts';
import { checkUsable } from '../saml/expectation.ts';
import type { IdentityProvider, IndexedEndpoint } from '../saml/identity-provider.ts';
import type { Incoming } from '../saml/incoming.ts';
import { lookAgain } from '../saml/look-again.ts';
import type { ServiceProvider } from '../saml/service-provider.ts';
import { sourceIdOf } from './artifact.ts';
import { ask, writeQuestion } from './artifact-resolve.ts';
import type { Asked } from './artifact-response-rules.ts';
import type { IncomingArtifact } from './incoming-artifact.ts';
import { messageWithin } from './message-within.ts';

/**
 * Asks the provider for the answer that an artifact stands for. What comes is judged no other way than an answer by form: `finish` and
 * `finishUnsolicited` want the same signatures of it, whatever the connection and the ArtifactResponse around it prove.
 *
 * An artifact leads to its answer once, whatever the provider remembers. One that somebody has made up may be brought any number of times.
 *
 * @param idp - the provider that was asked for the login, or that the artifact names where nobody was asked, or a source of it
 * @param artifact - from `artifactFromQuery` or `artifactFromForm`, at an assertion consumer service of ours for artifacts
 * @param env - whose `fetch` shows our certificate where the provider knows us by that (mutual TLS)
 * @throws SsoError `artifact.source`, `artifact.replayed`, `artifact.rejected`, `artifact.empty`; `provider.status` where the provider says no;
 *   `provider.endpoint`, `metadata.location` and `metadata.expired` where it cannot be asked; `message.*`, `signature.*`, `saml.*`, `xml.*`
 *   for what cannot be read or verified; `transport.*`; `store.*` where the replay store cannot say
 * @see SAMLBind 3.6, SAMLProf 5
 */
export async function resolve(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  artifact: IncomingArtifact,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<Incoming> {
  const provider = await currentOf(idp);
  const now = instantOf(env);
  checkUsable(provider, sp, now);
  checkService(sp, artifact);
  checkSource(provider, artifact);
  const question = await writeQuestion(sp, provider, serviceOf(provider, artifact), artifact.artifact, now, env);
  const answer = await ask(question, provider.learntFrom ?? nobody, env);
  const asked = { sp, receivedAt: artifact.receivedAt, requestId: question.id, now: instantOf(env) };
  const document = await messageFrom(answer, idp, { ...asked, idp: provider });
  // Only now: anybody can make up artifacts, which must not fill the store, and of two who bring the same one still only one is answered.
  await useOnce(provider, artifact, plusSeconds(now, rememberedSeconds), replay);
  const { relayState, receivedAt } = artifact;
  return {
    binding: 'artifact',
    parameter: 'SAMLResponse',
    document,
    ...(relayState === undefined ? {} : { relayState }),
    receivedAt,
  };
}

/** By what is known of the provider, and once more by what a source finds when a signature may be by a key that nobody knows. */
async function messageFrom(answer: Uint8Array, idp: IdentityProvider | Source<IdentityProvider>, asked: Asked): Promise<Uint8Array> {
  try {
    return messageWithin(answer, asked);
  } catch (error) {
    const refreshed = isSource(idp) ? await lookAgain(idp, asked.idp, { document: answer }, error, 'login') : undefined;
    if (refreshed === undefined) throw error;
    return messageWithin(answer, { ...asked, idp: refreshed });
  }
}

function checkService({ assertionConsumerServices }: ServiceProvider, { receivedAt }: IncomingArtifact): void {
  const services = assertionConsumerServices.filter(({ url }) => url === receivedAt);
  if (services.length === 0) throw invalid('receivedAt', 'must be an assertion consumer service of ours');
  if (services.some(({ binding }) => binding === 'artifact')) return;
  throw new SsoError('message.binding', { binding: 'artifact', expected: services.map(({ binding }) => binding).join(' or ') });
}

/** SAMLBind 3.6.4: a provider is asked for its own artifacts alone, so that none of them can be put in the place of another's. */
function checkSource({ id, entityId }: IdentityProvider, { sourceId }: IncomingArtifact): void {
  if (sourceId !== sourceIdOf(entityId)) throw new SsoError('artifact.source', { provider: id, sourceId: legible(sourceId) });
}

/** The service with that index, and no other: the artifacts of one need not be known to the next. */
function serviceOf({ id, artifactResolutionServices }: IdentityProvider, { endpointIndex }: IncomingArtifact): IndexedEndpoint {
  const service = artifactResolutionServices.find(({ index }) => index === endpointIndex);
  const name = `ArtifactResolutionService ${endpointIndex}`;
  if (service === undefined) throw new SsoError('provider.endpoint', { provider: id, service: name, binding: 'soap' });
  // Whatever is pardoned of where browsers are sent: TLS is what vouches for an answer that is not signed.
  const problem = addressProblem(service.location);
  if (problem !== undefined) throw new SsoError('metadata.location', { location: legible(service.location), reason: problem });
  return service;
}

/** SAMLBind 3.6.5: by its text, which is the only one for what it says, and under our own id of the provider. */
async function useOnce({ id }: IdentityProvider, { artifact }: IncomingArtifact, until: Date, replay: ReplayStore): Promise<void> {
  if (await firstUse(replay, `saml-artifact ${JSON.stringify([id, artifact])}`, until)) return;
  throw new SsoError('artifact.replayed', { until: until.toISOString() });
}

/** Longer than any provider knows its artifacts, which is for minutes. */
const rememberedSeconds = 3_600;
/** Whoever wrote the metadata chose the address; where nobody says which one was typed, it never leads inside a network of ours. */
const nobody = '';
