/**
 * The script of all pages: a navigation that stays where it was, and search in it. Without it, pages have a link to the list of all names.
 *
 * It takes nothing as HTML; it runs from a folder as well as from a server.
 */
export const siteScript = `"use strict";
(() => {
  const { kinds, groups, names } = globalThis.siteNames;
  const navigation = document.getElementById("navigation");
  const tree = document.getElementById("tree");
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const root = navigation.dataset.root;
  const current = navigation.dataset.page;
  const remembered = (() => { try { return JSON.parse(sessionStorage.getItem("navigation")) || {}; } catch { return {}; } })();
  const open = new Set(remembered.open || []);
  const remember = () => { try { sessionStorage.setItem("navigation", JSON.stringify({ open: [...open], top: tree.scrollTop, q: field.value })); } catch { /* it is not remembered */ } };

  const element = (tag, text, className) => { const made = document.createElement(tag); if (text) made.textContent = text; if (className) made.className = className; return made; };
  const linkTo = (entry) => {
    const link = element("a", entry[0]);
    link.href = root + entry[2];
    if (entry[4]) link.title = entry[4];
    if (entry[2] === current) link.setAttribute("aria-current", "page");
    return link;
  };
  const item = (...content) => { const made = document.createElement("li"); made.append(...content); return made; };

  /* Lists are made when they are opened: contracts have thousands of names. */
  const folder = (key, label, entries, fill) => {
    const details = document.createElement("details");
    const summary = element("summary", label);
    summary.append(element("span", " " + entries.length, "muted"));
    details.append(summary);
    const holdsCurrent = entries.some((entry) => entry[2] === current);
    let filled = false;
    const show = () => { if (!filled && details.open) { filled = true; details.append(fill()); } };
    details.open = holdsCurrent || open.has(key);
    show();
    details.addEventListener("toggle", () => { if (details.open) open.add(key); else open.delete(key); show(); remember(); });
    return details;
  };
  const list = (entries) => { const made = document.createElement("ul"); made.append(...entries.map((entry) => item(linkTo(entry)))); return made; };
  const contents = (kind, entries) => {
    const all = new Map();
    for (const entry of entries) { const known = all.get(entry[3]); if (known) known.push(entry); else all.set(entry[3], [entry]); }
    if (all.size === 1) return list(entries);
    const made = document.createElement("div");
    for (const [group, own] of all) made.append(folder(kind + " " + group, groups[group] || "no namespace", own, () => list(own)));
    return made;
  };
  kinds.forEach(({ many: label }, kind) => {
    const entries = names.filter((entry) => entry[1] === kind);
    if (entries.length > 0) tree.append(folder(String(kind), label, entries, () => contents(kind, entries)));
  });

  /* The best matches first: the name itself, names that begin so, names with it, then descriptions. */
  const rank = ([name, , , , text], wanted) => {
    const at = name.toLowerCase().indexOf(wanted);
    if (at < 0) return text.toLowerCase().includes(wanted) ? 10000 : -1;
    return (at === 0 ? 0 : 1000) + name.length;
  };
  const marked = (link, wanted) => {
    const name = link.textContent;
    const at = name.toLowerCase().indexOf(wanted);
    if (at < 0) return link;
    link.replaceChildren(name.slice(0, at), element("mark", name.slice(at, at + wanted.length)), name.slice(at + wanted.length));
    return link;
  };
  const search = () => {
    const wanted = field.value.trim().toLowerCase();
    tree.hidden = wanted !== "";
    const found = wanted === "" ? [] : names.map((entry) => [rank(entry, wanted), entry]).filter(([order]) => order >= 0);
    found.sort(([left], [right]) => left - right);
    results.replaceChildren(...found.slice(0, 200).map(([, entry]) => {
      const note = element("span", kinds[entry[1]].one + (groups[entry[3]] ? " in " + groups[entry[3]] : ""), "muted");
      return item(marked(linkTo(entry), wanted), note);
    }));
    count.textContent = wanted === "" ? "" : found.length === 0 ? "nothing has such a name" : found.length + " found" + (found.length > 200 ? ", the first 200 shown" : "");
    remember();
  };
  field.value = new URLSearchParams(location.search).get("q") ?? remembered.q ?? "";
  field.addEventListener("input", search);
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = results.querySelector("a");
    if (first) location.href = first.href;
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") { field.value = ""; search(); } });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); navigation.classList.add("open"); field.focus(); field.select(); }
  });
  document.getElementById("menu").addEventListener("click", () => navigation.classList.toggle("open"));
  search();

  tree.scrollTop = remembered.top || 0;
  const here = tree.querySelector("[aria-current]");
  if (here) {
    const area = tree.getBoundingClientRect();
    const { top, bottom } = here.getBoundingClientRect();
    if (top < area.top || bottom > area.bottom) tree.scrollTop += top - area.top - area.height / 2;
  }
  tree.addEventListener("scroll", remember, { passive: true });
})();
`;
