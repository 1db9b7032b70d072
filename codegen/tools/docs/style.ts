/**
 * The style sheet of the site: light and dark by the reader's choice, no fonts or images.
 */
export const styleSheet = `:root {
  color-scheme: light dark;
  --text: #1c2127; --muted: #59636e; --back: #ffffff; --panel: #f5f7f9; --line: #d5dbe1; --link: #0b5cad; --accent: #7a3e9d; --mark: #fff2b8;
  --tag: #0b5cad; --attribute: #7a3e9d; --value: #8a3b12;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e8ec; --muted: #9aa5b1; --back: #14181d; --panel: #1d232a; --line: #38414b; --link: #7db7f5; --accent: #d2a8ef; --mark: #5a4a10;
    --tag: #7db7f5; --attribute: #d2a8ef; --value: #f0b083;
  }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--back); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .75rem 1.5rem; border-bottom: 1px solid var(--line); background: var(--panel); }
header .title { font-weight: 600; color: var(--text); }
header form { margin-left: auto; display: flex; gap: .5rem; }
input, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; padding: .3rem .6rem; }
input[type=search] { width: min(20rem, 60vw); }
main { max-width: 66rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
h1 { font-size: 1.6rem; margin: 1rem 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
.kind { color: var(--muted); font-size: .85rem; font-weight: 400; text-transform: uppercase; letter-spacing: .05em; }
.namespace, .muted { color: var(--muted); font-size: .9rem; }
.documentation { max-width: 46rem; white-space: pre-line; }
table { border-collapse: collapse; min-width: 50%; }
.wide { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1.5rem .35rem 0; border-bottom: 1px solid var(--line); }
td p { margin: 0 0 .3rem; } td:first-child, th:first-child { min-width: 9rem; }
th { color: var(--muted); font-weight: 500; font-size: .9rem; }
code, pre { font: .9rem/1.5 ui-monospace, monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .35rem; padding: .75rem 1rem; overflow-x: auto; tab-size: 2; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--muted); } dd { margin: 0; }
ul.model, ul.model ul { list-style: none; margin: 0; padding-left: 1.25rem; border-left: 1px solid var(--line); }
ul.model { padding-left: .75rem; border-left: 3px solid var(--line); }
ul.model li { margin: .15rem 0; }
ul.names { columns: 18rem; list-style: none; padding: 0; margin: .25rem 0 1rem; }
ul.names li { break-inside: avoid; }
#results { list-style: none; padding: 0; }
.occurs { color: var(--accent); font-variant-numeric: tabular-nums; font-size: .9rem; }
.compositor { color: var(--muted); font-style: italic; }
.badge { border: 1px solid var(--line); border-radius: .3rem; padding: 0 .4rem; font-size: .8rem; color: var(--muted); }
.tag { color: var(--tag); } .attribute { color: var(--attribute); } .value { color: var(--value); }
mark { background: var(--mark); color: inherit; }
summary { cursor: pointer; }
@media (max-width: 40rem) { main, header { padding-left: 1rem; padding-right: 1rem; } header form { margin-left: 0; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print { header form { display: none; } }
`;
