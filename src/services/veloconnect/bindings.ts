/**
 * Modules -> the services that the handlers of SOAP and of HTTP are given, by the bindings that the contract has for them.
 */
import * as contract from "../../../generated/veloconnect/service.js";
import { VeloconnectUrl, type VeloconnectUrlOperations } from "../../../generated/veloconnect/service.js";
import type { Call, HttpBinding, OperationTable } from "../../service/port-type.js";
import { type AnyBinding, type BoundService, type Implementation, serve } from "../../service/serve.js";
import type { Soon } from "../../service/soon.js";
import type { RequestHead } from "./messages.js";
import { type AnyModule, listModules, type Modules, type Release } from "./modules.js";
import { answering, type Gate, type Operation } from "./operation.js";
import { answeringParameters } from "./url-requests.js";
import { watched } from "./watch.js";

/** An operation with its messages as documents. */
export interface ServedOperation {
  /** Clark name of the port type through which it is asked for. */
  readonly portType: string;
  readonly property: string;
  readonly table: OperationTable;
  readonly operation: Operation<RequestHead, unknown>;
}

/** The operations of all modules. */
export function listOperations(modules: Modules): readonly ServedOperation[] {
  return listModules(modules).flatMap(operationsOf);
}

/** The operations that URLs mean in a release: those of the last module that has them. */
export function listUrlOperations(modules: Modules, release: Release): readonly ServedOperation[] {
  const all = listModules(modules);
  const inRelease = all.filter(({ since }) => since <= release).flatMap(operationsOf);
  const ever = all.flatMap(operationsOf);
  return Object.keys(VeloconnectUrl.operations).map((property) => {
    // What the release does not have yet is meant as it was when it came.
    const found = inRelease.findLast((each) => each.property === property) ?? ever.find((each) => each.property === property);
    if (found === undefined) throw new Error(`internal: no module has the operation "${property}"`);
    return { ...found, portType: VeloconnectUrl.name };
  });
}

function operationsOf({ portType, operations }: AnyModule): readonly ServedOperation[] {
  return Object.entries(portType.operations).flatMap(([property, table]) => {
    const operation = operations[property];
    return operation === undefined ? [] : [{ portType: portType.name, property, table, operation }];
  });
}

/** Binds every module in SOAP 1.1 and SOAP 1.2. */
export function createSoapServices(gate: Gate, modules: Modules): readonly BoundService[] {
  return bindModules(gate, modules, "soap");
}

/** Binds every module to documents, and the operations of a release to URLs and forms. */
export function createHttpServices(gate: Gate, modules: Modules, release: Release): readonly BoundService[] {
  const byUrl = listUrlOperations(modules, release);
  const server = implement(gate, byUrl, (served) => answeringParameters(gate, served));
  const urlBindings = [contract.VeloconnectUrlGet, contract.VeloconnectUrlPost];
  return [...urlBindings.map((binding) => serve<AnyOperations>(inRelease(binding, byUrl), server)), ...bindModules(gate, modules, "http")];
}

type AnyOperations = Readonly<Record<string, unknown>>;
type Method = (input: unknown, call: Call) => Soon<unknown>;

/** All bindings of the contract: of what it exports, they alone have a kind. */
const bindings = Object.values<object>(contract).filter((each): each is AnyBinding => "kind" in each);

/** Every request is answered, none rejects. */
function bindModules(gate: Gate, modules: Modules, kind: AnyBinding["kind"]): readonly BoundService[] {
  return listModules(modules).flatMap((module) => {
    const server = implement(gate, operationsOf(module), ({ operation }) => answering(gate, operation));
    const own = bindings.filter((binding) => binding.kind === kind && binding.portType.name === module.portType.name);
    return own.map((binding) => serve<AnyOperations>(binding, server));
  });
}

function implement(gate: Gate, operations: readonly ServedOperation[], method: (served: ServedOperation) => Method): Implementation {
  const watching = (served: ServedOperation): Method => {
    const answer = method(served);
    return (input, call) => watched(gate, { operation: served.table.name, request: call.request }, () => answer(input, call));
  };
  return Object.fromEntries(operations.map((served) => [served.property, watching(served)]));
}

/** The URL binding with the response elements of a release. */
function inRelease(binding: HttpBinding<VeloconnectUrlOperations>, byUrl: readonly ServedOperation[]): HttpBinding<AnyOperations> {
  const outputs = byUrl.map(({ property, table: { name, pattern, output } }) => [property, { name, pattern, ...(output && { output }) }]);
  return { ...binding, portType: { name: VeloconnectUrl.name, operations: Object.fromEntries(outputs) } };
}
