/**
 * What loading gives: every schema and WSDL document that a contract consists of, and which document refers to which.
 */
import type { SourceElement } from "./source-element.js";

/** An xs:schema element: a document of its own, or one inside wsdl:types. */
export interface SchemaDocument {
  readonly uri: string;
  readonly root: SourceElement;
  /** The namespace of its components: its own, or the includer's. `""` means no namespace. XSD 1.0 Part 1 §4.2.1 */
  readonly targetNamespace: string;
  /** It has no target namespace and takes the includer's. */
  readonly chameleon: boolean;
  /** In document order. */
  readonly references: readonly SchemaReference[];
}

/** An xs:include, xs:import or xs:redefine. */
export interface SchemaReference {
  readonly kind: "include" | "import" | "redefine";
  readonly element: SourceElement;
  /** The namespace of the components that it brings. */
  readonly namespace: string;
  /** Absent if the location cannot be read, or if an import has no location. */
  readonly document: SchemaDocument | undefined;
}

/** A wsdl:definitions element. WSDL 1.1 §2.1 */
export interface WsdlDocument {
  readonly uri: string;
  readonly root: SourceElement;
  readonly targetNamespace: string;
  readonly imports: readonly WsdlImport[];
}

/** A wsdl:import: of another WSDL document, or (as is common) of a schema. */
export interface WsdlImport {
  readonly element: SourceElement;
  readonly namespace: string;
  readonly document: WsdlDocument | SchemaDocument | undefined;
}

/** All documents of a contract, in the order in which they were found. */
export interface LoadedDocuments {
  readonly schemaDocuments: readonly SchemaDocument[];
  readonly wsdlDocuments: readonly WsdlDocument[];
}
