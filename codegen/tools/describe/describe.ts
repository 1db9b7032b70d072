/**
 * A contract that is sound -> its description for a console.
 */
import type { OpenContract } from "../../open-contract.js";
import { documentationOf } from "../../schema/documentation.js";
import type { Binding, Definitions } from "../../wsdl/components.js";
import {
  bodyElements,
  type ContractMessage,
  type ContractOperation,
  headerElements,
  type OperationBinding,
} from "../../wsdl/operations.js";
import { Sampler } from "../sample/sampler.js";
import { DescribedTypes } from "./describe-types.js";
import type {
  BindingDescription,
  BoundDescription,
  ContractDescription,
  ElementDescription,
  MessageDescription,
  OperationDescription,
  SampleDescription,
} from "./description.js";

/** Elements of a full sample, so that it can be read. */
const sampleBudget = 40;

/** What generated code calls bindings and operations, by the names of the contract. */
export interface GeneratedNames {
  binding(clark: string): string;
  operation(portType: string, operation: string): string;
  /** Of the parameter of an operation at a binding, both by their Clark names. */
  parameter(binding: string, operation: string, parameter: string): string;
  /** Of a header block of an operation. */
  header(portType: string, operation: string, element: string): string;
}

/** Describes a contract. */
export function describe(contract: OpenContract, names: GeneratedNames): ContractDescription {
  return new Description(contract, names).whole();
}

class Description {
  readonly #contract: OpenContract;
  readonly #names: GeneratedNames;
  readonly #types = new DescribedTypes();
  readonly #samples: Record<string, SampleDescription> = Object.create(null);
  readonly #sampler: Sampler;
  readonly #bindings: readonly Binding[];

  constructor(contract: OpenContract, names: GeneratedNames) {
    this.#contract = contract;
    this.#names = names;
    this.#sampler = new Sampler(contract.schema, contract.validate);
    this.#bindings = contract.definitions?.bindings ?? [];
  }

  whole(): ContractDescription {
    const { operations, definitions } = this.#contract;
    const described = operations.map((operation) => this.#operation(operation));
    return {
      services: servicesOf(definitions, this.#bindings),
      bindings: this.#bindings.map((binding) => this.#binding(binding)),
      operations: described,
      types: this.#types.list(),
      samples: this.#samples,
    };
  }

  #binding(binding: Binding): BindingDescription {
    const { name } = binding;
    return {
      name: name.local,
      constant: this.#names.binding(name.clark),
      protocol: binding.kind === "soap" ? `SOAP ${binding.version}` : `HTTP ${binding.verb}`,
      transport: binding.kind === "soap" ? binding.transport : undefined,
    };
  }

  #operation(whole: ContractOperation): OperationDescription {
    const { key, operation, portType, bindings, output, faults } = whole;
    return {
      key,
      name: operation.name,
      property: this.#names.operation(portType.name.clark, operation.name),
      portType: portType.name.local,
      portTypeDocumentation: portType.documentation,
      documentation: operation.documentation,
      pattern: operation.pattern,
      output: output && this.#message(output, whole),
      faults: faults.map(({ name, element }) => ({ name, element: element && this.#element(element) })),
      bindings: bindings.map((bound) => this.#bound(bound, whole)),
    };
  }

  #bound(bound: OperationBinding, operation: ContractOperation): BoundDescription {
    const { binding, action, input, encoded } = bound;
    const format = encoded ? "none" : formatOf(bound);
    for (const element of input && format !== "none" ? [...headerElements(input), ...bodyElements(input)] : []) this.#sample(element);
    const described = input && this.#message(input, operation, binding);
    return { binding: this.#bindings.indexOf(binding), action: action ?? "", format, input: described };
  }

  #message(message: ContractMessage, { operation, portType }: ContractOperation, binding?: Binding): MessageDescription {
    const { body } = message;
    const property = (parameter: string): string =>
      binding === undefined ? parameter : this.#names.parameter(binding.name.clark, operation.name, parameter);
    return {
      headers: headerElements(message).map((element) => ({
        ...this.#element(element),
        property: this.#names.header(portType.name.clark, operation.name, element.name.clark),
      })),
      body: bodyElements(message).map((element) => this.#element(element)),
      parameters:
        body.kind === "parameters"
          ? body.parts.map(({ part: { name, occurs, keyed }, type }) => ({
              name,
              property: property(name),
              type: this.#types.numberOf(type),
              occurs,
              keyed,
            }))
          : [],
    };
  }

  #element(element: Parameters<DescribedTypes["element"]>[0]): ElementDescription {
    const described = this.#types.element(element);
    return { ...described, documentation: described.documentation ?? documentationOf(element.type.annotation) };
  }

  #sample(element: Parameters<DescribedTypes["element"]>[0]): void {
    const { clark } = element.name;
    if (this.#samples[clark] !== undefined) return;
    const lean = this.#sampler.sample(element, { seed: 1, fullness: 0 });
    const full = this.#sampler.sample(element, { seed: 1, fullness: 1, budget: sampleBudget });
    if (lean.ok) this.#samples[clark] = { lean: lean.xml, full: full.ok ? full.xml : lean.xml };
  }
}

function servicesOf(definitions: Definitions | undefined, bindings: readonly Binding[]): ContractDescription["services"] {
  return (definitions?.services ?? []).map(({ name, documentation, ports }) => ({
    name: name.local,
    documentation,
    ports: ports.map((port) => ({ name: port.name, binding: bindings.indexOf(port.binding), address: port.address })),
  }));
}

function formatOf({ binding, input }: OperationBinding): BoundDescription["format"] {
  // A console has no files to attach.
  if (binding.kind === "soap") return input === undefined || input.attachments.length === 0 ? "envelope" : "none";
  if (input?.body.kind !== "parameters") return input === undefined || input.body.kind === "unknownFormat" ? "none" : "document";
  return binding.verb.toUpperCase() === "GET" ? "url" : "form";
}
