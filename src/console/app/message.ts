/**
 * Samples -> messages as they are sent, and back: envelopes, parameters of URLs and forms.
 */

import type { ShownService } from "./configuration.js";
import {
  type BoundDescription,
  bindingOf,
  type ContractDescription,
  type ElementDescription,
  type ParameterDescription,
  typeOf,
} from "./contract.js";

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

export function clark({ name, namespace }: Pick<ElementDescription, "name" | "namespace">): string {
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

/** Tests if a name in a text is that of a parameter. Names are compared without regard to case, as the server does it. */
export function isCalled({ name, keyed }: ParameterDescription, given: string): boolean {
  return (keyed ? given.replace(/\..*$/, "") : given).toLowerCase() === name.toLowerCase();
}

/** Pairs as lines. */
export function writeParameters(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}\n`).join("");
}

/** Where a message may be sent, and how the browser gets it there. */
export interface Destination {
  /** A path at this origin, or a whole address. */
  readonly address: string;
  /** "none": it can be copied, not sent. */
  readonly way: "here" | "relay" | "none";
}

/** The addresses of a binding; none for a transport that is not HTTP. */
export function destinationsOf(
  contract: ContractDescription,
  bound: BoundDescription,
  { path, httpPath }: ShownService,
  relay: readonly string[] | undefined,
): readonly Destination[] {
  const { transport } = bindingOf(contract, bound);
  if (bound.format === "none" || (transport !== undefined && !/http/i.test(transport))) return [];
  const own = bound.format === "envelope" ? path : (httpPath ?? path);
  if (own !== undefined) return [{ address: own, way: "here" }];
  const ports = contract.services.flatMap((service) => service.ports.filter(({ binding }) => binding === bound.binding));
  const addresses = [...ports.map(({ address }) => address), ...(relay ?? [])].filter((address) => /^https?:\/\//i.test(address));
  return [...new Set(addresses)].map((address) => ({ address, way: relay === undefined ? "none" : "relay" }));
}

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly way: Destination["way"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The request for a message. */
export function requestFor(
  contract: ContractDescription,
  bound: BoundDescription,
  { address, way }: Destination,
  text: string,
): OutgoingRequest {
  const { protocol } = bindingOf(contract, bound);
  const url = bound.format === "envelope" ? address : address + bound.action;
  const query = new URLSearchParams(
    bound.format === "url" || bound.format === "form" ? readParameters(text).map((pair) => [...pair]) : [],
  ).toString();
  switch (bound.format) {
    case "url":
    case "none":
      return {
        method: "GET",
        url: query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`,
        way,
        headers: {},
        body: undefined,
      };
    case "form":
      return { method: "POST", url, way, headers: { "content-type": "application/x-www-form-urlencoded" }, body: query };
    case "document":
      return { method: protocol.replace(/^HTTP /, ""), url, way, headers: { "content-type": "text/xml; charset=utf-8" }, body: text };
    case "envelope":
      return { method: "POST", url, way, headers: soapHeaders(protocol, bound.action), body: text };
  }
}

function soapHeaders(protocol: string, action: string): OutgoingRequest["headers"] {
  if (protocol === "SOAP 1.2") {
    return { "content-type": `application/soap+xml; charset=utf-8${action === "" ? "" : `; action="${action}"`}` };
  }
  return { "content-type": "text/xml; charset=utf-8", soapaction: `"${action}"` };
}
