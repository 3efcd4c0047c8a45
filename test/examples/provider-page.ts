/** How the pages of the identity providers look: like one another, and unlike those of the service. */
import { type Html, html } from '../../src/web/pages/html.ts';

/** A whole page with one card. */
export function providerPage(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title><link rel="icon" href="data:,"/>${style}</head>
<body><main><h1>${title}</h1>${content}</main></body></html>
`.toString();
}

/** A form with what a browser is to bring to somebody else. It sends itself, and has a button for where there is no script. */
export function carryingForm(action: string, fields: Readonly<Record<string, string>>): Html {
  const hidden = Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`);
  return html`<form method="post" action="${action}">${hidden}<button>Continue</button></form><script>document.forms[0].submit()</script>`;
}

/** What a person does about being asked who they are; the second button is for whoever would rather not say. */
export const signInButtons = html`<div class="buttons"><button>Sign in</button><button class="plain" name="refuse" value="yes" formnovalidate>Cancel</button></div>`;

const style = html`<style>
*{box-sizing:border-box}
:root{color-scheme:light dark;--page:#eaf3f1;--card:#fff;--text:#17211f;--muted:#4c5f5b;--line:#b9cbc7;--accent:#0b6b5d;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--page:#0f1614;--card:#18211f;--text:#e4eeeb;--muted:#a3b5b1;--line:#3a4b47;--accent:#6fd3c1;--on-accent:#06231e}}
body{margin:0;padding:clamp(1rem,10vh,6rem) 1rem 2rem;background:var(--page);color:var(--text);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:26rem;margin:0 auto;padding:2rem;background:var(--card);border-block-start:.375rem solid var(--accent);border-radius:.25rem}
h1{margin:0 0 .5rem;font-size:1.375rem;line-height:1.25}
p{margin:0 0 1rem;color:var(--muted)}
label{display:block;margin-block-start:1rem;font-weight:600}
input,select{width:100%;margin-block-start:.25rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.25rem;font:inherit;
background:var(--card);color:var(--text)}
.buttons{display:flex;gap:.75rem;margin-block-start:1.5rem}
button{padding:.5rem 1.25rem;border:1px solid var(--accent);border-radius:.25rem;background:var(--accent);color:var(--on-accent);font:inherit;
font-weight:600;cursor:pointer}
.plain{background:transparent;color:var(--accent)}
a{color:var(--accent)}
ul{margin:0;padding:0;list-style:none}
li{border-block-start:1px solid var(--line)}
li a{display:block;padding:.75rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
</style>`;
