/**
 * Secrets in messages -> "REDACTED", before a message is kept.
 *
 * Bodies are searched as bytes and not as XML, since what is not well-formed must not be kept with its secrets either. A name counts as one of a secret
 * if it ends in a word for one: `wsse:Password`, `userPassword`, `clientSecret`.
 */

/** What stands in the place of a secret. */
export const redacted = "REDACTED";

/** A header of a message: name and value. */
export type Header = readonly [name: string, value: string];

const secretHeader = /auth|cookie|token|secret|passw|api-?key|session|credential/i;
const secretName = /(password|passwd|passphrase|pwd|secret|credential|token|session-?id|api-?key|pin)s?$/i;

/** Headers with the values of secret ones taken out. */
export function redactHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.map(([name, value]) => [name, secretHeader.test(name) ? redacted : value]);
}

/** A query, or the body of a form, with the values of secret parameters taken out. */
export function redactParameters(text: string): string {
  const parts = text.split("&").map((part) => {
    const [name = ""] = part.split("=", 1);
    return secretName.test(name) ? `${name}=${redacted}` : part;
  });
  return parts.join("&");
}

/** A body with the contents of secret elements and the values of secret attributes taken out. Undefined for one that cannot be searched. */
export function redactBody(body: Uint8Array, contentType: string): Uint8Array | undefined {
  // One character a byte, so that all other bytes stay what they are.
  const text = new TextDecoder("latin1").decode(body);
  const isForm = /^\s*application\/x-www-form-urlencoded/i.test(contentType);
  // In UTF-16 and UTF-32 names have zeros in between.
  if (body.subarray(0, 4).some((byte) => byte === 0) || (body[0] ?? 0) >= 0xfe) return undefined;
  const clean = isForm ? redactParameters(text) : redactMarkup(text);
  return clean === text ? body : toBytes(clean);
}

/** In time linear in the text: an element that is not closed is taken to go on to the end, and nothing is looked for behind it. */
function redactMarkup(text: string): string {
  let clean = "";
  let kept = 0;
  for (let open = text.indexOf("<"); open >= 0; open = text.indexOf("<", open + 1)) {
    const name = nameAt(text, open + 1);
    if (name === "") continue;
    const end = tagEnd(text, open + 1 + name.length);
    clean += text.slice(kept, open + 1 + name.length) + redactAttributes(text.slice(open + 1 + name.length, end));
    kept = end;
    open = end - 1;
    if (!secretName.test(name) || text[end - 1] !== ">" || text[end - 2] === "/") continue;
    const close = endTag(text, name, end);
    clean += redactContent(text.slice(end, close));
    kept = close;
    open = close - 1;
  }
  return clean + text.slice(kept);
}

const longestName = 300;

function nameAt(text: string, start: number): string {
  return /^[\w.:\x80-\xff][\w.:\x80-\xff-]*/.exec(text.slice(start, start + longestName))?.[0] ?? "";
}

/** The index of the end tag, or the length of the text if the end tag is missing. */
function endTag(text: string, name: string, start: number): number {
  const tag = `</${name}`;
  for (let at = text.indexOf(tag, start); at >= 0; at = text.indexOf(tag, at + 1))
    if (/^\s*>/.test(text.slice(at + tag.length, at + tag.length + 9))) return at;
  return text.length;
}

/** Elements within stay, their texts do not. What may hide a text is taken out as a whole. */
function redactContent(content: string): string {
  if (/<[!?]|&/.test(content)) return redacted;
  return content.replace(/(^|>)([^<>]+)/g, (whole, start: string, text: string) => (text.trim() === "" ? whole : start + redacted));
}

/** The index after the ">" that ends a tag. A ">" in quotes does not end it, and a "<" shows that the tag was never ended. */
function tagEnd(text: string, start: number): number {
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "<") return at;
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at + 1;
  }
  return text.length;
}

function redactAttributes(tag: string): string {
  return tag.replace(
    /(?<![\w.:\x80-\xff-])([\w.:\x80-\xff-]+)(\s*=\s*)("[^"]*"?|'[^']*'?)/g,
    (whole, name: string, equals: string, value: string) =>
      secretName.test(name) ? `${name}${equals}${value.slice(0, 1)}${redacted}${value.slice(0, 1)}` : whole,
  );
}

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
