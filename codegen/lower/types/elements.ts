/**
 * Global elements and attributes, substitution groups and xsi:type hierarchies -> their declarations.
 */
import type { ComplexTypeDefinition, ElementDeclaration } from "../../schema/components.js";
import { documented } from "../documented.js";
import type { Declarations, Hierarchy, OpenDeclaration } from "../names/declarations.js";
import type { Literal, Member, Shape } from "../plan.js";
import type { ComplexTypes } from "./complex-types.js";
import { attributeOptions, elementOptions } from "./element-options.js";
import { call, declared, lazy, object, objectShape, runtimeType } from "./shapes.js";
import { elementTypeUse, fixedShape, typeUse } from "./uses.js";

/** Fills in the constants of global elements. */
export function lowerElements(declarations: Declarations, complexTypes: ComplexTypes): void {
  for (const [element, declaration] of declarations.elements) {
    const shape = complexTypes.memberMaker(declaration).elementShape(element);
    const options = elementOptions(element);
    const occurrence = element.nillable ? "nil" : "";
    const last = options !== undefined ? [occurrence, options] : occurrence === "" ? [] : [occurrence];
    const args = [element.name.clark, lazy(elementTypeUse(element, declarations).codec), ...last];
    declaration.documentation = documented(element);
    declaration.table = { annotation: runtimeType("ElementCodec", shape), value: call("element", [shape], args), comment: undefined };
  }
}

/** Fills in the constants of global attributes. */
export function lowerAttributes(declarations: Declarations): void {
  for (const [attribute, declaration] of declarations.attributes) {
    const { type, valueConstraint, name } = attribute;
    const use = typeUse(type, declarations);
    const shape = fixedShape(type, valueConstraint, declarations) ?? use.shape;
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
export function lowerHeads(declarations: Declarations, complexTypes: ComplexTypes): void {
  for (const [head, { union: declaration, elements }] of declarations.heads) {
    const maker = complexTypes.memberMaker(declaration);
    const members = elements.map((element) => plainMember(nameIn(declaration, element), maker.elementShape(element)));
    const shape = objectShape(members);
    const rows = elements.map((element): readonly [string, Literal] => [
      nameIn(declaration, element),
      lazy(declarations.elements.get(element) ?? unknownElement(element)),
    ]);
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
export function lowerHierarchies(declarations: Declarations): void {
  for (const [type, hierarchy] of declarations.hierarchies) lowerHierarchy(type, hierarchy, declarations);
}

function lowerHierarchy(type: ComplexTypeDefinition, { map, union, derived }: Hierarchy, declarations: Declarations): void {
  const types = [...(type.abstract ? [] : [type]), ...derived];
  const members = types.map((member) => plainMember(nameIn(union, member), typeUse(member, declarations).shape));
  const rows = types.map((member): readonly [string, Literal] => [nameIn(union, member), lazy(typeUse(member, declarations).codec)]);
  const base = type.abstract ? undefined : nameIn(union, type);
  const own = typeUse(type, declarations);
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

function plainMember(name: string, shape: Shape): Member {
  return { name, optional: false, shape, documentation: undefined, defaultValue: undefined };
}

function unknownElement(element: ElementDeclaration): never {
  throw new Error(`internal: the element "${element.name.clark}" was not declared`);
}
