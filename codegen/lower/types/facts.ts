/**
 * What a simple type says that its TypeScript type cannot: "xs:date", "xs:string, 2 characters, pattern `[A-Z]+`".
 */
import { builtinAncestors, findBuiltin } from "../../../src/datatypes/builtins.js";
import type { Bound, Datatype, Facets } from "../../../src/datatypes/datatype.js";
import type { Annotation, SimpleTypeDefinition, TypeDefinition, ValueConstraint } from "../../schema/components.js";

/** Longer patterns are left out: nobody reads them in a comment. */
const longestPattern = 160;

/** The facts of a type and of the value that its element or attribute is given; undefined where TypeScript tells it all. */
export function factsOf(type: TypeDefinition, constraint?: ValueConstraint, annotation?: Annotation): string | undefined {
  const own = type.kind === "simpleType" ? typeFacts(type) : [];
  const facts = constraint?.kind === "fixed" ? [...own, `always ${JSON.stringify(constraint.lexical)}`] : own;
  const contentTypes = contentTypesOf(type, annotation);
  const all = contentTypes.length === 0 ? facts : [...facts, contentTypes.join(" or ")];
  return all.length === 0 ? undefined : all.join(", ");
}

/** What an element says of the media types of its content, or else what its type says. */
function contentTypesOf(type: TypeDefinition, annotation: Annotation | undefined): readonly string[] {
  const own = annotation?.contentTypes ?? [];
  return own.length === 0 && type.kind === "complexType" ? (type.annotation?.contentTypes ?? []) : own;
}

/** The facts of types that were asked for. */
const known = new WeakMap<Datatype, readonly string[]>();

function typeFacts({ datatype }: SimpleTypeDefinition): readonly string[] {
  const facts = known.get(datatype) ?? findFacts(datatype);
  known.set(datatype, facts);
  return facts;
}

function findFacts(datatype: Datatype): readonly string[] {
  const facets = facetFacts(datatype);
  const name = nameOf(datatype);
  // A string without facets, a boolean and a literal are what TypeScript says they are.
  const isTold = facets.length === 0 && (name === "xs:string" || name === "xs:boolean" || isLiterals(datatype));
  return isTold ? [] : [name, ...facets];
}

function isLiterals({ facets, kind, variety }: Datatype): boolean {
  return variety === "atomic" && facets.enumeration !== undefined && kind !== "bytes" && kind !== "date";
}

/** The nearest built-in type, or what a list or union is made of. */
function nameOf(datatype: Datatype): string {
  if (datatype.variety === "union") return [...new Set(datatype.members.map(nameOf))].join(" or ");
  const [local = "anySimpleType"] = builtinAncestors(datatype);
  return datatype.item !== undefined && local === "anySimpleType" ? `list of ${nameOf(datatype.item)}` : `xs:${local}`;
}

/** The facets that the nearest built-in type has not got. */
function facetFacts(datatype: Datatype): readonly string[] {
  const { facets } = datatype;
  const usual = findBuiltin(builtinAncestors(datatype)[0] ?? "")?.facets;
  return [
    ...lengthFacts(datatype, usual),
    ...boundFacts(facets, usual),
    ...digitFacts(facets, usual),
    ...patternFacts(facets, usual),
    ...(datatype.item === undefined ? [] : facetFacts(datatype.item).map((fact) => `each ${fact}`)),
  ];
}

function lengthFacts({ facets, variety, kind }: Datatype, usual: Facets | undefined): readonly string[] {
  const unit = variety === "list" ? "item" : kind === "bytes" || kind === "stream" ? "octet" : "character";
  const { length, maxLength } = facets;
  const minLength = facets.minLength === usual?.minLength ? undefined : facets.minLength;
  const counted = (text: string, last: number): string => `${text} ${unit}${last === 1 ? "" : "s"}`;
  if (length !== undefined) return [counted(`${length}`, length)];
  if (minLength !== undefined && minLength === maxLength) return [counted(`${minLength}`, minLength)];
  if (minLength !== undefined && maxLength !== undefined) return [counted(`${minLength} to ${maxLength}`, maxLength)];
  if (minLength !== undefined && minLength > 0) return [counted(`at least ${minLength}`, minLength)];
  return maxLength === undefined ? [] : [counted(`at most ${maxLength}`, maxLength)];
}

const bounds = [
  ["minInclusive", ">= "],
  ["minExclusive", "> "],
  ["maxInclusive", "<= "],
  ["maxExclusive", "< "],
] as const;

function boundFacts(facets: Facets, usual: Facets | undefined): readonly string[] {
  const isUsual = (bound: Bound, other: Bound | undefined): boolean => bound.lexical === other?.lexical;
  return bounds.flatMap(([facet, sign]) => {
    const bound = facets[facet];
    return bound === undefined || isUsual(bound, usual?.[facet]) ? [] : [sign + bound.lexical];
  });
}

function digitFacts({ totalDigits, fractionDigits }: Facets, usual: Facets | undefined): readonly string[] {
  const digits = (count: number, kind: string): string => `at most ${count} ${kind}${count === 1 ? "" : "s"}`;
  return [
    ...(totalDigits === undefined ? [] : [digits(totalDigits, "digit")]),
    ...(fractionDigits === undefined || fractionDigits === usual?.fractionDigits ? [] : [digits(fractionDigits, "fraction digit")]),
  ];
}

/** Each step of a derivation has a pattern of its own, of which the type must match all. */
function patternFacts({ patterns }: Facets, usual: Facets | undefined): readonly string[] {
  const known = new Set(usual?.patterns.map(({ source }) => source));
  const own = patterns.map(({ source }) => source).filter((source) => !known.has(source) && source.length <= longestPattern);
  return own.map((source) => `pattern ${source.includes("`") ? `\`\` ${source} \`\`` : `\`${source}\``}`);
}
