/**
 * The plan of services -> service.ts: types of operations, interfaces of servers, tables of port types, bindings and ports.
 *
 * Tables are plain object literals over element codecs, with a type annotation, so that the file needs types of the runtime only.
 */
import type {
  BindingPlan,
  Documentation,
  MessagePlan,
  NamedElement,
  OperationPlan,
  ParameterPlan,
  PortTypePlan,
  ServicePlan,
} from "../lower/plan.js";
import { emitDeclaration } from "./emit-declarations.js";
import { type GeneratedFile, quote } from "./generated-file.js";
import { printKey, printShape } from "./print-shape.js";

/** What service.ts declares. */
export function serviceNames({ module, portTypes, bindings }: ServicePlan): readonly string[] {
  const ofPortTypes = portTypes.flatMap(({ exportName }) => [exportName, `${exportName}Operations`, `${exportName}Server`]);
  return [
    ...module.declarations.map(({ exportName }) => exportName),
    ...ofPortTypes,
    ...bindings.map(({ exportName }) => exportName),
    "ports",
  ];
}

/** The documents that port types stand in. */
export function documentsOfServices({ portTypes }: ServicePlan): readonly string[] {
  return [...new Set(portTypes.flatMap(({ documentation: { at } }) => at?.uri ?? []))].sort();
}

/** Prints everything. */
export function emitServicePlan(services: ServicePlan, file: GeneratedFile): void {
  for (const declaration of services.module.declarations) emitDeclaration(declaration, file);
  for (const portType of services.portTypes) {
    emitOperationTypes(portType, file);
    emitServerInterface(portType, file);
    emitPortType(portType, file);
  }
  for (const binding of services.bindings) emitBinding(binding, file);
  emitPorts(services, file);
}

function emitOperationTypes({ exportName, documentation, operations }: PortTypePlan, file: GeneratedFile): void {
  const { body } = file;
  file.doc(documentation.text, `Types of the operations. ${place(documentation)}`);
  body.writeLine(`export interface ${exportName}Operations {`);
  body.indent(() => {
    for (const operation of operations) {
      file.doc(operation.documentation.text);
      body.writeLine(`readonly ${printKey(operation.property)}: { ${operationMembers(operation, file).join("; ")} };`);
    }
  });
  body.writeLine("}").blankLine();
}

function operationMembers(operation: OperationPlan, file: GeneratedFile): readonly string[] {
  const message = (name: string, plan: MessagePlan | undefined): readonly string[] =>
    plan === undefined ? [] : [`readonly ${name}: ${printShape(plan.shape, file)}`];
  const elements = (name: string, list: readonly NamedElement[]): readonly string[] =>
    list.length === 0
      ? []
      : [
          `readonly ${name}: { ${list.map(({ property, shape }) => `readonly ${printKey(property)}: ${printShape(shape, file)}`).join("; ")} }`,
        ];
  return [
    // What answers a solicitation comes from the peer: it is no input of a server.
    ...message(operation.pattern === "solicit-response" ? "answer" : "input", operation.input),
    ...message("output", operation.output),
    ...elements("faults", operation.faults),
    ...elements("inputHeaders", operation.inputHeaders),
    ...elements("outputHeaders", operation.outputHeaders),
  ];
}

function emitServerInterface({ exportName }: PortTypePlan, file: GeneratedFile): void {
  file.doc(`What a server of ${exportName} implements: one method an operation.`);
  file.body.writeLine(`export interface ${exportName}Server extends ${file.serviceType("Server")}<${exportName}Operations> {}`).blankLine();
}

function emitPortType({ name, exportName, operations }: PortTypePlan, file: GeneratedFile): void {
  const { body } = file;
  body.writeLine(`export const ${exportName}: ${file.serviceType("PortType")}<${exportName}Operations> = {`);
  body.indent(() => {
    body.writeLine(`name: ${quote(name)},`);
    body.writeLine("operations: {");
    body.indent(() => {
      for (const operation of operations)
        body.writeLine(`${printKey(operation.property)}: { ${operationTable(operation, file).join(", ")} },`);
    });
    body.writeLine("},");
  });
  body.writeLine("};").blankLine();
}

function operationTable(operation: OperationPlan, file: GeneratedFile): readonly string[] {
  const codec = (name: string, plan: MessagePlan | undefined): readonly string[] =>
    plan?.codec === undefined ? [] : [`${name}: () => ${file.declaration(plan.codec)}`];
  const codecs = (name: string, list: readonly NamedElement[]): readonly string[] =>
    list.length === 0
      ? []
      : [`${name}: { ${list.map((each) => `${printKey(each.property)}: () => ${file.declaration(each.codec)}`).join(", ")} }`];
  const text = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [`${name}: ${quote(value)}`]);
  return [
    ...text("name", operation.name),
    ...text("pattern", operation.pattern),
    ...codec("input", operation.input),
    ...codec("output", operation.output),
    ...codecs("faults", operation.faults),
    ...codecs("inputHeaders", operation.inputHeaders),
    ...codecs("outputHeaders", operation.outputHeaders),
    ...text("inputAction", operation.inputAction),
    ...text("outputAction", operation.outputAction),
    ...(operation.encoded ? ["encoded: true"] : []),
  ];
}

function emitBinding(binding: BindingPlan, file: GeneratedFile): void {
  const { body } = file;
  const type = file.serviceType(binding.kind === "soap" ? "SoapBinding" : "HttpBinding");
  body.writeLine(`export const ${binding.exportName}: ${type}<${binding.portType.exportName}Operations> = {`);
  body.indent(() => {
    body.writeLine(`kind: ${quote(binding.kind)},`);
    body.writeLine(`name: ${quote(binding.name)},`);
    if (binding.kind === "soap") {
      body.writeLine(`version: ${quote(binding.version)},`);
      body.writeLine(`transport: ${quote(binding.transport)},`);
    } else body.writeLine(`verb: ${quote(binding.verb)},`);
    body.writeLine(`portType: ${binding.portType.exportName},`);
    const entries = bindingEntries(binding, file);
    body.writeLine(`${binding.kind === "soap" ? "actions" : "operations"}: {`);
    body.indent(() => {
      for (const entry of entries) body.writeLine(`${entry},`);
    });
    body.writeLine("},");
  });
  body.writeLine("};").blankLine();
}

function bindingEntries(binding: BindingPlan, file: GeneratedFile): readonly string[] {
  if (binding.kind === "soap") return binding.actions.map(([property, action]) => `${printKey(property)}: ${quote(action)}`);
  return binding.operations.map(({ property, location, input, parameters }) => {
    const table = parameters.map((parameter) => `${printKey(parameter.property)}: ${parameterTable(parameter, file)}`);
    const written = parameters.length === 0 ? "" : `, parameters: { ${table.join(", ")} }`;
    return `${printKey(property)}: { location: ${quote(location)}, input: ${quote(input)}${written} }`;
  });
}

function parameterTable({ name, codec, occurs, keyed }: ParameterPlan, file: GeneratedFile): string {
  const often = occurs === "once" ? "" : `, occurs: ${quote(occurs)}`;
  return `{ name: ${quote(name)}, type: () => ${file.reference(codec)}${often}${keyed ? ", keyed: true" : ""} }`;
}

function emitPorts({ ports }: ServicePlan, file: GeneratedFile): void {
  const { body } = file;
  file.doc("Where the services are, as the contract says.");
  body.writeLine(`export const ports: readonly ${file.serviceType("Port")}[] = [`);
  body.indent(() => {
    for (const { service, name, binding, address } of ports) {
      body.writeLine(
        `{ service: ${quote(service)}, name: ${quote(name)}, binding: ${quote(binding.exportName)}, address: ${quote(address)} },`,
      );
    }
  });
  body.writeLine("];");
}

function place({ at }: Documentation): string {
  return at === undefined ? "" : `${at.uri.slice(at.uri.lastIndexOf("/") + 1)}:${at.line}`;
}
