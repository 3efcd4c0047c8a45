/** The pages of the products: who is signed in, and how that came about. */
import { accountOf, type MappingStep, type ProvisioningReport, tryMapping } from '../../../src/adapters/index.ts';
import { type Html, html } from '../../../src/web/index.ts';
import { type GroupOrigin, groupOrigins } from './origins.ts';
import type { Installation, ProviderId } from './products.ts';
import { type Arrival, isAdministrator } from './sign-in.ts';
import { policyOfProducts, styleOfProducts } from './style.ts';

/** What somebody sees who has come in. */
export function productPage(
  installation: Installation,
  { login, report }: Arrival,
  groups: readonly string[],
  all: readonly Installation[],
): Response {
  const { name, path, accounts } = installation;
  const { identity, protocol } = login;
  // Sound: there are no other providers.
  const { mapping, policy } = accounts[identity.provider as ProviderId];
  const origins = groupOrigins(groups, accountOf(identity, mapping), policy);
  const { user } = report;
  const tryLink = html`<p><a href="${`${path}/sso/try`}">Try how signing in goes</a></p>`;
  return page(
    name,
    html`<header><nav aria-label="Products">${all.map((each) => navigation(each, installation))}</nav></header>
<main><h1>Welcome, ${user.displayName ?? user.name}</h1><p>Signed in by ${protocols[protocol]}, at ${identity.issuer}.</p>
${section('Account', table(['Field', 'Value'], accountRows(report)))}
${section('Groups', groupsOf(origins, report))}
${section('What was done at this sign-in', doneAtSignIn(report))}
${section('From what was sent to the account', table(['Field', 'Step', 'Value'], tryMapping(identity, mapping).map(stepRow)))}
${isAdministrator(identity) ? tryLink : undefined}<p><a class="button" href="${`${path}/sso/sign-out`}">Sign out</a></p></main>`,
  );
}

function page(title: string, content: Html): Response {
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title><link rel="icon" href="data:,"/>${styleOfProducts()}</head>
<body>${content}</body></html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyOfProducts(),
    'cache-control': 'no-store',
  };
  return new Response(document.toString(), { headers });
}

function navigation({ name, home }: Installation, here: Installation): Html {
  return name === here.name ? html`<a href="${home}" aria-current="page">${name}</a>` : html`<a href="${home}">${name}</a>`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): Html {
  const head = headings.map((heading) => html`<th scope="col">${heading}</th>`);
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function section(heading: string, content: Html): Html {
  return html`<section><h2>${heading}</h2>${content}</section>`;
}

function accountRows({ user, isNew }: ProvisioningReport): readonly (readonly string[])[] {
  return [
    ['User name', user.name],
    ['Full name', user.displayName ?? '–'],
    ['Address', user.email ?? 'not told by this product'],
    ['This account', isNew ? 'was made at this sign-in' : 'was there'],
  ];
}

function groupsOf(origins: readonly GroupOrigin[], { ignoredGroups }: ProvisioningReport): Html {
  const rows = origins.map(({ group, origin }) => [group, origin]);
  const known = rows.length === 0 ? html`<p>None.</p>` : table(['Group', 'Where it comes from'], rows);
  if (ignoredGroups.length === 0) return known;
  return html`${known}<p>The provider also named ${ignoredGroups.join(', ')}, which amounts to nothing here.</p>`;
}

function stepRow({ field, step, values, problem }: MappingStep): readonly string[] {
  return [field, step, problem ?? values.join(', ')];
}

function doneAtSignIn({ isNew, changes }: ProvisioningReport): Html {
  if (!isNew && changes.length === 0) return html`<p>Nothing: all was as it should be.</p>`;
  const made = isNew ? html`<li>the account was made</li>` : undefined;
  const carriedOut = changes.map(
    (change) => html`<li>${change.kind}${'group' in change ? html` <code>${change.group}</code>` : undefined}</li>`,
  );
  return html`<ol>${made}${carriedOut}</ol>`;
}

const protocols = { saml: 'SAML 2.0', oidc: 'OpenID Connect' };
