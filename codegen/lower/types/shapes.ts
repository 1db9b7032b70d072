/**
 * Short ways to write shapes and literals of the plan.
 */
import type { Call, Constant, Declaration, Lazy, Literal, ObjectLiteral, Property, RuntimeFunction, RuntimeType, Shape } from "../plan.js";

export const string: Shape = { kind: "keyword", name: "string" };
export const nothing: Shape = { kind: "keyword", name: "null" };

export function keyword(name: Extract<Shape, { kind: "keyword" }>["name"]): Shape {
  return { kind: "keyword", name };
}

export function declared(declaration: Declaration): Shape {
  return { kind: "declared", declaration };
}

export function runtimeType(name: RuntimeType, ...args: readonly Shape[]): Shape {
  return { kind: "runtime", name, arguments: args };
}

export function arrayOf(item: Shape): Shape {
  return { kind: "array", item };
}

export function objectShape(members: readonly Property[]): Shape {
  return { kind: "object", members };
}

/** A property that every value has. */
export function requiredMember(name: string, shape: Shape): Property {
  return { name, optional: false, shape, documentation: undefined, defaultValue: undefined };
}

/** A union without duplicates; a single member stands alone. */
export function unionOf(members: readonly Shape[]): Shape {
  const distinct: Shape[] = [];
  const literals = new Set<string | number | bigint | boolean>();
  for (const member of members.flatMap((shape) => (shape.kind === "union" ? shape.members : [shape]))) {
    // Enumerations have thousands of literals.
    if (member.kind === "literal") {
      if (!literals.has(member.value)) distinct.push(member);
      literals.add(member.value);
    } else if (!distinct.some((other) => other.kind !== "literal" && sameShape(other, member))) distinct.push(member);
  }
  const [only] = distinct;
  if (only === undefined) return keyword("never");
  return distinct.length === 1 ? only : { kind: "union", members: distinct };
}

/** Tests if two shapes are written alike. */
export function sameShape(left: Shape, right: Shape): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case "keyword":
      return right.kind === "keyword" && left.name === right.name;
    case "literal":
      return right.kind === "literal" && left.value === right.value;
    case "converted":
      return right.kind === "converted" && left.converter.module === right.converter.module && left.converter.name === right.converter.name;
    case "declared":
      return right.kind === "declared" && left.declaration === right.declaration;
    case "array":
      return right.kind === "array" && sameShape(left.item, right.item);
    case "tuple":
      return right.kind === "tuple" && sameShapes(left.items, right.items);
    case "union":
      return right.kind === "union" && sameShapes(left.members, right.members);
    case "intersection":
      return right.kind === "intersection" && sameShapes(left.parts, right.parts);
    case "object":
      return right.kind === "object" && sameMembers(left.members, right.members);
    case "runtime":
      return right.kind === "runtime" && left.name === right.name && sameShapes(left.arguments, right.arguments);
  }
}

function sameShapes(left: readonly Shape[], right: readonly Shape[]): boolean {
  return left.length === right.length && left.every((shape, index) => sameShape(shape, right[index] ?? nothing));
}

function sameMembers(left: readonly Property[], right: readonly Property[]): boolean {
  return left.length === right.length && left.every((member, index) => sameMember(member, right[index]));
}

function sameMember(left: Property, right: Property | undefined): boolean {
  return right !== undefined && left.name === right.name && left.optional === right.optional && sameShape(left.shape, right.shape);
}

export function lazy(value: Constant | readonly Constant[]): Lazy {
  return { kind: "lazy", value };
}

export function runtimeConstant(name: string): Constant {
  return { kind: "runtime", name };
}

export function object(entries: readonly (readonly [string, Literal])[]): ObjectLiteral {
  return { kind: "object", entries };
}

/** An object of the values that are there. */
export function record(values: Readonly<Record<string, Literal>>): ObjectLiteral {
  return object(Object.entries(values).filter(([, value]) => value !== undefined));
}

export function call(name: RuntimeFunction, typeArguments: readonly Shape[], args: readonly Literal[]): Call {
  return { kind: "call", function: name, typeArguments, arguments: args };
}
