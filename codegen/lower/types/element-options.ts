/**
 * What element and attribute declarations have beside name and type -> options in a table: value and identity constraints, block, abstract.
 */
import type { Datatype } from "../../../src/datatypes/datatype.js";
import type {
  ElementDeclaration,
  IdentityConstraint,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
} from "../../schema/components.js";
import type { Declaration, ObjectEntry, ObjectLiteral } from "../plan.js";
import { lazy, object, runtimeConstant } from "./shapes.js";

type Namespaces = ValueConstraint["namespaces"];

/** Options of an element; undefined if it has none. */
export function elementOptions(element: ElementDeclaration): ObjectLiteral | undefined {
  const entries: ObjectEntry[] = [...valueConstraint(element.valueConstraint, valueType(element.type))];
  if (element.disallowedSubstitutions.size > 0) entries.push(["block", [...element.disallowedSubstitutions].sort().join(" ")]);
  if (element.identityConstraints.length > 0) {
    entries.push(
      ["constraints", element.identityConstraints.map(identityConstraint)],
      ["identity", lazy(runtimeConstant("identityConstraints"))],
    );
  }
  if (element.abstract) entries.push(["abstract", true]);
  return entries.length === 0 ? undefined : object(entries);
}

/** Options of an element that can be the root of a document. */
export function rootOptions(prefixes: Declaration | undefined, options?: ObjectLiteral): ObjectLiteral | undefined {
  return prefixes === undefined ? options : object([...(options?.entries ?? []), ["prefixes", prefixes]]);
}

/** Options of an attribute. */
export function attributeOptions(constraint: ValueConstraint | undefined, type: SimpleTypeDefinition): ObjectLiteral | undefined {
  const entries = valueConstraint(constraint, type);
  return entries.length === 0 ? undefined : object(entries);
}

function valueConstraint(constraint: ValueConstraint | undefined, type: SimpleTypeDefinition | undefined): readonly ObjectEntry[] {
  if (constraint === undefined) return [];
  const entry: ObjectEntry = [constraint.kind, constraint.lexical];
  if (type === undefined || !holdsNames(type.datatype)) return [entry];
  const prefixes = constraint.lexical.split(/[ \t\r\n]+/).map((token) => token.slice(0, Math.max(0, token.indexOf(":"))));
  const bound = namespaceRecord(new Set(prefixes), constraint.namespaces);
  return bound.entries.length === 0 ? [entry] : [entry, ["namespaces", bound]];
}

/** The simple type of the text of an element or attribute with a type; undefined for a type without text. */
export function valueType(type: TypeDefinition): SimpleTypeDefinition | undefined {
  if (type.kind === "simpleType") return type;
  return type.contentType.kind === "simple" ? type.contentType.type : undefined;
}

/** Tests if texts of a type can contain prefixes. */
export function holdsNames(datatype: Datatype): boolean {
  if (datatype.variety === "list") return datatype.item !== undefined && holdsNames(datatype.item);
  if (datatype.variety === "union") return datatype.members.some(holdsNames);
  return datatype.primitive === "QName" || datatype.primitive === "NOTATION";
}

/** Prefixes with their namespaces; unbound ones are left out. */
export function namespaceRecord(prefixes: ReadonlySet<string>, namespaces: Namespaces): ObjectLiteral {
  const entries: ObjectEntry[] = [];
  for (const prefix of [...prefixes].sort()) {
    const namespace = namespaces.lookupNamespace(prefix);
    if (namespace !== undefined && namespace !== "") entries.push([prefix, namespace]);
  }
  return object(entries);
}

function identityConstraint(constraint: IdentityConstraint): ObjectLiteral {
  const { name, category, selector, fields, referencedKey } = constraint;
  const entries: ObjectEntry[] = [
    ["name", name.clark],
    ["category", category],
    ["selector", selector],
    ["fields", fields],
  ];
  if (referencedKey !== undefined) entries.push(["refer", referencedKey.name.clark]);
  const bound = namespaceRecord(prefixesOfPaths([selector, ...fields]), constraint.namespaces);
  if (bound.entries.length > 0) entries.push(["namespaces", bound]);
  return object(entries);
}

/** Prefixes in paths: "p:a/child::q:b" has p and q. */
function prefixesOfPaths(paths: readonly string[]): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const path of paths) {
    for (const match of path.matchAll(/([^\s/|:@*]+)\s*:(?!:)/gu)) if (match[1] !== undefined) prefixes.add(match[1]);
  }
  return prefixes;
}
