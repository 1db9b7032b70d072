/**
 * Modules -> the services that the handlers of SOAP and of HTTP are given.
 */
import {
  VeloconnectUrl,
  VeloconnectUrlGet,
  type VeloconnectUrlOperations,
  VeloconnectUrlPost,
} from "../../../generated/veloconnect/service.js";
import { validate } from "../../runtime/encode.js";
import { describeIssue } from "../../runtime/issues.js";
import type { Call, HttpBinding, OperationTable, Server } from "../../service/port-type.js";
import { type BoundService, serve } from "../../service/serve.js";
import type { RequestHead } from "./messages.js";
import { type AnyModule, listModules, type Module, type Modules, type Release } from "./modules.js";
import { answer, type Gate, type Operation } from "./operation.js";
import { Refused, ResponseCode } from "./response-code.js";
import { headOfParameters, urlRequests } from "./url-requests.js";

/** Binds every module in SOAP 1.1 and SOAP 1.2. */
export function createSoapServices(gate: Gate, modules: Modules): readonly BoundService[] {
  return listModules(modules).flatMap((module) => module.soap.map((binding) => serve(binding, serverOf(gate, module))));
}

/** Binds every module to documents, and the operations of a release to URLs and forms. */
export function createHttpServices(gate: Gate, modules: Modules, release: Release): readonly BoundService[] {
  const documents = listModules(modules).map((module) => serve(module.document, serverOf(gate, module)));
  const byUrl = urlOperationsOf(modules, release);
  const server = urlServer(gate, byUrl);
  return [...[VeloconnectUrlGet, VeloconnectUrlPost].map((binding) => serve(inRelease(binding, byUrl), server)), ...documents];
}

/** Serves a module's operations as the generated interface wants it: every request is answered, none rejects. */
function serverOf<Operations>(gate: Gate, { operations }: Module<Operations>): Server<Operations> {
  const methods = Object.entries<Operation<never, unknown>>(operations).map(([property, operation]) => [
    property,
    // Which request belongs to which operation is what OperationsOf<Operations> says.
    (request: RequestHead) => answer(gate, operation, request as never),
  ]);
  // There is a method for each of the module's keys.
  return Object.fromEntries(methods) as unknown as Server<Operations>;
}

/** What a URL can ask for. */
type UrlOperation = keyof VeloconnectUrlOperations;

/** An operation and its messages as documents. */
export interface UrlTarget {
  readonly table: OperationTable;
  readonly operation: Operation<RequestHead, unknown>;
}

/** The operations that URLs mean in a release: those of the last module that has them. */
export function urlOperationsOf(modules: Modules, release: Release): Readonly<Record<UrlOperation, UrlTarget>> {
  const inRelease = listModules(modules).filter(({ since }) => since <= release);
  // Keys of the port type's operations are the operations' properties.
  const properties = Object.keys(VeloconnectUrl.operations) as UrlOperation[];
  const targets = properties.map((property) => [property, targetIn(inRelease, property)]);
  // There is a target for each property.
  return Object.fromEntries(targets) as Readonly<Record<UrlOperation, UrlTarget>>;
}

function targetIn(modules: readonly AnyModule[], property: UrlOperation): UrlTarget {
  const module = modules.findLast(({ operations }) => Object.hasOwn(operations, property));
  const table = module?.document.portType.operations[property];
  const operation = module?.operations[property];
  if (table === undefined || operation === undefined) throw new Error(`internal: no module has the operation "${property}"`);
  return { table, operation };
}

/** The URL binding with the response elements of a release. */
function inRelease(
  binding: HttpBinding<VeloconnectUrlOperations>,
  targets: Readonly<Record<UrlOperation, UrlTarget>>,
): HttpBinding<VeloconnectUrlOperations> {
  const operations = Object.entries<OperationTable>(VeloconnectUrl.operations).map(([property, table]) => {
    const output = targets[property as UrlOperation].table.output;
    return [property, { ...table, ...(output !== undefined && { output }) }];
  });
  // The tables are those of the port type, with another output.
  const tables = Object.fromEntries(operations) as typeof VeloconnectUrl.operations;
  return { ...binding, portType: { ...VeloconnectUrl, operations: tables } };
}

type Build = (parameters: unknown, inOrder: NonNullable<Call["parameters"]>) => RequestHead;

/** Makes requests of parameters, and validates them like those that come as documents. */
function urlServer(gate: Gate, targets: Readonly<Record<UrlOperation, UrlTarget>>): Server<VeloconnectUrlOperations> {
  const methods = Object.entries(targets).map(([property, { table, operation }]) => {
    // The parameters were read by the table of this very operation.
    const build = urlRequests[property as UrlOperation] as Build;
    const codec = table.input?.();
    if (codec === undefined) throw new Error(`internal: "${table.name}" has no request`);
    const method = async (parameters: unknown, { parameters: inOrder = [] }: Call): Promise<unknown> => {
      try {
        const request = build(parameters, inOrder);
        const [issue] = validate(codec, request, { maxIssues: 1 });
        if (issue !== undefined) throw new Refused(ResponseCode.notValid, describeIssue(issue));
        return await answer(gate, operation, request);
      } catch (error) {
        return operation.refuse(headOfParameters(parameters), Refused.from(error));
      }
    };
    return [property, method];
  });
  // There is a method for each operation; what it gives is what its output's codec writes.
  return Object.fromEntries(methods) as unknown as Server<VeloconnectUrlOperations>;
}
