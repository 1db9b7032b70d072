/**
 * Components as their elements state them: names are expanded, but not yet looked up.
 *
 * `read` makes them from elements, `resolve` makes components from them. Parts without names in them (wildcards, facets,
 * notations, annotations) are components already.
 */
import type { Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import type { SchemaDocument } from "../load/documents.js";
import type {
  Annotation,
  BlockMethod,
  DerivationMethod,
  Facet,
  IdentityConstraint,
  NotationDeclaration,
  SimpleFinal,
  ValueConstraint,
  Wildcard,
} from "./components.js";

/** A QName that names a component. */
export interface ComponentReference {
  readonly kind: "reference";
  readonly name: Name;
  /** Where it stands: a namespace must be imported there. XSD 1.0 Part 1 §3.15.3 (src-resolve) */
  readonly document: SchemaDocument;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.14.2 */
export interface SimpleTypeSource {
  readonly kind: "simpleType";
  readonly name: Name | undefined;
  readonly targetNamespace: string;
  readonly final: ReadonlySet<SimpleFinal>;
  readonly definition:
    | {
        readonly derivation: "restriction";
        readonly base: ComponentReference | SimpleTypeSource | undefined;
        readonly facets: readonly Facet[];
      }
    | { readonly derivation: "list"; readonly item: ComponentReference | SimpleTypeSource | undefined }
    | { readonly derivation: "union"; readonly members: readonly (ComponentReference | SimpleTypeSource)[] };
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.4.2 */
export interface ComplexTypeSource {
  readonly kind: "complexType";
  readonly name: Name | undefined;
  readonly targetNamespace: string;
  readonly abstract: boolean;
  readonly final: ReadonlySet<DerivationMethod>;
  readonly block: ReadonlySet<DerivationMethod>;
  readonly derivation: DerivationMethod;
  /** Absent: the ur-type, as the shorthand means it. */
  readonly base: ComponentReference | undefined;
  readonly content: SimpleContentSource | ComplexContentSource;
  readonly attributes: AttributesSource;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** An xs:simpleContent: the type inside and the facets of a restriction. */
export interface SimpleContentSource {
  readonly kind: "simple";
  readonly type: SimpleTypeSource | undefined;
  readonly facets: readonly Facet[];
  readonly at: Span;
}

/** An xs:complexContent, or a type without either. */
export interface ComplexContentSource {
  readonly kind: "complex";
  /** {effective mixed}. XSD 1.0 Part 1 §3.4.2 */
  readonly mixed: boolean;
  readonly particle: ParticleSource | undefined;
}

/** A type as stated. */
export type TypeSource = SimpleTypeSource | ComplexTypeSource;

/** Attributes of a type or of an attribute group, in document order. */
export interface AttributesSource {
  readonly uses: readonly (AttributeUseSource | ComponentReference)[];
  readonly wildcard: Wildcard | undefined;
}

/** XSD 1.0 Part 1 §3.5.2 */
export interface AttributeUseSource {
  readonly kind: "attributeUse";
  readonly use: "optional" | "required" | "prohibited";
  readonly declaration: AttributeSource | ComponentReference;
  /** Of a reference; a local declaration's own stands here too. */
  readonly valueConstraint: ValueConstraint | undefined;
  /** Of a reference. */
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.2.2 */
export interface AttributeSource {
  readonly kind: "attribute";
  readonly name: Name;
  readonly scope: "global" | "local";
  readonly type: ComponentReference | SimpleTypeSource | undefined;
  readonly valueConstraint: ValueConstraint | undefined;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.3.2 */
export interface ElementSource {
  readonly kind: "element";
  readonly name: Name;
  readonly scope: "global" | "local";
  readonly type: ComponentReference | TypeSource | undefined;
  readonly valueConstraint: ValueConstraint | undefined;
  readonly nillable: boolean;
  readonly identityConstraints: readonly IdentityConstraintSource[];
  readonly substitutionGroup: ComponentReference | undefined;
  readonly final: ReadonlySet<DerivationMethod>;
  readonly block: ReadonlySet<BlockMethod>;
  readonly abstract: boolean;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** The component but for the key that it refers to. */
export interface IdentityConstraintSource extends Omit<IdentityConstraint, "referencedKey"> {
  readonly refer: ComponentReference | undefined;
}

/** XSD 1.0 Part 1 §3.9.2 */
export interface ParticleSource {
  readonly minOccurs: number;
  readonly maxOccurs: number;
  readonly term:
    | ElementSource
    | ModelGroupSource
    | Wildcard
    | { readonly kind: "elementReference"; readonly reference: ComponentReference; readonly annotation: Annotation | undefined }
    | { readonly kind: "groupReference"; readonly reference: ComponentReference };
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.8.2 */
export interface ModelGroupSource {
  readonly kind: "modelGroup";
  readonly compositor: "sequence" | "choice" | "all";
  readonly particles: readonly ParticleSource[];
  /** No particles were written, which is not the same as none with maxOccurs above 0. XSD 1.0 Part 1 §3.4.2 */
  readonly childless: boolean;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.7.2 */
export interface ModelGroupDefinitionSource {
  readonly kind: "modelGroupDefinition";
  readonly name: Name;
  readonly modelGroup: ModelGroupSource;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** XSD 1.0 Part 1 §3.6.2 */
export interface AttributeGroupSource {
  readonly kind: "attributeGroup";
  readonly name: Name;
  readonly attributes: AttributesSource;
  readonly annotation: Annotation | undefined;
  readonly at: Span;
}

/** What can stand below xs:schema and be referred to by name. */
export type GlobalSource = (
  | TypeSource
  | ElementSource
  | AttributeSource
  | AttributeGroupSource
  | ModelGroupDefinitionSource
  | NotationDeclaration
) & { readonly name: Name };

/** What can stand in an xs:redefine. */
export type RedefinitionSource = (TypeSource | AttributeGroupSource | ModelGroupDefinitionSource) & { readonly name: Name };

/** One schema document, read. */
export interface SchemaSource {
  readonly document: SchemaDocument;
  readonly globals: readonly GlobalSource[];
  readonly redefinitions: readonly {
    readonly document: SchemaDocument;
    readonly components: readonly RedefinitionSource[];
    readonly at: Span;
  }[];
}
