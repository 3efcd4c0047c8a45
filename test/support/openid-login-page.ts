import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Grant, Provider } from 'oidc-provider';
import { html } from '../../src/web/pages/html.ts';
import { providerPage, signInButtons } from '../examples/provider-page.ts';

/** Where a login stops for a person. */
export const interactionPath = '/interaction/';

/** What the page asks: `login` who signs in, `nobody` to refuse; `acr` how well it is proven, where that matters. */
export async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') return void response.setHeader('content-type', 'text/html; charset=utf-8').end(pages[prompt.name]);
  const form = new URLSearchParams(await bodyOf(request));
  const refused = form.get('login') === 'nobody' || form.has('refuse');
  await provider.interactionFinished(request, response, refused ? { error: 'access_denied' } : resultOf(prompt.name, form));
}

/** Whatever a client asks for, it is granted; the page for consent comes up only where the client asks for that too. */
export async function grantAll({ oidc }: Context): Promise<Grant> {
  const grant = new oidc.provider.Grant({ accountId: oidc.account?.accountId ?? '', clientId: oidc.client.clientId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  grant.addOIDCClaims([...oidc.requestParamClaims]);
  await grant.save();
  return grant;
}

function resultOf(prompt: 'login' | 'consent', form: URLSearchParams): Readonly<Record<string, unknown>> {
  if (prompt === 'consent') return { consent: {} };
  const acr = form.get('acr') ?? '';
  return { login: { accountId: form.get('login') ?? '', amr: ['pwd'], ...(acr === '' ? {} : { acr }) } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const pages = {
  login: providerPage(
    'Partner account',
    html`<p>This provider is on your own machine, and asks for no password.</p><form method="post" action=""><label for="login">User name</label>
<input id="login" autocomplete="username" required name="login"/><input type="hidden" name="acr"/>${signInButtons}</form>`,
  ),
  consent: providerPage(
    'May it know who you are?',
    html`<form method="post" action=""><input type="hidden" name="consent" value="yes"/><input type="hidden" name="login"/><button>Allow</button></form>`,
  ),
};
