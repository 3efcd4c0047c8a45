import { createHash } from 'node:crypto';
import { Html, html } from '../../../src/web/index.ts';

/** How the pages of the products look. */
export function styleOfProducts(): Html {
  return html`<style>${new Html(css)}</style>`;
}

/** What such a page may do: have that style. */
export function policyOfProducts(): string {
  const hash = createHash('sha256').update(css).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
}

const css = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2330;--muted:#586174;--line:#d3d8e0;--accent:#3b3f8f;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--page:#12151b;--card:#1b2029;--text:#e7eaf0;--muted:#a3adbd;--line:#38414f;--accent:#b5b8ff;--on-accent:#16183f}}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent)}
header{background:var(--accent)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;max-width:52rem;margin:0 auto;padding:.75rem 1rem}
nav a{color:var(--on-accent)}
nav :focus-visible{outline-color:var(--on-accent)}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .5rem;font-size:1.125rem}
p{margin:0 0 .75rem;color:var(--muted);overflow-wrap:anywhere}
section{margin-block:1.25rem;padding:1.25rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
section p:last-child{margin:.75rem 0 0}
table{width:100%;border-collapse:collapse}
th,td{padding:.375rem .75rem .375rem 0;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
td:last-child{overflow-wrap:anywhere}
th{color:var(--muted);font-size:.875rem;font-weight:600}
tr:last-child td{border:0}
ol{margin:0;padding-inline-start:1.25rem}
a[aria-current]{font-weight:600;text-decoration:none}
.button{display:inline-block;padding:.5rem 1.25rem;border-radius:.5rem;background:var(--accent);color:var(--on-accent);font-weight:600;
text-decoration:none}
:focus-visible{outline-color:var(--on-accent)}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .5rem;font-size:1.125rem}
p{margin:0 0 .75rem;color:var(--muted);overflow-wrap:anywhere}
section{margin-block:1.25rem;padding:1.25rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
section p:last-child{margin:.75rem 0 0}
table{width:100%;border-collapse:collapse}
th,td{padding:.375rem .75rem .375rem 0;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
td:last-child{overflow-wrap:anywhere}
th{color:var(--muted);font-size:.875rem;font-weight:600}
tr:last-child td{border:0}
ol{margin:0;padding-inline-start:1.25rem}
a[aria-current]{font-weight:600;text-decoration:none}
button{padding:.5rem 1.25rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;
font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:30rem){section{padding:1rem}table{font-size:.875rem}}
`;
