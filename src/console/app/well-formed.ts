/**
 * Whether a text may be given to the browser's parser, which makes a document with a styled message of everything that is not well-formed: the page's
 * policy forbids such styles, and reports them.
 */

const tagPattern = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Tests if tags are closed in their order, prefixes are declared somewhere, and references are known. */
export function isWellFormed(text: string): boolean {
  const bare = text
    .replace(/^\uFEFF?<\?xml\s[^?]*\?>/, "")
    .replace(/<!--(?:[^-]|-[^-])*-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?(?!xml\s)[\w.-]+(?:\s[\s\S]*?)?\?>/g, "");
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(bare)) return false;
  const open: string[] = [];
  let roots = 0;
  for (const [, slash, name = "", attributes = "", end] of bare.matchAll(tagPattern)) {
    if (slash === "/") {
      if (open.pop() !== name) return false;
      continue;
    }
    if (open.length === 0) roots++;
    const names = [name, ...[...attributes.matchAll(/([\w:.-]+)\s*=/g)].map(([, attribute = ""]) => attribute)];
    if (new Set(names.slice(1)).size < names.length - 1 || !names.every((each) => isDeclared(each, bare))) return false;
    if (end !== "/") open.push(name);
  }
  return open.length === 0 && roots === 1 && !bare.replace(tagPattern, "").includes("<");
}

function isDeclared(name: string, text: string): boolean {
  const [prefix = "", local] = name.split(":");
  return (
    local === undefined || prefix === "xml" || prefix === "xmlns" || new RegExp(`\\sxmlns:${prefix.replace(/\./g, "\\.")}\\s*=`).test(text)
  );
}
