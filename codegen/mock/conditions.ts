/**
 * Conditions on the values of a request: "Customer/Name equals Ada", "Line[2]/@sku matches [A-Z]{3}".
 */
import type { Pattern } from "../../src/datatypes/pattern/pattern.js";
import { type SourceElement, textOf } from "../load/source-element.js";

/** What conditions look at. */
export interface RequestValues {
  /** The element in the body; undefined if the operation takes none. */
  readonly body: SourceElement | undefined;
  /** The value of an HTTP header; null if the request has no such header. */
  header(name: string): string | null;
}

/** Where a value is. */
export type Place = { readonly kind: "path"; readonly steps: readonly Step[] } | { readonly kind: "header"; readonly name: string };

/** What a value must be. */
export type Test =
  | { readonly kind: "present"; readonly wanted: boolean }
  | { readonly kind: "equals"; readonly value: string }
  | { readonly kind: "matches"; readonly pattern: Pattern };

export interface Condition {
  readonly place: Place;
  readonly test: Test;
}

/** One step of a path. */
export interface Step {
  readonly isAttribute: boolean;
  /** Undefined for a name without prefix, which is one of any namespace. */
  readonly namespace: string | undefined;
  /** "*" is any name. */
  readonly local: string;
  /** Which of those siblings, counted from 1; undefined for all. */
  readonly position: number | undefined;
}

/** Tests if a condition holds. Of several values one has to fit. */
export function holds({ place, test }: Condition, values: RequestValues): boolean {
  const found = valuesAt(place, values);
  switch (test.kind) {
    case "present":
      return found.length > 0 === test.wanted;
    case "equals":
      return found.includes(test.value);
    case "matches":
      return found.some((value) => test.pattern.matches(value));
  }
}

function valuesAt(place: Place, { body, header }: RequestValues): readonly string[] {
  if (place.kind === "header") {
    const value = header(place.name);
    return value === null ? [] : [value];
  }
  let elements = body === undefined ? [] : [body];
  for (const step of place.steps) {
    if (step.isAttribute)
      return elements.flatMap(({ attributes }) => attributes.filter((each) => fits(each, step))).map(({ value }) => value);
    elements = elements.flatMap(({ children }) => {
      const fitting = children.filter((each) => fits(each, step));
      return step.position === undefined ? fitting : fitting.slice(step.position - 1, step.position);
    });
  }
  return elements.map(textOf);
}

function fits(named: { readonly namespace: string; readonly local: string }, { namespace, local }: Step): boolean {
  return (local === "*" || local === named.local) && (namespace === undefined || namespace === named.namespace);
}

/** Reads a path; gives what is wrong with it as a text. `lookup` gives the namespace of a prefix. */
export function readPath(path: string, lookup: (prefix: string) => string | undefined): readonly Step[] | string {
  if (path === ".") return [];
  const steps: Step[] = [];
  const parts = path.split("/");
  for (const [index, part] of parts.entries()) {
    const [, at, prefix, local, position] = stepSyntax.exec(part) ?? [];
    if (local === undefined) return `"${part}" is not a step of a path: steps are names, "*", "Line[2]" and, at the end, "@name"`;
    const isAttribute = at === "@";
    if (isAttribute && (index < parts.length - 1 || position !== undefined)) return `"${part}" is an attribute, which has nothing below it`;
    const namespace = prefix === undefined ? undefined : lookup(prefix);
    if (prefix !== undefined && namespace === undefined) return `the prefix "${prefix}" is not bound`;
    steps.push({ isAttribute, namespace, local, position: position === undefined ? undefined : Number(position) });
  }
  return steps;
}

const stepSyntax = /^(@?)(?:([\p{L}_][\p{L}\p{N}_.-]*):)?(\*|[\p{L}_][\p{L}\p{N}\p{M}_.\u00b7-]*)(?:\[([1-9]\d{0,8})\])?$/u;
