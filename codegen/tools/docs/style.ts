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
body { display: grid; grid-template-columns: minmax(14rem, 20rem) minmax(0, 1fr); }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--back); padding: .5rem; }
nav { position: sticky; top: 0; height: 100vh; display: flex; flex-direction: column; gap: .5rem; padding: .75rem 1rem 0; border-right: 1px solid var(--line); background: var(--panel); font-size: .9rem; }
nav .bar { display: flex; gap: 1rem; justify-content: space-between; align-items: center; margin: 0; }
nav .title { font-weight: 600; font-size: 1rem; color: var(--text); }
nav p.muted { margin: 0; } nav p.muted:empty { display: none; }
#menu { display: none; }
#tree, #results { overflow-y: auto; margin: 0; padding: 0 0 1rem; }
#tree { flex: 1; } #results:empty { display: none; }
nav ul { list-style: none; margin: 0; padding-left: .9rem; }
nav #results li { padding: .2rem 0; } nav #results .muted { display: block; font-size: .75rem; }
nav details details { padding-left: .7rem; }
nav summary { padding: .15rem 0; margin-left: 1rem; font-weight: 500; list-style-position: outside; } nav details details summary { font-weight: 400; overflow-wrap: anywhere; }
nav li a { display: block; padding: .08rem .4rem; border-radius: .3rem; color: var(--text); overflow-wrap: anywhere; }
nav li a:hover { background: var(--line); text-decoration: none; }
nav a[aria-current] { background: var(--link); color: var(--back); }
input, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; padding: .3rem .6rem; }
input[type=search] { width: 100%; }
main { max-width: 66rem; padding: 1rem 2rem 4rem; }
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
.occurs { color: var(--accent); font-variant-numeric: tabular-nums; font-size: .9rem; }
.compositor { color: var(--muted); font-style: italic; }
.badge { border: 1px solid var(--line); border-radius: .3rem; padding: 0 .4rem; font-size: .8rem; color: var(--muted); }
.tag { color: var(--tag); } .attribute { color: var(--attribute); } .value { color: var(--value); }
mark { background: var(--mark); color: inherit; }
summary { cursor: pointer; }
svg.diagram { display: block; font: 12px ui-monospace, monospace; margin: .5rem 0; }
svg.diagram path { fill: none; stroke: var(--muted); }
svg.diagram .box { fill: var(--panel); stroke: var(--muted); } svg.diagram .box.root { fill: var(--back); stroke: var(--link); stroke-width: 1.5; }
svg.diagram .box.optional { stroke-dasharray: 4 3; } svg.diagram .any, svg.diagram .more { fill: var(--back); }
svg.diagram a:hover .box, svg.diagram a:focus-visible .box { stroke: var(--link); stroke-width: 2; }
svg.diagram text { fill: var(--text); } svg.diagram a .label { fill: var(--link); }
svg.diagram .note, svg.diagram .occurs { fill: var(--muted); font-size: 10px; } svg.diagram .occurs { fill: var(--accent); text-anchor: end; }
svg.diagram .dot { fill: var(--accent); } svg.diagram .switch { stroke: var(--accent); stroke-width: 1.5; }
@media (max-width: 52rem) {
  body { display: block; } #menu { display: inline-block; }
  nav { position: sticky; height: auto; max-height: 100vh; border-right: 0; border-bottom: 1px solid var(--line); padding-bottom: .5rem; z-index: 1; }
  nav form, nav #tree, nav #results, nav #count { display: none; } nav.open form, nav.open #tree, nav.open #results, nav.open #count { display: block; } nav.open #tree[hidden] { display: none; }
  main { padding: 1rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; }
}
@media print { nav { display: none; } body { display: block; } }
`;
