/**
 * A request in the words of other tools.
 */
import { type BoundDescription, bindingOf, type ContractDescription, type OperationDescription } from "./contract.js";
import type { OutgoingRequest } from "./message.js";

/** As a command for a shell. */
export function asCurl({ method, url, headers, body }: OutgoingRequest, origin: string): string {
  const parts = [`curl ${method === "GET" ? "" : `-X ${method} `}${shell(whole(url, origin))}`];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${shell(`${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`--data-binary ${shell(body)}`);
  return `${parts.join(" \\\n  ")}\n`;
}

/** Paths are at the origin of the page. */
export function whole(url: string, origin: string): string {
  return url.startsWith("/") ? origin + url : url;
}

function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As a file for editors that send requests. */
export function asHttpFile({ method, url, headers, body }: OutgoingRequest, origin: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${whole(url, origin)}`, ...lines, ...(body === undefined ? [] : ["", body])].join("\n");
}

/** As a call of the generated client. */
export function asTypeScript(contract: ContractDescription, operation: OperationDescription, bound: BoundDescription, url: string): string {
  const { constant } = bindingOf(contract, bound);
  const isEmpty = (bound.input?.body.length ?? 0) + (bound.input?.parameters.length ?? 0) === 0;
  return `import { createClient } from "soapwright/soap";
import { ${constant} } from "./generated/service.js";

const client = createClient(${constant}, { url: ${JSON.stringify(url)} });
const output = await client.${operation.property}(${isEmpty ? "" : "input"});
`;
}
