/**
 * Wildcards that look at declarations -> the modules whose global elements or attributes they may meet.
 *
 * Only modules of namespaces that the wildcard admits are named, so that a wildcard pulls nothing else into a bundle.
 */
import type { NamespaceConstraint, Wildcard } from "../../schema/components.js";
import { type Declarations, type OpenDeclaration, type OpenModule, rank } from "../names/declarations.js";
import { compareText } from "../names/order.js";
import type { Lazy } from "../plan.js";
import { call, lazy, runtimeType } from "./shapes.js";

/** `undefined` where there is nothing that the wildcard could know. */
export function elementSetsFor(wildcard: Wildcard, declarations: Declarations): Lazy | undefined {
  return setsFor(wildcard, declarations, [...declarations.elements.values()], declarations.elementSets, "elementSet");
}

export function attributeSetsFor(wildcard: Wildcard, declarations: Declarations): Lazy | undefined {
  return setsFor(wildcard, declarations, [...declarations.attributes.values()], declarations.attributeSets, "attributeSet");
}

function setsFor(
  wildcard: Wildcard,
  declarations: Declarations,
  members: readonly OpenDeclaration[],
  sets: Map<OpenModule, OpenDeclaration>,
  kind: "elementSet" | "attributeSet",
): Lazy | undefined {
  if (wildcard.processContents === "skip") return undefined;
  const modules = new Set(
    members.map((member) => member.module).filter((module) => admits(wildcard.namespaceConstraint, module.targetNamespace)),
  );
  if (modules.size === 0) return undefined;
  const sorted = [...modules].sort((left, right) => compareText(left.targetNamespace, right.targetNamespace));
  return lazy(sorted.map((module) => sets.get(module) ?? declareSet(module, declarations, members, sets, kind)));
}

function declareSet(
  module: OpenModule,
  declarations: Declarations,
  members: readonly OpenDeclaration[],
  sets: Map<OpenModule, OpenDeclaration>,
  kind: "elementSet" | "attributeSet",
): OpenDeclaration {
  const own = members.filter((member) => member.module === module);
  const at = { uri: "\uffff", line: 0, column: 0, offset: 0 };
  const wanted = `${module.exportName}${kind === "elementSet" ? "Elements" : "Attributes"}`;
  const declaration = declarations.declare(module, kind, at, rank.set, wanted);
  const annotation = runtimeType(kind === "elementSet" ? "ElementSet" : "AttributeSet");
  const comment = kind === "elementSet" ? "The global elements that wildcards may meet." : "The global attributes that wildcards may meet.";
  declaration.table = { annotation, value: call(kind, [], [lazy(own)]), comment };
  sets.set(module, declaration);
  return declaration;
}

/** XSD 1.0 Part 1 §3.10.4 (cvc-wildcard-namespace) */
function admits(constraint: NamespaceConstraint, namespace: string): boolean {
  switch (constraint.kind) {
    case "any":
      return true;
    case "not":
      return namespace !== constraint.namespace && namespace !== "";
    case "list":
      return constraint.namespaces.includes(namespace);
  }
}
