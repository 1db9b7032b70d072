/**
 * Stand-ins for components that no document declares, so that what refers to them can still be used: they accept anything in
 * their place. That they are missing has been reported. XSD 1.0 Part 1 §5.3
 */
import { anyWildcard } from "../built-in-components.js";
import type { AttributeGroupSource, AttributeSource, ComponentReference, ElementSource, ModelGroupDefinitionSource } from "../sources.js";

export function missingElement({ name, at }: ComponentReference): ElementSource {
  return {
    kind: "element",
    name,
    scope: "global",
    type: undefined,
    valueConstraint: undefined,
    nillable: false,
    identityConstraints: [],
    substitutionGroup: undefined,
    final: new Set(),
    block: new Set(),
    abstract: false,
    annotation: undefined,
    at,
  };
}

export function missingAttribute({ name, at }: ComponentReference): AttributeSource {
  return { kind: "attribute", name, scope: "global", type: undefined, valueConstraint: undefined, annotation: undefined, at };
}

export function missingAttributeGroup({ name, at }: ComponentReference): AttributeGroupSource {
  return { kind: "attributeGroup", name, attributes: { uses: [], wildcard: anyWildcard }, annotation: undefined, at };
}

export function missingGroup({ name, at }: ComponentReference): ModelGroupDefinitionSource {
  const any = { minOccurs: 0, maxOccurs: Number.POSITIVE_INFINITY, term: anyWildcard, at };
  const modelGroup = {
    kind: "modelGroup" as const,
    compositor: "sequence" as const,
    particles: [any],
    childless: false,
    annotation: undefined,
    at,
  };
  return { kind: "modelGroupDefinition", name, modelGroup, annotation: undefined, at };
}
