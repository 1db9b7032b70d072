/**
 * Parts of a message -> properties of its value: the children of an rpc wrapper, the parameters of a URL or form.
 */
import type { TypeDefinition } from "../../schema/components.js";
import type { Part } from "../../wsdl/components.js";
import type { TypedPart } from "../../wsdl/operations.js";
import type { NameRules } from "../names/naming.js";
import { UniqueNames } from "../names/unique-names.js";
import type { Constant, Shape } from "../plan.js";

/** A part as a property of the message's value. */
export interface PartProperty {
  readonly property: string;
  readonly part: Part;
  readonly type: TypeDefinition;
  readonly shape: Shape;
  readonly codec: Constant;
}

/** Gives each part its own property. */
export function partProperties(
  parts: readonly TypedPart[],
  useOf: (type: TypeDefinition) => { readonly shape: Shape; readonly codec: Constant },
  rules: NameRules,
): readonly PartProperty[] {
  const names = new UniqueNames();
  return parts.map(({ part, type }) => ({ property: names.give(rules.propertyName(part.name)), part, type, ...useOf(type) }));
}
