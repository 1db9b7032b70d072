/**
 * The component model as JSON: what `soapwright inspect` prints. Names are Clark names, "{namespace}local" or "local".
 *
 * The form is stable within one `format`: members are added, never changed or removed. An absent member means false, empty or missing.
 * docs/inspect.md says the same for people.
 */

/** Everything that a contract declares. */
export interface InspectedContract {
  /** Of this form. */
  readonly format: 1;
  readonly namespaces: readonly string[];
  readonly elements: Readonly<Record<string, InspectedElement>>;
  readonly types: Readonly<Record<string, InspectedType>>;
  readonly attributes: Readonly<Record<string, InspectedAttribute>>;
  readonly attributeGroups: Readonly<Record<string, InspectedAttributeGroup>>;
  readonly groups: Readonly<Record<string, InspectedModel>>;
  readonly notations: Readonly<Record<string, InspectedNotation>>;
  readonly portTypes: Readonly<Record<string, InspectedPortType>>;
  readonly services: Readonly<Record<string, InspectedService>>;
}

/** Members that most components have. */
export interface InspectedComponent {
  readonly documentation?: string;
  /** "file:line:column" */
  readonly at: string;
}

export interface InspectedValueConstraint {
  readonly default?: string;
  readonly fixed?: string;
}

/** A named type by its name; an anonymous one in place. */
export type TypeReference = string | InspectedType;

/** XSD 1.0 Part 1 §3.3 */
export interface InspectedElement extends InspectedComponent, InspectedValueConstraint {
  readonly kind: "element";
  readonly name: string;
  readonly type: TypeReference;
  readonly nillable?: true;
  readonly abstract?: true;
  readonly substitutionGroup?: string;
  /** What may stand for it, block and final applied, abstract members included. */
  readonly substitutes?: readonly string[];
  readonly block?: readonly string[];
  readonly final?: readonly string[];
  readonly identityConstraints?: readonly InspectedIdentityConstraint[];
}

/** XSD 1.0 Part 1 §3.11 */
export interface InspectedIdentityConstraint {
  readonly name: string;
  readonly category: "key" | "keyref" | "unique";
  readonly selector: string;
  readonly fields: readonly string[];
  readonly refer?: string;
}

export type InspectedType = InspectedSimpleType | InspectedComplexType;

/** XSD 1.0 Part 1 §3.14 */
export interface InspectedSimpleType extends InspectedComponent {
  readonly kind: "simpleType";
  readonly name?: string;
  readonly variety: "absent" | "atomic" | "list" | "union";
  readonly base: TypeReference;
  readonly item?: TypeReference;
  readonly members?: readonly TypeReference[];
  /** Of this step only, as written. */
  readonly facets?: readonly InspectedFacet[];
  readonly final?: readonly string[];
}

export interface InspectedFacet {
  readonly kind: string;
  readonly value: string;
  readonly fixed?: true;
  readonly documentation?: string;
}

/** XSD 1.0 Part 1 §3.4 */
export interface InspectedComplexType extends InspectedComponent {
  readonly kind: "complexType";
  readonly name?: string;
  readonly base: string | InspectedType;
  readonly derivation: "extension" | "restriction";
  readonly abstract?: true;
  readonly block?: readonly string[];
  readonly final?: readonly string[];
  /** All of them, inherited ones too. */
  readonly attributes?: readonly InspectedAttributeUse[];
  readonly anyAttribute?: InspectedWildcard;
  readonly content: InspectedContent;
}

export type InspectedContent =
  | { readonly kind: "empty" }
  | { readonly kind: "simple"; readonly type: TypeReference }
  /** `model` has the base's content in it where the type is an extension. */
  | { readonly kind: "elementOnly" | "mixed"; readonly model: InspectedModel };

/** A particle with its term. XSD 1.0 Part 1 §3.8, §3.9 */
export type InspectedModel = InspectedGroup | InspectedElementParticle | InspectedWildcardParticle;

export interface Occurrence {
  readonly minOccurs: number;
  readonly maxOccurs: number | "unbounded";
}

export interface InspectedGroup extends Occurrence {
  readonly kind: "sequence" | "choice" | "all";
  /** The group definition that was referred to. */
  readonly group?: string;
  /** Empty for a group inside itself: an anonymous type in it refers to it. */
  readonly particles: readonly InspectedModel[];
}

/** `ref`: a global element, found under `elements`; else a local one in place. */
export type InspectedElementParticle =
  | (Occurrence & { readonly kind: "element"; readonly ref: string })
  | (Occurrence & { readonly kind: "element"; readonly local: InspectedElement });

export interface InspectedWildcard {
  /** "##any", "##other namespace", or the namespaces that are allowed; "" means no namespace. */
  readonly namespaces: string | readonly string[];
  readonly processContents: "skip" | "lax" | "strict";
}

export interface InspectedWildcardParticle extends Occurrence, InspectedWildcard {
  readonly kind: "any";
}

/** XSD 1.0 Part 1 §3.2 */
export interface InspectedAttribute extends InspectedComponent, InspectedValueConstraint {
  readonly kind: "attribute";
  readonly name: string;
  readonly type: TypeReference;
}

/** XSD 1.0 Part 1 §3.5 */
export interface InspectedAttributeUse extends InspectedValueConstraint {
  readonly name: string;
  readonly type: TypeReference;
  readonly required?: true;
  readonly documentation?: string;
}

/** XSD 1.0 Part 1 §3.6 */
export interface InspectedAttributeGroup extends InspectedComponent {
  readonly attributes?: readonly InspectedAttributeUse[];
  readonly anyAttribute?: InspectedWildcard;
}

/** XSD 1.0 Part 1 §3.12 */
export interface InspectedNotation extends InspectedComponent {
  readonly publicId?: string;
  readonly systemId?: string;
}

/** WSDL 1.1 §2.4 */
export interface InspectedPortType extends InspectedComponent {
  readonly operations: readonly InspectedOperation[];
}

export interface InspectedOperation extends InspectedComponent {
  readonly name: string;
  readonly pattern: string;
  readonly input?: InspectedMessage;
  readonly output?: InspectedMessage;
  readonly faults?: readonly { readonly name: string; readonly element?: string }[];
  readonly bindings?: readonly InspectedBinding[];
}

/** Names of elements, found under `elements`; an rpc message has a wrapper element there. */
export interface InspectedMessage {
  readonly body: readonly string[];
  readonly headers?: readonly string[];
  /** Parts beside the envelope, with their media types; without types, any. WSDL 1.1 §5 */
  readonly attachments?: readonly { readonly name: string; readonly types?: readonly string[] }[];
  /** Parts that no element stands for: parameters of a URL. */
  readonly parts?: readonly { readonly name: string; readonly type?: string }[];
}

/** WSDL 1.1 §3, §4 */
export interface InspectedBinding {
  readonly name: string;
  readonly protocol: string;
  readonly style?: string;
  readonly use?: string;
  /** soapAction, or the location of an HTTP binding. */
  readonly action?: string;
  /** What is demanded of this operation, beyond what is demanded of all of the port. */
  readonly policies?: InspectedPolicies;
}

/** Policies of an operation, of its input and of its output. WS-PolicyAttachment 1.5 §4.1 */
export interface InspectedPolicies {
  readonly operation?: InspectedPolicy;
  readonly input?: InspectedPolicy;
  readonly output?: InspectedPolicy;
}

/** Alternatives, one of which must be kept: lists of assertions. No alternative: the policy could not be read. WS-Policy 1.5 §4 */
export type InspectedPolicy = readonly (readonly InspectedAssertion[])[];

/** One demand: its name, and what is in it. */
export interface InspectedAssertion {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Elements that are not policies. */
  readonly parameters?: readonly InspectedAssertion[];
  readonly text?: string;
  /** The policy in it. */
  readonly policy?: InspectedPolicy;
}

/** WSDL 1.1 §2.7 */
export interface InspectedService extends InspectedComponent {
  readonly ports: readonly InspectedPort[];
}

/** WSDL 1.1 §2.6 */
export interface InspectedPort {
  readonly name: string;
  readonly binding: string;
  readonly address: string;
  /** What is demanded of all messages, by the service, the port, the binding and the port type. */
  readonly policy?: InspectedPolicy;
}
