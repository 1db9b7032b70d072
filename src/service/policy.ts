/**
 * What a WSDL's policies demand of messages, in the tables of bindings. WS-Policy 1.2 and 1.5
 */

/** One of its alternatives must be kept; without alternatives it cannot be kept. */
export type Policy = readonly (readonly PolicyAssertion[])[];

/** An element of an assertion. */
export interface PolicyElement {
  /** Clark name. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Elements in it that are not policies. */
  readonly parameters?: readonly PolicyElement[];
  readonly text?: string;
}

/** One demand. */
export interface PolicyAssertion extends PolicyElement {
  /** Its nested policy. */
  readonly policy?: Policy;
}

/** The policies of a binding. WS-PolicyAttachment 1.2 §4.1 */
export interface BindingPolicies {
  /** For all messages; absent: it demands nothing. */
  readonly endpoint?: Policy;
  /** By operation property. */
  readonly operations?: Readonly<Record<string, OperationPolicies>>;
}

/** What is demanded of an operation beyond that. */
export interface OperationPolicies {
  readonly operation?: Policy;
  readonly input?: Policy;
  readonly output?: Policy;
}
