import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import { type Asked, readAsked, writeAsked } from '../routing/asked.ts';
import type { Candidate } from '../routing/candidate.ts';
import { type Bypass, chooseProvider, type Decision, type Visitor } from '../routing/choose.ts';
import { whole } from './asked.ts';
import { type Beginning, beginLogin } from './begin-login.ts';
import { formOf } from './body.ts';
import type { Choice } from './choice.ts';
import type { Connection } from './connections.ts';
import { logoOf, serveLogo } from './logos.ts';
import { isOwn, onlyNavigation } from './navigation.ts';
import { redirectResponse, unkept } from './pages/answer.ts';
import type { Offer } from './pages/page.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import { rememberedProvider } from './remembered.ts';
import { show } from './show.ts';
import { record, type Visit } from './visit.ts';

/**
 * Answers whoever comes to sign in: sends them to the provider that their request leads to, or shows a page on which they choose, or type
 * what they are called. Anybody can have written the request: it leads to a provider that is configured, and says nothing of who they are.
 *
 * @throws SsoError `login.required`, `message.parameter`, `request.*`, and as `beginLogin`
 */
export async function choose(visit: Visit, choice: Choice): Promise<PlainResponse> {
  const { request, url, env } = visit;
  const pictured = url.searchParams.get('logo');
  if (pictured !== null) return (await serveLogo(visit, pictured)) ?? plainResponse(404, unkept);
  onlyNavigation(visit);
  const parameters = request.method === 'POST' ? await formOf(request, mostOctets, env) : url.searchParams;
  const asked = readAsked(parameters);
  // What is typed on our own page stays out of addresses; with a form of another site comes no cookie of logins that are under way.
  if (request.method === 'POST' && !isOwn(request, new URL(choice.url).origin)) return redirectResponse(choiceAddress(choice, asked));
  const returnTo = returnToOf(visit, asked);
  const decision = decide(visit, choice, asked);
  await recordBypass(visit, asked, decision);
  return await led(visit, choice, decision, asked, { reason: 'asked', returnTo });
}

/** The decision for whoever has met a page that wants them to be signed in. */
export function decide({ request, address }: Visit, { routing, portal }: Choice, asked: Asked): Decision {
  const [at, remembered] = [portal?.(whole(request)), rememberedProvider(request)];
  const visitor: Visitor = {
    ...(at === undefined ? {} : { portal: at }),
    ...(remembered === undefined ? {} : { remembered }),
    ...(address === undefined ? {} : { address }),
  };
  return chooseProvider(routing, asked, visitor);
}

/** @throws SsoError `config.invalid` for what is none */
export function connectionOf({ settings }: Visit, id: string): Connection {
  const connection = settings.connections.get(id);
  if (connection === undefined) throw invalid('connection', 'must be the id of a connection, where there are several');
  return connection;
}

/** The address of the page of choice for somebody who wants to go there afterwards. */
export function choiceAddress({ url }: Choice, asked: Asked): string {
  const address = new URL(url);
  for (const [name, value] of writeAsked(asked)) address.searchParams.set(name, value);
  return address.href;
}

async function led(visit: Visit, choice: Choice, decision: Decision, asked: Asked, beginning: Beginning): Promise<PlainResponse> {
  switch (decision.kind) {
    case 'provider': {
      const connection = connectionOf(visit, decision.provider.id);
      return await beginLogin({ ...visit, connection }, connection, { ...beginning, hints: decision.hints });
    }
    case 'password':
      if (decision.because === 'entrance' && decision.among.length > 0)
        return await offered(visit, choice, { ...decision, kind: 'choose', password: true }, asked, beginning);
      return redirectResponse(passwordAddress(choice, beginning));
    case 'choose':
      return await offered(visit, choice, decision, asked, beginning);
    case 'ask':
      return await askedFor(visit, choice, decision, asked, beginning);
  }
}

async function offered(
  visit: Visit,
  choice: Choice,
  { among, remembered, password }: Extract<Decision, { kind: 'choose' }>,
  asked: Asked,
  beginning: Beginning,
): Promise<PlainResponse> {
  const offers = await Promise.all(among.map((candidate) => offerOf(visit, choice, candidate, asked)));
  const last = offers[among.findIndex(({ id }) => id === remembered?.id)];
  return await show(visit, {
    kind: 'chooser',
    offers,
    ...(last === undefined ? {} : { last }),
    ...(password ? { password: passwordAddress(choice, beginning) } : {}),
    ...(choice.product === undefined ? {} : { product: choice.product }),
  });
}

async function askedFor(
  visit: Visit,
  choice: Choice,
  { password }: Extract<Decision, { kind: 'ask' }>,
  { user: _, ...asked }: Asked,
  beginning: Beginning,
): Promise<PlainResponse> {
  return await show(visit, {
    kind: 'ask',
    action: choice.url,
    fields: writeAsked(asked),
    ...(password ? { password: passwordAddress(choice, beginning) } : {}),
    ...(choice.product === undefined ? {} : { product: choice.product }),
  });
}

/** With what is asked for in its address, nothing has to be remembered between this page and the next. */
async function offerOf(visit: Visit, choice: Choice, { id, name, button }: Candidate, asked: Asked): Promise<Offer> {
  const { wants: _, ...rest } = asked;
  const logo = await logoOf(visit, choice, id);
  const href = choiceAddress(choice, { ...rest, provider: id });
  return { href, name, ...(button === undefined ? {} : { button }), ...(logo === undefined ? {} : { logo }) };
}

function passwordAddress({ password }: Choice, { returnTo }: Beginning): string {
  if (password === undefined) throw invalid('choice.password', 'must be given where somebody may have the product’s own login');
  return password(returnTo);
}

/** @throws SsoError `message.parameter` for where nobody may be sent */
function returnToOf({ settings }: Visit, { returnTo }: Asked): string {
  const address = returnTo === undefined ? settings.returnTo.default : settings.returnTo.destination(returnTo);
  if (address === undefined) throw new SsoError('message.parameter', { parameter: 'returnTo', reason: 'unknown-value' });
  return address;
}

/** Whoever wants past everything is told of, whether or not they may. */
async function recordBypass(visit: Visit, { wants }: Asked, decision: Decision): Promise<void> {
  if (wants !== 'bypass') return;
  const granted = decision.kind === 'password' && decision.because === 'bypass' ? decision : undefined;
  await record(visit, 'login.bypass', {
    'signon.granted': granted !== undefined,
    ...(granted === undefined ? {} : networkIn(granted)),
    ...(visit.address === undefined ? {} : { 'client.address': visit.address }),
  });
}

function networkIn({ network }: Bypass): { readonly 'signon.network': string } {
  return { 'signon.network': network };
}

const mostOctets = 16_384;
