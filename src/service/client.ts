/**
 * Clients: one method an operation. No state between calls.
 */
import type { CallOptions, ClientMethod, ClientOptions } from "./client-options.js";
import { asDeclared } from "./fault.js";
import type { DeclaredFault, Input, OperationTable, Output } from "./port-type.js";
import { retrying } from "./retry.js";

/** What an operation gave: its output, or a fault that the contract declares. `switch (result.fault.name)` narrows the fault's detail. */
export type CallResult<Types> =
  | { readonly ok: true; readonly output: Output<Types> }
  | { readonly ok: false; readonly fault: DeclaredFault<Types> };

/** Calls one operation. */
export interface ClientOperation<Types> {
  /** Rejects with a SoapFault for every fault; `asDeclared` gives the declared ones. */
  (input: Input<Types>, options?: CallOptions<Types>): Promise<Output<Types>>;
  /** Gives declared faults instead of throwing them. Rejects with everything else that can go wrong. */
  result(input: Input<Types>, options?: CallOptions<Types>): Promise<CallResult<Types>>;
}

/** One method an operation that a client can call. */
export type Client<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? Property : never]: ClientOperation<
    Operations[Property]
  >;
};

/** Makes a client from the methods of a port type's operations. `methodOf` gives undefined for one that cannot be called. */
export function clientOf<Operations>(
  operations: Readonly<Record<keyof Operations, OperationTable>>,
  { retry }: Pick<ClientOptions, "retry">,
  methodOf: (property: string, table: OperationTable) => ClientMethod | undefined,
): Client<Operations> {
  const methods: Record<string, ClientOperation<UntypedCall>> = {};
  for (const [property, table] of Object.entries<OperationTable>(operations)) {
    if (table.pattern !== "request-response" && table.pattern !== "one-way") continue;
    const method = methodOf(property, table);
    if (method === undefined) continue;
    methods[property] = toOperation(retry?.operations.includes(property) ? retrying(method, retry) : method);
  }
  // The loop makes exactly the methods that Client<Operations> names.
  return methods as unknown as Client<Operations>;
}

interface UntypedCall {
  readonly input: unknown;
  readonly output: unknown;
  readonly faults: Readonly<Record<string, unknown>>;
}

/** Adds to a method the form that gives declared faults. */
export function toOperation(method: ClientMethod): ClientOperation<UntypedCall> {
  const operation = (input: unknown, call: CallOptions<UntypedCall> = {}): Promise<unknown> => method(input, call);
  const result = async (input: unknown, call?: CallOptions<UntypedCall>): Promise<CallResult<UntypedCall>> => {
    try {
      return { ok: true, output: await operation(input, call) };
    } catch (error) {
      const fault = asDeclared<UntypedCall>(error);
      if (fault === undefined) throw error;
      return { ok: false, fault };
    }
  };
  return Object.assign(operation, { result });
}
