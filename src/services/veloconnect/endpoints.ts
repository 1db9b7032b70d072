/**
 * The operations with the codecs of their requests and responses, as every binding but SOAP's needs them.
 */
import {
  OrderV11,
  ProfileV11,
  ProfileV14,
  ProfileV15,
  ProfileV16,
  TransactionV10,
  TransactionV14,
  TransactionV16,
} from "../../../generated/veloconnect/service.js";
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { OperationTable, PortType } from "../../service/port-type.js";
import type { RequestHead } from "./messages.js";
import { answer, type Gate, type Operation } from "./operation.js";
import type { Refusal } from "./response-code.js";
import type { ModuleOf, Modules } from "./service.js";

/** One operation on the wire. Its values are what its codecs read and write. */
export interface Endpoint {
  /** The operation's name and "Request": the local name of the request element, and RequestName in a URL. */
  readonly requestName: string;
  readonly request: AnyElementCodec;
  readonly response: AnyElementCodec;
  readonly answer: (request: unknown) => Promise<unknown>;
  readonly refuse: (request: Partial<RequestHead>, refusal: Refusal) => unknown;
}

type EndpointsOf<Module> = { readonly [Property in keyof Module]: Endpoint };
export type Endpoints = { readonly [Name in keyof Modules]: EndpointsOf<Modules[Name]> };

/** Makes the endpoints of all modules. */
export function createEndpoints(gate: Gate, modules: Modules): Endpoints {
  return {
    transaction10: endpointsOf(gate, TransactionV10, modules.transaction10),
    transaction14: endpointsOf(gate, TransactionV14, modules.transaction14),
    transaction16: endpointsOf(gate, TransactionV16, modules.transaction16),
    profile11: endpointsOf(gate, ProfileV11, modules.profile11),
    profile14: endpointsOf(gate, ProfileV14, modules.profile14),
    profile15: endpointsOf(gate, ProfileV15, modules.profile15),
    profile16: endpointsOf(gate, ProfileV16, modules.profile16),
    order11: endpointsOf(gate, OrderV11, modules.order11),
  };
}

/** All endpoints by the Clark name of the request element. */
export function byRequestElement(endpoints: Endpoints): ReadonlyMap<string, Endpoint> {
  const all = Object.values(endpoints).flatMap((module): readonly Endpoint[] => Object.values(module));
  return new Map(all.map((endpoint) => [endpoint.request.name, endpoint]));
}

function endpointsOf<Operations>(
  gate: Gate,
  portType: PortType<Operations>,
  module: ModuleOf<Operations>,
): EndpointsOf<ModuleOf<Operations>> {
  const endpoints: Record<string, Endpoint> = {};
  for (const [property, table] of Object.entries<OperationTable>(portType.operations)) {
    // Request and response of an operation are those of its table: ModuleOf<Operations> and the tables have one parameter.
    const operation = module[property as keyof Operations] as Operation<RequestHead, unknown>;
    endpoints[property] = endpointOf(gate, table, operation);
  }
  // The loop makes exactly the endpoints that the port type's operations name.
  return endpoints as EndpointsOf<ModuleOf<Operations>>;
}

function endpointOf(gate: Gate, { name, input, output }: OperationTable, operation: Operation<RequestHead, unknown>): Endpoint {
  if (input === undefined || output === undefined) throw new Error(`internal: "${name}" has no request or no response`);
  return {
    requestName: `${name}Request`,
    request: input(),
    response: output(),
    answer: (request) => answer(gate, operation, request as RequestHead),
    refuse: operation.refuse,
  };
}
