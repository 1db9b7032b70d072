/**
 * Shapes and literals of the plan -> text.
 */
import { isIdentifier } from "../lower/names/identifiers.js";
import type { Literal, Property, Shape } from "../lower/plan.js";
import { type GeneratedFile, quote } from "./generated-file.js";

/** A TypeScript type. */
export function printShape(shape: Shape, file: GeneratedFile): string {
  switch (shape.kind) {
    case "keyword":
      return shape.name === "Uint8Array" || shape.name === "Date" ? file.globalType(shape.name) : shape.name;
    case "literal":
      return printScalar(shape.value);
    case "array":
      return `readonly ${parenthesized(shape.item, file)}[]`;
    case "tuple":
      return `[${shape.items.map((item) => printShape(item, file)).join(", ")}]`;
    case "union":
      return shape.members.map((member) => printShape(member, file)).join(" | ");
    case "intersection":
      return shape.parts.map((part) => (part.kind === "union" ? `(${printShape(part, file)})` : printShape(part, file))).join(" & ");
    case "object":
      return shape.members.length === 0 ? "{}" : `{ ${shape.members.map((member) => printMember(member, file)).join("; ")} }`;
    case "declared":
      return file.declaration(shape.declaration);
    case "converted":
      return `${file.runtimeType("Converted")}<typeof ${file.reference(shape.converter)}>`;
    case "runtime": {
      const name = file.runtimeType(shape.name);
      return shape.arguments.length === 0 ? name : `${name}<${shape.arguments.map((argument) => printShape(argument, file)).join(", ")}>`;
    }
  }
}

/** `name?: Type`, without the separator. */
export function printMember(member: Property, file: GeneratedFile): string {
  return `${printMemberName(member)}: ${printShape(member.shape, file)}`;
}

/** `name?` */
export function printMemberName({ name, optional }: Property): string {
  return `${printProperty(name)}${optional ? "?" : ""}`;
}

function parenthesized(shape: Shape, file: GeneratedFile): string {
  const text = printShape(shape, file);
  return needsParentheses(shape) ? `(${text})` : text;
}

/** Tests if `[]` behind a type would belong to a part of it only. */
export function needsParentheses({ kind }: Shape): boolean {
  return kind === "union" || kind === "intersection" || kind === "array";
}

/** A node of a table. */
export function printLiteral(literal: Literal, file: GeneratedFile): string {
  if (isList(literal)) return `[${literal.map((item) => printLiteral(item, file)).join(", ")}]`;
  if (typeof literal !== "object") return literal === undefined ? "undefined" : printScalar(literal);
  switch (literal.kind) {
    case "object": {
      const entries = literal.entries.map(([key, value]) => printEntry(key, printLiteral(value, file)));
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "lazy":
      return isReferences(literal.value)
        ? `() => [${literal.value.map((reference) => file.reference(reference)).join(", ")}]`
        : `() => ${file.reference(literal.value)}`;
    case "declaration":
      return file.declaration(literal);
    case "call": {
      const types = literal.typeArguments.map((shape) => printShape(shape, file)).join(", ");
      const args = literal.arguments.map((argument) => printLiteral(argument, file)).join(", ");
      return `${file.runtimeValue(literal.function)}${types === "" ? "" : `<${types}>`}(${args})`;
    }
  }
}

function printEntry(key: string, value: string): string {
  return key === value && isIdentifier(key) ? key : `${printKey(key)}: ${value}`;
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(literal: Literal): literal is readonly Literal[] {
  return Array.isArray(literal);
}

function isReferences<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A property name, quoted unless it is an identifier. */
function printProperty(name: string): string {
  return isIdentifier(name) ? name : quote(name);
}

/** A key of an object literal. Written plainly, `__proto__` would set the prototype. */
export function printKey(name: string): string {
  return name === "__proto__" ? `["__proto__"]` : printProperty(name);
}

/** A literal of a string, number, bigint or boolean. */
export function printScalar(value: string | number | bigint | boolean): string {
  if (typeof value === "string") return quote(value);
  return typeof value === "bigint" ? `${value}n` : String(value);
}
