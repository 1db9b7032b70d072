/** Requests, callbacks and faults over a session, both ends of ours, and what an end does with messages that it does not expect. */
import { element, xsString } from "soapwright/runtime-v1";
import { soapEncoding } from "soapwright/runtime-v2";
import { describe, expect, test } from "vitest";
import type { DuplexChannel, DuplexHandler, OutgoingMessage } from "../../../../src/protocols/duplex/channel.js";
import { connectDuplex, type DuplexClientOptions } from "../../../../src/protocols/duplex/client.js";
import type { Callbacks } from "../../../../src/protocols/duplex/contract.js";
import type { Refusal } from "../../../../src/protocols/duplex/dispatch.js";
import { type DuplexSession, type SessionHandler, serveDuplex } from "../../../../src/protocols/duplex/handler.js";
import type { ReceivedMessage } from "../../../../src/protocols/duplex/read-message.js";
import type { DuplexOptions } from "../../../../src/protocols/duplex/session.js";
import { asDeclared, declaredFault, SoapFault } from "../../../../src/service/fault.js";
import type { Server } from "../../../../src/service/port-type.js";
import { ManualClock } from "../../../support/ipam-stage.js";
import { type MemoryOptions, openInMemory } from "../../../support/memory-channel.js";
import {
  type CallbackOperations,
  NoteElement,
  OrderElement,
  ProgressElement,
  TicketCallbacks,
  type TicketOperations,
  Tickets,
  TokenElement,
} from "./ticket-contract.js";

const binary = "application/soap+msbinsession1";
const text = "application/soap+xml; charset=utf-8";

type Session = DuplexSession<Callbacks<TicketOperations>>;

/** A server whose operations can be replaced, and what its sessions have seen. */
function ticketServer(own: Partial<SessionHandler<TicketOperations>["server"]> = {}, options: DuplexOptions = {}) {
  const seen: string[] = [];
  const sessions: Session[] = [];
  const accept = serveDuplex(
    { binding: Tickets },
    (session) => {
      sessions.push(session);
      return {
        server: {
          order: async (count) => `${count} tickets`,
          count: async () => 7,
          note: async (note) => void seen.push(`note ${note}`),
          ...own,
        },
        ended: (reason) => void seen.push(`ended ${reason}`),
      };
    },
    options,
  );
  return { accept, seen, sessions };
}

type ClientOptions = Partial<DuplexClientOptions<TicketOperations>>;

async function ticketClient(accept: Parameters<typeof openInMemory>[0], options: ClientOptions = {}, memory: MemoryOptions = {}) {
  const seen: string[] = [];
  const client = await connectDuplex(
    { binding: Tickets },
    {
      open: openInMemory(accept, memory),
      callbacks: { progress: (percent) => void seen.push(`progress ${percent}`), ask: async (question) => question.length },
      ended: (reason) => void seen.push(`ended ${reason}`),
      ...options,
    },
  );
  return { ...client, seen };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe.each([
  { contentType: binary, headers: "minimal" },
  { contentType: binary, headers: "full" },
  { contentType: text, headers: "minimal" },
  { contentType: text, headers: "full" },
] as const)("$contentType, $headers headers", (memory) => {
  test("a request with its reply, one with an empty body, one-way", async () => {
    const { accept, seen } = ticketServer();
    const { server } = await ticketClient(accept, {}, memory);
    expect(await server.order(3)).toBe("3 tickets");
    expect(await server.count()).toBe(7);
    await server.note("hello");
    await settle();
    expect(seen).toEqual(["note hello"]);
  });

  test("what does not conform is refused, or told and gone on with", async () => {
    const talk = async (validation: DuplexOptions["validation"]) => {
      const told: string[] = [];
      const tell =
        (end: string): NonNullable<DuplexOptions["onDeviation"]> =>
        ({ path }, { direction, operation }) =>
          void told.push(`${end} ${direction} ${operation} ${path}`);
      const options = (end: string): DuplexOptions => ({ ...(validation && { validation }), onDeviation: tell(end) });
      const { accept, sessions } = ticketServer({}, options("server"));
      const callbacks = { progress: (percent: string) => void told.push(percent), ask: async () => 2 ** 40 };
      const { server } = await ticketClient(accept, { ...options("client"), callbacks }, memory);
      const nameOf = (error: Error): string => error.name;
      const results = [
        await server.order(2 ** 40).catch(nameOf),
        await sessions[0]?.callbacks.progress("much").catch(nameOf),
        await sessions[0]?.callbacks.ask("how many?").catch(nameOf),
      ];
      await settle();
      return { results, told: [...new Set(told)].sort() };
    };
    expect(await talk(undefined)).toEqual({ results: ["ValidationError", "ValidationError", "SoapFault"], told: [] });
    // What is out of the range of a type is sent, but has no value where it arrives.
    const results = ["SoapFault", undefined, "Error"];
    const told = ["client input Order /Order", "client input Progress /Progress", "client output Ask /Answer", "much"];
    expect(await talk("report")).toEqual({
      results,
      told: [...told, "server input Order /Order", "server input Progress /Progress", "server output Ask /Answer"],
    });
    expect(await talk("off")).toEqual({ results, told: ["much"] });
    expect(await talk({ input: "off" })).toEqual({ results: ["SoapFault", undefined, "SoapFault"], told: ["much"] });
  });

  test("callbacks in their order, before the reply and after it", async () => {
    const { accept, sessions } = ticketServer({
      order: async (count, call) => {
        await sessions[0]?.callbacks.progress("0");
        await call.reply("early");
        for (let percent = 1; percent <= count; percent++) await sessions[0]?.callbacks.progress(String(percent));
        return "late";
      },
    });
    const { server, seen } = await ticketClient(accept, {}, memory);
    const answered = server.order(3).then((value) => {
      seen.push(value);
    });
    await answered;
    await settle();
    expect(seen).toEqual(["progress 0", "early", "progress 1", "progress 2", "progress 3"]);
  });

  test("a callback that the client answers, while a request is dealt with", async () => {
    const { accept, sessions } = ticketServer({
      order: async () => {
        const length = await sessions[0]?.callbacks.ask("how many?");
        return `${length}`;
      },
    });
    const { server } = await ticketClient(accept, {}, memory);
    expect(await server.order(1)).toBe("9");
    expect(await sessions[0]?.callbacks.ask("?")).toBe(1);
  });

  test("faults: declared, thrown, unexpected", async () => {
    const heard: unknown[] = [];
    const { accept } = ticketServer(
      {
        order: async (count) => {
          if (count === 1) throw declaredFault<TicketOperations["order"]>({ name: "refused", detail: { reason: "sold out" } });
          if (count === 2) throw new SoapFault("Sender", "no such show");
          if (count === 3) return 5 as never;
          if (count === 5) throw declaredFault<TicketOperations["order"]>({ name: "refused", detail: { reason: 5 as never } });
          throw new Error("a secret of the server");
        },
      },
      { onFault: ({ cause }) => heard.push(cause) },
    );
    const { server } = await ticketClient(accept, {}, memory);
    const caught = (count: number): Promise<unknown> => server.order(count).catch((error: unknown) => error);
    expect(asDeclared<TicketOperations["order"]>(await caught(1))).toEqual({ name: "refused", detail: { reason: "sold out" } });
    expect(await caught(2)).toMatchObject({ code: "Sender", message: "no such show" });
    expect(await caught(3)).toMatchObject({ code: "Receiver", message: "internal error" });
    expect(await caught(4)).toMatchObject({ code: "Receiver", message: "internal error" });
    expect(await caught(5)).toMatchObject({ code: "Receiver", message: "internal error" });
    expect(heard.map(String)).toEqual([
      "undefined",
      "undefined",
      expect.stringContaining("ValidationError"),
      "Error: a secret of the server",
      "undefined",
    ]);
  });

  test("headers that the contract declares", async () => {
    const { accept } = ticketServer({
      order: async (count, call) => {
        call.replyHeaders.token = `${call.headers.token}!`;
        return String(count);
      },
    });
    const { server } = await ticketClient(accept, {}, memory);
    let token: string | undefined;
    const onHeaders = (headers: { token?: string }): void => {
      token = headers.token;
    };
    expect(await server.order(1, { headers: { token: "abc" }, onHeaders })).toBe("1");
    expect(token).toBe("abc!");
  });
});

describe("a contract with callbacks of its own", () => {
  const contract = { binding: Tickets, callbackBinding: TicketCallbacks };

  test("the server sends by it; clients take both", async () => {
    const documents: string[] = [];
    const onDocument = (document: string): void => void documents.push(/Action[^>]*>([^<]*)</.exec(document)?.[1] ?? "");
    const seen: string[] = [];
    const callbacks = {
      progress: (percent: string) => void seen.push(percent),
      sold: (count: number) => void seen.push(`sold ${count}`),
      ask: async () => 1,
    };
    for (const served of [contract, { binding: Tickets }]) {
      const accept = serveDuplex<TicketOperations, CallbackOperations>(served, (session) => ({
        server: {
          order: async () => {
            await session.callbacks.progress("50");
            return "done";
          },
          count: async () => 0,
          note: async () => {
            await session.callbacks.sold(3);
          },
        },
      }));
      const client = await connectDuplex(contract, { open: openInMemory(accept, { onDocument }), callbacks });
      await client.server.order(1);
      if (served === contract) await client.server.note("");
      await settle();
    }
    expect(seen).toEqual(["50", "sold 3", "50"]);
    expect(documents.filter((action) => /Progress|Sold/.test(action))).toEqual([
      "urn:ticket:callback:Progress",
      "urn:ticket:callback:Sold",
      "urn:ticket:Progress",
    ]);
  });

  test("an operation without an action is a mistake of the contract", () => {
    const binding = { ...Tickets, actions: {} };
    expect(() => serveDuplex({ binding }, () => ({ server: {} as never }))).toThrow('operation "Count" has no action');
  });
});

describe("the end of a session", () => {
  test("requests that wait are rejected, methods see it", async () => {
    let signal: AbortSignal | undefined;
    const { accept, seen } = ticketServer({
      order: (_, call) => {
        signal = call.signal;
        return new Promise(() => undefined);
      },
    });
    const client = await ticketClient(accept);
    const waiting = client.server.order(1);
    await settle();
    client.abort("enough");
    await expect(waiting).rejects.toThrow("the session has ended: enough");
    expect(signal?.aborted).toBe(true);
    expect([seen, client.seen]).toEqual([["ended enough"], ["ended enough"]]);
    await expect(client.server.order(2)).rejects.toThrow("the session has ended: enough");
    await client.close();
  });

  test("in order, from either end, behind what was sent before", async () => {
    const { accept, sessions } = ticketServer();
    const client = await ticketClient(accept);
    await client.server.count();
    void sessions[0]?.callbacks.progress("1");
    await sessions[0]?.close();
    expect(client.seen).toEqual(["progress 1", "ended the server closed the session"]);
    const another = await ticketClient(accept);
    await another.close();
    expect(another.seen).toEqual(["ended the client closed the session"]);
  });

  test("requests are dealt with one after another", async () => {
    const order: string[] = [];
    const { accept } = ticketServer({
      order: async (count) => {
        order.push(`begin ${count}`);
        await settle();
        order.push(`end ${count}`);
        return "";
      },
    });
    const { server } = await ticketClient(accept);
    await Promise.all([server.order(1), server.order(2)]);
    expect(order).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
  });

  test("no reply in time, and a reply that comes too late", async () => {
    let finish: () => void = () => undefined;
    const { accept } = ticketServer({
      order: async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return "late";
      },
    });
    const refusals: Refusal[] = [];
    const { clock, setTimer } = manualTime();
    const { server } = await ticketClient(accept, { replyTimeout: 60_000, setTimer, refused: (refusal) => void refusals.push(refusal) });
    const order = server.order(1);
    let isOver = false;
    order.catch(() => (isOver = true));
    await clock.pass(59_999);
    expect(isOver).toBe(false);
    await clock.pass(1);
    await expect(order).rejects.toThrow('no answer to "Order" in 60000 ms');
    expect(clock.timerCount).toBe(0);
    const given = AbortSignal.abort(new Error("given up"));
    await expect(server.order(1, { signal: given })).rejects.toThrow("given up");
    finish();
    await settle();
    expect(refusals.map(({ kind, action }) => [kind, action])).toEqual([["action", "urn:ticket:Ordered"]]);
  });

  test("a value that does not conform is not sent, and the session goes on", async () => {
    const { accept } = ticketServer();
    const { server } = await ticketClient(accept, {}, { contentType: binary });
    await expect(server.order("many" as never)).rejects.toThrow();
    expect(await server.order(2)).toBe("2 tickets");
  });
});

test("a generated server is one, and hooks run around its operations", async () => {
  const server: Server<TicketOperations> = {
    order: async (count, { replyHeaders }) => {
      replyHeaders.token = "t";
      return String(count);
    },
    count: async () => 1,
    note: async () => undefined,
  };
  const seen: string[] = [];
  const accept = serveDuplex({ binding: Tickets }, () => ({ server }), {
    before: ({ portType, name, input, call }) => {
      seen.push(`${portType} ${name} ${input} ${call.request}`);
      if (input === 3) throw new SoapFault("Sender", "not three");
    },
    after: ({ name }, output) => void seen.push(`${name} ${output}`),
  });
  const client = await ticketClient(accept);
  expect(await client.server.order(2)).toBe("2");
  await expect(client.server.order(3)).rejects.toThrow("not three");
  expect(seen).toEqual(["{urn:ticket}Tickets Order 2 undefined", "Order 2", "{urn:ticket}Tickets Order 3 undefined"]);
});

function manualTime(): { clock: ManualClock; setTimer: ManualClock["setTimer"] } {
  const clock = new ManualClock();
  return { clock, setTimer: (period, callback) => clock.setTimer(period, callback) };
}

test("keepalives, unless something else was sent", async () => {
  const { clock, setTimer } = manualTime();
  const refusals: Refusal[] = [];
  const accept = serveDuplex({ binding: Tickets }, () => ({
    server: { order: async () => "", count: async () => 1, note: async () => undefined },
    refused: (refusal) => void refusals.push(refusal),
  }));
  const client = await ticketClient(accept, { keepalive: { action: "urn:alive", period: 1000 }, setTimer });
  await clock.pass(1000);
  await client.server.count();
  await clock.pass(2000);
  expect(refusals.map(({ kind, action }) => `${kind} ${action}`)).toEqual(["action urn:alive", "action urn:alive"]);
  await client.close();
  expect(clock.timerCount).toBe(0);
});

describe("what sessions do not carry", () => {
  test.each([
    { httpHeaders: {} },
    { headerBlocks: [] },
    { onHeaderBlocks: () => undefined },
    { attachments: [] },
    { onAttachments: () => undefined },
    { onAttachmentStream: () => undefined },
    { replyTo: "urn:me" },
    { faultTo: "urn:me" },
  ])("%o of a call is refused", async (options) => {
    const { server } = await ticketClient(ticketServer().accept);
    await expect(server.order(1, options)).rejects.toThrow(`calls in a session do not take the option "${Object.keys(options)[0]}"`);
    expect(await server.count(undefined)).toBe(7);
  });

  test("nor operations with attachments", () => {
    const operations = { ...Tickets.portType.operations };
    operations.order = { ...operations.order, inputAttachments: { parts: {}, body: "one" } };
    const binding = { ...Tickets, portType: { ...Tickets.portType, operations } };
    expect(() => serveDuplex({ binding }, () => ({ server: {} as Server<TicketOperations> }))).toThrow('operation "Order" has attachments');
  });
});

test.each([true, () => soapEncoding] as const)("operations in the SOAP encoding are left out: %s", async (encoded) => {
  const operations = { ...Tickets.portType.operations };
  operations.count = { ...operations.count, encoded };
  const client = await connectDuplex(
    { binding: { ...Tickets, portType: { ...Tickets.portType, operations } } },
    { open: openInMemory(ticketServer().accept, {}), callbacks: { progress: () => undefined, ask: async () => 1 } },
  );
  expect(Object.keys(client.server).sort()).toEqual(["note", "order"]);
});

describe("messages that no operation takes", () => {
  /** Opens a session at the server and sends one message by hand; gives what comes back. */
  async function answerTo(message: OutgoingMessage, refused?: (refusal: Refusal) => Promise<void>): Promise<string | undefined> {
    const answers: (string | undefined)[] = [];
    const handler: DuplexHandler = {
      receive: async (received: ReceivedMessage) => {
        if (!received.isFault) return void answers.push(received.action);
        const fault = received.readFault({});
        answers.push(fault.ok ? `${received.action} ${fault.value.code}: ${fault.value.message}` : fault.problem);
      },
      ended: () => undefined,
    };
    const accept = serveDuplex({ binding: Tickets }, () => ({
      server: { order: async () => "ok", count: async () => 1, note: async () => undefined },
      ...(refused === undefined ? {} : { refused }),
    }));
    const channel: DuplexChannel = await openInMemory(accept)(() => handler);
    await channel.send(message);
    await settle();
    expect(answers.length).toBeLessThanOrEqual(1);
    return answers[0];
  }

  const messageId = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const order = { kind: "element", element: { codec: OrderElement, value: 1 } } as const;
  const wrongOrder = element<string>("{urn:ticket}Order", () => xsString);
  const note = { kind: "element", element: { codec: NoteElement, value: "x" } } as const;
  const progress = { kind: "element", element: { codec: ProgressElement, value: "1" } } as const;
  const addressing = "http://www.w3.org/2005/08/addressing";
  const notSupported = (action: string): string =>
    `${addressing}/fault Sender: The message with Action '${action}' cannot be processed at the receiver.`;

  test.each<[string, OutgoingMessage, string | undefined]>([
    ["a request", { action: "urn:ticket:Order", messageId, body: order }, "urn:ticket:Ordered"],
    ["a request that waits for no reply", { action: "urn:ticket:Order", body: order }, undefined],
    ["an unknown action", { action: "urn:x", messageId, body: order }, notSupported("urn:x")],
    ["a callback", { action: "urn:ticket:Progress", messageId, body: progress }, notSupported("urn:ticket:Progress")],
    [
      "another element",
      { action: "urn:ticket:Order", messageId, body: note },
      `${addressing}/soap/fault Sender: the body holds "{urn:ticket}Note", not "{urn:ticket}Order"`,
    ],
    [
      "an empty body",
      { action: "urn:ticket:Order", messageId, body: { kind: "empty" } },
      `${addressing}/soap/fault Sender: the body holds nothing, not "{urn:ticket}Order"`,
    ],
    [
      "content that does not conform",
      { action: "urn:ticket:Order", messageId, body: { kind: "element", element: { codec: wrongOrder, value: "many" } } },
      expect.stringMatching(/soap\/fault Sender: .*Order.*many/),
    ],
    ["a reply to nothing", { action: "urn:ticket:Ordered", messageId, relatesTo: "urn:x", body: order }, undefined],
    ["a fault", { action: "urn:x", messageId, body: { kind: "fault", fault: new SoapFault("Sender", "no") } }, undefined],
    ["a wrong one-way message", { action: "urn:ticket:Note", messageId, body: order }, undefined],
    [
      "a header of another operation",
      { action: "urn:ticket:Note", messageId, headers: [{ codec: TokenElement, value: "x" }], body: note },
      undefined,
    ],
  ])("%s", async (_, message, want) => {
    expect(await answerTo(message)).toEqual(want);
  });

  test("the user decides", async () => {
    const kinds: string[] = [];
    const answer = await answerTo({ action: "urn:ticket:Order", messageId, body: note }, async ({ kind, operation, answer }) => {
      kinds.push(`${kind} ${operation}`);
      await answer(new SoapFault("Receiver", "not today"));
      await answer(new SoapFault("Receiver", "never"));
    });
    expect(kinds).toEqual(["element order"]);
    expect(answer).toBe(`${addressing}/soap/fault Receiver: not today`);
  });

  test("or says nothing", async () => {
    expect(await answerTo({ action: "urn:x", messageId, body: note }, async () => undefined)).toBeUndefined();
  });
});
