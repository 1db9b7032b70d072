/**
 * Checks of a value before it is written: its type, its properties, and the number and order of its children.
 */
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import { isTypeDerivedFrom } from "../compile/derivation.js";
import { isRecord } from "../is-record.js";
import { type Child, nameOf } from "./order-children.js";
import type { SequenceStep } from "./plain-sequence.js";
import type { EncodeSession, ValueLocation } from "./session.js";

/** The type named by `$type`, or the declared one; undefined if `$type` is unknown. XSD 1.0 Part 1 §3.3.4 (cvc-elt.4) */
export function namedType(
  session: EncodeSession,
  declaration: Declaration,
  value: unknown,
  location: ValueLocation,
): { readonly type: CompiledType; readonly tagged: boolean } | undefined {
  const { hierarchy, type: declared } = declaration;
  const tag = hierarchy !== undefined && isRecord(value) ? value.$type : undefined;
  if (hierarchy === undefined || tag === undefined) return { type: declared, tagged: false };
  const named = typeof tag === "string" ? hierarchy.tags.get(tag) : undefined;
  if (named === undefined) {
    const known = [...hierarchy.tags.keys()].slice(0, 12).join(", ");
    session.report("cvc-elt.4.2", `there is no type "${String(tag)}"`, location, {
      found: String(tag),
      expected: known,
      property: "$type",
    });
    return undefined;
  }
  if (!isTypeDerivedFrom(named.type, declared, declaration.block | declared.block)) {
    session.report("cvc-elt.4.3", `type "${named.type.name}" cannot be used in place of "${declared.name}"`, location, {
      property: "$type",
    });
  }
  return { type: named.type, tagged: true };
}

/** Reports properties that the type does not have. */
export function checkProperties(
  session: EncodeSession,
  type: CompiledType,
  declaration: Declaration,
  value: Readonly<Record<string, unknown>>,
  location: ValueLocation,
): void {
  const { properties } = type;
  for (const key of Object.keys(value)) {
    if (properties.has(key) || value[key] === undefined || (key === "$type" && declaration.hierarchy !== undefined)) continue;
    session.report("value-property", `there is no property "${key}"`, location, { found: key, property: key });
  }
}

/** Reports properties of a nil element other than its attributes. XSD 1.0 Part 1 §3.3.4 (cvc-elt.3.2.1) */
export function checkNilProperties(
  session: EncodeSession,
  type: CompiledType,
  value: Readonly<Record<string, unknown>>,
  location: ValueLocation,
): void {
  for (const key of Object.keys(value)) {
    if (value[key] === undefined || key === "$nil" || key === "$type" || type.attributes.some((use) => use.property === key)) continue;
    if (key === type.attributeWildcard?.property) continue;
    session.report("cvc-elt.3.2.1", `"${key}" is not allowed in a nil element`, location, { property: key });
  }
}

/** Reports too few or too many values of one row. */
export function reportCount(session: EncodeSession, { row, min, max }: SequenceStep, count: number, location: ValueLocation): void {
  const { property } = row;
  const { label } = row.particle;
  if (count === 0) {
    session.report("cvc-complex-type.2.4.b", `${label} is missing`, location, { expected: label, property });
    return;
  }
  const expected = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  const id = count < min ? "cvc-complex-type.2.4.b" : "cvc-complex-type.2.4.d";
  session.report(id, `${label} occurs ${count} times`, location, { found: String(count), expected, property });
}

/** Matches the children against the content model: each must be attributed to the particle of its property. */
export function checkModel(session: EncodeSession, type: CompiledType, children: readonly Child[], location: ValueLocation): void {
  const matcher = type.model.matcher();
  const expected = () =>
    matcher
      .expected()
      .leaves.map((leaf) => leaf.label)
      .join(", ");
  for (const { particle, member, value, property, index } of children) {
    if (particle === undefined) continue;
    const name = nameOf(member, value);
    if (matcher.step(name)?.leaf === particle) continue;
    const labels = expected();
    const at = { parent: location, property, index, element: name.local, siblings: children };
    const id = labels === "" ? "cvc-complex-type.2.4.d" : "cvc-complex-type.2.4.a";
    session.report(id, `"${name.clark}" is not allowed here`, at, { found: name.clark, ...(labels === "" ? {} : { expected: labels }) });
    return;
  }
  if (!matcher.isFinal()) session.report("cvc-complex-type.2.4.b", `${expected()} is missing`, location, { expected: expected() });
}
