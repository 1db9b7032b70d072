/**
 * Components that need no document: the built-in types, the attributes of xsi:, and those of xml:.
 * XSD 1.0 Part 1 §3.2.7, §3.4.7, §3.14.7; Part 2 §3; XML 1.0 §2.10 and §2.12; XML Base; xml:id.
 *
 * They are made once for a process.
 */
import { builtInNames } from "../../src/datatypes/built-in-registry.js";
import { builtin } from "../../src/datatypes/builtins.js";
import type { Datatype } from "../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../src/datatypes/derive.js";
import { internName, type Name, xmlNamespace } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import { xsdNamespace, xsiNamespace } from "../load/names.js";
import type {
  AttributeDeclaration,
  AttributeGroupDefinition,
  ComplexTypeDefinition,
  Component,
  Facet,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  Wildcard,
} from "./components.js";

/** Built-in components stand in no document. */
const at: Span = { uri: "built-in", line: 1, column: 1, offset: 0 };

/** Tests if a component comes with the language and stands in no document. */
export function isBuiltIn({ at: { uri } }: { readonly at: Span }): boolean {
  return uri === at.uri;
}

/** Elements or attributes of any namespace. */
export const anyWildcard: Wildcard = {
  kind: "wildcard",
  namespaceConstraint: { kind: "any" },
  processContents: "lax",
  annotation: undefined,
  at,
};
const anyParticle: Particle = { kind: "particle", minOccurs: 0, maxOccurs: Number.POSITIVE_INFINITY, term: anyWildcard, at };

/** The ur-type: its own base. XSD 1.0 Part 1 §3.4.7 */
export const anyType: ComplexTypeDefinition = {
  kind: "complexType",
  name: internName(xsdNamespace, "anyType"),
  targetNamespace: xsdNamespace,
  context: undefined,
  get baseType(): TypeDefinition {
    return anyType;
  },
  derivation: "restriction",
  explicitBase: false,
  abstract: false,
  final: new Set(),
  prohibitedSubstitutions: new Set(),
  attributeUses: [],
  attributeWildcard: anyWildcard,
  contentType: {
    kind: "mixed",
    particle: {
      kind: "particle",
      minOccurs: 1,
      maxOccurs: 1,
      term: { kind: "modelGroup", compositor: "sequence", particles: [anyParticle], definition: undefined, annotation: undefined, at },
      at,
    },
  },
  ownParticle: undefined,
  ownAttributeUses: [],
  prohibitedAttributes: [],
  annotation: undefined,
  at,
};

/** Gives the component that an anonymous type stands in; asked for later, since the component refers to the type. */
type ContextOf = () => Component;

interface SimpleTypeParts {
  readonly datatype: Datatype;
  readonly baseType: TypeDefinition;
  readonly derivation: SimpleTypeDefinition["derivation"];
  readonly itemType?: SimpleTypeDefinition;
  readonly memberTypes?: readonly SimpleTypeDefinition[];
  readonly facets?: readonly Facet[];
}

function builtInType(local: string, parts: SimpleTypeParts): SimpleTypeDefinition {
  return simpleType(internName(xsdNamespace, local), xsdNamespace, undefined, parts);
}

function anonymousType(namespace: string, contextOf: ContextOf, parts: SimpleTypeParts): SimpleTypeDefinition {
  return simpleType(undefined, namespace, contextOf, parts);
}

function simpleType(
  name: Name | undefined,
  targetNamespace: string,
  contextOf: ContextOf | undefined,
  parts: SimpleTypeParts,
): SimpleTypeDefinition {
  return {
    kind: "simpleType",
    name,
    targetNamespace,
    get context() {
      return contextOf?.();
    },
    itemType: undefined,
    memberTypes: [],
    facets: [],
    final: new Set(),
    annotation: undefined,
    at,
    ...parts,
    variety: parts.datatype.variety,
  };
}

/** The simple ur-type. XSD 1.0 Part 1 §3.14.7 */
export const anySimpleType: SimpleTypeDefinition = builtInType("anySimpleType", {
  datatype: builtin("anySimpleType"),
  baseType: anyType,
  derivation: "builtin",
});

/** The built-in types by Clark name. */
export const builtInTypes: ReadonlyMap<string, TypeDefinition> = makeBuiltInTypes();

function makeBuiltInTypes(): ReadonlyMap<string, TypeDefinition> {
  const types = new Map<string, TypeDefinition>([
    [`{${xsdNamespace}}anyType`, anyType],
    [`{${xsdNamespace}}anySimpleType`, anySimpleType],
  ]);
  const simple = new Map<Datatype, SimpleTypeDefinition>([[anySimpleType.datatype, anySimpleType]]);
  for (const local of builtInNames) {
    const datatype = builtin(local);
    if (simple.has(datatype)) continue;
    const item = datatype.item && simple.get(datatype.item);
    const made = builtInType(local, {
      datatype,
      baseType: (datatype.base && simple.get(datatype.base)) ?? anySimpleType,
      derivation: "builtin",
      ...(item === undefined ? {} : { itemType: item }),
    });
    simple.set(datatype, made);
    types.set(`{${xsdNamespace}}${local}`, made);
  }
  return types;
}

/** A built-in simple type by its local name. */
function builtInSimpleType(local: string): SimpleTypeDefinition {
  const type = builtInTypes.get(`{${xsdNamespace}}${local}`);
  if (type?.kind !== "simpleType") throw new Error(`internal: no built-in simple type "${local}"`);
  return type;
}

type MakeType = (contextOf: ContextOf) => SimpleTypeDefinition;

function attribute(namespace: string, local: string, makeType: MakeType): [string, AttributeDeclaration] {
  const name = internName(namespace, local);
  const declaration: AttributeDeclaration = {
    kind: "attribute",
    name,
    scope: "global",
    context: undefined,
    type: makeType(() => declaration),
    valueConstraint: undefined,
    annotation: undefined,
    at,
  };
  return [name.clark, declaration];
}

/** xsi:schemaLocation: pairs of namespace and location. */
function listOfUris(contextOf: ContextOf): SimpleTypeDefinition {
  const itemType = builtInSimpleType("anyURI");
  const datatype = listOf(itemType.datatype, undefined);
  return anonymousType(xsiNamespace, contextOf, { datatype, baseType: anySimpleType, derivation: "list", itemType });
}

/** Attributes that every schema has. XSD 1.0 Part 1 §3.2.7 */
export const xsiAttributes: ReadonlyMap<string, AttributeDeclaration> = new Map([
  attribute(xsiNamespace, "type", () => builtInSimpleType("QName")),
  attribute(xsiNamespace, "nil", () => builtInSimpleType("boolean")),
  attribute(xsiNamespace, "schemaLocation", listOfUris),
  attribute(xsiNamespace, "noNamespaceSchemaLocation", () => builtInSimpleType("anyURI")),
]);

function enumerated(base: string, values: readonly string[], contextOf: ContextOf): SimpleTypeDefinition {
  const facets: readonly Facet[] = values.map((value) => ({ kind: "enumeration", value, annotation: undefined, at }));
  const baseType = builtInSimpleType(base);
  const datatype = restrict(baseType.datatype, undefined, facets);
  return anonymousType(xmlNamespace, contextOf, { datatype, baseType, derivation: "restriction", facets });
}

/** xml:lang may be empty, which undoes an outer one. XML 1.0 §2.12 */
function languageOrEmpty(contextOf: ContextOf): SimpleTypeDefinition {
  const memberTypes = [builtInSimpleType("language"), enumerated("string", [""], () => union)];
  const datatype = unionOf(
    memberTypes.map((member) => member.datatype),
    undefined,
  );
  const union = anonymousType(xmlNamespace, contextOf, { datatype, baseType: anySimpleType, derivation: "union", memberTypes });
  return union;
}

/** Attributes of the xml: namespace, for schemas that import it and bring no document for it. */
export const xmlAttributes: ReadonlyMap<string, AttributeDeclaration> = new Map([
  attribute(xmlNamespace, "lang", languageOrEmpty),
  attribute(xmlNamespace, "space", (contextOf) => enumerated("NCName", ["default", "preserve"], contextOf)),
  attribute(xmlNamespace, "base", () => builtInSimpleType("anyURI")),
  attribute(xmlNamespace, "id", () => builtInSimpleType("ID")),
]);

/** xml:specialAttrs, as the schema document of the namespace defines it. */
export const xmlAttributeGroups: ReadonlyMap<string, AttributeGroupDefinition> = makeSpecialAttributes();

function makeSpecialAttributes(): ReadonlyMap<string, AttributeGroupDefinition> {
  const name = internName(xmlNamespace, "specialAttrs");
  const group: AttributeGroupDefinition = {
    kind: "attributeGroup",
    name,
    attributeUses: [...xmlAttributes.values()].map((declaration) => ({
      kind: "attributeUse",
      required: false,
      declaration,
      valueConstraint: undefined,
      at,
    })),
    attributeWildcard: undefined,
    annotation: undefined,
    at,
  };
  return new Map([[name.clark, group]]);
}
