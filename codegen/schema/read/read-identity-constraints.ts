/**
 * xs:key, xs:unique and xs:keyref -> their sources. XSD 1.0 Part 1 §3.11.2
 */
import { attributeValue, type SourceElement } from "../../load/source-element.js";
import type { IdentityConstraintSource } from "../sources.js";
import { readAnnotation } from "./read-annotation.js";
import { childNamed, childrenNamed, type ReadContext } from "./read-context.js";

/** The identity constraints of an element declaration. */
export function readIdentityConstraints(element: SourceElement, context: ReadContext): readonly IdentityConstraintSource[] {
  const children = childrenNamed(element, "key", "unique", "keyref");
  return children.length === 0 ? noConstraints : children.map((child) => readIdentityConstraint(child, context));
}

const noConstraints: readonly IdentityConstraintSource[] = [];

function readIdentityConstraint(element: SourceElement, context: ReadContext): IdentityConstraintSource {
  const category = element.local === "key" || element.local === "unique" ? element.local : "keyref";
  context.check(element, category);
  const selector = childNamed(element, "selector");
  const fields = childrenNamed(element, "field");
  for (const part of selector === undefined ? fields : [selector, ...fields]) {
    context.check(part, part.local);
    readAnnotation(part, context);
  }
  return {
    kind: "identityConstraint",
    name: context.name(element, context.targetNamespace),
    category,
    selector: (selector && attributeValue(selector, "xpath")) ?? "",
    fields: fields.map((field) => attributeValue(field, "xpath") ?? ""),
    namespaces: (selector ?? element).namespaces,
    refer: category === "keyref" ? context.reference(element, "refer") : undefined,
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}
