/**
 * Samples -> messages as they are sent, and back: envelopes, parameters of URLs and forms.
 */

import type { ShownService } from "./configuration.js";
import { type BoundDescription, bindingOf, type ContractDescription, type ElementDescription, typeOf } from "./contract.js";

export type SampleKind = "lean" | "full";

const envelopes: Readonly<Record<string, string>> = {
  "SOAP 1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "SOAP 1.2": "http://www.w3.org/2003/05/soap-envelope",
};

/** The message to begin with: valid, with the values that the service has for callers. */
export function firstMessage(contract: ContractDescription, bound: BoundDescription, service: ShownService, kind: SampleKind): string {
  const prefill = service.prefill ?? {};
  const sampled = (elements: readonly ElementDescription[]): readonly string[] =>
    elements.map((element) => {
      const xml = contract.samples[clark(element)]?.[kind] ?? `<${element.name} xmlns="${element.namespace}"/>`;
      return prefilled(xml.replace(/^<\?xml[^>]*\?>\s*/, "").trim(), prefill);
    });
  const input = bound.input ?? { headers: [], body: [], parameters: [] };
  if (bound.format === "document") return sampled(input.body).join("\n");
  if (bound.format === "envelope") {
    const namespace = envelopes[bindingOf(contract, bound).protocol] ?? "";
    const headers = sampled(input.headers);
    const header = headers.length === 0 ? "" : `  <soap:Header>\n${headers.map(indented).join("\n")}\n  </soap:Header>\n`;
    const body = sampled(input.body).map(indented).join("\n");
    return `<soap:Envelope xmlns:soap="${namespace}">\n${header}  <soap:Body>${body === "" ? "" : `\n${body}\n  `}</soap:Body>\n</soap:Envelope>`;
  }
  return input.parameters
    .filter(({ occurs }) => occurs === "once" || kind === "full")
    .map(({ name, type, keyed }) => {
      const { value } = typeOf(contract, type);
      const text = prefill[name] ?? value?.enumeration[0] ?? sampleValues[value?.builtIn ?? ""] ?? "";
      return `${keyed ? `${name}.1` : name}=${text}\n`;
    })
    .join("");
}

const sampleValues: Readonly<Record<string, string>> = {
  boolean: "true",
  date: "2026-01-31",
  decimal: "1",
  integer: "1",
  int: "1",
  positiveInteger: "1",
};

export function clark({ name, namespace }: ElementDescription): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}

/** Puts values into elements by their local names. */
function prefilled(xml: string, prefill: Readonly<Record<string, string>>): string {
  return Object.entries(prefill).reduce(
    (text, [name, value]) =>
      text.replace(
        new RegExp(`(<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>)[^<]*(</)`, "g"),
        (_, start: string, end: string) => start + escapeText(value) + end,
      ),
    xml,
  );
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function indented(xml: string): string {
  return xml
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

/** Lines `name=value` as pairs. Lines without "=" are names with empty values, empty lines nothing. */
export function readParameters(text: string): readonly (readonly [name: string, value: string])[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? ([line.trim(), ""] as const) : ([line.slice(0, at).trim(), line.slice(at + 1)] as const);
    });
}

/** Pairs as lines. */
export function writeParameters(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}\n`).join("");
}

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The request for a message; undefined where the service has no address here. */
export function requestFor(
  contract: ContractDescription,
  bound: BoundDescription,
  service: ShownService,
  text: string,
): OutgoingRequest | undefined {
  const { protocol, transport } = bindingOf(contract, bound);
  const isHttp = bound.format !== "envelope";
  const path = isHttp ? (service.httpPath ?? service.path) : service.path;
  if (
    path === undefined ||
    bound.format === "none" ||
    (transport !== undefined && !/\/http\/?$/i.test(transport) && !/http/i.test(transport))
  )
    return undefined;
  const url = isHttp ? path + bound.action : path;
  const query = new URLSearchParams(
    bound.format === "url" || bound.format === "form" ? readParameters(text).map((pair) => [...pair]) : [],
  ).toString();
  switch (bound.format) {
    case "url":
      return { method: "GET", url: query === "" ? url : `${url}?${query}`, headers: {}, body: undefined };
    case "form":
      return { method: "POST", url, headers: { "content-type": "application/x-www-form-urlencoded" }, body: query };
    case "document":
      return { method: protocol.replace(/^HTTP /, ""), url, headers: { "content-type": "text/xml; charset=utf-8" }, body: text };
    case "envelope":
      return { method: "POST", url, headers: soapHeaders(protocol, bound.action), body: text };
  }
}

function soapHeaders(protocol: string, action: string): OutgoingRequest["headers"] {
  if (protocol === "SOAP 1.2") {
    return { "content-type": `application/soap+xml; charset=utf-8${action === "" ? "" : `; action="${action}"`}` };
  }
  return { "content-type": "text/xml; charset=utf-8", soapaction: `"${action}"` };
}
