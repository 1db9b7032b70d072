/**
 * xs:anyURI: lexical form. XSD 1.0 Part 2 §3.2.17, which cites XLink 1.0 §5.4 (escaping), RFC 2396 and RFC 2732.
 *
 * Characters that XLink escapes (space, non-ASCII, <>"{}|\^`) are allowed anywhere; the escaped text must be a URI reference. Few texts fail:
 * a bad "%", a second "#", brackets outside an IPv6 address, a bad scheme (":a", "1a:b"), nothing after a scheme ("a:"), and "//".
 */

/**
 * A scheme, and characters that stand for themselves, which nearly all texts are: one test of them takes a fifth of the time of those below. What
 * follows the scheme's slashes is neither one more nor a query, which may be missing a host.
 */
const usual = /^[A-Za-z][A-Za-z0-9+.-]*:\/{0,2}[\w.~:@&=+,;-][\w.~:@&=+,;?/-]*$/;

/** Tests if a collapsed text is in the lexical space of xs:anyURI. */
export function isAnyUri(text: string): boolean {
  return usual.test(text) || isReference(text);
}

function isReference(text: string): boolean {
  if (!hasGoodEscapes(text)) return false;
  const hash = text.indexOf("#");
  if (hash >= 0 && text.includes("#", hash + 1)) return false;
  const reference = hash < 0 ? text : text.slice(0, hash);
  const colon = reference.indexOf(":");
  const delimiter = reference.search(/[/?]/);
  if (colon < 0 || (delimiter >= 0 && delimiter < colon)) return isHierarchical(reference);
  if (!/^[A-Za-z][A-Za-z0-9+.-]*$/.test(reference.slice(0, colon))) return false;
  const specific = reference.slice(colon + 1);
  if (specific === "") return false;
  // An opaque part ("mailto:a@b") may hold any character.
  return !specific.startsWith("/") || isHierarchical(specific);
}

function hasGoodEscapes(text: string): boolean {
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
    if (!/^[0-9A-Fa-f]{2}$/.test(text.slice(at + 1, at + 3))) return false;
  }
  return true;
}

/** net_path, abs_path or rel_path with an optional query. */
function isHierarchical(text: string): boolean {
  const question = text.indexOf("?");
  const hierarchy = question < 0 ? text : text.slice(0, question);
  if (!hierarchy.startsWith("//")) return !/[[\]]/.test(hierarchy);
  const slash = hierarchy.indexOf("/", 2);
  const authority = hierarchy.slice(2, slash < 0 ? undefined : slash);
  const path = slash < 0 ? "" : hierarchy.slice(slash);
  // "//" has neither a host nor a path, so it identifies nothing.
  if (authority === "" && path === "") return false;
  return isAuthority(authority) && !/[[\]]/.test(path);
}

/** A registry-based name allows nearly every character, so only brackets are checked. RFC 2732 §3 */
function isAuthority(authority: string): boolean {
  if (!/[[\]]/.test(authority)) return true;
  const host = authority.slice(authority.indexOf("@") + 1);
  const close = host.indexOf("]");
  return host.startsWith("[") && /^(:[0-9]*)?$/.test(host.slice(close + 1)) && isIpv6Address(host.slice(1, close));
}

/** Up to eight groups of one to four hexadecimal digits, one "::" for a run of zero groups, an IPv4 address for the last two. */
function isIpv6Address(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const [head = "", tail = ""] = halves;
  const headGroups = countGroups(head, halves.length === 1);
  const tailGroups = countGroups(tail, true);
  if (headGroups < 0 || tailGroups < 0) return false;
  return halves.length === 2 ? headGroups + tailGroups < 8 : headGroups === 8;
}

/** The number of 16-bit groups in a text; -1 if it contains anything else. */
function countGroups(text: string, last: boolean): number {
  if (text === "") return 0;
  const groups = text.split(":");
  let count = groups.length;
  for (const [index, group] of groups.entries()) {
    if (last && index === groups.length - 1 && isIpv4Address(group)) count++;
    else if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return -1;
  }
  return count;
}

function isIpv4Address(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256);
}
