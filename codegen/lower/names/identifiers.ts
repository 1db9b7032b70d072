/**
 * XML names -> TypeScript names: the rules alone, without regard to what is taken.
 *
 * "ItemID" gives the type "ItemID" and the property "itemID"; "IPAddress" the property "ipAddress"; "a-b" the type "AB".
 */

const identifierStart = /^\p{ID_Start}/u;
const wordBreak = /[^\p{ID_Continue}]|[_\u200c\u200d]/u;
const capital = /^\p{Lu}$/u;
const smallLetter = /^\p{Ll}$/u;
const leadingCapitals = /^\p{Lu}+/u;
const onlyAscii = /^[A-Za-z][A-Za-z0-9]*$/;

/** The name of a type: PascalCase; what no identifier can hold separates words, and so do underscores. */
export function typeIdentifier(xmlName: string): string {
  if (onlyAscii.test(xmlName)) return capitalize(xmlName);
  const joined = xmlName.split(wordBreak).map(capitalize).join("");
  return identifierStart.test(joined) ? joined : `_${joined}`;
}

function capitalize(word: string): string {
  const first = word.codePointAt(0);
  if (first === undefined) return "";
  const letter = String.fromCodePoint(first);
  const upper = letter.toUpperCase();
  // "ß" would become "SS": a letter without a capital of its own stays.
  return capital.test(upper) ? upper + word.slice(letter.length) : word;
}

/** The name of a property: the leading capital run lowered, but for the last capital before a small letter. */
export function propertyIdentifier(xmlName: string): string {
  const lowered = lowerLeadingCapitals(xmlName);
  if (lowered === "__proto__") return "proto_";
  return objectPrototypeNames.has(lowered) ? `${lowered}_` : lowered;
}

function lowerLeadingCapitals(xmlName: string): string {
  const run = leadingCapitals.exec(xmlName)?.[0];
  if (run === undefined) return xmlName;
  const letters = [...run];
  const rest = xmlName.slice(run.length);
  const next = rest.codePointAt(0);
  const keepsLast = letters.length > 1 && next !== undefined && smallLetter.test(String.fromCodePoint(next));
  const last = keepsLast ? (letters.pop() ?? "") : "";
  return letters.join("").toLowerCase() + last + rest;
}

/** An absent optional property of such a name would read as the inherited function. */
export const objectPrototypeNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Tests if a name can be written as a property without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}

/** A name with a number behind it: "Order2", "Order1_2". */
export function numbered(name: string, number: number): string {
  return /\d$/.test(name) ? `${name}_${number}` : `${name}${number}`;
}

/** Words that no constant, type or import may be called. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "any arguments as async await bigint boolean break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null " +
    "number object of package private protected public readonly require return set static string super switch symbol this throw true try " +
    "type typeof undefined unique unknown var void while with yield"
  ).split(" "),
);
