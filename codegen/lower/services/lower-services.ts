/**
 * Operations -> the plan of service.ts.
 *
 * A port type becomes an interface of its operations' types and a table; a binding becomes a table that refers to it. What is on the wire
 * depends on the binding (headers, rpc wrappers), so a port type is lowered as its first SOAP or HTTP binding has it, and once more for each
 * binding that puts something else on the wire. WSDL 1.1 §3, §4
 */
import type { Binding, Definitions, Operation, PortType, SoapMessage } from "../../wsdl/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";
import { noDocumentation } from "../documented.js";
import type { NamedKind, NameRules } from "../names/naming.js";
import { UniqueNames } from "../names/unique-names.js";
import type { Declaration, Module, ServicePlan } from "../plan.js";
import { arrayOf, declared, object, record, runtimeType } from "../types/shapes.js";
import { type BoundPortType, httpBindingTable, portTables, soapBindingTable } from "./bindings.js";
import { ImpliedDeclarations, type PlannedTypes } from "./implied-declarations.js";
import { type LoweredOperation, lowerOperation } from "./operations.js";

/** The services of a contract. */
export interface ContractServices {
  readonly definitions: Definitions;
  /** Of the port types in the definitions; others are left out. */
  readonly operations: readonly ContractOperation[];
}

/** The namespaces of the elements around the parts of rpc messages. */
export function bodyNamespaces({ definitions }: ContractServices): readonly string[] {
  return definitions.bindings.flatMap((binding) =>
    binding.kind === "soap" ? binding.operations.flatMap(({ input, output }) => [input?.namespace ?? "", output?.namespace ?? ""]) : [],
  );
}

/** Lowers all services of a contract; undefined where it has no port type. */
export function lowerServices(services: ContractServices, types: PlannedTypes): ServicePlan | undefined {
  if (services.definitions.portTypes.length === 0) return undefined;
  return new ServiceLowering(services, types).lower();
}

class ServiceLowering {
  readonly #definitions: Definitions;
  readonly #operations: readonly ContractOperation[];
  readonly #names = new UniqueNames();
  readonly #declarations: Declaration[] = [];
  readonly #module: Module = { fileName: "service", exportName: "service", targetNamespace: "", declarations: this.#declarations };
  readonly #elements: ImpliedDeclarations;
  readonly #rules: NameRules;

  constructor({ definitions, operations }: ContractServices, types: PlannedTypes) {
    this.#definitions = definitions;
    this.#operations = operations;
    this.#rules = types.rules;
    this.#names.give(portsName);
    this.#elements = new ImpliedDeclarations(types, this.#module, this.#declarations, (name) => this.#names.give(name));
  }

  lower(): ServicePlan {
    const { portTypes, bindings } = this.#definitions;
    const lowered: BoundPortType[] = [];
    const byBinding = new Map<Binding, BoundPortType>();
    for (const portType of portTypes) {
      const own = bindings.filter((each) => each.portType === portType);
      const asBound = this.#lowerAsBound(portType, own);
      lowered.push(...new Set(asBound));
      for (const [index, binding] of own.entries()) byBinding.set(binding, asBound[index] ?? invariantPortType());
    }
    const tables = new Map<Binding, Declaration>();
    for (const [binding, portType] of byBinding) tables.set(binding, this.#declareBinding(binding, portType));
    return {
      module: this.#module,
      portTypes: lowered.map(({ declaration }) => declaration),
      bindings: [...tables.values()],
      ports: this.#declare(portsName, {
        documentation: { text: "Where the services are, as the contract says.", at: undefined, remark: undefined },
        table: { annotation: arrayOf(runtimeType("Port")), value: portTables(this.#definitions, tables), comment: undefined },
      }),
    };
  }

  /** The port type as each binding has it; without bindings, the port type itself. */
  #lowerAsBound(portType: PortType, bindings: readonly Binding[]): readonly BoundPortType[] {
    const wanted = this.#own("types", `portType ${portType.name.clark}`, this.#rules.typeName(portType.name.local));
    if (bindings.length === 0) return [this.#lowerPortType(portType, undefined, wanted)];
    const bySignature = new Map<string, BoundPortType>();
    return bindings.map((binding) => {
      const signature = signatureOf(binding);
      const known = bySignature.get(signature);
      if (known !== undefined) return known;
      const name = bySignature.size === 0 ? wanted : `${wanted}${this.#rules.typeName(binding.name.local)}`;
      const lowered = this.#lowerPortType(portType, binding, name);
      bySignature.set(signature, lowered);
      return lowered;
    });
  }

  #lowerPortType(portType: PortType, binding: Binding | undefined, wantedName: string): BoundPortType {
    const names = new UniqueNames();
    const properties = new Map<Operation, string>();
    const operations: LoweredOperation[] = [];
    for (const operation of this.#operations) {
      if (operation.portType !== portType) continue;
      const { name } = operation.operation;
      const usual = this.#own("properties", `${portType.name.clark}/${name}`, this.#rules.propertyName(name));
      const property = this.#given(names.give(usual), usual, `${portType.name.clark}/${name}`, "properties");
      const lowered = lowerOperation(operation, property, binding, this.#elements);
      if (lowered === undefined) continue;
      operations.push(lowered);
      properties.set(operation.operation, property);
    }
    const exportName = this.#names.give(wantedName, ["", "Operations", "Server"]);
    const types = this.#declare(`${exportName}Operations`, {
      documentation: { text: portType.documentation, at: portType.at, remark: "Types of the operations." },
      type: { form: "interface", extends: undefined, members: operations.map((each) => each.types) },
    });
    this.#declare(`${exportName}Server`, {
      documentation: { text: `What a server of ${exportName} implements: one method an operation.`, at: undefined, remark: undefined },
      type: { form: "interface", extends: runtimeType("Server", declared(types)), members: [] },
    });
    const tables = operations.map((each) => [each.types.name, each.table] as const);
    const value = record({ name: portType.name.clark, operations: object(tables) });
    const declaration = this.#declare(exportName, {
      table: { annotation: runtimeType("PortType", declared(types)), value, comment: undefined },
    });
    return { declaration, types, properties };
  }

  #declareBinding(binding: Binding, portType: BoundPortType): Declaration {
    const isSoap = binding.kind === "soap";
    const value = isSoap
      ? soapBindingTable(binding, portType, this.#definitions)
      : httpBindingTable(binding, portType, this.#operations, this.#elements);
    const annotation = runtimeType(isSoap ? "SoapBinding" : "HttpBinding", declared(portType.types));
    return this.#declare(this.#bindingName(binding), { table: { annotation, value, comment: undefined } });
  }

  /** A binding that is named like its port type gets "Binding" appended. */
  #bindingName({ name, portType }: Binding): string {
    const usual = this.#rules.typeName(name.local);
    const isPortType = usual === this.#rules.typeName(portType.name.local);
    const path = `binding ${name.clark}`;
    const wanted = this.#own("types", path, isPortType ? `${usual}Binding` : usual);
    return this.#given(this.#names.give(wanted), wanted, path, "types");
  }

  #own(kind: NamedKind, path: string, usual: string): string {
    return this.#rules.own(kind, path, usual) ?? usual;
  }

  /** Reports a name of the user's that something else has. */
  #given(name: string, wanted: string, path: string, kind: NamedKind): string {
    if (name !== wanted && this.#rules.own(kind, path, wanted) !== undefined) this.#rules.clash(path, wanted, undefined);
    return name;
  }

  #declare(exportName: string, parts: Partial<Pick<Declaration, "documentation" | "type" | "table">>): Declaration {
    const declaration: Declaration = {
      kind: "declaration",
      module: this.#module,
      exportName,
      documentation: noDocumentation,
      type: undefined,
      table: undefined,
      ...parts,
    };
    this.#declarations.push(declaration);
    return declaration;
  }
}

const portsName = "ports";

/** What a binding puts on the wire, so that two of one port type can be compared. */
function signatureOf(binding: Binding): string {
  if (binding.kind === "http")
    return binding.operations
      .map(({ operation, input }) => `${operation.name} ${input === "mimeXml" ? "literal" : "parameters"}`)
      .join("\n");
  const partsOf = (message: SoapMessage | undefined): string =>
    message === undefined ? "" : `${message.use} ${message.parts.map(({ name }) => name)}`;
  const attachedTo = (message: SoapMessage | undefined): string =>
    (message?.attachments ?? []).map(({ part, types }) => ` ${part.name}=${types}`).join("");
  const lines = binding.operations.map(({ operation, style, input, output }) => {
    const isPlain = style === "document" && input?.use !== "encoded";
    const inBody = isPlain ? "literal" : `${style} ${partsOf(input)} ${partsOf(output)} ${input?.namespace}`;
    // Without attachments it is what an HTTP binding of the same messages has.
    const attached = `${attachedTo(input)};${attachedTo(output)}`;
    return `${operation.name} ${inBody}${attached === ";" ? "" : attached}`;
  });
  return lines.join("\n");
}

function invariantPortType(): never {
  throw new Error("internal: a binding without port type");
}
