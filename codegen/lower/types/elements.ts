/**
 * Global elements and attributes, substitution groups and xsi:type hierarchies -> their declarations.
 */
import type { ComplexTypeDefinition, ElementDeclaration } from "../../schema/components.js";
import { documented } from "../documented.js";
import type { Hierarchy } from "../names/declarations.js";
import type { OpenDeclaration } from "../names/modules.js";
import type { Declaration, Literal, Shape } from "../plan.js";
import type { ComplexTypes } from "./complex-types.js";
import { attributeOptions, elementOptions, rootOptions } from "./element-options.js";
import { call, declared, lazy, object, objectShape, requiredMember, runtimeType } from "./shapes.js";
import type { TypeUses } from "./type-uses.js";

/** Fills in the constants of global elements. */
export function lowerElements(uses: TypeUses, complexTypes: ComplexTypes, prefixes: Declaration | undefined): void {
  for (const [element, declaration] of uses.declarations.elements) {
    const shape = complexTypes.memberMaker(declaration).elementShape(element);
    const options = rootOptions(prefixes, elementOptions(element));
    const occurrence = element.nillable ? "nil" : "";
    const last = options !== undefined ? [occurrence, options] : occurrence === "" ? [] : [occurrence];
    const args = [element.name.clark, lazy(uses.element(element).codec), ...last];
    declaration.documentation = documented(element);
    declaration.table = { annotation: runtimeType("ElementCodec", shape), value: call("element", [shape], args), comment: undefined };
  }
}

/** Fills in the constants of global attributes. */
export function lowerAttributes(uses: TypeUses): void {
  for (const [attribute, declaration] of uses.declarations.attributes) {
    const { type, valueConstraint, name } = attribute;
    const use = uses.type(type);
    const shape = uses.fixedShape(type, valueConstraint) ?? use.shape;
    const options = attributeOptions(valueConstraint, type);
    const args = [name.clark, lazy(use.codec), ...(options === undefined ? [] : [options])];
    declaration.documentation = documented(attribute);
    // The type's codec gives all of its values; that there is only one is said by the options.
    declaration.table = {
      annotation: runtimeType("AttributeCodec", use.shape),
      value: call("attribute", [use.shape], args),
      comment: undefined,
    };
    if (shape !== use.shape) declaration.documentation = documented(attribute, `Always "${valueConstraint?.lexical ?? ""}".`);
  }
}

/** Fills in the unions of substitution groups. */
export function lowerHeads(uses: TypeUses, complexTypes: ComplexTypes): void {
  for (const [head, { union: declaration, elements }] of uses.declarations.heads) {
    const maker = complexTypes.memberMaker(declaration);
    const members = elements.map((element) => requiredMember(nameIn(declaration, element), maker.elementShape(element)));
    const shape = objectShape(members);
    const rows = elements.map((element): readonly [string, Literal] => [nameIn(declaration, element), lazy(uses.globalElement(element))]);
    declaration.documentation = { text: undefined, at: undefined, remark: `Elements that may stand for ${head.name.local}.` };
    declaration.type = { form: "alias", shape: runtimeType("Item", shape) };
    declaration.table = {
      annotation: runtimeType("ElementCodec", declared(declaration)),
      value: call("head", [shape], [object(rows)]),
      comment: undefined,
    };
  }
}

/** Fills in the unions of types and those derived from them. */
export function lowerHierarchies(uses: TypeUses): void {
  for (const [type, hierarchy] of uses.declarations.hierarchies) lowerHierarchy(type, hierarchy, uses);
}

function lowerHierarchy(type: ComplexTypeDefinition, { map, union, derived }: Hierarchy, uses: TypeUses): void {
  const types = [...(type.abstract ? [] : [type]), ...derived];
  const members = types.map((member) => requiredMember(nameIn(union, member), uses.type(member).shape));
  const rows = types.map((member): readonly [string, Literal] => [nameIn(union, member), lazy(uses.type(member).codec)]);
  const base = type.abstract ? undefined : nameIn(union, type);
  const own = uses.type(type);
  map.documentation = {
    text: undefined,
    at: undefined,
    remark: `Types that may stand for ${type.name?.local ?? ""}, by the name in xsi:type.`,
  };
  map.type = { form: "interface", extends: undefined, members };
  const typeArguments: Shape[] = base === undefined ? [declared(map)] : [declared(map), { kind: "literal", value: base }];
  union.documentation = { text: undefined, at: undefined, remark: `${type.name?.local ?? ""} or a type derived from it.` };
  union.type = { form: "alias", shape: runtimeType("AnyOf", ...typeArguments) };
  const args: Literal[] = base === undefined ? [undefined, object(rows), object([["declared", lazy(own.codec)]])] : [base, object(rows)];
  union.table = { annotation: runtimeType("Codec", declared(union)), value: call("anyOf", typeArguments, args), comment: undefined };
}

/** Names of other namespaces than the module's are in Clark notation. */
function nameIn(declaration: OpenDeclaration, component: ElementDeclaration | ComplexTypeDefinition): string {
  const { name } = component;
  if (name === undefined) return "";
  return name.namespace === declaration.module.targetNamespace ? name.local : name.clark;
}
