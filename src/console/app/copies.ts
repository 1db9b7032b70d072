/**
 * A request in the words of other tools.
 */
import type { CallValues } from "./call-values.js";
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

/** As a call of the generated client, with the values of the message. Where it is not valid the input is left to the reader. */
export function asTypeScript(
  contract: ContractDescription,
  operation: OperationDescription,
  bound: BoundDescription,
  url: string,
  { input, headers }: CallValues,
): string {
  const { constant } = bindingOf(contract, bound);
  const isEmpty = (bound.input?.body.length ?? 0) + (bound.input?.parameters.length ?? 0) === 0;
  const literal = input === undefined ? undefined : printValue(input, "");
  const declared =
    literal === undefined
      ? `declare const input: Parameters<typeof client.${operation.property}>[0];`
      : `const input = ${literal} as const;`;
  const blocks = Object.keys(headers).length === 0 ? undefined : printValue(headers, "");
  const given = [...(isEmpty ? (blocks === undefined ? [] : ["undefined"]) : ["input"]), ...(blocks === undefined ? [] : ["{ headers }"])];
  return `import { createClient } from "soapwright/soap";
import { ${constant} } from "./generated/service.js";

const client = createClient(${constant}, { url: ${JSON.stringify(url)} });
${isEmpty ? "" : `${declared}\n`}${blocks === undefined ? "" : `const headers = ${blocks} as const;\n`}const output = await client.${operation.property}(${given.join(", ")});
console.log(output);
`;
}

/** A literal of TypeScript; undefined for a value that has none. */
function printValue(value: unknown, indent: string): string | undefined {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join(", ")})`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return enclosed(
      "[",
      value.map((item) => printValue(item, inner)),
      "]",
      indent,
    );
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return undefined;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const lines = members.map(([key, member]) => {
    const text = printValue(member, inner);
    return text && `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${text}`;
  });
  return enclosed("{", lines, "}", indent);
}

function enclosed(start: string, lines: readonly (string | undefined)[], end: string, indent: string): string | undefined {
  if (lines.includes(undefined)) return undefined;
  return lines.length === 0 ? start + end : `${start}\n${lines.map((line) => `${indent}  ${line},\n`).join("")}${indent}${end}`;
}
