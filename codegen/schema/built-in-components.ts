/**
 * Components that need no document: the built-in types, the attributes of xsi:, and those of xml:.
 * XSD 1.0 Part 1 §3.2.7, §3.4.7, §3.14.7; Part 2 §3; XML 1.0 §2.10 and §2.12; XML Base; xml:id.
 *
 * They are made once for a process.
 */
import { builtin } from "../../src/datatypes/builtins.js";
import type { Datatype } from "../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../src/datatypes/derive.js";
import { internName, xmlNamespace } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import { xsdNamespace, xsiNamespace } from "../load/names.js";
import type {
  AttributeDeclaration,
  AttributeGroupDefinition,
  ComplexTypeDefinition,
  Facet,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  Wildcard,
} from "./components.js";

const at: Span = { uri: "built-in", line: 1, column: 1, offset: 0 };

/** Names of Part 2 §3.2 and §3.3 but anySimpleType, each after its base and its item. */
const typeNames: readonly string[] = [
  ...[
    "string",
    "boolean",
    "decimal",
    "float",
    "double",
    "duration",
    "dateTime",
    "time",
    "date",
    "gYearMonth",
    "gYear",
    "gMonthDay",
    "gDay",
  ],
  ...["gMonth", "hexBinary", "base64Binary", "anyURI", "QName", "NOTATION"],
  ...["normalizedString", "token", "language", "NMTOKEN", "NMTOKENS", "Name", "NCName", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES"],
  ...["integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte"],
  ...["nonNegativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger"],
];

/** Elements or attributes of whatever namespace. */
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

interface SimpleTypeParts {
  readonly datatype: Datatype;
  readonly baseType: TypeDefinition;
  readonly derivation: SimpleTypeDefinition["derivation"];
  readonly itemType?: SimpleTypeDefinition;
  readonly memberTypes?: readonly SimpleTypeDefinition[];
  readonly facets?: readonly Facet[];
}

function simpleType(namespace: string, local: string | undefined, parts: SimpleTypeParts): SimpleTypeDefinition {
  return {
    kind: "simpleType",
    name: local === undefined ? undefined : internName(namespace, local),
    targetNamespace: namespace,
    context: undefined,
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
export const anySimpleType: SimpleTypeDefinition = simpleType(xsdNamespace, "anySimpleType", {
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
  for (const local of typeNames) {
    const datatype = builtin(local);
    const item = datatype.item && simple.get(datatype.item);
    const made = simpleType(xsdNamespace, local, {
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

function attribute(namespace: string, local: string, type: SimpleTypeDefinition): [string, AttributeDeclaration] {
  const name = internName(namespace, local);
  return [
    name.clark,
    { kind: "attribute", name, scope: "global", context: undefined, type, valueConstraint: undefined, annotation: undefined, at },
  ];
}

/** Attributes that every schema has. XSD 1.0 Part 1 §3.2.7 */
export const xsiAttributes: ReadonlyMap<string, AttributeDeclaration> = new Map([
  attribute(xsiNamespace, "type", builtInSimpleType("QName")),
  attribute(xsiNamespace, "nil", builtInSimpleType("boolean")),
  attribute(
    xsiNamespace,
    "schemaLocation",
    simpleType(xsiNamespace, undefined, {
      datatype: listOf(builtin("anyURI"), undefined),
      baseType: anySimpleType,
      derivation: "list",
      itemType: builtInSimpleType("anyURI"),
    }),
  ),
  attribute(xsiNamespace, "noNamespaceSchemaLocation", builtInSimpleType("anyURI")),
]);

function enumerated(base: string, ...values: readonly string[]): SimpleTypeDefinition {
  const facets: readonly Facet[] = values.map((value) => ({ kind: "enumeration", value, annotation: undefined, at }));
  const baseType = builtInSimpleType(base);
  return simpleType(xmlNamespace, undefined, {
    datatype: restrict(baseType.datatype, undefined, facets),
    baseType,
    derivation: "restriction",
    facets,
  });
}

/** xml:lang may be empty, which undoes an outer one. XML 1.0 §2.12 */
function languageOrEmpty(): SimpleTypeDefinition {
  const memberTypes = [builtInSimpleType("language"), enumerated("string", "")];
  const datatype = unionOf(
    memberTypes.map((member) => member.datatype),
    undefined,
  );
  return simpleType(xmlNamespace, undefined, { datatype, baseType: anySimpleType, derivation: "union", memberTypes });
}

/** Attributes of the xml: namespace, for schemas that import it and bring no document for it. */
export const xmlAttributes: ReadonlyMap<string, AttributeDeclaration> = new Map([
  attribute(xmlNamespace, "lang", languageOrEmpty()),
  attribute(xmlNamespace, "space", enumerated("NCName", "default", "preserve")),
  attribute(xmlNamespace, "base", builtInSimpleType("anyURI")),
  attribute(xmlNamespace, "id", builtInSimpleType("ID")),
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
