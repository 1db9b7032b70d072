/**
 * Components under construction: made empty, so that others can refer to them, and filled afterwards.
 *
 * Only `resolve` writes to them; what leaves it is readonly.
 */
import { anySimpleType, anyType } from "../built-in-components.js";
import type {
  AttributeDeclaration,
  AttributeGroupDefinition,
  ComplexTypeDefinition,
  Component,
  ElementDeclaration,
  IdentityConstraint,
  ModelGroup,
  ModelGroupDefinition,
  SimpleTypeDefinition,
} from "../components.js";
import type {
  AttributeGroupSource,
  AttributeSource,
  ComplexTypeSource,
  ElementSource,
  IdentityConstraintSource,
  ModelGroupDefinitionSource,
  ModelGroupSource,
  SimpleTypeSource,
} from "../sources.js";

/** A component whose properties may still be set. */
export type Shell<T> = { -readonly [K in keyof T]: T[K] };

/** Its base, parts and datatype are to be set. */
export function simpleTypeShell(source: SimpleTypeSource, context: Component | undefined): Shell<SimpleTypeDefinition> {
  const { definition } = source;
  return {
    kind: "simpleType",
    name: source.name,
    targetNamespace: source.targetNamespace,
    context,
    baseType: anySimpleType,
    variety: "absent",
    itemType: undefined,
    memberTypes: [],
    derivation: definition.derivation,
    facets: definition.derivation === "restriction" ? definition.facets : [],
    final: source.final,
    datatype: anySimpleType.datatype,
    annotation: source.annotation,
    at: source.at,
  };
}

/** Its base, attributes and content are to be set. */
export function complexTypeShell(source: ComplexTypeSource, context: Component | undefined): Shell<ComplexTypeDefinition> {
  return {
    kind: "complexType",
    name: source.name,
    targetNamespace: source.targetNamespace,
    context,
    baseType: anyType,
    derivation: source.derivation,
    explicitBase: source.base !== undefined,
    abstract: source.abstract,
    final: source.final,
    prohibitedSubstitutions: source.block,
    attributeUses: [],
    attributeWildcard: undefined,
    contentType: { kind: "empty" },
    ownParticle: undefined,
    ownAttributeUses: [],
    prohibitedAttributes: [],
    annotation: source.annotation,
    at: source.at,
  };
}

/** Its type, head and identity constraints are to be set. */
export function elementShell(source: ElementSource, context: Component | undefined): Shell<ElementDeclaration> {
  return {
    kind: "element",
    name: source.name,
    scope: source.scope,
    context,
    type: anyType,
    valueConstraint: source.valueConstraint,
    nillable: source.nillable,
    identityConstraints: [],
    substitutionGroup: undefined,
    substitutionGroupExclusions: source.final,
    disallowedSubstitutions: source.block,
    abstract: source.abstract,
    annotation: source.annotation,
    at: source.at,
  };
}

/** Its type is to be set. */
export function attributeShell(source: AttributeSource, context: Component | undefined): Shell<AttributeDeclaration> {
  return {
    kind: "attribute",
    name: source.name,
    scope: source.scope,
    context,
    type: anySimpleType,
    valueConstraint: source.valueConstraint,
    annotation: source.annotation,
    at: source.at,
  };
}

/** Its attributes are to be set. */
export function attributeGroupShell(source: AttributeGroupSource): Shell<AttributeGroupDefinition> {
  return {
    kind: "attributeGroup",
    name: source.name,
    attributeUses: [],
    attributeWildcard: undefined,
    annotation: source.annotation,
    at: source.at,
  };
}

/** A definition with its group, both without particles. */
export function modelGroupDefinitionShell(
  source: ModelGroupDefinitionSource,
): Shell<ModelGroupDefinition> & { modelGroup: Shell<ModelGroup> } {
  const modelGroup = modelGroupShell(source.modelGroup);
  const definition = { kind: "modelGroupDefinition" as const, name: source.name, modelGroup, annotation: source.annotation, at: source.at };
  modelGroup.definition = definition;
  return definition;
}

/** Its particles are to be set. */
export function modelGroupShell(source: ModelGroupSource): Shell<ModelGroup> {
  return {
    kind: "modelGroup",
    compositor: source.compositor,
    particles: [],
    definition: undefined,
    annotation: source.annotation,
    at: source.at,
  };
}

/** The key of a keyref is to be set. */
export function identityConstraintShell(source: IdentityConstraintSource): Shell<IdentityConstraint> {
  const { refer: _, ...constraint } = source;
  return { ...constraint, referencedKey: undefined };
}
