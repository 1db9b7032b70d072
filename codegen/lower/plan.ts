/**
 * The plan of a generated package, in TypeScript terms: what `lower` decides, `emit` prints and `live` evaluates.
 *
 * Plain data. Declarations refer to each other directly, so the graph has cycles. A table is a tree of literals, references and calls of
 * runtime functions; printing it and evaluating it are both mechanical, so the printed tables and the tables in memory are the same.
 */
import type { Span } from "../diagnostics.js";
import type { NamingFault } from "./names/naming.js";

/** A whole generated package. */
export interface Plan {
  /** One for each target namespace; the first one is flat in the index. */
  readonly modules: readonly Module[];
  /** All global components by Clark name, sorted by it. */
  readonly registry: Registry;
  /** The contract's prefixes by namespace: the content of prefixes.ts. Undefined where it has none. */
  readonly prefixes: Declaration | undefined;
  /** Built-in types with converters of the user's: the content of converters.ts. */
  readonly converters: Module | undefined;
  /** What the contract's WSDL documents describe; undefined if it has none. */
  readonly services: ServicePlan | undefined;
  /** All given names by the key of what they name: the content of a names file. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that had to be changed because something else has them. */
  readonly renamed: readonly Renaming[];
  /** Names of the user's that cannot be had. */
  readonly namingFaults: readonly NamingFault[];
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
  /** The place of the component; printed as file name and line. */
  readonly at: Span | undefined;
  /** For example "Restricts Base." */
  readonly remark: string | undefined;
  /** What the TypeScript type does not say: "xs:date", bounds, a pattern. */
  readonly facts?: string | undefined;
}

export type TypeDeclaration =
  | { readonly form: "interface"; readonly extends: Shape | undefined; readonly members: readonly Property[] }
  | { readonly form: "alias"; readonly shape: Shape };

/** A property of an object type. */
export interface Property {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
  readonly documentation: Documentation | undefined;
  /** Lexical default of an attribute or element: printed as `@defaultValue`. */
  readonly defaultValue: string | undefined;
}

/** A TypeScript type. */
export type Shape =
  | {
      readonly kind: "keyword";
      readonly name: "string" | "number" | "bigint" | "boolean" | "null" | "never" | "void" | "Uint8Array" | "Date";
    }
  | { readonly kind: "literal"; readonly value: string | number | bigint | boolean }
  | { readonly kind: "array"; readonly item: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "union"; readonly members: readonly Shape[] }
  | { readonly kind: "intersection"; readonly parts: readonly Shape[] }
  | { readonly kind: "object"; readonly members: readonly Property[] }
  | { readonly kind: "declared"; readonly declaration: Declaration }
  /** The values of a converter of the user's. */
  | { readonly kind: "converted"; readonly converter: ImportedConstant }
  | { readonly kind: "runtime"; readonly name: RuntimeType; readonly arguments: readonly Shape[] };

/** Types that generated code imports from the runtime. */
export type RuntimeType =
  | "AnyOf"
  | "AttachedPart"
  | "AttributeCodec"
  | "AttributeSet"
  | "ByteStream"
  | "Codec"
  | "ComplexType"
  | "Converted"
  | "ElementCodec"
  | "ElementSet"
  | "GroupTable"
  | "HttpBinding"
  | "Item"
  | "Keyed"
  | "Maybe"
  | "Nil"
  | "OneOf"
  | "Port"
  | "PortType"
  | "Prefixes"
  | "SchemaSet"
  | "Server"
  | "SimpleType"
  | "SoapBinding"
  | "XmlAttributes"
  | "XmlContent"
  | "XmlElement";

/** The constant of a declaration. */
export interface TableDeclaration {
  /** The annotation that isolatedDeclarations asks for: `ComplexType<Order>`. */
  readonly annotation: Shape;
  readonly value: Literal;
  /** The content model as people write it: "(A, B?)". */
  readonly comment: string | undefined;
}

/** A node of a table. A declaration stands for its constant, which the same module declares above. */
export type Literal = undefined | string | number | bigint | boolean | readonly Literal[] | ObjectLiteral | Lazy | Call | Declaration;

/** `{ key: value }`: keys in order. */
export interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly ObjectEntry[];
}

/** An entry of an object literal. */
export type ObjectEntry = readonly [key: string, value: Literal];

/** `() => X` or `() => [X, Y]`: what it names is read when it is called, not before. */
export interface Lazy {
  readonly kind: "lazy";
  readonly value: Constant | readonly Constant[];
}

/** A constant: of a generated module, of the user's, of the runtime (`xsString`), or straight-line code of a module beside its tables. */
export type Constant = Declaration | ImportedConstant | { readonly kind: "runtime"; readonly name: string } | WriterReference;

/** A constant of a module of the user's. */
export interface ImportedConstant {
  readonly kind: "imported";
  /** As an import statement names it. */
  readonly module: string;
  readonly name: string;
}

/** The generated writer of a type, which `emit` adds to the type's table. */
export interface WriterReference {
  readonly kind: "writer";
  readonly fileName: string;
  readonly name: string;
}

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
  | "converted"
  | "element"
  | "elementSet"
  | "enumeration"
  | "extension"
  | "group"
  | "head"
  | "list"
  | "mapped"
  | "plainExtension"
  | "plainGroup"
  | "plainType"
  | "restriction"
  | "union";

/** A name that differs from the one that the rules give. */
export interface Renaming {
  /** The key of the thing: `type {urn:shop}Order`. */
  readonly key: string;
  readonly wanted: string;
  readonly given: string;
}

/** What the WSDL documents describe: the content of service.ts. */
export interface ServicePlan {
  /** All declarations of the file in order, including types of messages that only a binding implies. */
  readonly module: Module;
  readonly portTypes: readonly Declaration[];
  readonly bindings: readonly Declaration[];
  /** The list of wsdl:port components. */
  readonly ports: Declaration;
}
