/**
 * xs:attribute, xs:attributeGroup, xs:anyAttribute and xs:any -> their sources. XSD 1.0 Part 1 §3.2, §3.5, §3.6 and §3.10
 */
import type { Name } from "../../../src/xml/names.js";
import { attributeNamed, type SourceElement } from "../../load/source-element.js";
import type { NamespaceConstraint, ValueConstraint, Wildcard } from "../components.js";
import type { AttributeGroupSource, AttributeSource, AttributesSource, AttributeUseSource, ComponentReference } from "../sources.js";
import { itemsOf } from "./lexical.js";
import { readAnnotation } from "./read-annotation.js";
import { childNamed, childrenNamed, type ReadContext } from "./read-context.js";
import { readSimpleType } from "./read-simple-types.js";

/** XSD 1.0 Part 1 §3.2.2 */
export function readGlobalAttribute(element: SourceElement, context: ReadContext): AttributeSource {
  context.check(element, "global attribute");
  return readDeclaration(element, context, "global", context.name(element, context.targetNamespace));
}

/** The attributes that stand in a type, a derivation or an attribute group. */
export function readAttributes(element: SourceElement, context: ReadContext): AttributesSource {
  const uses: (AttributeUseSource | ComponentReference)[] = [];
  for (const child of childrenNamed(element, "attribute", "attributeGroup")) {
    if (child.local === "attribute") uses.push(...readUse(child, context));
    else {
      context.check(child, "local attributeGroup");
      readAnnotation(child, context);
      const group = context.reference(child, "ref");
      if (group !== undefined) uses.push(group);
    }
  }
  const any = childNamed(element, "anyAttribute");
  if (any !== undefined) context.check(any, "anyAttribute");
  return { uses, wildcard: any === undefined ? undefined : readWildcard(any, context) };
}

/** XSD 1.0 Part 1 §3.6.2 */
export function readAttributeGroup(element: SourceElement, context: ReadContext): AttributeGroupSource {
  context.check(element, "global attributeGroup");
  return {
    kind: "attributeGroup",
    name: context.name(element, context.targetNamespace),
    attributes: readAttributes(element, context),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

/** XSD 1.0 Part 1 §3.2.3 (src-attribute). Nothing comes of an attribute that has neither name nor reference. */
function readUse(element: SourceElement, context: ReadContext): readonly AttributeUseSource[] {
  context.check(element, "local attribute");
  checkUse(element, context);
  const named = attributeNamed(element, "name") !== undefined;
  const declaration = named ? readLocal(element, context) : context.reference(element, "ref");
  const annotation = named ? undefined : readAnnotation(element, context);
  if (declaration === undefined) return [];
  const use = context.value(element, "use");
  return [
    {
      kind: "attributeUse",
      use: use === "required" || use === "prohibited" ? use : "optional",
      declaration,
      valueConstraint: readValueConstraint(element, context, "src-attribute.1"),
      annotation,
      at: element.at,
    },
  ];
}

function checkUse(element: SourceElement, context: ReadContext): void {
  const has = (name: string): boolean => attributeNamed(element, name) !== undefined;
  if (has("default") && has("use") && context.value(element, "use") !== "optional") {
    context.error("src-attribute.2", 'an attribute with a default must have use="optional"', element.at);
  }
  if (has("name") === has("ref")) {
    const found = has("name") ? 'both "name" and "ref"' : 'neither "name" nor "ref"';
    context.error("src-attribute.3.1", `the attribute has ${found}, expected one of them`, element.at);
  } else if (has("ref")) {
    const surplus = ["type", "form"].find(has) ?? (childNamed(element, "simpleType") === undefined ? undefined : "simpleType");
    if (surplus !== undefined) context.error("src-attribute.3.2", `an attribute with "ref" must not have "${surplus}"`, element.at);
  }
}

/** XSD 1.0 Part 1 §3.2.2: the form decides the namespace. */
function readLocal(element: SourceElement, context: ReadContext): AttributeSource {
  return readDeclaration(element, context, "local", localName(element, context, "attributeFormDefault"));
}

/** The name of a local declaration: in the target namespace where it is qualified. */
export function localName(element: SourceElement, context: ReadContext, formDefault: "attributeFormDefault" | "elementFormDefault"): Name {
  const form = context.value(element, "form") ?? context.value(context.document.root, formDefault);
  return context.name(element, form === "qualified" ? context.targetNamespace : "");
}

function readDeclaration(element: SourceElement, context: ReadContext, scope: "global" | "local", name: Name): AttributeSource {
  const inline = childNamed(element, "simpleType");
  if (inline !== undefined && attributeNamed(element, "type") !== undefined) {
    context.error(
      "src-attribute.4",
      `the attribute "${name.local}" has both "type" and a simple type inside, expected one of them`,
      element.at,
    );
  }
  const anonymous = inline === undefined ? undefined : readSimpleType(inline, context, "local");
  return {
    kind: "attribute",
    name,
    scope,
    type: context.reference(element, "type") ?? anonymous,
    // A local declaration has none of its own: the attribute use has it. XSD 1.0 Part 1 §3.2.2
    valueConstraint: scope === "global" ? readValueConstraint(element, context, "src-attribute.1") : undefined,
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

/** default or fixed, not both. XSD 1.0 Part 1 §3.2.3 and §3.3.3 */
export function readValueConstraint(element: SourceElement, context: ReadContext, rule: string): ValueConstraint | undefined {
  const fixed = attributeNamed(element, "fixed");
  const preset = attributeNamed(element, "default");
  const chosen = fixed ?? preset;
  if (chosen === undefined) return undefined;
  if (fixed !== undefined && preset !== undefined) {
    context.error(rule, `"${element.local}" has both "default" and "fixed", expected one of them`, element.at);
  }
  return { kind: fixed === undefined ? "default" : "fixed", lexical: chosen.value, namespaces: element.namespaces, at: chosen.at };
}

/** xs:any and xs:anyAttribute. XSD 1.0 Part 1 §3.10.2 */
export function readWildcard(element: SourceElement, context: ReadContext): Wildcard {
  const processContents = context.value(element, "processContents");
  return {
    kind: "wildcard",
    namespaceConstraint: readNamespaceConstraint(context.value(element, "namespace") ?? "##any", context.targetNamespace),
    processContents: processContents === "skip" || processContents === "lax" ? processContents : "strict",
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

function readNamespaceConstraint(value: string, targetNamespace: string): NamespaceConstraint {
  if (value === "##any") return { kind: "any" };
  if (value === "##other") return { kind: "not", namespace: targetNamespace };
  const namespaces = itemsOf(value).map((item) => (item === "##targetNamespace" ? targetNamespace : item === "##local" ? "" : item));
  return { kind: "list", namespaces: [...new Set(namespaces)] };
}
