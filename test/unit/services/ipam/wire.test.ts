import { decode, type ElementCodec, encode, tryDecode } from "soapwright";
import { describe, expect, test } from "vitest";
import { schema } from "../../../../generated/ipam/index.js";
import * as ipam from "../../../../generated/ipam/microsoft-windows-ipam.js";
import { IpamExceptionElement } from "../../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import { runOperation } from "../../../../src/services/ipam/client.js";
import { createDemonstrationRunner } from "../../../../src/services/ipam/demonstration-runner.js";
import type { CallbackMessage, RequestMessage } from "../../../../src/services/ipam/duplex-session.js";
import { exceptionOf, readException } from "../../../../src/services/ipam/exception.js";
import { connectInMemory, type Wire } from "../../../../src/services/ipam/in-memory-transport.js";
import { createRegistry } from "../../../../src/services/ipam/runner.js";
import { createIpamService } from "../../../../src/services/ipam/service.js";
import { administrator, createFilters, ManualClock, noPolicy, stranger } from "./support.js";

const texts = new TextDecoder();

/** A wire of real XML, which remembers what went over it. */
class XmlWire implements Wire {
  readonly sent: string[] = [];

  request(message: RequestMessage): RequestMessage | { readonly problem: string } {
    switch (message.name) {
      case "InitializeOperationParameters": {
        const bytes = this.#remember(encode(ipam.InitializeOperationParametersElement, message.body));
        const result = tryDecode(ipam.InitializeOperationParametersElement, bytes, { schema });
        return result.ok ? { name: message.name, body: result.value } : { problem: result.issues[0]?.message ?? "" };
      }
      case "StartOperationWithCallback":
        return { name: message.name, body: this.#pass(ipam.StartOperationWithCallbackElement, message.body) };
    }
  }

  callback(message: CallbackMessage): CallbackMessage {
    switch (message.name) {
      case "StartProgressCallback":
        return { name: message.name, body: this.#pass(ipam.StartProgressCallbackElement, message.body) };
      case "AddSubTask":
        return { name: message.name, body: this.#pass(ipam.AddSubTaskElement, message.body) };
      case "SetSubTaskStatus":
        return { name: message.name, body: this.#pass(ipam.SetSubTaskStatusElement, message.body) };
      case "SetCompletionPercentage":
        return { name: message.name, body: this.#pass(ipam.SetCompletionPercentageElement, message.body) };
      case "SetOverallStatus":
        return { name: message.name, body: this.#pass(ipam.SetOverallStatusElement, message.body) };
    }
  }

  exception(exception: Parameters<Wire["exception"]>[0]): ReturnType<Wire["exception"]> {
    const received = this.#pass(IpamExceptionElement, exception);
    if ("$nil" in received) throw new Error("a fault's detail is never nil");
    return received;
  }

  #pass<T>(element: ElementCodec<T, T>, value: T): T {
    return decode(element, this.#remember(encode(element, value)), { schema });
  }

  #remember(bytes: Uint8Array): Uint8Array {
    this.sent.push(texts.decode(bytes));
    return bytes;
  }
}

function connectOver(wire: Wire, caller = administrator) {
  const service = createIpamService({
    registry: createRegistry({}, createDemonstrationRunner()),
    policy: noPolicy,
    scopes: { accessScopeOf: () => undefined },
    clock: new ManualClock(),
  });
  return connectInMemory(service, { sessionId: "s", caller }, wire);
}

describe("over real XML", () => {
  test("the demonstration comes out as without", async () => {
    const wire = new XmlWire();
    const plain: Wire = { request: (message) => message, callback: (message) => message, exception: (exception) => exception };
    const clock = new ManualClock();
    const outcome = await runOperation({ connect: connectOver(wire), clock, parameters: createFilters });
    expect(outcome.kind).toBe("completed");
    expect(outcome).toEqual(await runOperation({ connect: connectOver(plain), clock, parameters: createFilters }));
    expect(wire.sent).toHaveLength(2 + 20);
  });

  test("a refusal brings its exception", async () => {
    const wire = new XmlWire();
    const outcome = await runOperation({ connect: connectOver(wire, stranger), clock: new ManualClock(), parameters: createFilters });
    expect(outcome).toMatchObject({ kind: "refused", exception: { exceptionId: "IpamApiAccessDenied" } });
  });

  test("a request that breaks the contract is refused by the service", async () => {
    const wire = new XmlWire();
    wire.request = () => ({ problem: "broken" });
    const outcome = await runOperation({ connect: connectOver(wire), clock: new ManualClock(), parameters: createFilters });
    expect(outcome).toMatchObject({ kind: "refused", request: "InitializeOperationParameters", reason: "broken" });
  });

  test("exceptions with inner ones keep their types and namespaces", () => {
    const detail = {
      exceptionId: "IpamApiInvalidParameter",
      message: "a < b & c",
      inner: { exceptionId: "IpamApiAccessDenied", message: "" },
    } as const;
    const text = texts.decode(encode(IpamExceptionElement, exceptionOf(detail)));
    const received = decode(IpamExceptionElement, text, { schema });
    expect("$nil" in received ? undefined : readException(received)).toEqual(detail);
    expect(text).toMatch(/<IpamExceptionData [^>]*type="(\w+):IpamExceptionData"/);
    const prefix = /<IpamExceptionData [^>]*type="(\w+):IpamExceptionData"/.exec(text)?.[1];
    expect(text).toContain(`xmlns:${prefix}="http://Microsoft.Windows.Ipam"`);
  });
});
