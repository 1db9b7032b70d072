/**
 * The script of the start page: finds names as they are typed. It is inline, and its hash stands in the page's security policy.
 */
export const searchScript = `"use strict";
(() => {
  const names = JSON.parse(document.getElementById("names").textContent);
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const show = () => {
    const wanted = field.value.trim().toLowerCase();
    const found = wanted === "" ? [] : names.filter(([name]) => name.toLowerCase().includes(wanted));
    const rank = ([name]) => { const at = name.toLowerCase().indexOf(wanted); return (at === 0 ? 0 : 1) * 1000 + name.length; };
    found.sort((left, right) => rank(left) - rank(right));
    results.replaceChildren(...found.slice(0, 100).map(([name, kind, address, namespace]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address;
      const at = name.toLowerCase().indexOf(wanted);
      const mark = document.createElement("mark");
      mark.textContent = name.slice(at, at + wanted.length);
      link.append(name.slice(0, at), mark, name.slice(at + wanted.length));
      const note = document.createElement("span");
      note.className = "muted";
      note.textContent = " " + kind + (namespace === "" ? "" : " in " + namespace);
      item.append(link, note);
      return item;
    }));
    count.textContent = wanted === "" ? "" : found.length === 0 ? "nothing has such a name" : found.length + " found" + (found.length > 100 ? ", the first 100 shown" : "");
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  field.form.addEventListener("submit", (event) => { event.preventDefault(); const first = results.querySelector("a"); if (first) location.href = first.href; });
  document.addEventListener("keydown", (event) => { if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); } });
  show();
})();
`;
