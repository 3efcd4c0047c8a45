/** How the pages of trials look beside what all pages have. */
export const trialStyle = `
.trials{margin-block-start:1.5rem;padding:0;list-style:none;display:grid;gap:.75rem}
.trials li+li,.trials form{margin:0}
.trials button{width:100%}
select,textarea{margin-block-end:1rem}
textarea{font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;font-size:.8125rem}
.box{display:flex;align-items:start;gap:.5rem;font-weight:400}
.box input{margin-block-start:.3rem}
main:has(.tried){max-width:60rem}
.tried{margin-block-start:1.25rem}
.tried>label{display:inline;font-weight:400}
.tried h3{margin:1rem 0 .25rem;font-size:.875rem;color:var(--muted)}
.tried ol{margin:0;padding-inline-start:1.5rem}
.tried li{margin-block-start:.375rem}
.tried dl{user-select:auto}
.tried dl div{grid-template-columns:minmax(8rem,18rem) 1fr}
.tried dl>div{padding-block:.375rem;border-block-end:1px solid var(--border)}
.tried dd div{display:block}
.tried dd{grid-column:auto}
.tried small{color:var(--muted)}
.tried code{font-size:.875em}
.cause{padding:.875rem 1rem;border-inline-start:.25rem solid var(--refusal);background:var(--background)}
.rules{padding:0;list-style:none;font-size:.9375rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(26rem,100%),1fr));gap:0 1.5rem}
.rules>.failed,.rules>.pardoned,.rules>.noted{grid-column:1/-1}
.rules>li{padding-inline-start:.75rem;border-inline-start:.1875rem solid var(--border)}
.rules b{font-weight:600;color:var(--muted)}
.rules .failed{border-color:var(--refusal)}
.rules .failed b{color:var(--refusal)}
.rules .passed{border-color:var(--success)}
.stand-in,#hide-personal:checked~* .personal{display:none}
#hide-personal:checked~* .stand-in{display:inline;color:var(--muted)}
`;
