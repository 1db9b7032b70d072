/**
 * Identity constraints of a sample: keys are made different, references are made to refer. XSD 1.0 Part 1 §3.11.4
 *
 * What cannot be changed (fixed values, small enumerations) is taken out where the content model allows it; the validator has the last word.
 */
import { keyOf } from "../../../src/datatypes/value.js";
import { type Path, parseField, parseSelector, passes } from "../../../src/runtime/identity/xpath.js";
import type { Name } from "../../../src/xml/names.js";
import type { IdentityConstraint, Schema } from "../../schema/components.js";
import { elementsOf, type SampleAttribute, type SampleElement, type SampleValue, simpleValue } from "./document.js";
import { otherValue, type ValueContext, valueOfText } from "./values.js";

interface CompiledConstraint {
  readonly constraint: IdentityConstraint;
  readonly selector: readonly Path[];
  readonly fields: readonly (readonly Path[])[];
}

const compiled = new WeakMap<IdentityConstraint, CompiledConstraint>();

function compile(constraint: IdentityConstraint): CompiledConstraint {
  const known = compiled.get(constraint);
  if (known !== undefined) return known;
  const { namespaces } = constraint;
  const paths = (result: ReturnType<typeof parseField>): readonly Path[] => ("paths" in result ? result.paths : []);
  const made = {
    constraint,
    selector: paths(parseSelector(constraint.selector, namespaces)),
    fields: constraint.fields.map((field) => paths(parseField(field, namespaces))),
  };
  compiled.set(constraint, made);
  return made;
}

/** Names in which fields of keys end: without these elements and attributes a key has no value. */
export function namesOfKeyFields(schema: Schema): ReadonlySet<Name> {
  const names = new Set<Name>();
  for (const constraint of schema.identityConstraints.values()) {
    if (constraint.category !== "key") continue;
    for (const path of compile(constraint).fields.flat()) {
      for (const test of [...path.steps, path.attribute]) if (test?.kind === "name") names.add(test.name);
    }
  }
  return names;
}

/** Settles all constraints of a document, those of inner elements first. */
export function settleIdentity(root: SampleElement, context: ValueContext): void {
  const scopes = elementsOf(root)
    .filter(({ declaration }) => (declaration?.identityConstraints.length ?? 0) > 0)
    .reverse();
  // References may be parts of keys themselves: the second round sees what the first one made of them.
  for (let round = 0; round < 2; round++) {
    for (const scope of scopes) {
      const constraints = (scope.declaration?.identityConstraints ?? []).map(compile);
      for (const each of constraints) if (each.constraint.category !== "keyref") makeUnique(scope, each, context);
      for (const each of constraints) if (each.constraint.category === "keyref") makeRefer(scope, each, context);
    }
  }
}

interface Selected {
  readonly element: SampleElement;
  readonly parent: SampleElement | undefined;
}

function select(scope: SampleElement, paths: readonly Path[]): readonly Selected[] {
  const found = new Map<SampleElement, Selected>();
  for (const { descendant, steps } of paths) {
    let current: readonly Selected[] = descendant ? withParents(scope) : [{ element: scope, parent: undefined }];
    for (const step of steps) {
      current = current.flatMap(({ element }) =>
        childElements(element).flatMap((child) => (passes(step, child.name) ? [{ element: child, parent: element }] : [])),
      );
    }
    for (const each of current) found.set(each.element, each);
  }
  return [...found.values()];
}

function withParents(scope: SampleElement): readonly Selected[] {
  const all: Selected[] = [{ element: scope, parent: undefined }];
  for (const { element } of all) for (const child of childElements(element)) all.push({ element: child, parent: element });
  return all;
}

function childElements({ children }: SampleElement): readonly SampleElement[] {
  return children.filter((child) => child.kind === "element");
}

/** One value of a field, and how to get rid of it. */
interface FieldValue {
  readonly value: SampleValue;
  readonly owner: SampleElement;
  readonly attribute: SampleAttribute | undefined;
}

function fieldValue(element: SampleElement, paths: readonly Path[]): FieldValue | undefined {
  for (const path of paths) {
    for (const { element: owner } of select(element, [path])) {
      const test = path.attribute;
      if (test === undefined) {
        const value = simpleValue(owner);
        if (value !== undefined) return { value, owner, attribute: undefined };
        continue;
      }
      const attribute = owner.attributes.find(({ name }) => passes(test, name));
      if (attribute !== undefined) return { value: attribute.value, owner, attribute };
    }
  }
  return undefined;
}

function keyOfValue({ value: { text, type } }: FieldValue, { prefixes }: ValueContext): string {
  const value = type && valueOfText(type, text, prefixes);
  return value === undefined ? text : keyOf(value);
}

function makeUnique(scope: SampleElement, { selector, fields }: CompiledConstraint, context: ValueContext): void {
  const taken = new Set<string>();
  for (const selected of select(scope, selector)) {
    const values = fields.map((paths) => fieldValue(selected.element, paths));
    const complete = values.filter((value) => value !== undefined);
    if (complete.length < fields.length) {
      if (complete.length === 0) remove(selected);
      continue;
    }
    const tuple = (): string => complete.map((value) => keyOfValue(value, context)).join("\n");
    if (taken.has(tuple()) && !change(complete, tuple, taken, context)) remove(selected);
    else taken.add(tuple());
  }
}

/** Changes one value so that the tuple is a new one; false: none can be changed. */
function change(values: readonly FieldValue[], tuple: () => string, taken: ReadonlySet<string>, context: ValueContext): boolean {
  for (const { value } of [...values].reverse()) {
    const { type, fixed, text: before } = value;
    if (type === undefined || fixed) continue;
    const isTaken = (text: string): boolean => {
      value.text = text;
      return taken.has(tuple());
    };
    const found = otherValue(type, isTaken, context);
    value.text = found ?? before;
    if (found !== undefined) return true;
  }
  return false;
}

/** Takes an element out that need not be there. */
function remove({ element, parent }: Selected): void {
  const { occurrences } = element;
  if (parent === undefined || occurrences.count <= occurrences.min) return;
  const index = parent.children.indexOf(element);
  if (index < 0) return;
  parent.children.splice(index, 1);
  occurrences.count--;
}

function makeRefer(scope: SampleElement, { constraint, selector, fields }: CompiledConstraint, context: ValueContext): void {
  const tuples = referencedTuples(scope, constraint);
  for (const selected of select(scope, selector)) {
    const values = fields.map((paths) => fieldValue(selected.element, paths)).filter((value) => value !== undefined);
    if (values.length < fields.length) continue;
    const fitting = tuples.filter((tuple) => tuple.every((text, index) => isAssignable(values[index], text, context)));
    if (fitting.length > 0) {
      const tuple = context.random.pick(fitting);
      for (const [index, { value }] of values.entries()) value.text = tuple[index] ?? value.text;
    } else if (!removeOneField(values)) remove(selected);
  }
}

function isAssignable(field: FieldValue | undefined, text: string, { prefixes }: ValueContext): boolean {
  if (field === undefined) return false;
  const { value } = field;
  if (value.fixed) return value.text === text;
  return value.type?.datatype.check(text, prefixes) === undefined;
}

/** A reference with a field that is absent refers to nothing. */
function removeOneField(values: readonly FieldValue[]): boolean {
  const removable = values.find(({ attribute }) => attribute?.required === false);
  if (removable?.attribute === undefined) return false;
  const { attributes } = removable.owner;
  attributes.splice(attributes.indexOf(removable.attribute), 1);
  return true;
}

/** The texts of the keys that a reference may mean: of the same element, or of elements in it. XSD 1.0 Part 1 §3.11.5 */
function referencedTuples(scope: SampleElement, { referencedKey }: IdentityConstraint): readonly (readonly string[])[] {
  if (referencedKey === undefined) return [];
  const { selector, fields } = compile(referencedKey);
  return elementsOf(scope)
    .filter(({ declaration }) => declaration?.identityConstraints.includes(referencedKey))
    .flatMap((owner) => select(owner, selector))
    .map(({ element }) => fields.map((paths) => fieldValue(element, paths)?.value.text))
    .filter((tuple) => tuple.every((text) => text !== undefined));
}
