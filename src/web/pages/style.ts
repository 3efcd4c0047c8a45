/**
 * How the pages look, but for their colours. Nothing in it is fetched: the fonts are those of the system, and there are no pictures.
 * Measures follow the font size of the browser, and directions the language.
 */
export const baseStyle = `
*{box-sizing:border-box}
html{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{min-height:100vh;margin:0;padding:clamp(1rem,10vh,6rem) 1rem 2rem;display:flex;flex-direction:column;align-items:center;gap:1.5rem;
background:var(--background);color:var(--text)}
header{font-size:1.125rem;font-weight:600;text-align:center;overflow-wrap:anywhere}
header img{display:block;max-width:100%;max-height:4rem;object-fit:contain}
main{width:100%;max-width:30rem;padding:2rem;background:var(--surface);border:1px solid var(--border);border-radius:.75rem;
overflow-wrap:anywhere}
.mark{display:block;width:2.5rem;height:2.5rem;margin-block-end:1rem;fill:none;stroke:var(--accent);stroke-width:1.75;
stroke-linecap:round;stroke-linejoin:round}
.mark.refusal{stroke:var(--refusal)}
.mark.success{stroke:var(--success)}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;font-weight:600;text-wrap:balance}
h2{margin:0 0 .25rem;font-size:.9375rem;line-height:1.5;font-weight:600}
p{margin:0}
section{margin-block-start:1.5rem}
ul{margin:0;padding-inline-start:1.25rem}
li+li{margin-block-start:.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:1.5rem}
button,.actions a{padding:.5625rem 1.25rem;border:1px solid var(--accent);border-radius:.5rem;
font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button,.actions a:first-child{background:var(--accent);color:var(--on-accent)}
.actions a+a,button+button{background:transparent;color:var(--accent);border-color:var(--border)}
button:hover,.actions a:hover{text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.aside{margin-block-start:1.25rem;font-size:.9375rem}
.aside a{color:var(--accent)}
form{margin-block-start:1.5rem}
label{display:block;margin-block-end:.375rem;font-weight:600}
input:not([type=checkbox]),select,textarea{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--muted);border-radius:.5rem;
background:var(--surface);color:var(--text);font:inherit}
.offers{margin-block-start:1.5rem;padding:0;list-style:none;display:grid;gap:.75rem}
.offers li+li{margin:0}
h2+.offers{margin-block-start:.5rem}
.offers a{display:flex;align-items:center;gap:.875rem;min-height:3.5rem;padding:.625rem 1rem;
border:1px solid var(--border);border-radius:.625rem;color:var(--text);font-weight:600;text-decoration:none}
.offers a:hover{border-color:var(--accent);text-decoration:underline}
.offers a::after{content:"";flex:none;width:.5rem;height:.5rem;margin-inline-start:auto;border:solid var(--muted);
border-width:2px 2px 0 0;rotate:45deg}
[dir=rtl] .offers a::after{rotate:-135deg}
.offers img{flex:none;width:3rem;height:2.25rem;padding:.25rem;border-radius:.375rem;object-fit:contain;background:#fff}
main:has(.offers img) .offers a:not(:has(img))::before{content:"";flex:none;width:3rem}
.last a{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.last a::after{border-color:currentColor}
.report{padding-block-start:1.25rem;border-block-start:1px solid var(--border);color:var(--muted);font-size:.875rem}
.report h2{font-size:inherit;color:var(--text)}
dl{margin:.75rem 0 0;user-select:all}
dl div{display:grid;grid-template-columns:7.5rem 1fr;column-gap:.75rem}
dd{grid-column:2;margin:0;color:var(--text);font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;
direction:ltr;text-align:match-parent}
@media (max-width:30rem){body{padding-block-start:1rem}main{padding:1.5rem 1.25rem}.actions a,button{width:100%}
dl div{display:block}dl div+div{margin-block-start:.5rem}}
@media (prefers-reduced-motion:no-preference){main:has(script){animation:appear .2s .6s both}@keyframes appear{from{opacity:0}}}
`;
