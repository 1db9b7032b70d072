/**
 * Posts bodies in the SOAP encoding to a server, as senders of all kinds write them.
 */
import type { UnknownOperations } from "soapwright/schema";
import { createHandler, type SoapBinding, SoapFault, serve } from "soapwright/soap";
import { echoNames } from "./encoded-contract.js";

type Version = "1.1" | "1.2";

const envelopeNamespaces = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" };
const encodings = { "1.1": "http://schemas.xmlsoap.org/soap/encoding/", "1.2": "http://www.w3.org/2003/05/soap-encoding" };
const contentTypes = { "1.1": "text/xml", "1.2": "application/soap+xml" };

/** What the bodies below use: s, e, t, xsi, x. */
export const namespaces = (
  version: Version,
) => `xmlns:s="${envelopeNamespaces[version]}" xmlns:e="${encodings[version]}" xmlns:t="urn:encoded"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema"`;

/** SOAP 1.2 has no encodingStyle at the body. SOAP 1.2 Part 1 §5.1.1 */
export function envelope(version: Version, body: string): string {
  const style = version === "1.1" ? ` s:encodingStyle="${encodings[version]}"` : "";
  return `<s:Envelope ${namespaces(version)}><s:Body${style}>${body}</s:Body></s:Envelope>`;
}

/** Posts a body to a server of the contract. Gives the input that its operation gets, or the fault's text. */
export async function postBody(
  binding: SoapBinding<UnknownOperations>,
  body: string,
): Promise<{ readonly input?: unknown; readonly fault?: string }> {
  let input: unknown;
  let called = false;
  const take = async (value: unknown) => {
    called = true;
    input = value;
    throw new SoapFault("Receiver", "that is enough");
  };
  const implementation = Object.fromEntries(echoNames.map((name) => [name, take]));
  const handler = createHandler({ services: [serve(binding, implementation)] });
  const headers = { "content-type": contentTypes[binding.version] };
  const request = new Request("http://echo.example/", { method: "POST", headers, body: envelope(binding.version, body) });
  const text = await (await handler(request)).text();
  return called ? { input } : { fault: /<(?:faultstring|soap:Text)[^>]*>(.*?)<\//s.exec(text)?.[1] ?? text };
}
