/**
 * The schema component model, in the words of XSD 1.0 Part 1 §2.2 and §3.
 *
 * Plain readonly data. Components refer to each other directly, so the graph has cycles: walk it with a set of what was seen.
 * `resolve` makes components; `check` and `lower` only read them.
 */
import type { Datatype, FacetDefinition } from "../../src/datatypes/datatype.js";
import type { Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";

/** How a complex type is made from its base. */
export type DerivationMethod = "extension" | "restriction";
/** What block rules out. */
export type BlockMethod = DerivationMethod | "substitution";
/** What final of a simple type rules out. */
export type SimpleFinal = "list" | "union" | "restriction" | "extension";

/** Documentation of a component, one entry for each xs:documentation, in paragraphs. XSD 1.0 Part 1 §3.13 */
export interface Annotation {
  readonly documentation: readonly { readonly text: string; readonly language: string | undefined }[];
  /** The xs:appinfo elements, for tools that know their contents: Clark name of each child and its text. */
  readonly appinfo: readonly { readonly name: string; readonly text: string }[];
  /** Media types of binary content: xmime:expectedContentTypes, an attribute of the element. "Describing Media Content of Binary Data in XML" §3.1 */
  readonly contentTypes: readonly string[];
}

/** XSD 1.0 Part 1 §3.14, Part 2 §4.1 */
export interface SimpleTypeDefinition {
  readonly kind: "simpleType";
  /** Absent for an anonymous type. */
  readonly name: Name | undefined;
  readonly targetNamespace: string;
  /** The component that an anonymous type stands in. */
  readonly context: Component | undefined;
  /** The base type; anySimpleType has anyType. */
  readonly baseType: TypeDefinition;
  /** "absent" is anySimpleType's. */
  readonly variety: "absent" | "atomic" | "list" | "union";
  readonly itemType: SimpleTypeDefinition | undefined;
  readonly memberTypes: readonly SimpleTypeDefinition[];
  /** How this type was made from its base. */
  readonly derivation: "builtin" | "restriction" | "list" | "union";
  /** The facets of this step only, with places. Inherited ones are in `datatype.facets`. */
  readonly facets: readonly Facet[];
  readonly final: ReadonlySet<SimpleFinal>;
  /** Lexical and value space, all facets included. For a type in error, the nearest sound one. */
  readonly datatype: Datatype;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** A facet with its place. XSD 1.0 Part 2 §4.3 */
export interface Facet extends FacetDefinition {
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.4.1 */
export type ContentType =
  | { readonly kind: "empty" }
  | { readonly kind: "simple"; readonly type: SimpleTypeDefinition }
  /** `particle` has the base's particle in it where the type is an extension. XSD 1.0 Part 1 §3.4.2 */
  | { readonly kind: "elementOnly" | "mixed"; readonly particle: Particle };

/** XSD 1.0 Part 1 §3.4 */
export interface ComplexTypeDefinition {
  readonly kind: "complexType";
  readonly name: Name | undefined;
  readonly targetNamespace: string;
  readonly context: Component | undefined;
  readonly baseType: TypeDefinition;
  readonly derivation: DerivationMethod;
  /** The type has complexContent or simpleContent, i.e. an explicit base. */
  readonly explicitBase: boolean;
  readonly abstract: boolean;
  readonly final: ReadonlySet<DerivationMethod>;
  readonly prohibitedSubstitutions: ReadonlySet<DerivationMethod>;
  /** All of them: own, inherited, from attribute groups; prohibited ones left out. In document order, inherited first. */
  readonly attributeUses: readonly AttributeUse[];
  readonly attributeWildcard: Wildcard | undefined;
  readonly contentType: ContentType;
  /** What this step adds (extension) or states anew (restriction): undefined where it has none. */
  readonly ownParticle: Particle | undefined;
  readonly ownAttributeUses: readonly AttributeUse[];
  /** Attributes that a restriction prohibits. */
  readonly prohibitedAttributes: readonly Name[];
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §2.2.1 */
export type TypeDefinition = SimpleTypeDefinition | ComplexTypeDefinition;

/** A default or fixed value. XSD 1.0 Part 1 §3.2.1, §3.3.1 */
export interface ValueConstraint {
  readonly kind: "default" | "fixed";
  /** As it stands in the attribute, white space not yet normalized by the type. */
  readonly lexical: string;
  /** For values of QName and NOTATION: the bindings at the declaration. */
  readonly namespaces: { lookupNamespace(prefix: string): string | undefined };
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.3 */
export interface ElementDeclaration {
  readonly kind: "element";
  readonly name: Name;
  readonly scope: "global" | "local";
  /** The complex type or model group that a local declaration stands in. */
  readonly context: Component | undefined;
  readonly type: TypeDefinition;
  readonly valueConstraint: ValueConstraint | undefined;
  readonly nillable: boolean;
  readonly identityConstraints: readonly IdentityConstraint[];
  readonly substitutionGroup: ElementDeclaration | undefined;
  readonly substitutionGroupExclusions: ReadonlySet<DerivationMethod>;
  readonly disallowedSubstitutions: ReadonlySet<BlockMethod>;
  readonly abstract: boolean;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.2 */
export interface AttributeDeclaration {
  readonly kind: "attribute";
  readonly name: Name;
  readonly scope: "global" | "local";
  readonly context: Component | undefined;
  readonly type: SimpleTypeDefinition;
  readonly valueConstraint: ValueConstraint | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.5 */
export interface AttributeUse {
  readonly kind: "attributeUse";
  readonly required: boolean;
  readonly declaration: AttributeDeclaration;
  /** Of the use; the declaration's own stands in the declaration. `effectiveConstraint` of schema/queries.ts gives the one that holds. */
  readonly valueConstraint: ValueConstraint | undefined;
  /** Of a reference to an attribute: what it says about the attribute at this place. */
  readonly annotation?: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.6 */
export interface AttributeGroupDefinition {
  readonly kind: "attributeGroup";
  readonly name: Name;
  readonly attributeUses: readonly AttributeUse[];
  readonly attributeWildcard: Wildcard | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.7 */
export interface ModelGroupDefinition {
  readonly kind: "modelGroupDefinition";
  readonly name: Name;
  readonly modelGroup: ModelGroup;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.8 */
export interface ModelGroup {
  readonly kind: "modelGroup";
  readonly compositor: "sequence" | "choice" | "all";
  readonly particles: readonly Particle[];
  /** The group definition that this came from through a reference. */
  readonly definition: ModelGroupDefinition | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** A term with bounds on its occurrence. XSD 1.0 Part 1 §3.9 */
export interface Particle {
  readonly kind: "particle";
  readonly minOccurs: number;
  /** `Infinity` for "unbounded". */
  readonly maxOccurs: number;
  readonly term: ElementDeclaration | ModelGroup | Wildcard;
  /** Of a reference to an element: what it says about the element at this place. */
  readonly annotation?: Annotation | undefined;
  readonly at: Span;
}

/** {namespace constraint}: `""` in a list stands for absent. XSD 1.0 Part 1 §3.10.1 */
export type NamespaceConstraint =
  | { readonly kind: "any" }
  /** Any namespace but this one and (by the second edition) not absent; `""`: not absent. */
  | { readonly kind: "not"; readonly namespace: string }
  | { readonly kind: "list"; readonly namespaces: readonly string[] };

/** XSD 1.0 Part 1 §3.10 */
export interface Wildcard {
  readonly kind: "wildcard";
  readonly namespaceConstraint: NamespaceConstraint;
  readonly processContents: "skip" | "lax" | "strict";
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.11 */
export interface IdentityConstraint {
  readonly kind: "identityConstraint";
  readonly name: Name;
  readonly category: "key" | "keyref" | "unique";
  /** XPath subset, as written; `parseSelector` and `parseField` of src/runtime/identity read it. */
  readonly selector: string;
  readonly fields: readonly string[];
  /** Prefix bindings at the selector and fields. */
  readonly namespaces: { lookupNamespace(prefix: string): string | undefined };
  readonly referencedKey: IdentityConstraint | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.12 */
export interface NotationDeclaration {
  readonly kind: "notation";
  readonly name: Name;
  readonly publicId: string | undefined;
  readonly systemId: string | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** A component that can contain others, or that rules report on. */
export type Component =
  | TypeDefinition
  | ElementDeclaration
  | AttributeDeclaration
  | AttributeGroupDefinition
  | ModelGroupDefinition
  | ModelGroup
  | IdentityConstraint
  | NotationDeclaration;

/**
 * A group of an xs:redefine that does not refer to what it redefines, so that it must be a restriction of it.
 * XSD 1.0 Part 1 §4.2.2 (src-redefine.6.2.2, src-redefine.7.2.2)
 */
export type Redefinition =
  | { readonly kind: "modelGroupDefinition"; readonly original: ModelGroupDefinition; readonly redefined: ModelGroupDefinition }
  | { readonly kind: "attributeGroup"; readonly original: AttributeGroupDefinition; readonly redefined: AttributeGroupDefinition };

/** A schema: all global components of all documents, by Clark name. XSD 1.0 Part 1 §3.15 */
export interface Schema {
  /** Built-in types included. */
  readonly types: ReadonlyMap<string, TypeDefinition>;
  /** The same without the built-in types. */
  readonly ownTypes: ReadonlyMap<string, TypeDefinition>;
  readonly elements: ReadonlyMap<string, ElementDeclaration>;
  readonly attributes: ReadonlyMap<string, AttributeDeclaration>;
  readonly attributeGroups: ReadonlyMap<string, AttributeGroupDefinition>;
  readonly modelGroups: ReadonlyMap<string, ModelGroupDefinition>;
  readonly notations: ReadonlyMap<string, NotationDeclaration>;
  readonly identityConstraints: ReadonlyMap<string, IdentityConstraint>;
  /** Every complex type, anonymous ones included, in document order. */
  readonly complexTypes: readonly ComplexTypeDefinition[];
  readonly simpleTypes: readonly SimpleTypeDefinition[];
  /** Every element declaration, local ones included, in document order. */
  readonly elementDeclarations: readonly ElementDeclaration[];
  readonly attributeDeclarations: readonly AttributeDeclaration[];
  readonly redefinitions: readonly Redefinition[];
  /** Target namespaces in the order in which they were met, with the first document of each. */
  readonly namespaces: ReadonlyMap<string, string>;
}
