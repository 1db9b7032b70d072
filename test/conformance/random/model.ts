/**
 * The model of a random schema: as much as writing it and making instances of it needs.
 */
import type { SimpleModel } from "./simple-types.js";

export interface AttributeModel {
  readonly name: string;
  readonly qualified: boolean;
  readonly use: "optional" | "required" | "prohibited";
  readonly type: SimpleModel;
  readonly value: { readonly kind: "default" | "fixed"; readonly text: string } | undefined;
  /** A reference to a global attribute; its type and name are the same. */
  readonly global: boolean;
}

export interface ElementModel {
  readonly name: string;
  /** In the target namespace. */
  readonly qualified: boolean;
  readonly type: TypeModel;
  readonly nillable: boolean;
  readonly value: { readonly kind: "default" | "fixed"; readonly text: string } | undefined;
  /** A reference to a global element. */
  readonly global: boolean;
  readonly block: string;
  readonly constraints: string;
  readonly keys: readonly string[];
}

export interface GlobalElement extends ElementModel {
  readonly head: GlobalElement | undefined;
  readonly abstract: boolean;
  readonly final: string;
}

export interface WildcardModel {
  readonly namespace: string;
  readonly processContents: string;
}

export type TermModel =
  | { readonly kind: "element"; readonly element: ElementModel }
  | {
      readonly kind: "group";
      readonly compositor: "sequence" | "choice" | "all";
      readonly particles: readonly ParticleModel[];
      readonly reference: string | undefined;
    }
  | { readonly kind: "wildcard"; readonly wildcard: WildcardModel };

export interface ParticleModel {
  readonly min: number;
  readonly max: number;
  readonly term: TermModel;
}

/** Types refer to each other in circles, so that their contents are set after they are made. */
export interface ComplexModel {
  readonly kind: "complex";
  readonly name: string | undefined;
  base: ComplexModel | undefined;
  derivation: "extension" | "restriction";
  mixed: boolean;
  abstract: boolean;
  block: string;
  final: string;
  /** What is written in it: of extensions, only what they add. */
  own: ParticleModel | undefined;
  /** All of its content. */
  content: ParticleModel | undefined;
  /** Simple content. */
  simple: SimpleModel | undefined;
  simpleFacets: string;
  ownAttributes: readonly AttributeModel[];
  attributes: readonly AttributeModel[];
  attributeGroup: string | undefined;
  anyAttribute: WildcardModel | undefined;
}

export type TypeModel = { readonly kind: "simple"; readonly simple: SimpleModel } | ComplexModel | { readonly kind: "anyType" };

export interface SchemaModel {
  readonly qualifiedElements: boolean;
  readonly qualifiedAttributes: boolean;
  readonly blockDefault: string;
  readonly simpleTypes: readonly SimpleModel[];
  readonly complexTypes: readonly ComplexModel[];
  readonly groups: ReadonlyMap<string, ParticleModel>;
  readonly attributeGroups: ReadonlyMap<string, readonly AttributeModel[]>;
  readonly attributes: readonly AttributeModel[];
  readonly elements: readonly GlobalElement[];
}
