/**
 * Adapters between node-soap and generated services, for programs that move operation by operation. docs/from-node-soap.md shows this file.
 */
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { Client as NodeSoapClient } from "soap";
import { decode, encodeToString, type XmlElement, xmlElement } from "soapwright";
import { type Client, createClient, type FetchHandler, type SoapBinding } from "soapwright/soap";

/** The element of an envelope with this local name. */
function childNamed(parent: XmlElement, local: string): XmlElement | undefined {
  return parent.children.filter((child) => typeof child !== "string").find(({ name }) => name.endsWith(`}${local}`));
}

function bodyElement(envelope: string | Uint8Array): XmlElement | undefined {
  const body = childNamed(decode(xmlElement, envelope), "Body");
  return body?.children.find((child) => typeof child !== "string");
}

async function bytesOf(message: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Puts a handler before node-soap's: the operations that it implements are its own, all other requests go on to node-soap. Call it in the
 * callback of `soap.listen(server, { path, services, xml, callback })`, when node-soap has taken the server.
 */
export function serveBefore(
  server: Server,
  path: string,
  handler: FetchHandler,
  binding: SoapBinding<never>,
  moved: readonly string[],
): void {
  // Function types are what `listeners` cannot know.
  const others = server.listeners("request") as RequestListener[];
  const operations: SoapBinding<Record<string, unknown>>["portType"]["operations"] = binding.portType.operations;
  const own = new Set(moved.map((property) => operations[property]?.input?.().name));
  server.removeAllListeners("request");
  server.on("request", async (message, response) => {
    const goOn = () => {
      for (const listener of others) listener.call(server, message, response);
    };
    if (message.method !== "POST" || new URL(message.url ?? "/", "http://localhost").pathname !== path) return goOn();
    try {
      const body = await bytesOf(message);
      const element = bodyElement(body);
      if (element !== undefined && own.has(element.name)) {
        const address = new URL(message.url ?? "/", `http://${message.headers.host ?? "localhost"}`);
        // Of node's headers only "set-cookie", which no request has, is a list.
        const headers = message.headers as Record<string, string>;
        const answer = await handler(new Request(address, { method: "POST", headers, body }));
        return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
      }
      // node-soap takes a body that somebody else has read, as express's parsers do.
      Object.assign(message, { body });
    } catch {
      return response.writeHead(400).end();
    }
    return goOn();
  });
}

/** A client with generated types whose messages a client of node-soap sends: with its security, its headers, its HTTP client. */
export function clientThrough<Operations>(binding: SoapBinding<Operations>, client: NodeSoapClient): Client<Operations> {
  const operations: readonly (readonly [string, { readonly name: string }])[] = Object.entries(binding.portType.operations);
  const methods = operations.map(([property, { name }]) => {
    const fetch = async (request: Request) => sendThrough(client, name, await request.text());
    const own: Readonly<Record<string, unknown>> = { ...createClient(binding, { url: "http://node-soap.invalid/", fetch }) };
    return [property, own[property]];
  });
  // Each method is that of a client of the binding.
  return Object.fromEntries(methods) as Client<Operations>;
}

/** node-soap takes a message as XML in one of two ways. In rpc style it writes the operation's element itself, around the parts. */
function argumentsFor(client: NodeSoapClient, operation: string, envelope: string): Record<string, string> {
  const isRpc = Object.values(client.wsdl.definitions.bindings).some(({ methods }) => methods[operation]?.style === "rpc");
  if (!isRpc) return { _xml: /<soap:Body>([\s\S]*)<\/soap:Body>/.exec(envelope)?.[1] ?? "" };
  const parts = bodyElement(envelope)?.children.filter((part) => typeof part !== "string") ?? [];
  return { $xml: parts.map((part) => encodeToString(xmlElement, part)).join("") };
}

function sendThrough(client: NodeSoapClient, operation: string, envelope: string): Promise<Response> {
  const input = argumentsFor(client, operation, envelope);
  return new Promise((resolve, reject) => {
    client[operation](input, (error: { readonly body?: unknown } | null, _result: unknown, raw: unknown) => {
      const answer = error === null ? raw : error.body;
      // What is not an answer of the service is node-soap's error: no connection, a timeout.
      if (typeof answer !== "string") reject(error);
      else resolve(new Response(answer, { status: error === null ? 200 : 500, headers: { "content-type": "text/xml" } }));
    });
  });
}
