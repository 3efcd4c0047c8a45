/** The pages of the products: who is signed in, and how that came about. */
import { accountOf, type MappingStep, type ProvisioningReport, tryMapping } from '../../../src/adapters/index.ts';
import { type Html, html } from '../../../src/web/index.ts';
import { groupOrigins } from './origins.ts';
import type { Installation, ProviderId } from './products.ts';
import type { Arrival } from './sign-in.ts';
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
  const { mapping, policy: rules } = accounts[identity.provider as ProviderId];
  const { user, isNew, ignoredGroups } = report;
  const origins = groupOrigins(groups, accountOf(identity, mapping), rules);
  return page(
    name,
    html`<header><nav aria-label="Products">${all.map((each) => navigation(each, installation))}</nav></header>
<main><h1>Welcome, ${user.displayName ?? user.name}</h1>
<p>Signed in by ${protocols[protocol]}, at ${identity.issuer}.</p>
<section><h2>Account</h2>${table(
      ['Field', 'Value'],
      [
        ['User name', user.name],
        ['Full name', user.displayName ?? '–'],
        ['Address', user.email ?? 'not told by this product'],
        ['This account', isNew ? 'was made at this sign-in' : 'was there'],
      ],
    )}</section>
<section><h2>Groups</h2>${
      origins.length === 0
        ? html`<p>None.</p>`
        : table(
            ['Group', 'Where it comes from'],
            origins.map(({ group, origin }) => [group, origin]),
          )
    }
${ignoredGroups.length === 0 ? undefined : html`<p>The provider also named ${ignoredGroups.join(', ')}, which amounts to nothing here.</p>`}</section>
<section><h2>What was done at this sign-in</h2>${doneAtSignIn(report)}</section>
<section><h2>From what was sent to the account</h2>${table(['Field', 'Step', 'Value'], tryMapping(identity, mapping).map(step))}</section>
<p><a class="button" href="${`${path}/sso/sign-out`}">Sign out</a></p></main>`,
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

function step({ field, step: by, values, problem }: MappingStep): readonly string[] {
  return [field, by, problem ?? values.join(', ')];
}

function doneAtSignIn({ isNew, changes }: ProvisioningReport): Html {
  if (!isNew && changes.length === 0) return html`<p>Nothing: all was as it should be.</p>`;
  const made = isNew ? html`<li>the account was made</li>` : undefined;
  return html`<ol>${made}${changes.map((change) => html`<li>${change.kind}${'group' in change ? html` <code>${change.group}</code>` : undefined}</li>`)}</ol>`;
}

const protocols = { saml: 'SAML 2.0', oidc: 'OpenID Connect' };
