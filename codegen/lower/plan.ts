/**
 * The plan of a generated package, in TypeScript terms: what `lower` decides, `emit` prints and `live` evaluates.
 *
 * Plain data. Declarations refer to each other directly, so the graph has cycles. A table is a tree of literals, references and calls of
 * runtime functions; printing it and evaluating it are both mechanical, so the printed tables and the tables in memory are the same.
 */
import type { Span } from "../diagnostics.js";

/** A whole generated package. */
export interface Plan {
  /** One for each target namespace; the first one is flat in the index. */
  readonly modules: readonly Module[];
  /** All global components by Clark name, sorted by it. */
  readonly registry: Registry;
  /** Services of the contract's WSDL documents, in document order; empty for schemas. */
  readonly services: readonly ServicePlan[];
  /** Every name that was given, by the key of what it names: the content of a names file. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that had to be changed because another thing has them. */
  readonly renamed: readonly Renaming[];
}

/** What the generated `schema` holds: global components by Clark name. */
export interface Registry {
  readonly elements: readonly RegistryEntry[];
  readonly types: readonly RegistryEntry[];
  readonly attributes: readonly RegistryEntry[];
}

export interface RegistryEntry {
  readonly clark: string;
  readonly declaration: Declaration;
}

/** One file of generated code. */
export interface Module {
  /** File name without extension: "transaction-1-6". */
  readonly fileName: string;
  /** The identifier in `export * as transaction16`. */
  readonly exportName: string;
  readonly targetNamespace: string;
  /** In the order in which they are printed. */
  readonly declarations: readonly Declaration[];
}

/** A type and its table, or one of them. They share the name. */
export interface Declaration {
  readonly kind: "declaration";
  readonly module: Module;
  readonly exportName: string;
  readonly documentation: Documentation;
  readonly type: TypeDeclaration | undefined;
  readonly table: TableDeclaration | undefined;
}

/** The comment over a declaration or a member. Its text comes from a contract: only the writer's `doc()` may print it. */
export interface Documentation {
  readonly text: string | undefined;
  /** Where the component stands; printed as file name and line. */
  readonly at: Span | undefined;
  /** "Restricts Base." and the like. */
  readonly remark: string | undefined;
}

export type TypeDeclaration =
  | { readonly form: "interface"; readonly extends: Declaration | undefined; readonly members: readonly Member[] }
  | { readonly form: "alias"; readonly shape: Shape };

/** A property of an object type. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
  readonly documentation: Documentation | undefined;
  /** Lexical default of an attribute or element: printed as `@defaultValue`. */
  readonly defaultValue: string | undefined;
}

/** A TypeScript type. */
export type Shape =
  | { readonly kind: "keyword"; readonly name: "string" | "number" | "bigint" | "boolean" | "null" | "never" | "Uint8Array" }
  | { readonly kind: "literal"; readonly value: string | number | bigint | boolean }
  | { readonly kind: "array"; readonly item: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "union"; readonly members: readonly Shape[] }
  | { readonly kind: "intersection"; readonly parts: readonly Shape[] }
  | { readonly kind: "object"; readonly members: readonly Member[] }
  | { readonly kind: "declared"; readonly declaration: Declaration }
  | { readonly kind: "runtime"; readonly name: RuntimeType; readonly arguments: readonly Shape[] };

/** Types that generated code imports from the runtime. */
export type RuntimeType =
  | "AnyOf"
  | "AttributeCodec"
  | "AttributeSet"
  | "Codec"
  | "ComplexType"
  | "ElementCodec"
  | "ElementSet"
  | "GroupTable"
  | "Item"
  | "Maybe"
  | "Nil"
  | "OneOf"
  | "SchemaSet"
  | "SimpleType"
  | "XmlAttributes"
  | "XmlContent"
  | "XmlElement";

/** The constant of a declaration. */
export interface TableDeclaration {
  /** The annotation that isolatedDeclarations asks for: `ComplexType<Order>`. */
  readonly annotation: Shape;
  readonly call: Call;
  /** The content model as people write it: "(A, B?)". */
  readonly comment: string | undefined;
}

/** A node of a table. */
export type Literal = string | number | bigint | boolean | readonly Literal[] | ObjectLiteral | Lazy | Call;

/** `{ key: value }`: keys in order. */
export interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly (readonly [key: string, value: Literal])[];
}

/** `() => X` or `() => [X, Y]`: what it names is read when it is called, never before. */
export interface Lazy {
  readonly kind: "lazy";
  readonly value: Reference | readonly Reference[];
}

/** A constant: of a generated module, or of the runtime (`xsString`). */
export type Reference = Declaration | { readonly kind: "runtime"; readonly name: string };

/** A call of a function of the runtime. */
export interface Call {
  readonly kind: "call";
  readonly function: RuntimeFunction;
  readonly typeArguments: readonly Shape[];
  readonly arguments: readonly Literal[];
}

export type RuntimeFunction =
  | "anyOf"
  | "attribute"
  | "attributeSet"
  | "complexType"
  | "element"
  | "elementSet"
  | "enumeration"
  | "extension"
  | "group"
  | "head"
  | "list"
  | "restriction"
  | "union";

/** A name that could not be the one that the rules give. */
export interface Renaming {
  /** The key of the thing: `type {urn:shop}Order`. */
  readonly key: string;
  readonly wanted: string;
  readonly given: string;
}

/** A WSDL service: its operations refer to declarations of the modules. Filled by the lowering of services. */
export interface ServicePlan {
  readonly name: string;
}
