/**
 * What a console shows of a contract, as JSON: services, operations with their messages, and the types that messages reach.
 *
 * Plain data without cycles: types are named by their place in one list.
 */

/** A whole contract. */
export interface ContractDescription {
  readonly services: readonly ServiceDescription[];
  readonly bindings: readonly BindingDescription[];
  readonly operations: readonly OperationDescription[];
  readonly types: readonly TypeDescription[];
  /** Valid documents by the Clark name of their root. */
  readonly samples: Readonly<Record<string, SampleDescription>>;
}

export interface ServiceDescription {
  readonly name: string;
  readonly documentation?: string | undefined;
  readonly ports: readonly { readonly name: string; readonly binding: number; readonly address: string }[];
}

export interface BindingDescription {
  readonly name: string;
  /** What generated code calls it. */
  readonly constant: string;
  /** "SOAP 1.1", "SOAP 1.2", "HTTP GET" ... */
  readonly protocol: string;
  /** The transport of a SOAP binding, by its URI. */
  readonly transport?: string | undefined;
}

export interface OperationDescription {
  /** "PortType.operation" */
  readonly key: string;
  readonly name: string;
  /** What generated code calls it. */
  readonly property: string;
  readonly portType: string;
  readonly portTypeDocumentation?: string | undefined;
  readonly documentation?: string | undefined;
  readonly pattern: string;
  readonly output?: MessageDescription | undefined;
  readonly faults: readonly { readonly name: string; readonly element?: ElementDescription | undefined }[];
  readonly bindings: readonly BoundDescription[];
}

/** An operation as one binding offers it. */
export interface BoundDescription {
  /** The place of the binding in the list of all. */
  readonly binding: number;
  /** SOAP: soapAction; HTTP: the location behind the port's address. */
  readonly action: string;
  /** How the input is written; "none" where no format is known, or attachments belong to it. */
  readonly format: "envelope" | "document" | "url" | "form" | "none";
  readonly input?: MessageDescription | undefined;
}

export interface MessageDescription {
  readonly headers: readonly HeaderDescription[];
  readonly body: readonly ElementDescription[];
  readonly parameters: readonly ParameterDescription[];
}

/** A header block that the contract declares. */
export interface HeaderDescription extends ElementDescription {
  /** What generated code calls it. */
  readonly property: string;
}

export interface ParameterDescription {
  readonly name: string;
  /** What generated code calls it. */
  readonly property: string;
  readonly type: number;
  readonly occurs: "once" | "optional" | "repeated";
  /** A dot and a key follow the name. */
  readonly keyed: boolean;
}

/** A valid document: with no more than there must be, and with what there may be. */
export interface SampleDescription {
  readonly lean: string;
  readonly full: string;
}

export interface ElementDescription {
  readonly name: string;
  readonly namespace: string;
  readonly type: number;
  readonly documentation?: string | undefined;
  readonly nillable?: true | undefined;
  readonly fixed?: string | undefined;
  readonly default?: string | undefined;
}

export interface AttributeDescription {
  readonly name: string;
  readonly namespace: string;
  readonly type: number;
  readonly required: boolean;
  readonly documentation?: string | undefined;
  readonly fixed?: string | undefined;
  readonly default?: string | undefined;
}

/** A term with its bounds; `max` is -1 for any number. */
export type ParticleDescription = { readonly min: number; readonly max: number } & (
  | { readonly kind: "element"; readonly element: ElementDescription }
  | { readonly kind: "group"; readonly compositor: "sequence" | "choice" | "all"; readonly items: readonly ParticleDescription[] }
  | { readonly kind: "any"; readonly namespaces: string }
);

export interface TypeDescription {
  /** Absent for an anonymous type. */
  readonly name?: string | undefined;
  readonly namespace: string;
  readonly documentation?: string | undefined;
  /** The names of the types that it is derived from, nearest first, down to one of XML Schema's own. */
  readonly bases: readonly string[];
  readonly content: "empty" | "simple" | "elements" | "mixed";
  readonly abstract?: true | undefined;
  readonly attributes: readonly AttributeDescription[];
  readonly particle?: ParticleDescription | undefined;
  readonly value?: ValueDescription | undefined;
}

/** What a simple value may be. */
export interface ValueDescription {
  /** The built-in type behind it: "date", "decimal". */
  readonly builtIn: string;
  readonly facets: readonly (readonly [facet: string, value: string])[];
  readonly enumeration: readonly string[];
}
