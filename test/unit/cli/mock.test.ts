/**
 * `soapwright mock` as a process: where it listens, its log, its exit codes.
 */
import { copyFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Outcome, Workplace } from "./run-command.js";

const contracts = fileURLToPath(new URL("../../../examples/repair-order/", import.meta.url));

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  for (const file of ["repair-order.wsdl", "repair-order.xsd"]) copyFileSync(join(contracts, file), join(place.folder, file));
});
afterEach(() => place.remove());

interface Mock {
  readonly url: string;
  /** Ends it as Ctrl+C does. */
  readonly end: () => Promise<Outcome>;
}

async function start(...flags: string[]): Promise<Mock> {
  const running = place.start("mock", "repair-order.wsdl", "--port", "0", ...flags);
  await running.until("stop with Ctrl+C");
  const url = /mock at (\S+),/.exec(running.output())?.[1];
  if (url === undefined) throw new Error(running.output());
  const end = (): Promise<Outcome> => {
    running.process.kill("SIGINT");
    return running.ended;
  };
  return { url, end };
}

const send = (url: string, body: string): Promise<Response> =>
  fetch(`${url}/repairs`, { method: "POST", headers: { "content-type": "text/xml" }, body });
const getStatus = (content: string): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
<GetStatus xmlns="urn:example:repair-order">${content}</GetStatus></e:Body></e:Envelope>`;
const getStatusAnswer = (code: number): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Repair xmlns="urn:example:repair-order"><RepairId>R1</RepairId><StatusCode>${code}</StatusCode>
<Bicycle>Pegasus</Bicycle><Problem>chain</Problem></Repair></e:Body></e:Envelope>`;
const valid = getStatus("<Customer>4711</Customer><RepairId>R1</RepairId>");

describe("soapwright mock", () => {
  it("says where it listens, answers, and ends with 0", async () => {
    const { url, end } = await start();
    const wsdl = await fetch(`${url}/repairs?wsdl`);
    expect(await wsdl.text()).toContain(`location="${url}/repairs"`);
    const answers = [await send(url, valid), await send(url, valid)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.text()).toMatch(/<Repair xmlns=/);
    const { status, stdout, stderr } = await end();
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`SOAP 1.1 at ${url}/repairs: BringIn, Quote, Accept, Finish, PickUp, GetStatus
HTTP GET at ${url}/repairs: Status
mock at ${url}, stop with Ctrl+C
#1 POST /repairs GetStatus: ok
#2 POST /repairs GetStatus: ok
requests: 2, 0 broke the contract
`);
  });

  it("logs what breaks the contract, shows no control characters, and ends with 1", async () => {
    const { url, end } = await start("--latency", "1");
    await send(url, getStatus("<Nope/>"));
    await send(url, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>');
    await send(url, getStatus("<Customer>\u009b31m\u202e</Customer><RepairId>\u009b31m</RepairId><More/>"));
    const { status, stdout } = await end();
    expect(status).toBe(1);
    expect(stdout).toContain("#1 POST /repairs GetStatus: breaks the contract\n  /GetStatus/Nope 2:");
    expect(stdout).toContain("#2 POST /repairs: breaks the contract\n  / 1:1 xml-doctype: ");
    expect(stdout).toContain("requests: 3, 3 broke the contract\n");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  it("cuts connections and answers with faults", async () => {
    const cutting = await start("--cut", "100%");
    await expect(send(cutting.url, valid)).rejects.toThrow();
    expect(await cutting.end()).toMatchObject({ status: 0, stdout: expect.stringContaining("#1 POST /repairs GetStatus: ok, cut\n") });
    const failing = await start("--faults", "100");
    const answer = await send(failing.url, valid);
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringMatching(/<Unknown xmlns=/)]);
    expect(await failing.end()).toMatchObject({ status: 0, stdout: expect.stringContaining("GetStatus: ok, fault Unknown\n") });
  });

  it("answers by rules, in scenarios that a request lets begin anew", async () => {
    place.write("unknown.xml", '<Unknown xmlns="urn:example:repair-order"><RepairId>R1</RepairId></Unknown>');
    place.write(
      "rules.xml",
      `<rules xmlns="urn:soapwright:mock-rules">
<rule operation="GetStatus" scenario="lost" state="Started" next="found"><when path="Customer" equals="4711"/><fault name="Unknown" file="unknown.xml"/></rule>
</rules>`,
    );
    const { url, end } = await start("--rules", "rules.xml");
    const statuses = [(await send(url, valid)).status, (await send(url, valid)).status];
    statuses.push((await fetch(`${url}/mock/reset`, { method: "POST" })).status, (await send(url, valid)).status);
    expect(statuses).toEqual([500, 200, 204, 500]);
    const { status, stdout } = await end();
    expect(status).toBe(0);
    expect(stdout).toContain("#1 POST /repairs GetStatus: ok, rules.xml:2, lost is found, fault Unknown\n#2 POST /repairs GetStatus: ok\n");
  });

  it("refuses rules with mistakes", async () => {
    place.write("rules.xml", '<rules xmlns="urn:soapwright:mock-rules">\n  <rule operation="GetStatsu"/>\n</rules>');
    const { status, stdout, stderr } = await place.run("mock", "repair-order.wsdl", "--port", "0", "--rules", "rules.xml");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('rules.xml:2:9 error mock-operation: there is no operation "GetStatsu"; did you mean "GetStatus"?\n');
    const gone = await place.run("mock", "repair-order.wsdl", "--port", "0", "--rules", "gone.xml");
    expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining('--rules: "gone.xml" cannot be read: there is no such file')]);
  });

  it("refuses examples that do not conform", async () => {
    place.write("answers/GetStatus.xml", '<Repair xmlns="urn:example:repair-order">\n  <Nope/>\n</Repair>');
    place.write("answers/GetStatsu.xml", "<a/>");
    const { status, stdout, stderr } = await place.run("mock", "repair-order.wsdl", "--port", "0", "--examples", "answers");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^answers\/GetStatus\.xml:2:3 error cvc-complex-type\.2\.4\.a: \/Repair\/Nope: /m);
    expect(stderr).toContain(
      'answers/GetStatsu.xml:1:1 error mock-operation: there is no operation "GetStatsu"; did you mean "GetStatus"?',
    );
  });

  it.each([
    ["a contract that is not there", "mock gone.wsdl", 3, "gone.wsdl"],
    ["a schema", "mock repair-order.xsd", 2, "the contract has no SOAP or HTTP binding"],
    ["a share that is none", "mock repair-order.wsdl --faults 101", 2, '--faults is a number from 0 to 100, not "101"'],
    ["a folder that is not there", "mock repair-order.wsdl --examples gone", 2, '--examples: "gone" cannot be read: there is no such'],
    ["a proxy without a folder", "mock repair-order.wsdl --record http://localhost/", 2, "--record needs --to"],
    ["a proxy to what is no URL", "mock repair-order.wsdl --record localhost --to a", 2, '--record: "localhost" is not a URL'],
    [
      "a proxy that makes up answers",
      "mock repair-order.wsdl --record http://localhost/ --to a --faults 1",
      2,
      "--record and --faults exclude",
    ],
    ["recordings that are not there", "mock repair-order.wsdl --replay gone", 2, '--replay: "gone" cannot be used: there is no such'],
    ["a folder for nothing", "mock repair-order.wsdl --to a", 2, "--to goes with --record"],
    ["no contract", "mock", 2, "name a WSDL"],
  ])("refuses %s", async (_, line, code, text) => {
    const { status, stderr } = await place.run(...line.split(" "));
    expect([status, stderr]).toEqual([code, expect.stringContaining(text)]);
  });

  it("records a real service, and answers as it did when that is gone", async () => {
    const asked: (readonly [string | undefined, readonly string[]])[] = [];
    const answer = getStatusAnswer(7);
    const service = createHttpServer((request, response) => {
      asked.push([request.url, request.rawHeaders]);
      response
        .writeHead(200, ["Content-Type", "text/xml", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "Keep-Alive", "timeout=7"])
        .end(answer);
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    // A server that listens at a port has an address of that kind.
    const { port } = service.address() as AddressInfo;
    place.write("recordings/0002-mine", "not a recording");
    place.write("recordings/0003-GetStatus/mine.txt", "kept");
    const recording = await start("--record", `http://127.0.0.1:${port}/v2/repairs`, "--to", "recordings");
    const headers = { "content-type": "text/xml", authorization: "Basic YTpi", te: "trailers", "accept-encoding": "br, gzip;q=0.5" };
    const given = await fetch(`${recording.url}/repairs?q=5`, { method: "POST", headers, body: valid });
    expect([given.status, await given.text(), given.headers.getSetCookie()]).toEqual([200, answer, ["a=1", "b=2"]]);
    await fetch(`${recording.url}/repairs`, { method: "POST", headers, body: getStatus("<Nope/>") });
    const recorded = await recording.end();
    expect(recorded.status).toBe(1);
    expect(recorded.stdout).toContain("#1 POST /repairs GetStatus: ok, recorded as 0004-GetStatus\n");
    expect(recorded.stdout).toContain("requests: 2, 1 broke the contract\n");
    expect(asked.map(([url]) => url)).toEqual(["/v2/repairs?q=5", "/v2/repairs"]);
    const sent = asked[0]?.[1].join("\n").toLowerCase() ?? "";
    expect(sent).toContain("accept-encoding\ngzip;q=0.5\n");
    expect(sent).not.toMatch(/^te$/m);
    expect(sent).toContain(`host\n127.0.0.1:${port}`);
    expect(place.read("recordings/0004-GetStatus/answer.xml")).toBe(answer);
    expect(place.read("recordings/0004-GetStatus/request.xml")).toBe(valid);
    expect(place.read("recordings/0004-GetStatus/exchange.json")).not.toMatch(/YTpi|a=1|keep-alive/i);
    expect(place.read("recordings/0003-GetStatus/mine.txt")).toBe("kept");
    await new Promise((resolve) => service.close(resolve));
    rmSync(join(place.folder, "recordings/0002-mine"));
    rmSync(join(place.folder, "recordings/0003-GetStatus"), { recursive: true });
    const replaying = await start("--replay", "recordings");
    const again = await send(replaying.url, valid);
    expect([again.status, await again.text()]).toEqual([200, answer]);
    const other = await send(replaying.url, valid.replace("4711", "4712"));
    expect([other.status, await other.text()]).toEqual([500, expect.stringContaining("no recorded request for GetStatus is the same")]);
    const replayed = await replaying.end();
    expect(replayed.status).toBe(1);
    expect(replayed.stdout).toContain("#1 POST /repairs GetStatus: ok, 0004-GetStatus\n");
    expect(replayed.stdout).toContain("requests: 2, 0 broke the contract, 1 had no valid answer\n");
  });

  it("says that a recording is broken", async () => {
    place.write("recordings/0001-GetStatus/exchange.json", '{"request": {"method": "POST"}, "answer": {"status": 200, "headers": []}}');
    place.write("recordings/0002-GetStatus/exchange.json", '{"request": ');
    const { status, stderr } = await place.run("mock", "repair-order.wsdl", "--port", "0", "--replay", "recordings");
    expect(status).toBe(1);
    expect(stderr).toContain('recordings/0001-GetStatus/exchange.json:1:1 error mock-recording: "path" is not a string\n');
    expect(stderr).toContain("recordings/0002-GetStatus/exchange.json:1:1 error mock-recording: ");
  });

  it("says that its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const { status, stderr } = await place.run("mock", "repair-order.wsdl", "--port", port);
    other.close();
    expect([status, stderr]).toEqual([
      2,
      `soapwright: 127.0.0.1:${port} cannot be listened at: the port is taken; --port or --host chooses another one\n`,
    ]);
  });
});
