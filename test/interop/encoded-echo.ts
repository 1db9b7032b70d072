/**
 * The operations of the rpc/encoded contract, for clients of other stacks.
 */
import type { UnknownOperations } from "soapwright/schema";
import { type Call, declaredFault } from "soapwright/soap";

export const ann = { name: "Ann", age: 30, friend: null };
export const bob = { name: "Bob", age: 31, friend: ann };

interface Book {
  readonly faults: { readonly Full: unknown; readonly Late: unknown };
}

type Operation = (input: unknown, call: Call<UnknownOperations[string]>) => Promise<unknown>;

/** An implementation, with the inputs of echoes and the header blocks of bookings that came. */
export function echoImplementation() {
  const inputs: unknown[] = [];
  const headers: unknown[] = [];
  const echo: Operation = async (input) => {
    const { value } = input as { readonly value: unknown };
    inputs.push(value);
    return { result: value };
  };
  const book: Operation = async (input, call) => {
    headers.push(call.headers);
    const { value } = input as { readonly value: string };
    if (value === "full") throw declaredFault<Book>({ name: "Full", detail: { free: 0, waiting: { item: [ann] } } });
    if (value === "late") throw declaredFault<Book>({ name: "Late", detail: { days: 3 } });
    Object.assign(call.replyHeaders, call.headers);
    return { result: value };
  };
  const withAttachments: Operation = async (input, call) => {
    call.replyAttachments.push(...call.attachments);
    return echo(input, call);
  };
  const names = ["echoPerson", "echoStrings", "echoPeople", "echoMatrix", "echoGrid", "echoCubes", "echoAny"];
  const implementation = { ...Object.fromEntries(names.map((name) => [name, echo])), echoString: withAttachments, book };
  return { implementation, inputs, headers };
}
