/**
 * Renames the prefixes of a document, where that is sure not to change what it says.
 */

const xsi = "http://www.w3.org/2001/XMLSchema-instance";

/** The document with other prefixes; undefined where a value may be a QName that would have to change, or there is a DTD. */
export function renamePrefixes(text: string): string | undefined {
  if (text.includes("<!DOCTYPE")) return undefined;
  const prefixes = new Set([...text.matchAll(/\sxmlns:([^\s=]+)\s*=/g)].map(([, prefix]) => prefix ?? ""));
  if (prefixes.size === 0) return undefined;
  const renamed = (name: string): string => {
    const [prefix = "", local] = name.split(":");
    return local !== undefined && prefixes.has(prefix) ? `${prefix}-other:${local}` : name;
  };
  const xsiPrefixes = [...text.matchAll(/\sxmlns:([^\s=]+)\s*=\s*["']([^"']*)["']/g)]
    .filter(([, , uri]) => uri === xsi)
    .map(([, prefix]) => prefix);
  let safe = true;
  const check = (value: string): string => {
    if ([...prefixes].some((prefix) => value.includes(`${prefix}:`))) safe = false;
    return value;
  };
  const attribute = (whole: string, space: string, name: string, equals: string, quote: string, value: string): string => {
    if (name.startsWith("xmlns:")) return `${space}${name}-other${equals}${quote}${value}${quote}`;
    const [prefix, local] = name.split(":");
    if (local === "type" && xsiPrefixes.includes(prefix)) return `${space}${renamed(name)}${equals}${quote}${renamedValue(value)}${quote}`;
    check(value);
    return whole.startsWith("xmlns") ? whole : `${space}${renamed(name)}${equals}${quote}${value}${quote}`;
  };
  const renamedValue = (value: string): string => value.replace(/^(\s*)(\S+)/, (_, space: string, name: string) => space + renamed(name));
  const changed = text.replace(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/]+)((?:[^"'<>]|"[^"]*"|'[^']*')*)>|[^<]+/g,
    (token, slash, name, rest) => {
      if (name === undefined) return token.startsWith("<!--") || token.startsWith("<?") ? token : check(token);
      return `<${slash}${renamed(name)}${rest.replace(/(\s+)([^\s=]+)(\s*=\s*)(["'])([\s\S]*?)\4/g, attribute)}>`;
    },
  );
  return safe ? changed : undefined;
}
