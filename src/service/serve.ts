/**
 * A binding and what implements it: what `createHandler` is given, for any protocol.
 */
import type { Call, HttpBinding, Server, SoapBinding } from "./port-type.js";

/** A binding of any port type. */
export type AnyBinding = SoapBinding<Readonly<Record<string, unknown>>> | HttpBinding<Readonly<Record<string, unknown>>>;

/** Methods by property, whatever their operations. They give an output, or a promise of one. */
export type Implementation = Readonly<Record<string, ((input: unknown, call: Call) => unknown) | undefined>>;

/** A binding and its implementation; made by `serve`. */
export interface BoundService<Binding extends AnyBinding = AnyBinding> {
  readonly binding: Binding;
  readonly implementation: Implementation;
}

/** Says what implements a binding. The compiler checks that every operation of the port type is implemented. */
export function serve<Operations>(
  binding: SoapBinding<Operations> | HttpBinding<Operations>,
  implementation: Server<Operations>,
): BoundService {
  return {
    // Server<Operations> has been checked; from here on operations are looked up by name.
    binding: binding as unknown as AnyBinding,
    implementation: implementation as unknown as Implementation,
  };
}
