/**
 * The ports of a contract -> what is served at which path. WSDL 1.1 §2.6
 */
import type { OperationTable } from "../../src/service/port-type.js";
import type { LiveServices } from "../emit/live.js";

/** A binding of the contract. */
export type MockBinding = LiveServices["bindings"][string];

/** A binding at a path. */
export interface MockPort {
  /** "SOAP 1.1", "SOAP 1.2", "HTTP GET". */
  readonly protocol: string;
  readonly path: string;
  readonly binding: MockBinding;
  /** The operations that can be called. */
  readonly operations: readonly OperationTable[];
}

export interface MockPorts {
  readonly served: readonly MockPort[];
  /** Addresses of ports that are not reached by HTTP. */
  readonly left: readonly string[];
}

/** Every port with an HTTP address at the path of that address, and each binding that no port names at a path of its own name. */
export function portsOf({ bindings, ports }: Pick<LiveServices, "bindings" | "ports">): MockPorts {
  const served: MockPort[] = [];
  const left: string[] = [];
  for (const port of ports) {
    const binding = bindings[port.binding];
    const path = pathOf(port.address);
    if (path === undefined) left.push(port.address);
    else if (binding !== undefined) served.push(portOf(binding, path));
  }
  const named = new Set(ports.map(({ binding }) => binding));
  for (const [name, binding] of Object.entries(bindings)) {
    if (!named.has(name)) served.push(portOf(binding, `/${binding.name.replace(/^\{[^}]*\}/, "")}`));
  }
  return { served, left };
}

function portOf(binding: MockBinding, path: string): MockPort {
  return {
    protocol: binding.kind === "soap" ? `SOAP ${binding.version}` : `HTTP ${binding.verb}`,
    path,
    binding,
    operations: operationsOf(binding),
  };
}

/** Notifications and solicit-responses begin at the server, which has nobody to send them to. WSDL 1.1 §2.4 */
function operationsOf({ portType, ...binding }: MockBinding): readonly OperationTable[] {
  const bound = binding.kind === "http" ? new Set(Object.keys(binding.operations)) : undefined;
  return Object.entries(portType.operations)
    .filter(([property, { pattern }]) => bound?.has(property) !== false && (pattern === "request-response" || pattern === "one-way"))
    .map(([, table]) => table);
}

/** The path of an address; undefined for one of another transport. What is no URL is a blank that somebody was to fill in. */
function pathOf(address: string): string | undefined {
  if (!URL.canParse(address)) return "/";
  const { protocol, pathname } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? pathname : undefined;
}

/** A line for each protocol at each path, with its operations. */
export function describePorts(ports: readonly MockPort[], origin: string): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const { protocol, path, operations } of ports) {
    const place = `${protocol} at ${origin}${path}`;
    const known = names.get(place) ?? new Set();
    names.set(place, known);
    for (const { name } of operations) known.add(name);
  }
  return [...names].map(([place, own]) => `${place}: ${[...own].join(", ")}`);
}
