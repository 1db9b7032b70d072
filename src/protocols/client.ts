/**
 * Clients of bindings, whatever their protocol.
 */
import type { Client } from "../service/client.js";
import type { ClientOptions } from "../service/client-options.js";
import type { HttpBinding, SoapBinding } from "../service/port-type.js";
import { createHttpClient } from "./http/client.js";
import { createSoapClient } from "./soap/client.js";

/** Makes a client of a binding. Methods throw SoapFault, ValidationError (in or out), TransportError, or what `fetch` throws. */
export function createClient<Operations>(
  binding: SoapBinding<Operations> | HttpBinding<Operations>,
  options: ClientOptions,
): Client<Operations> {
  return binding.kind === "soap" ? createSoapClient(binding, options) : createHttpClient(binding, options);
}
