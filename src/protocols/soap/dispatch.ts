/**
 * Which operation a message is for.
 *
 * The body's element tells it (WS-I Basic Profile 1.1 R2710); where operations share an element, the action does. An action that
 * belongs to another operation is the sender's mistake.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { SoapFault } from "../../service/fault.js";
import type { OperationTable, SoapBinding } from "../../service/port-type.js";
import { actionNotSupported } from "./addressing.js";

/** An operation as it is bound. */
export interface BoundOperation {
  readonly property: string;
  readonly table: OperationTable;
  readonly action: string | undefined;
  readonly input: AnyElementCodec | undefined;
}

/** The operations of a binding that a server is called for, by the Clark name of their body element; `""` for an empty body. */
export type Dispatcher = ReadonlyMap<string, readonly BoundOperation[]>;

export function createDispatcher(binding: SoapBinding<Readonly<Record<string, unknown>>>): Dispatcher {
  const found = new Map<string, BoundOperation[]>();
  for (const [property, table] of Object.entries(binding.portType.operations)) {
    if (table.pattern !== "request-response" && table.pattern !== "one-way") continue;
    const input = table.input?.();
    const bound: BoundOperation = { property, table, action: binding.actions[property], input };
    const same = found.get(input?.name ?? "");
    if (same === undefined) found.set(input?.name ?? "", [bound]);
    else same.push(bound);
  }
  return found;
}

/** Finds the operation. Throws a Sender fault when there is none, or when the action belongs to another one. */
export function dispatch(dispatcher: Dispatcher, bodyElement: string | undefined, action: string | undefined): BoundOperation {
  const candidates = dispatcher.get(bodyElement ?? "") ?? [];
  const [first] = candidates;
  if (first === undefined) {
    throw new SoapFault(
      "Sender",
      bodyElement === undefined ? "no operation has an empty body" : `no operation has the body element "${bodyElement}"`,
    );
  }
  if (action === undefined) {
    const silent = candidates.filter((candidate) => actionsOf(candidate).length === 0);
    const only = candidates.length === 1 ? first : silent.length === 1 ? silent[0] : undefined;
    if (only !== undefined) return only;
    throw new SoapFault("Sender", `several operations have the body element "${bodyElement}"; the action must tell which`);
  }
  const matching = candidates.find((candidate) => actionsOf(candidate).includes(action));
  if (matching !== undefined) return matching;
  const withoutAction = candidates.find((candidate) => actionsOf(candidate).length === 0);
  if (withoutAction !== undefined) return withoutAction;
  throw actionNotSupported(`the action "${action}" is not that of "${first.table.name}"`);
}

function actionsOf({ action, table }: BoundOperation): readonly string[] {
  return [action, table.inputAction].filter((each) => each !== undefined && each !== "").map(String);
}
