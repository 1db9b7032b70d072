/**
 * Generated bindings -> the operations of a session: which messages each end sends, under which actions, and what comes back.
 *
 * A WSDL describes what a server sends by itself in one of two ways: as notifications of the port type that clients call, or as operations
 * of a port type of its own, which clients implement. WSDL 1.1 §2.4.3, §2.4.4
 */
import type { AnyElementCodec, SchemaSet } from "../../runtime/codec.js";
import type { Client } from "../../service/client.js";
import type { Answer, OperationTable, Output, OutputHeaders, SoapBinding } from "../../service/port-type.js";
import type { HeaderTable } from "../soap/kept-headers.js";

/** What a session is about. */
export interface DuplexContract<Operations, CallbackOperations = never> {
  /** The binding that clients call. Its notifications and solicit-response operations are callbacks. */
  readonly binding: SoapBinding<Operations>;
  /** The binding that the server calls at its clients. A callback that both describe is sent as described here; clients accept both. */
  readonly callbackBinding?: SoapBinding<CallbackOperations>;
  /** What xsi:type and wildcards in messages may name. */
  readonly schema?: SchemaSet;
}

/** What a server calls at its client: one method for each callback. */
export type Callbacks<Operations, CallbackOperations = never> = Notifications<Operations> &
  ([CallbackOperations] extends [never] ? unknown : Client<CallbackOperations>);

type Notifications<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? never : Property]: (
    output: Output<Operations[Property]>,
    options?: { readonly headers?: OutputHeaders<Operations[Property]> },
  ) => Promise<Answer<Operations[Property]>>;
};

/** What a client implements: one method for each callback. */
export type CallbackHandlers<Operations, CallbackOperations = never> = {
  readonly [Property in keyof Callbacks<Operations, CallbackOperations>]: Callbacks<Operations, CallbackOperations>[Property] extends (
    value: infer Value,
    ...rest: never
  ) => Promise<infer Reply>
    ? (value: Value) => Reply | Promise<Reply>
    : never;
};

/** One message of an operation. Without a codec its body is empty. */
export interface DuplexMessage {
  /** The operation's name in the WSDL. */
  readonly operation: string;
  /** It calls the other end, or answers. */
  readonly direction: "input" | "output";
  readonly action: string;
  readonly body: AnyElementCodec | undefined;
  readonly headers: HeaderTable | undefined;
}

/** One operation, whichever end calls it. */
export interface DuplexOperation {
  /** Clark name. */
  readonly portType: string;
  readonly property: string;
  readonly table: OperationTable;
  readonly request: DuplexMessage;
  /** Undefined: nothing comes back. */
  readonly reply: DuplexMessage | undefined;
}

/** A contract as one end of a session sees it. */
export interface ContractSide {
  /** What this end calls, by property. */
  readonly outgoing: ReadonlyMap<string, DuplexOperation>;
  /** What the other end calls, by action. */
  readonly incoming: ReadonlyMap<string, DuplexOperation>;
  /** Names of the header blocks that messages for this end may have. */
  readonly headerNames: ReadonlySet<string>;
  /** Codecs of the details of declared faults, by name. */
  readonly faults: Readonly<Record<string, () => AnyElementCodec>>;
  readonly schema: SchemaSet | undefined;
}

/** A contract as servers see it. */
export function serverSide<Operations, CallbackOperations>(contract: DuplexContract<Operations, CallbackOperations>): ContractSide {
  return sideOf(callbacksOf(contract), requestsOf(contract), contract.schema);
}

/** A contract as clients see it. */
export function clientSide<Operations, CallbackOperations>(contract: DuplexContract<Operations, CallbackOperations>): ContractSide {
  return sideOf(requestsOf(contract), callbacksOf(contract), contract.schema);
}

/** Of outgoing operations with one property, the first counts. */
function sideOf(outgoing: readonly DuplexOperation[], incoming: readonly DuplexOperation[], schema: SchemaSet | undefined): ContractSide {
  const heard = [...outgoing.map(({ reply }) => reply), ...incoming.map(({ request }) => request)];
  return {
    outgoing: new Map(outgoing.toReversed().map((operation) => [operation.property, operation])),
    incoming: new Map(incoming.map((operation) => [operation.request.action, operation])),
    headerNames: new Set(heard.flatMap((message) => Object.values(message?.headers ?? {}).map((codec) => codec().name))),
    faults: Object.assign({}, ...incoming.map(({ table }) => table.faults ?? {})),
    schema,
  };
}

function requestsOf<Operations, CallbackOperations>({
  binding,
}: DuplexContract<Operations, CallbackOperations>): readonly DuplexOperation[] {
  return operationsOf(binding).filter(({ table }) => !isSentByServer(table));
}

/** Those of the binding of their own come first. */
function callbacksOf<Operations, CallbackOperations>({
  binding,
  callbackBinding,
}: DuplexContract<Operations, CallbackOperations>): readonly DuplexOperation[] {
  const own = callbackBinding === undefined ? [] : operationsOf(callbackBinding).filter(({ table }) => !isSentByServer(table));
  return [...own, ...operationsOf(binding).filter(({ table }) => isSentByServer(table))];
}

function isSentByServer({ pattern }: OperationTable): boolean {
  return pattern === "notification" || pattern === "solicit-response";
}

/** Operations whose encoding is rpc/encoded are left out: there is no codec for them. */
function operationsOf<Operations>({ actions, portType }: SoapBinding<Operations>): readonly DuplexOperation[] {
  const actionsByProperty: Readonly<Record<string, string | undefined>> = actions;
  return Object.entries<OperationTable>(portType.operations)
    .filter(([, { encoded }]) => encoded === undefined)
    .map(([property, table]) => ({ portType: portType.name, property, table, ...messagesOf(table, actionsByProperty[property]) }));
}

function messagesOf(table: OperationTable, soapAction: string | undefined): Pick<DuplexOperation, "request" | "reply"> {
  const { name: operation, pattern, inputHeaders, outputHeaders, inputAttachments, outputAttachments } = table;
  if (inputAttachments !== undefined || outputAttachments !== undefined)
    throw new TypeError(`operation "${operation}" has attachments, which messages of a session do not carry`);
  const input = (action: string) => ({ operation, action, body: table.input?.(), headers: inputHeaders });
  const output = (action: string) => ({ operation, action, body: table.output?.(), headers: outputHeaders });
  const isSent = isSentByServer(table);
  const action = (isSent ? table.outputAction : table.inputAction) ?? soapAction;
  if (action === undefined || action === "")
    throw new Error(`operation "${table.name}" has no action, which identifies the messages of a session`);
  const replyAction = (isSent ? table.inputAction : table.outputAction) ?? `${action}Response`;
  const isTwoWay = pattern === "request-response" || pattern === "solicit-response";
  const [request, reply] = isSent ? [output(action), input(replyAction)] : [input(action), output(replyAction)];
  return { request: { ...request, direction: "input" }, reply: isTwoWay ? { ...reply, direction: "output" } : undefined };
}
