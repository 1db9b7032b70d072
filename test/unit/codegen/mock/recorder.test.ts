/**
 * What a real service says is passed on as it is, judged, kept, and given again.
 */

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Answers } from "../../../../codegen/mock/answers.js";
import { createMockHandler } from "../../../../codegen/mock/mock.js";
import { readMockContract } from "../../../../codegen/mock/mock-contract.js";
import { createRecorder, type Forwarded } from "../../../../codegen/mock/recorder.js";
import type { Recording } from "../../../../codegen/mock/recording.js";
import { Replay } from "../../../../codegen/mock/replay.js";
import { Rules } from "../../../../codegen/mock/rules.js";
import type { SeenRequest } from "../../../../codegen/mock/seen-request.js";
import { toFetchHandler } from "../../../../src/service/fetch-adapter.js";

const wsdl = fileURLToPath(new URL("../../../../examples/repair-order/repair-order.wsdl", import.meta.url));
const contract = readContract();

function readContract() {
  const { contract } = readMockContract({ entries: [wsdl] });
  if (contract === undefined) throw new Error("the contract does not conform");
  return contract;
}

const envelope = (body: string, header = ""): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${header}<e:Body>${body}</e:Body></e:Envelope>`;
const getStatus = (repairId: string): string =>
  `<GetStatus xmlns="urn:example:repair-order"><Customer>4711</Customer><RepairId>${repairId}</RepairId></GetStatus>`;
const repair = (code: number): string =>
  envelope(
    `<Repair xmlns="urn:example:repair-order"><RepairId>R-1</RepairId><StatusCode>${code}</StatusCode><Bicycle>P</Bicycle><Problem>c</Problem></Repair>`,
  );
const unknown = envelope(
  `<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail><Unknown xmlns="urn:example:repair-order"><RepairId>R</RepairId></Unknown></detail></e:Fault>`,
);
const xml = ["Content-Type", "text/xml; charset=utf-8"] as const;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

type Given = Omit<Forwarded, "sent">;

function record(answer: (body: string) => Given) {
  const seen: SeenRequest[] = [];
  const kept: Recording[] = [];
  const handler = createRecorder({
    contract,
    forward: async (request, body) => {
      const sent = [
        ["Content-Type", request.headers.get("content-type") ?? ""],
        ["Authorization", "Basic YTpi"],
      ] as const;
      return { sent, ...answer(new TextDecoder().decode(body)) };
    },
    keep: async (recording) => `kept ${kept.push(recording)}`,
    onRequest: (request) => seen.push(request),
  });
  const send = (body: string): Promise<Response> =>
    toFetchHandler(handler)(new Request("http://mock.example/repairs", { method: "POST", headers: { "content-type": "text/xml" }, body }));
  return { send, seen, kept };
}

function replay(recordings: readonly Recording[]) {
  const seen: SeenRequest[] = [];
  const found = new Replay();
  const loaded = found.load(
    recordings.map((recording, index) => ({ name: `000${index + 1}`, recording })),
    contract,
  );
  const options = {
    contract,
    answers: new Answers(contract, []),
    rules: new Rules([]),
    replay: found,
    seed: 1,
    latency: 0,
    faults: 0,
    cuts: 0,
  };
  const handler = toFetchHandler(createMockHandler({ ...options, onRequest: (request) => seen.push(request) }));
  const send = async (body: string): Promise<string> => {
    await loaded;
    const answer = await handler(
      new Request("http://mock.example/repairs", { method: "POST", headers: { "content-type": "text/xml" }, body }),
    );
    return `${answer.status} ${await answer.text()}`;
  };
  return { send, seen, loaded, handler };
}

describe("a recorder", () => {
  it("passes on what it gets, byte for byte, and keeps it without secrets", async () => {
    const odd = `<?xml version='1.0'?>\n<!-- odd -->${repair(7)}\n`;
    const { send, seen, kept } = record(() => ({
      status: 200,
      headers: [xml, ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"], ["X-Odd", "1"], ["X-Odd", "2"]],
      body: utf8(odd),
    }));
    const answer = await send(envelope(getStatus("R-1"), "<e:Header><Password>x</Password></e:Header>"));
    expect([answer.status, await answer.text(), answer.headers.getSetCookie(), answer.headers.get("x-odd")]).toEqual([
      200,
      odd,
      ["a=1", "b=2"],
      "1, 2",
    ]);
    expect(seen).toMatchObject([{ operation: "GetStatus", verdict: "ok", issues: [], answerIssues: [], measures: ["kept 1"] }]);
    const [recording] = kept;
    expect(recording?.request.headers[1]).toEqual(["Authorization", "REDACTED"]);
    expect(recording?.answer.headers[1]).toEqual(["Set-Cookie", "REDACTED"]);
    expect(new TextDecoder().decode(recording?.request.body)).toContain("<Password>REDACTED</Password>");
    expect(new TextDecoder().decode(recording?.answer.body)).toBe(odd);
  });

  it("passes on compressed answers, and keeps them readable", async () => {
    const compressed = new Uint8Array(gzipSync(repair(7)));
    const { send, seen, kept } = record(() => ({ status: 200, headers: [xml, ["Content-Encoding", "gzip"]], body: compressed }));
    const answer = await send(envelope(getStatus("R-1")));
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(compressed);
    expect(seen).toMatchObject([{ verdict: "ok", answerIssues: [] }]);
    expect(new TextDecoder().decode(kept[0]?.answer.body)).toBe(repair(7));
  });

  it.each([
    ["an invalid answer", 200, repair(1000), "cvc-maxInclusive-valid", []],
    ["a page of HTML", 200, "<html/>", "http-200", []],
    ["no XML", 200, "<a", /^(xml-|http-)/, []],
    ["a declared fault", 500, unknown, undefined, ["fault Unknown"]],
  ])("judges %s", async (name, status, body, issue, measures) => {
    const type = name === "a page of HTML" ? (["Content-Type", "text/html"] as const) : xml;
    const { send, seen } = record(() => ({ status, headers: [type], body: utf8(body) }));
    expect(await (await send(envelope(getStatus("R-1")))).text()).toBe(body);
    const [first] = seen;
    if (issue instanceof RegExp) expect(first?.answerIssues[0]?.id).toMatch(issue);
    else expect(first?.answerIssues[0]?.id).toBe(issue);
    expect([first?.verdict, first?.measures]).toEqual(["ok", [...measures, "kept 1"]]);
  });

  it("judges requests, and passes them on all the same", async () => {
    const { send, seen, kept } = record(() => ({ status: 200, headers: [xml], body: utf8(repair(7)) }));
    expect((await send(envelope("<Nope/>"))).status).toBe(200);
    expect(seen).toMatchObject([{ verdict: "broken" }]);
    expect(kept).toHaveLength(1);
  });

  it("says that the service does not answer", async () => {
    const { send, seen, kept } = record(() => {
      throw new Error("connect ECONNREFUSED");
    });
    const answer = await send(envelope(getStatus("R-1")));
    expect([answer.status, await answer.text()]).toEqual([502, "no answer of the service: connect ECONNREFUSED\n"]);
    expect(seen).toMatchObject([{ verdict: "unanswered", issues: [{ id: "mock-forward" }] }]);
    expect(kept).toEqual([]);
  });
});

describe("a replay", () => {
  async function recorded(bodies: readonly string[]): Promise<readonly Recording[]> {
    let code = 0;
    const { send, kept } = record((body) => {
      code++;
      return body.includes("R-9")
        ? { status: 500, headers: [xml], body: utf8(unknown) }
        : { status: 200, headers: [xml, ["X-Own", "1"]], body: utf8(repair(code)) };
    });
    for (const body of bodies) await send(envelope(getStatus(body)));
    return kept;
  }

  it("answers what says the same, however it is written, and as often as it was asked", async () => {
    const { send, seen, handler } = replay(await recorded(["R-1", "R-1", "R-9"]));
    const other = envelope(
      getStatus("R-1")
        .replaceAll(/<(\/?)(?=\w)/g, "<$1x:")
        .replace("xmlns=", "xmlns:x=")
        .replaceAll("><", ">\n<"),
      "<e:Header/>",
    );
    expect([await send(other), await send(other), await send(other)]).toEqual([`200 ${repair(1)}`, `200 ${repair(2)}`, `200 ${repair(2)}`]);
    expect(await send(envelope(getStatus("R-9")))).toBe(`500 ${unknown}`);
    await handler(new Request("http://mock.example/mock/reset", { method: "POST" }));
    expect(await send(other)).toBe(`200 ${repair(1)}`);
    expect(seen.map(({ verdict, measures }) => [verdict, ...measures])).toEqual(
      ["0001", "0002", "0002", "0003", "0001"].map((name) => ["ok", name]),
    );
  });

  it.each([
    ["1.0", "http://www.w3.org/2005/08/addressing"],
    ["2004/08", "http://schemas.xmlsoap.org/ws/2004/08/addressing"],
  ])("relates answers to the requests that have come: WS-Addressing %s", async (_, wsa) => {
    const headers = (...blocks: readonly string[]): string => `<e:Header xmlns:a="${wsa}">${blocks.join("")}</e:Header>`;
    const asked = (id: string): string => envelope(getStatus("R-1"), headers(`<a:MessageID>${id}</a:MessageID>`));
    const answer = repair(7).replace(
      "<e:Body>",
      `${headers("<a:RelatesTo>urn:old</a:RelatesTo>", "<a:MessageID>urn:own</a:MessageID>", "<a:Action>x</a:Action>")}$&`,
    );
    const { send: sendRecorded, kept } = record(() => ({ status: 200, headers: [xml], body: utf8(answer) }));
    await sendRecorded(asked("urn:old"));
    const { send } = replay(kept);
    const answers = [await send(asked("urn:new&amp;1")), await send(asked("urn:new"))];
    expect(answers[0]).toContain("<a:RelatesTo>urn:new&amp;1</a:RelatesTo>");
    expect(answers[1]).toContain("<a:RelatesTo>urn:new</a:RelatesTo>");
    const ids = answers.map((each) => /<a:MessageID>(urn:uuid:[-0-9a-f]{36})<\/a:MessageID><a:Action>x<\/a:Action>/.exec(each)?.[1]);
    expect(ids.filter((id) => id !== undefined)).toHaveLength(2);
    expect(ids[0]).not.toBe(ids[1]);
    // A request without an identifier gets the answer as it was.
    expect(await send(envelope(getStatus("R-1")))).toBe(`200 ${answer}`);
  });

  it("says what was not recorded", async () => {
    const { send, seen } = replay(await recorded(["R-1"]));
    const reason = 'no recorded request for GetStatus is the same; the nearest is 0001: /GetStatus/RepairId was "R-1" and is "R-2"';
    expect(await send(envelope(getStatus("R-2")))).toMatch(/^500 .*the nearest is 0001: /s);
    expect(seen).toMatchObject([{ verdict: "unanswered", issues: [{ id: "mock-no-recording", message: reason }] }]);
  });

  it("judges requests as ever, and names recordings that it cannot use", async () => {
    const [good] = await recorded(["R-1"]);
    if (good === undefined) throw new Error("nothing was recorded");
    const { send, seen, loaded } = replay([good, { ...good, request: { ...good.request, body: utf8("<a/>") } }]);
    expect(await loaded).toEqual(["0002"]);
    expect(await send(envelope("<Nope/>"))).toMatch(/^500 /);
    expect(seen).toMatchObject([{ verdict: "broken" }]);
  });
});
