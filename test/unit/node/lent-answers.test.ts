/**
 * Long answers are sent from memory that later answers are written to: every peer gets its own, and what programs keep stays as it is.
 */
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type Listening, listen, toRequestListener } from "soapwright/node";
import { element, xsString } from "soapwright/runtime-v1";
import { createHandler, type FetchHandler, type PortType, type ServiceHandler, type SoapBinding, serve } from "soapwright/soap";
import { afterEach, expect, it } from "vitest";
import { fromRequest } from "../../../src/service/fetch-adapter.js";

interface EchoOperations {
  readonly repeat: { readonly input: string; readonly output: string };
}
const Repeat = element<string>("{urn:echo}Repeat", () => xsString);
const Repeated = element<string>("{urn:echo}Repeated", () => xsString);
const Echo: PortType<EchoOperations> = {
  name: "{urn:echo}Echo",
  operations: { repeat: { name: "Repeat", pattern: "request-response", input: () => Repeat, output: () => Repeated } },
};
const EchoSoap: SoapBinding<EchoOperations> = {
  kind: "soap",
  name: "{urn:echo}EchoSoap",
  version: "1.1",
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType: Echo,
  actions: {},
};

/** Answers with the text a million times: just short enough for its memory to be used again. */
const times = 1_000_000;
const handler: ServiceHandler = createHandler({ services: [serve(EchoSoap, { repeat: async (text) => text.repeat(times) })] });

const envelope = (body: string): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
const requestOf = (text: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "text/xml" },
  body: envelope(`<Repeat xmlns="urn:echo">${text}</Repeat>`),
});

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(served: FetchHandler): Promise<Listening> {
  const listening = await listen(served, { port: 0 });
  closing.push(() => listening.close(0));
  return listening;
}

const letters = [..."abcdefgh"];

/** Requests that a slow peer sends one behind another: more answers than the system's buffers of a connection hold. */
const pipelined = 12;

/** Tests if an answer, or several, have one letter alone, as often as it was asked for. */
function isOf(letter: string, answer: string, answers = 1): boolean {
  return answer.split(`>${letter.repeat(times)}<`).length === answers + 1;
}

async function ask(url: string, letter: string): Promise<void> {
  const response = await fetch(url, requestOf(letter));
  expect(isOf(letter, await response.text()), letter).toBe(true);
}

/** Asks, and reads nothing before `read`. */
async function askSlowly({ port }: Listening, letter: string): Promise<{ readonly socket: Socket; readonly read: () => Promise<string> }> {
  const socket = connect(port, "127.0.0.1").pause();
  closing.push(() => socket.destroy());
  const { body } = requestOf(letter);
  const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: ${String(body).length}\r\n`;
  const messages = [...Array(pipelined - 1).fill(`${head}\r\n${body}`), `${head}Connection: close\r\n\r\n${body}`].join("");
  await new Promise<void>((resolve) => socket.write(messages, () => resolve()));
  const read = async (): Promise<string> => {
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    return text;
  };
  return { socket, read };
}

it("peers that read at once, slowly, or break off get their own answers", async () => {
  const listening = await start(handler);
  const slow = await Promise.all(letters.map((letter) => askSlowly(listening, letter)));
  await Promise.all(letters.map((letter) => ask(listening.url, letter)));
  slow[0]?.socket.destroy();
  for (const letter of letters) await ask(listening.url, letter);
  const answers = await Promise.all(slow.slice(1).map(({ read }) => read()));
  expect(answers.map((answer, index) => isOf(letters[index + 1] ?? "", answer, pipelined))).toEqual(answers.map(() => true));
});

it("a program that calls a handler, or wraps one, may keep what it is answered", async () => {
  const kept: Uint8Array[] = [];
  const keep = ({ body }: { readonly body?: unknown }): void => {
    if (body instanceof Uint8Array) kept.push(body);
  };
  const wrapped: FetchHandler = Object.assign((request: Request) => handler(request), {
    direct: async (request: Parameters<ServiceHandler["direct"]>[0]) => {
      const answer = await handler.direct(request);
      keep(answer);
      return answer;
    },
  });
  const listening = await start(wrapped);
  for (const letter of letters) {
    await ask(listening.url, letter);
    keep(await handler.exchange(fromRequest(new Request("http://127.0.0.1/", requestOf(letter)))));
  }
  expect(kept.map((bytes, index) => isOf(letters[index >> 1] ?? "", new TextDecoder().decode(bytes)))).toEqual(Array(16).fill(true));
});

it("so may a server that others have written", async () => {
  const kept: Uint8Array[] = [];
  const listener = toRequestListener(handler);
  const server = createServer((message, response) => {
    const end = response.end.bind(response) as (chunk: Uint8Array) => typeof response;
    response.end = ((chunk: Uint8Array) => {
      kept.push(chunk);
      return end(chunk);
    }) as typeof response.end;
    listener(message, response);
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server's address is an AddressInfo, never a pipe's name.
  const { port } = server.address() as AddressInfo;
  for (const letter of letters) await ask(`http://127.0.0.1:${port}/`, letter);
  expect(kept.map((bytes, index) => isOf(letters[index] ?? "", new TextDecoder().decode(bytes)))).toEqual(Array(8).fill(true));
});
