/**
 * What a server does before its first request: the tables of all messages are compiled, and the code that reads and answers them has run once, so that the
 * first requests take a few times as long as later ones, and not fifty times.
 */

import type { AnyElementCodec } from "../runtime/codec.js";
import { tryDecode } from "../runtime/decode.js";
import { encode } from "../runtime/encode.js";
import type { XmlElement } from "../runtime/shapes.js";
import { unknownElement } from "../runtime/unknown-element.js";
import type { DirectHandler, HttpRequest } from "../service/exchange.js";
import { SoapFault } from "../service/fault.js";
import type { AnyBinding, BoundService, Implementation } from "../service/serve.js";
import { versionNamed } from "./soap/envelope-version.js";

/** The same bindings with operations that do nothing. */
export function withoutImplementation(services: readonly BoundService[]): readonly BoundService[] {
  const refuse = (): Promise<never> => Promise.reject(new SoapFault("Receiver", "not called"));
  return services.map(({ binding }) => {
    const implementation: Implementation = Object.fromEntries(Object.keys(binding.portType.operations).map((name) => [name, refuse]));
    return { binding, implementation };
  });
}

/** Sends a message without content to each operation of a handler, and reads such an answer of each. */
export async function warmUp(services: readonly BoundService[], handler: DirectHandler): Promise<void> {
  for (const { binding } of services) {
    for (const { input, output } of Object.values(binding.portType.operations)) {
      const answer = output?.();
      if (answer !== undefined) tryDecode(answer, encode(unknownElement, withoutContent(answer)));
      const message = input?.();
      if (message !== undefined && binding.kind === "soap") await handler(requestWith(withoutContent(message), binding));
    }
  }
}

/** Any element stands for those of a substitution group. */
function withoutContent({ name, "~table": table }: AnyElementCodec): XmlElement {
  return elementOf(table.kind === "element" ? name : "any");
}

function elementOf(name: string, ...children: readonly XmlElement[]): XmlElement {
  return { name, attributes: {}, namespaces: {}, children };
}

function requestWith(message: XmlElement, { version }: AnyBinding & { readonly kind: "soap" }): HttpRequest {
  const { namespace, mediaType } = versionNamed(version);
  const body = encode(unknownElement, elementOf(`{${namespace}}Envelope`, elementOf(`{${namespace}}Body`, message)));
  const { signal } = new AbortController();
  return {
    method: "POST",
    path: "/",
    query: "",
    origin: "http://localhost",
    headers: new Headers({ "content-type": mediaType }),
    signal,
    readBody: async () => body,
    stopReading: () => false,
  };
}
