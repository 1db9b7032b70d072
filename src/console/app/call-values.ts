/**
 * A message -> the values that a call of the generated client takes: the input, and the header blocks that the contract declares.
 */
import { type BoundDescription, type ContractDescription, typeOf } from "./contract.js";
import { clark, isCalled } from "./message.js";
import { headersOf, payloadsOf } from "./payloads.js";
import type { Validate } from "./validator.js";

export interface CallValues {
  /** Undefined where the message is not valid. */
  readonly input: unknown;
  /** By what generated code calls them. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Of an envelope or a document; undefined for a text that is not well-formed. */
export function readMessageValues(bound: BoundDescription, document: Document | undefined, validate: Validate): CallValues {
  const root = document?.documentElement;
  const [only, ...others] = root === undefined ? [] : payloadsOf(root);
  const [model] = bound.input?.body ?? [];
  const read = (name: string, element: Element): unknown => validate.read(name, new XMLSerializer().serializeToString(element));
  const headers: Record<string, unknown> = {};
  for (const { name, namespace, property } of bound.input?.headers ?? []) {
    const element = root && headersOf(root).find((each) => each.localName === name && (each.namespaceURI ?? "") === namespace);
    const value = element && read(clark({ name, namespace }), element);
    if (value !== undefined) headers[property] = value;
  }
  const isOne = only !== undefined && model !== undefined && others.length === 0;
  return { input: isOne ? read(clark(model), only) : undefined, headers };
}

type Pair = readonly [name: string, value: string];

/** Of parameters of a URL or form. Names are compared without regard to case, as the server does it. */
export function readParameterValues(
  contract: ContractDescription,
  bound: BoundDescription,
  pairs: readonly Pair[],
  validate: Validate,
): unknown {
  const input: Record<string, unknown> = {};
  for (const parameter of bound.input?.parameters ?? []) {
    const { property, type, occurs, keyed } = parameter;
    const { name: typeName = "", namespace } = typeOf(contract, type);
    const given = pairs.filter(([each, value]) => isCalled(parameter, each) && (value !== "" || occurs === "once"));
    const values = given.map(([each, text]) => {
      const value = validate.readSimple(clark({ name: typeName, namespace }), text);
      return keyed && value !== undefined ? { key: each.slice(each.indexOf(".") + 1), value } : value;
    });
    if (values.includes(undefined) || (values.length === 0 && occurs === "once")) return undefined;
    if (values.length > 0) input[property] = occurs === "repeated" ? values : values[0];
  }
  return input;
}
