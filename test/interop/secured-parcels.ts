/**
 * A server of parcels.wsdl whose callers have to say who they are, by a UsernameToken or by a signature.
 */
import { requireSignature, requireUsernameToken, signMessages, timestampMessages } from "soapwright/security";
import { type Listening, listen } from "../../src/node/http-server.js";
import { createHandler, type HandlerOptions, serve } from "../../src/protocols/index.js";
import type { CertificateWithKey } from "../support/tls-certificate.js";
import type { GeneratedParcels } from "./parcels-client.js";

export interface SecuredParcels {
  readonly listening: Listening;
  /** Who has called: users' names, and subjects of certificates. */
  readonly callers: string[];
}

/** Lets "anna" in with the password "secret". */
export async function serveWithPasswords({ bindings }: GeneratedParcels): Promise<SecuredParcels> {
  const gate = requireUsernameToken({ passwordOf: (user) => (user === "anna" ? "secret" : undefined), requireTimestamp: true });
  const options = { filters: [timestampMessages()], understands: gate.understands, before: gate.before };
  return start(bindings, options, (call) => gate.userOf(call));
}

/** Lets those in who sign with a key, and signs the answers. */
export async function serveSigned({ bindings }: GeneratedParcels, own: CertificateWithKey, trusted: string): Promise<SecuredParcels> {
  const gate = requireSignature({ trust: { certificates: [trusted] } });
  return start(
    bindings,
    { filters: [gate.filter, signMessages({ key: own.key, certificate: own.cert })] },
    (call) => gate.signerOf(call).subject,
  );
}

type Call = Parameters<Parameters<typeof serve<Operations>>[1]["send"]>[1];
type Operations = GeneratedParcels["bindings"][string] extends infer Binding
  ? Binding extends { portType: { "~operations"?: (each: infer Each) => unknown } }
    ? Each
    : never
  : never;

async function start(
  bindings: GeneratedParcels["bindings"],
  options: Omit<HandlerOptions, "services">,
  callerOf: (call: Call) => string,
): Promise<SecuredParcels> {
  const callers: string[] = [];
  const services = Object.values(bindings)
    .filter((binding) => binding.kind === "soap")
    .map((binding) =>
      serve(binding, {
        async send({ to }, call) {
          callers.push(callerOf(call));
          return { number: to.length, note: null };
        },
        remember: async () => undefined,
      }),
    );
  const listening = await listen(createHandler({ services, ...options }), { port: 0 });
  return { listening, callers };
}
