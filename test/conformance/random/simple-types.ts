/**
 * Random simple types with texts that their values may have.
 */
import type { Choices } from "./choices.js";
import { escapeAttribute } from "./xml-text.js";

export interface SimpleModel {
  /** Its name as a QName, or undefined: it has to be written where it is used. */
  readonly reference: string | undefined;
  readonly name: string | undefined;
  /** `<xs:restriction>`, `<xs:list>` or `<xs:union>`; empty for built-in types. */
  readonly derivation: string;
  readonly final: string;
  readonly family: Family;
  /** Texts of which most are valid. */
  readonly texts: readonly string[];
}

type Family = "string" | "ordered" | "decimal" | "binary" | "plain" | "list" | "union";

const builtInTexts: readonly (readonly [string, Family, readonly string[]])[] = [
  ["string", "string", ["a", "", "abc", "a b", " a ", "a\tb", "ä€", "\u{10400}b"]],
  ["int", "decimal", ["1", "0", "-1", "+7", "007", " 7 ", "100"]],
  ["token", "string", ["a", "abc", "a b", "  a   b "]],
  ["decimal", "decimal", ["1", "1.0", "0", "-1.50", ".5", "5.", "100.250", "-0.0"]],
  ["boolean", "plain", ["true", "false", "1", "0"]],
  ["normalizedString", "string", ["a", " a b ", "abc"]],
  ["NCName", "string", ["a", "abc", "_x.1"]],
  ["NMTOKEN", "string", ["a", "1", "a:b", "-"]],
  ["NMTOKENS", "list", ["a", "1 2", "a b c"]],
  ["Name", "string", ["a", "a:b", ":"]],
  ["language", "string", ["en", "en-US", "x-klingon"]],
  ["anyURI", "string", ["a", "http://a.example/b", "", "a b"]],
  ["integer", "decimal", ["1", "0", "-5", "100000000000000000000"]],
  ["byte", "decimal", ["1", "127", "-128"]],
  ["unsignedShort", "decimal", ["1", "0", "65535"]],
  ["positiveInteger", "decimal", ["1", "12"]],
  ["long", "decimal", ["1", "9223372036854775807"]],
  ["float", "ordered", ["1", "1.0", "1e3", "INF", "-INF", "NaN", "-0", "0", "3.4e38"]],
  ["double", "ordered", ["1", "1E0", "NaN", "0.1", "-INF", "1e-400"]],
  ["date", "ordered", ["2000-01-01", "2000-01-01Z", "2000-02-29", "1999-12-31+14:00", "-0001-01-01", "12000-06-30"]],
  ["dateTime", "ordered", ["2000-01-01T00:00:00", "2000-01-01T12:00:00Z", "1999-12-31T24:00:00", "2000-01-01T00:00:00.500-05:00"]],
  ["time", "ordered", ["12:00:00", "12:00:00Z", "00:00:00", "23:59:59.999"]],
  ["gYear", "ordered", ["2000", "2000Z", "-0004", "12000"]],
  ["gYearMonth", "ordered", ["2000-01", "2000-12Z"]],
  ["gMonthDay", "ordered", ["--01-31", "--02-29", "--12-25Z"]],
  ["gDay", "ordered", ["---01", "---31Z"]],
  ["gMonth", "ordered", ["--01", "--12Z"]],
  ["duration", "ordered", ["P1D", "PT24H", "P1M", "P30D", "-P1Y", "PT0.5S", "P1Y2M3DT4H5M6S"]],
  ["hexBinary", "binary", ["0a", "0A", "", "FFFF"]],
  ["base64Binary", "binary", ["AQ==", "AAEC", "", "AQ ID"]],
  ["QName", "plain", ["a", "t:a", "xs:int"]],
  ["IDREF", "plain", ["i1", "i2"]],
  ["anySimpleType", "plain", ["a", "", " b "]],
];

/** Texts that are values of few types. */
export const oddTexts: readonly string[] = [
  ...[
    "",
    " ",
    "x",
    "1",
    "1.5",
    "-",
    "+",
    "1e",
    "INF",
    "NaN",
    "true",
    "TRUE",
    "a b",
    "2000-02-30",
    "2000-1-1",
    "0000",
    "24:00:01",
    "P",
    "PT",
    "P1",
    "0",
    "g",
  ],
  ...[
    "t:a",
    "u:a",
    ":a",
    "a:",
    "-1",
    "00",
    "256",
    "1,5",
    "%",
    "http://[",
    "\u00a0",
    "12000-01-01T00:00:00+14:01",
    "AQ=",
    "abc d",
    "\n1\n",
    "-0",
    "1.0000000",
  ],
];

export const builtIns: readonly SimpleModel[] = builtInTexts.map(([local, family, texts]) => ({
  reference: `xs:${local}`,
  name: undefined,
  derivation: "",
  final: "",
  family,
  texts,
}));

const patterns = [
  "[a-z]*",
  "\\i\\c*",
  "[^b]*",
  "a|b|abc",
  ".{0,3}",
  "[\\-+]?\\d+(\\.\\d+)?",
  "(a|b)*c?",
  "\\S*",
  "[\\w-[b]]*",
  "\\p{L}+",
  "[0-9]{1,3}",
  "\\P{Nd}*",
];

/** A new type over built-in types and those in `known`; a name makes it a global type. */
export function randomSimpleType(choices: Choices, known: readonly SimpleModel[], name: string | undefined): SimpleModel {
  const named = { reference: name === undefined ? undefined : `t:${name}`, name, final: choices.risk(25) ? choices.oneOf(finals) : "" };
  switch (choices.below(6)) {
    case 4:
      return { ...named, ...list(choices, known) };
    case 5:
      return { ...named, ...union(choices, known) };
    default:
      return { ...named, ...restriction(choices, known) };
  }
}

const finals = [' final="restriction"', ' final="list union"', ' final="#all"'];

/** A type to use: mostly one that has a name. */
export function anySimpleType(choices: Choices, known: readonly SimpleModel[]): SimpleModel {
  const pool = known.length > 0 && choices.chance(40) ? known : builtIns;
  return choices.oneOf(pool);
}

type Derived = Pick<SimpleModel, "derivation" | "family" | "texts">;

function list(choices: Choices, known: readonly SimpleModel[]): Derived {
  const item = atomicLike(choices, known);
  const texts = [1, 2, 3].map((count) => Array.from({ length: count }, () => choices.oneOf(item.texts)).join(" "));
  const derivation =
    choices.chance(20) && item.reference !== undefined ? `<xs:list>${inline(item)}</xs:list>` : `<xs:list itemType="${item.reference}"/>`;
  return { derivation, family: "list", texts: ["", ...texts] };
}

function atomicLike(choices: Choices, known: readonly SimpleModel[]): SimpleModel {
  const candidate = anySimpleType(choices, known);
  const mayHoldLists = candidate.family === "list" || candidate.family === "union" || candidate.reference === "xs:anySimpleType";
  return mayHoldLists && !choices.risk(30) ? (builtIns[1] ?? candidate) : candidate;
}

function union(choices: Choices, known: readonly SimpleModel[]): Derived {
  const members = Array.from({ length: 1 + choices.below(3) }, () => anySimpleType(choices, known));
  const references = members.map(({ reference }) => reference).join(" ");
  return { derivation: `<xs:union memberTypes="${references}"/>`, family: "union", texts: members.flatMap(({ texts }) => texts) };
}

function inline(base: SimpleModel): string {
  return `<xs:simpleType><xs:restriction base="${base.reference}"/></xs:simpleType>`;
}

function restriction(choices: Choices, known: readonly SimpleModel[]): Derived {
  const candidate = anySimpleType(choices, known);
  const base = candidate.reference === "xs:anySimpleType" && !choices.risk(30) ? (builtIns[0] ?? candidate) : candidate;
  const { facets, texts } = randomFacets(choices, base);
  return { derivation: `<xs:restriction base="${base.reference}">${facets}</xs:restriction>`, family: base.family, texts };
}

/** Facets that mostly fit the base and mostly leave something over. */
export function randomFacets(choices: Choices, base: SimpleModel): { readonly facets: string; readonly texts: readonly string[] } {
  const facets: string[] = [];
  let { texts } = base;
  const add = (kind: string, value: string | number): void => {
    const fixed = kind !== "pattern" && kind !== "enumeration" && choices.chance(4) ? ' fixed="true"' : "";
    facets.push(`<xs:${kind} value="${escapeAttribute(String(value))}"${fixed}/>`);
  };
  if (choices.chance(25)) {
    texts = choices.some(texts, 3);
    for (const text of texts) add("enumeration", text);
  }
  if (choices.chance(15)) add("pattern", choices.oneOf(patterns));
  if (base.derivation === "" ? choices.chance(50) : choices.risk(60)) familyFacets(choices, base, add);
  if (choices.risk(10)) add("whiteSpace", choices.oneOf(["collapse", "replace", "preserve"]));
  return { facets: facets.join(""), texts };
}

function familyFacets(choices: Choices, base: SimpleModel, add: (kind: string, value: string | number) => void): void {
  switch (base.family) {
    case "string":
    case "list":
    case "binary":
      for (const kind of choices.some(["maxLength", "minLength", "length"], choices.risk(50) ? 2 : 1))
        add(kind, kind === "maxLength" ? 1 + choices.below(4) : choices.below(4));
      break;
    case "decimal":
      if (choices.chance(40)) add(choices.oneOf(["totalDigits", "fractionDigits"]), choices.below(4));
      if (choices.chance(60)) bounds(choices, base, add);
      break;
    case "ordered":
      bounds(choices, base, add);
      break;
    case "plain":
    case "union":
      if (choices.risk(12)) add("minInclusive", choices.oneOf(base.texts));
  }
}

function bounds(choices: Choices, base: SimpleModel, add: (kind: string, value: string) => void): void {
  const both = choices.risk(70);
  const lower = choices.chance(50);
  if (both || lower) add(choices.oneOf(["minInclusive", "minExclusive"]), choices.oneOf(base.texts));
  if (both || !lower) add(choices.oneOf(["maxInclusive", "maxExclusive"]), choices.oneOf(base.texts));
}
